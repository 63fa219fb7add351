package mapping

import (
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
	"go.yaml.in/yaml/v4"

	"rollcall/contact"
)

// tests compiles the tests. Everything else has bound its columns by then, and
// the tests bind none.
func (c *compiler) tests() {
	for _, config := range c.config.tests {
		t := test{testConfig: config}
		if c.header.free {
			t.row = c.objectRow(config.cells)
		} else {
			t.row = c.recordRow(config.cells)
		}
		if config.update != nil {
			c.expected(config)
		}
		c.mapping.tests = append(c.mapping.tests, t)
	}
}

// expected checks the names of an update.
func (c *compiler) expected(config testConfig) {
	known := []string{contactKey}
	for _, f := range slices.Concat(c.config.fields, c.config.custom) {
		known = append(known, f.name)
	}
	c.pairs(config.update, "update", func(key, _ *yaml.Node) {
		if !slices.Contains(known, key.Value) {
			c.at(key, "%s: the mapping sets no field %s%s", config.title, quote(key.Value), didYouMean(key.Value, known))
		}
	})
}

// recordRow is the row of a delimited file: a column that is not named is empty.
func (c *compiler) recordRow(n *yaml.Node) contact.Row {
	row := contact.Row{Number: 1, Line: 2, Blank: true, Record: make([]string, len(c.header.names))}
	given := map[int]bool{}
	c.pairs(n, "row", func(key, value *yaml.Node) {
		name, err := c.header.find(key.Value)
		i := slices.Index(c.header.names, name)
		switch {
		case err != nil:
			c.at(key, "%s", err)
		case given[i]:
			c.at(key, "the column %s stands twice in the row", quote(name))
		default:
			given[i] = true
			row.Record[i] = c.recordCell(value)
			row.Blank = row.Blank && strings.TrimSpace(row.Record[i]) == ""
		}
	})
	for _, name := range c.header.bound {
		row.Slots = append(row.Slots, slices.Index(c.header.names, name))
	}
	return row
}

func (c *compiler) recordCell(n *yaml.Node) string {
	switch {
	case n.Kind != yaml.ScalarNode:
		c.at(n, "a cell of this input is a text, not %s", kindOf(n))
	case isNull(n) && n.Value != "":
		c.at(n, "a cell of this input is a text, not null: leave it empty, or quote the word")
	}
	return n.Value
}

// objectRow is the row of a JSON object.
func (c *compiler) objectRow(n *yaml.Node) contact.Row {
	row := contact.Row{Number: 1, Line: 1, Raw: []byte("{}")}
	row.Blank = true
	c.pairs(n, "row", func(_, value *yaml.Node) {
		row.Blank = row.Blank && value.Kind == yaml.ScalarNode && strings.TrimSpace(value.Value) == ""
	})
	row.Values = make([]contact.Cell, len(c.header.bound))
	for i, path := range c.header.bound {
		if value := valueAt(n, path); value != nil {
			row.Values[i] = objectCell(value)
		}
	}
	return row
}

// valueAt finds a key, or, where there is none, what a dotted path leads to.
func valueAt(n *yaml.Node, path string) *yaml.Node {
	if value := child(n, path); value != nil {
		return value
	}
	key, rest, dotted := strings.Cut(path, ".")
	if inner := child(n, key); dotted && inner != nil {
		return valueAt(inner, rest)
	}
	return nil
}

// child returns the value of a key, of one that differs in case where there is
// no such.
func child(n *yaml.Node, key string) (found *yaml.Node) {
	for i := 0; n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
		switch name := strings.TrimSpace(n.Content[i].Value); {
		case name == key:
			return n.Content[i+1]
		case found == nil && strings.EqualFold(name, key):
			found = n.Content[i+1]
		}
	}
	return found
}

// objectCell reads a value as JSON has it.
func objectCell(n *yaml.Node) contact.Cell {
	cell := contact.Cell{Kind: contact.Text, Text: n.Value}
	switch {
	case n.Kind == yaml.MappingNode:
		return contact.Cell{Kind: contact.Object, Text: "{…}"}
	case n.Kind == yaml.SequenceNode:
		cell.Kind = contact.List
		for _, item := range n.Content {
			cell.Items = append(cell.Items, objectCell(item))
		}
	case isNull(n) && n.Value != "":
		cell.Kind = contact.Null
	case !isPlain(n):
	case n.Value == "true" || n.Value == "false":
		cell.Kind = contact.Bool
	case jsontext.Value(n.Value).Kind() == '0' && jsontext.Value(n.Value).IsValid():
		cell.Kind = contact.Number
	}
	return cell
}

// isPlain reports whether a scalar stands without quotation marks.
func isPlain(n *yaml.Node) bool {
	return n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) == 0
}
