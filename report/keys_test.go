package report

import (
	"fmt"
	"strings"
	"testing"
)

// TestKeys_areBounded has an input that would fill the memory with its keys.
func TestKeys_areBounded(t *testing.T) {
	t.Parallel()
	k := keys{}
	for row := range 2 * keysSeen {
		k.add(row, fmt.Appendf(nil, `{"k%d":1,"%s%d":2}`, row, strings.Repeat("x", maxKeyLength), row))
	}
	bytes := 0
	for key := range k {
		bytes += len(key)
	}
	if len(k) != keysSeen || bytes > keysSeen*maxKeyLength {
		t.Errorf("%d keys of %d bytes are remembered", len(k), bytes)
	}
	if names := k.first(); len(names) != maxKeys || names[0] != "k0" || names[maxKeys-1] != fmt.Sprint("k", maxKeys-1) {
		t.Errorf("%d keys have a column, from %.20s to %.20s", len(names), names[0], names[len(names)-1])
	}
}
