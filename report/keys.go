package report

import (
	"bytes"
	"cmp"
	"maps"
	"slices"

	"github.com/go-json-experiment/json/jsontext"
)

const (
	maxKeys      = 1000     // columns for the keys of JSON lines
	keysSeen     = 4 * 1000 // keys that are remembered to find the first of these
	maxKeyLength = 1 << 10  // bytes; a longer key has no column
)

// keys are the keys of JSON lines, each with the place where it appeared first.
type keys map[string]place

type place struct{ row, column int }

func (p place) compare(q place) int {
	return cmp.Or(cmp.Compare(p.row, q.row), cmp.Compare(p.column, q.column))
}

// add notes the keys of a line, which need not come in order.
func (k keys) add(row int, raw []byte) {
	list, _ := members(raw)
	for i, m := range list {
		at := place{row, i}
		if len(m.name) > maxKeyLength {
			continue
		}
		first, known := k[m.name]
		if known && at.compare(first) < 0 || !known && len(k) < keysSeen {
			k[m.name] = at
		}
	}
}

// first returns the keys in the order in which they appear in the input.
func (k keys) first() []string {
	names := slices.SortedFunc(maps.Keys(k), func(a, b string) int { return k[a].compare(k[b]) })
	return names[:min(len(names), maxKeys)]
}

// values returns the texts of the named keys of a line.
func values(raw []byte, names []string) []string {
	list, _ := members(raw)
	byName := make(map[string][]byte, len(list))
	for _, m := range list {
		byName[m.name] = m.value
	}
	texts := make([]string, len(names))
	for i, name := range names {
		texts[i] = valueText(byName[name])
	}
	return texts
}

// valueText returns a string without its quotes, nothing for null, and the JSON
// text of any other value.
func valueText(value jsontext.Value) string {
	switch value.Kind() {
	case '"':
		text, err := jsontext.AppendUnquote(nil, value)
		if err == nil {
			return string(text)
		}
	case 'n':
		return ""
	}
	return string(value)
}

// A member is one name and value of an object. The text is what stands for it
// in the line: from the end of the member before, its comma included.
type member struct {
	name  string
	value []byte
	text  []byte
}

// members returns the members of the object that a line holds, and whether it
// holds one object and nothing else. Names may be doubled.
func members(raw []byte) ([]member, bool) {
	d := jsontext.NewDecoder(bytes.NewReader(raw), jsontext.AllowDuplicateNames(true))
	if open, err := d.ReadToken(); err != nil || open.Kind() != '{' {
		return nil, false
	}
	var list []member
	for d.PeekKind() == '"' {
		start := d.InputOffset()
		name, err := d.ReadToken()
		if err != nil {
			return nil, false
		}
		m := member{name: name.String()}
		value, err := d.ReadValue()
		if err != nil {
			return nil, false
		}
		end := int(d.InputOffset())
		m.value, m.text = raw[end-len(value):end], raw[start:end]
		list = append(list, m)
	}
	if _, err := d.ReadToken(); err != nil {
		return nil, false
	}
	return list, len(bytes.TrimSpace(raw[d.InputOffset():])) == 0
}
