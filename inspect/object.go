package inspect

import (
	"bytes"

	"github.com/go-json-experiment/json/jsontext"
)

// maxDepth is how far into objects columns are looked for.
const maxDepth = 4

// AddObject shows the table a line of JSONL. Its columns are keys, and paths
// into objects such as address.city. A line that is no object is passed over
// from where it stops to be one.
func (t *Table) AddObject(line []byte) {
	dec := jsontext.NewDecoder(bytes.NewReader(line), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	if dec.PeekKind() != '{' {
		return
	}
	t.Rows++
	t.object(dec, "", 1)
}

// object reads an object; false where the line cannot be read on.
func (t *Table) object(dec *jsontext.Decoder, prefix string, depth int) bool {
	if _, err := dec.ReadToken(); err != nil {
		return false
	}
	for dec.PeekKind() != '}' {
		key, err := dec.ReadToken()
		if err != nil || !t.member(dec, prefix+key.String(), depth) {
			return false
		}
	}
	_, err := dec.ReadToken()
	return err == nil
}

func (t *Table) member(dec *jsontext.Decoder, path string, depth int) bool {
	kind := dec.PeekKind()
	if kind == '{' && depth < maxDepth {
		return t.object(dec, path+".", depth+1)
	}
	value, err := dec.ReadValue()
	if err != nil {
		return false
	}
	if c := t.column(path); c != nil {
		c.addValue(kind, value)
	}
	return true
}

func (c *Profile) addValue(kind jsontext.Kind, value jsontext.Value) {
	switch kind {
	case '[':
		c.addArray(value)
	case '"':
		if text, err := jsontext.AppendUnquote(nil, value); err == nil && len(bytes.TrimSpace(text)) > 0 {
			c.add(string(bytes.TrimSpace(text)))
		}
	case '0', 't', 'f':
		c.add(string(value))
	}
}

// addArray adds the items that are single values.
func (c *Profile) addArray(value jsontext.Value) {
	c.Array = true
	dec := jsontext.NewDecoder(bytes.NewReader(value), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	dec.ReadToken()
	for kind := dec.PeekKind(); kind != ']' && kind > 0; kind = dec.PeekKind() {
		item, err := dec.ReadValue()
		if err != nil {
			return
		}
		if kind != '[' {
			c.addValue(kind, item)
		}
	}
}
