package mapping

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"rollcall/contact"
)

// A Target is a field that the mapping writes, for whoever compares it with the
// fields that an account has.
type Target struct {
	Name   string // the provider's, or, for a custom field, the account's
	Custom bool
	Type   string // of a custom field, one of providers.CustomTypes; empty for others
	Create bool   // the mapping agrees that an account without the field gets it
	// Values are the texts that are known to go out whatever the rows hold: of
	// value, default, map and options, an item of a list each. There may be
	// others in the rows.
	Values []string

	path         string
	line, column int
}

// Targets lists the fields that the mapping writes, in its order. The caller
// owns the list, and nobody changes what is in it.
func (m *Mapping) Targets() []Target { return slices.Clone(m.targets) }

// Errorf returns an error about the field in the form of those of [Compile]:
// FILE:LINE:COLUMN: and what is wrong.
func (t Target) Errorf(format string, args ...any) error {
	return fmt.Errorf("%s:%d:%d: %w", t.path, t.line, t.column, fmt.Errorf(format, args...))
}

// target describes what a rule writes.
func (c *compiler) target(f fieldConfig, r *rule) Target {
	t := Target{
		Name: f.name, Custom: r.custom, Create: f.source.create, Values: c.values(f.source, r),
		path: c.path, line: f.at.Line, column: f.at.Column,
	}
	if at := f.source.keys["type"]; r.custom && at != nil {
		t.Type = strings.TrimSpace(at.Value)
	} else if r.custom {
		t.Type = textType
	}
	return t
}

// values lists what the mapping itself has the rule send.
func (c *compiler) values(config *sourceConfig, r *rule) []string {
	if r.constant != nil {
		return texts(nil, r.constant)
	}
	var given, values []string
	if config.keys["options"] != nil {
		given = r.field.Options
	}
	for _, from := range keysOf(config.words) {
		given = append(given, r.source.letters.apply(config.words[from]))
	}
	if initial, from, err := r.source.scalar(contact.Cell{Kind: contact.Text}); err == nil && from != nothing {
		given = append(given, initial.Text)
	}
	for _, text := range given {
		// What has no form as a word of map makes the rows with it invalid.
		if wire, err := r.field.Conform(nil, contact.Cell{Kind: contact.Text, Text: text}, r.reading); err == nil {
			values = texts(values, wire)
		}
	}
	return values
}

// texts appends what a wire value holds, each text once and none that is empty.
func texts(to []string, wire []byte) []string {
	d := jsontext.NewDecoder(bytes.NewReader(wire))
	for {
		token, err := d.ReadToken()
		if err != nil {
			return to
		}
		switch token.Kind() {
		case '"', '0', 't', 'f':
			if text := token.String(); text != "" && !slices.Contains(to, text) {
				to = append(to, text)
			}
		}
	}
}
