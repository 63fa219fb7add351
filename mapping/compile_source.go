package mapping

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"rollcall/contact"
	"rollcall/providers"
)

// rule compiles one entry; nil where something is wrong with it.
func (c *compiler) rule(config *sourceConfig, field providers.Field, custom bool) *rule {
	before := len(c.list)
	c.purposes(config, field)
	r := &rule{
		field: field, custom: custom, mode: config.mode, required: config.required, empty: config.empty,
		reading: c.reading(config, field.Form),
		source:  c.source(config, field.Form),
	}
	if at := config.keys["options"]; at != nil {
		c.options(at, r)
	}
	if len(c.list) > before {
		return nil
	}
	if at := config.keys["value"]; at != nil {
		r.constant = c.constant(at, r)
	}
	if at := config.keys["default"]; at != nil {
		c.initial(at, r)
	}
	if len(c.list) > before {
		return nil
	}
	return r
}

func (c *compiler) source(config *sourceConfig, form providers.Form) source {
	s := source{
		column: -1, list: form == providers.List,
		initial: config.initial, words: config.words, keepOther: config.keepOther,
		letters: config.letters, split: config.split,
	}
	if config != c.config.contact {
		s.clearWord = c.config.clear
		c.noClearWord(config)
	}
	s.direct = s.initial == nil && s.words == nil && s.letters == asWritten && s.split == "" && s.clearWord == ""
	if at := config.keys["column"]; at != nil {
		s.column = c.column(at)
		if s.column >= 0 {
			s.name = strings.TrimSpace(c.header.bound[s.column])
		}
	}
	if at := config.keys["template"]; at != nil {
		t := c.template(at)
		s.composed, s.bound = t, t.columns()
	}
	if at := config.keys["join"]; at != nil {
		s.composed, s.bound = c.join(config.keys["with"]), c.joined(at)
	} else if at := config.keys["with"]; at != nil {
		c.at(at, "%s has with, but no join", config.what)
	}
	return s
}

// noClearWord refuses the clear word where it would go out as a value.
func (c *compiler) noClearWord(config *sourceConfig) {
	word := c.config.clear
	if word == "" {
		return
	}
	for _, key := range []string{"value", "default"} {
		at := config.keys[key]
		isWord := func(n *yaml.Node) bool { return strings.TrimSpace(n.Value) == word }
		if at != nil && (isWord(at) || slices.ContainsFunc(at.Content, isWord)) {
			c.at(at, "%s is the clear word, which counts in cells only: write {value: \"\", empty: clear} to clear the field in every row", key)
		}
	}
	for _, from := range keysOf(config.words) {
		if config.words[from] == word {
			c.at(config.keys["map"], "map makes %s the clear word, which counts in cells only: write '' and set empty: clear", quote(from))
		}
	}
}

func (c *compiler) column(at *yaml.Node) int {
	name, ok := c.name(at, "column")
	if !ok {
		return -1
	}
	i, err := c.header.bind(name)
	if err != nil {
		c.at(at, "%s", err)
	}
	return i
}

func (c *compiler) template(at *yaml.Node) template {
	text, ok := c.name(at, "template")
	if !ok {
		return nil
	}
	t, err := parseTemplate(text, c.header.bind)
	switch {
	case err != nil:
		c.at(at, "%s", err)
	case len(t.columns()) == 0:
		c.at(at, "the template names no column: write {Column} in it, or use value")
	}
	return t
}

// joined binds the columns of a join.
func (c *compiler) joined(at *yaml.Node) []int {
	if at.Kind != yaml.SequenceNode {
		c.at(at, "join must be a list of columns, not %s: [Street, City]", kindOf(at))
		return nil
	}
	var bound []int
	for _, item := range c.names(at, "join") {
		bound = append(bound, c.column(item))
	}
	return bound
}

func (c *compiler) join(with *yaml.Node) join {
	if with == nil {
		return join{" "}
	}
	text, _ := c.text(with, "with")
	return join{text}
}

// options makes the rule refuse every other value.
func (c *compiler) options(at *yaml.Node, r *rule) {
	var options []string
	for _, item := range c.names(at, "options") {
		option := strings.TrimSpace(item.Value)
		cell := contact.Cell{Kind: contact.Text, Text: option}
		if _, err := r.field.Conform(nil, cell, r.reading); err != nil {
			c.at(item, "options: %s", err)
		}
		if slices.Contains(options, option) {
			c.at(item, "options has %s twice", quote(option))
		}
		options = append(options, option)
	}
	r.field.Options = options
	if r.field.Form == providers.Text {
		r.field.Form = providers.Enum
	}
}

// constant returns the wire form of a value that is the same for every row.
func (c *compiler) constant(at *yaml.Node, r *rule) []byte {
	cell, ok := c.literal(at, r.source.list)
	if !ok {
		return nil
	}
	cell, from, err := r.source.steps(cell)
	if err != nil {
		c.at(at, "value: %s", err)
		return nil
	}
	if from == nothing {
		return c.emptyConstant(at, r)
	}
	r.literal = cell
	wire, err := r.field.Conform(nil, cell, r.reading)
	if err != nil {
		c.at(at, "value: %s", err)
	}
	return wire
}

func (c *compiler) emptyConstant(at *yaml.Node, r *rule) []byte {
	if r.empty == emptyClear && !r.required {
		return []byte(r.field.Clear)
	}
	c.at(at, "value is empty: leave the field out, or write {value: \"\", empty: clear} to clear it in every row")
	return nil
}

// literal reads a constant by its literal text: YAML casts nothing here.
func (c *compiler) literal(n *yaml.Node, list bool) (contact.Cell, bool) {
	cell := contact.Cell{Kind: contact.Text}
	switch {
	case isNull(n):
		c.at(n, "value is null: write {value: \"\", empty: clear} to clear the field, or quote the word")
	case n.Kind == yaml.ScalarNode:
		cell.Text = strings.TrimSpace(n.Value)
		return cell, true
	case n.Kind != yaml.SequenceNode || !list:
		c.at(n, "value is %s: the field takes %s", kindOf(n), taken(list))
	default:
		return c.literals(n)
	}
	return cell, false
}

func taken(list bool) string {
	if list {
		return "a list of texts"
	}
	return "a single value"
}

func (c *compiler) literals(n *yaml.Node) (contact.Cell, bool) {
	cell := contact.Cell{Kind: contact.List}
	for _, item := range n.Content {
		text, ok := c.text(item, "an item of value")
		if !ok {
			return cell, false
		}
		cell.Items = append(cell.Items, contact.Cell{Kind: contact.Text, Text: text})
	}
	return cell, true
}

// initial checks the default as it will come out of the steps.
func (c *compiler) initial(at *yaml.Node, r *rule) {
	cell, from, err := r.source.scalar(contact.Cell{Kind: contact.Text})
	if err == nil && from != nothing {
		_, err = r.field.Conform(nil, cell, r.reading)
	}
	if err != nil {
		c.at(at, "default: %s", err)
	}
}
