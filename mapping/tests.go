package mapping

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
	"go.yaml.in/yaml/v4"

	"rollcall/contact"
	"rollcall/providers"
)

// contactKey is the key of an expected update that is the contact as it is sent,
// and no field.
const contactKey = "contact"

// A test is a row of the mapping file with what should become of it.
type test struct {
	testConfig
	row contact.Row
}

// Tests returns how many tests the mapping has.
func (m *Mapping) Tests() int { return len(m.tests) }

// RunTests runs the tests of the mapping. The error joins everything that came
// out otherwise, in the order of the file, each as FILE:LINE:COLUMN: test, what
// is and what should be; it is nil if all of them passed.
func (m *Mapping) RunTests() error {
	p := &problems{path: m.Path}
	for i := range m.tests {
		m.tests[i].run(m, p)
	}
	return p.err()
}

func (t *test) run(m *Mapping, p *problems) {
	update, err := m.Apply(t.row, nil)
	_, skipped := errors.AsType[*Skipped](err)
	switch {
	case t.update != nil && err == nil:
		t.compare(update, p)
	case t.update != nil:
		p.at(t.update, "%s: the row is %s, not sent", t.title, fateOf(err))
	case err == nil:
		p.at(t.end(), "%s: the row is sent, not %s", t.title, t.fate())
	case skipped != (t.skipped != nil):
		p.at(t.end(), "%s: the row is %s, not %s", t.title, fateOf(err), t.fate())
	case t.invalid != nil && !strings.Contains(err.Error(), t.invalid.Value):
		p.at(t.invalid, "%s: the row is invalid for another reason: %s", t.title, err)
	}
}

// end returns where the test says what becomes of a row that is not sent.
func (t *test) end() *yaml.Node {
	if t.skipped != nil {
		return t.skipped
	}
	return t.invalid
}

func (t *test) fate() string {
	if t.skipped != nil {
		return "skipped"
	}
	return "invalid"
}

func fateOf(err error) string {
	if _, skipped := errors.AsType[*Skipped](err); skipped {
		return fmt.Sprintf("skipped (%s)", err)
	}
	return fmt.Sprintf("invalid (%s)", err)
}

// compare notes every field that differs: an update has those that the test
// names and no others. The contact is compared where the test names it.
func (t *test) compare(update contact.Update, p *problems) {
	named := map[string]bool{}
	for _, pair := range sortedPairs(t.update) {
		name, want := pair.key.Value, pair.value
		named[name] = true
		if name == contactKey {
			if update.Contact != want.Value {
				p.at(want, "%s: the contact is %q, not %s", t.title, update.Contact, shown(want))
			}
			continue
		}
		if wire, sent := valueOf(update, name); !sent {
			p.at(want, "%s: field %q is left alone, not %s", t.title, name, shown(want))
		} else if !same(wire, want) {
			p.at(want, "%s: field %q is %s, not %s", t.title, name, providers.Excerpt(string(wire), 200), shown(want))
		}
	}
	for _, f := range update.Fields {
		if !named[f.Name] {
			p.at(t.update, "%s: field %q is %s, and the test does not name it", t.title, f.Name, providers.Excerpt(string(f.Value), 200))
		}
	}
}

func valueOf(update contact.Update, name string) ([]byte, bool) {
	for _, f := range update.Fields {
		if f.Name == name {
			return f.Value, true
		}
	}
	return nil, false
}

// same compares a value as it goes out with one of the file. A scalar without
// quotation marks is taken by its letters, for a text as well as for a number; in
// quotation marks it is a text.
func same(wire []byte, want *yaml.Node) bool {
	switch jsontext.Value(wire).Kind() {
	case '"':
		text, err := jsontext.AppendUnquote(nil, wire)
		return err == nil && want.Kind == yaml.ScalarNode && !isNull(want) && want.Value == string(text)
	case '[':
		return sameList(wire, want)
	case '{':
		return want.Kind == yaml.MappingNode && len(want.Content) == 0 && string(wire) == "{}"
	case 'n':
		return isNull(want)
	}
	return want.Kind == yaml.ScalarNode && isPlain(want) && want.Value == string(wire)
}

func sameList(wire []byte, want *yaml.Node) bool {
	var items []json.RawMessage
	if err := json.Unmarshal(wire, &items); err != nil || want.Kind != yaml.SequenceNode || len(items) != len(want.Content) {
		return false
	}
	for i, item := range items {
		if !same(item, want.Content[i]) {
			return false
		}
	}
	return true
}

// shown writes a value of the file for a message.
func shown(n *yaml.Node) string {
	switch {
	case n.Kind == yaml.SequenceNode:
		items := make([]string, len(n.Content))
		for i, item := range n.Content {
			items[i] = shown(item)
		}
		return "[" + strings.Join(items, ", ") + "]"
	case n.Kind == yaml.MappingNode:
		return "{…}"
	case isNull(n):
		return "null"
	case n.ShortTag() == "!!str":
		return quote(n.Value)
	}
	return cut(n.Value)
}
