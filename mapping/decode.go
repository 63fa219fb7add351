package mapping

import (
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"
)

// readers names what to do with the value of each key of a YAML map.
type readers map[string]func(*yaml.Node)

// keyed reads a map whose keys are fixed.
func (p *problems) keyed(n *yaml.Node, what string, keys readers) {
	p.pairs(n, what, func(key, value *yaml.Node) {
		if read, ok := keys[key.Value]; ok {
			read(value)
			return
		}
		known := slices.Sorted(maps.Keys(keys))
		hint := didYouMean(key.Value, known)
		if hint == "" {
			hint = ": the keys are " + strings.Join(known, ", ")
		}
		p.at(key, "%s knows no key %s%s", what, quote(key.Value), hint)
	})
}

// pairs reads a map whose keys are the user's; each comes once.
func (p *problems) pairs(n *yaml.Node, what string, each func(key, value *yaml.Node)) {
	if n.Kind != yaml.MappingNode {
		p.at(n, "%s must be a map of keys and values, not %s", what, kindOf(n))
		return
	}
	seen := make(map[string]int, len(n.Content)/2)
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		line, again := seen[key.Value]
		switch {
		case key.Kind != yaml.ScalarNode:
			p.at(key, "a key of %s must be a word, not %s", what, kindOf(key))
		case again:
			p.at(key, "the key %s of %s stands in line %d already", quote(key.Value), what, line)
		default:
			seen[key.Value] = key.Line
			each(key, value)
		}
	}
}

func kindOf(n *yaml.Node) string {
	switch {
	case n.Kind == yaml.MappingNode:
		return "a map"
	case n.Kind == yaml.SequenceNode:
		return "a list"
	case isNull(n):
		return "nothing"
	}
	return "a single value"
}

// text reads a scalar by its literal text, whatever YAML takes it for.
func (p *problems) text(n *yaml.Node, what string) (string, bool) {
	if n.Kind != yaml.ScalarNode || isNull(n) {
		p.at(n, "%s must be a text, not %s", what, kindOf(n))
		return "", false
	}
	return n.Value, true
}

// name reads a text that is not blank, trimmed.
func (p *problems) name(n *yaml.Node, what string) (string, bool) {
	s, ok := p.text(n, what)
	if s = strings.TrimSpace(s); ok && s == "" {
		p.at(n, "%s is empty", what)
		return "", false
	}
	return s, ok
}

// names reads a list of names; a single name is a list of one.
func (p *problems) names(n *yaml.Node, what string) []*yaml.Node {
	items := []*yaml.Node{n}
	if n.Kind == yaml.SequenceNode {
		items = n.Content
	}
	var good []*yaml.Node
	for _, item := range items {
		if _, ok := p.name(item, what); ok {
			good = append(good, item)
		}
	}
	if len(items) == 0 {
		p.at(n, "%s is an empty list", what)
	}
	return good
}

func (p *problems) boolean(n *yaml.Node, what string) bool {
	switch s, _ := p.name(n, what); strings.ToLower(s) {
	case "true", "yes", "on":
		return true
	case "false", "no", "off", "":
	default:
		p.at(n, "%s is %s: write true or false", what, quote(s))
	}
	return false
}

// choice reads one of the words and returns its place among them, or -1.
func (p *problems) choice(n *yaml.Node, what string, words ...string) int {
	s, ok := p.name(n, what)
	if !ok {
		return -1
	}
	i := slices.Index(words, s)
	if i < 0 {
		p.at(n, "%s is %s: write %s", what, quote(s), strings.Join(words, " or "))
	}
	return i
}

// whole reads a whole number of at least least.
func (p *problems) whole(n *yaml.Node, what string, least int) *int {
	s, ok := p.name(n, what)
	number, err := strconv.Atoi(s)
	switch {
	case !ok:
		return nil
	case err != nil || number < least:
		p.at(n, "%s is %s: write a whole number from %d", what, quote(s), least)
		return nil
	}
	return &number
}

// fraction reads a number of at least zero.
func (p *problems) fraction(n *yaml.Node, what string) *float64 {
	s, ok := p.name(n, what)
	number, err := strconv.ParseFloat(s, 64)
	switch {
	case !ok:
		return nil
	case err != nil || !(number >= 0) || math.IsInf(number, 0):
		p.at(n, "%s is %s: write a number from 0, such as 2.5", what, quote(s))
		return nil
	}
	return &number
}

// duration reads a length of time of at least least.
func (p *problems) duration(n *yaml.Node, what string, least time.Duration) *time.Duration {
	s, ok := p.name(n, what)
	d, err := time.ParseDuration(s)
	switch {
	case !ok:
		return nil
	case err != nil:
		p.at(n, "%s is %s: write a length of time such as 500ms, 30s or 10m", what, quote(s))
		return nil
	case d < least:
		p.at(n, "%s is %s: write at least %s", what, quote(s), least)
		return nil
	}
	return &d
}
