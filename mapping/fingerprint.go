package mapping

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"slices"

	"go.yaml.in/yaml/v4"
)

// fingerprint hashes what decides which rows are sent and what goes out for
// them. Comments, quotation marks, layout and the order of the top-level keys
// make no difference, nor does where the secret is, how fast it goes, what stops
// it or what is tested.
func fingerprint(root *yaml.Node) string {
	h := sha256.New()
	for _, pair := range sortedPairs(root) {
		if slices.Contains(unhashed, pair.key.Value) {
			continue
		}
		hashNode(h, pair.key)
		hashNode(h, pair.value)
	}
	return hex.EncodeToString(h.Sum(nil))
}

var unhashed = []string{"token", "send", "guards", "tests"}

type pair struct{ key, value *yaml.Node }

func sortedPairs(n *yaml.Node) []pair {
	var pairs []pair
	for i := 0; n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
		pairs = append(pairs, pair{n.Content[i], n.Content[i+1]})
	}
	slices.SortStableFunc(pairs, func(a, b pair) int { return cmp.Compare(a.key.Value, b.key.Value) })
	return pairs
}

// hashNode writes a node so that no two different ones write the same.
func hashNode(h hash.Hash, n *yaml.Node) {
	fmt.Fprintf(h, "%d %t %d %d:%s", n.Kind, isNull(n), len(n.Content), len(n.Value), n.Value)
	for _, child := range n.Content {
		hashNode(h, child)
	}
}
