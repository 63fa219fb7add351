package undo

import (
	"bytes"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"rollcall/contact"
	"rollcall/providers"
)

// A value is one to put back.
type value struct {
	field contact.Field  // as it is to go out
	cell  jsontext.Value // that makes a mapping send it so
}

// A restorer turns values as they were shown into values to put back.
type restorer struct {
	spec     *providers.Spec
	comparer providers.Comparer
	fields   []Field
	custom   []providers.Field // by place: as a mapping with the chosen type has it; zero for others
}

// restore returns what puts a field back, or the reason why nothing can.
func (r *restorer) restore(place int, shown jsontext.Value) (value, Reason) {
	f := r.fields[place]
	if shown == nil {
		return value{}, NotShown
	}
	wire, ok := r.comparer.Restore(f.Name, f.Type != "", shown)
	if !ok || !shown.IsValid() {
		return value{}, NotSendable
	}
	field, ok := r.custom[place], r.custom[place].Name != ""
	if f.Type == "" {
		field, ok = r.spec.Field(f.Name)
	}
	switch {
	case !ok:
		return value{}, NotSendable
	case string(wire) == null:
		return empty(field, f.Type != "")
	}
	cell := cellFor(&field, wire)
	if cell == nil {
		return value{}, NotSendable
	}
	return value{contact.Field{Name: f.Name, Custom: f.Type != "", Value: wire}, cell}, ""
}

const null = `null`

// empty returns what empties a field.
func empty(f providers.Field, custom bool) (value, Reason) {
	switch {
	case f.Clear != "":
		return value{contact.Field{Name: f.Name, Custom: custom, Value: []byte(f.Clear)}, jsontext.Value(null)}, ""
	case f.ClearedBy != "":
		return value{contact.Field{Name: f.ClearedBy, Value: []byte("true")}, jsontext.Value("true")}, ""
	}
	return value{}, WasEmpty
}

// cellFor returns the JSON value of which a mapping makes exactly the wire value;
// nil where there is none, for instance because the ends of a text are trimmed.
func cellFor(f *providers.Field, wire []byte) jsontext.Value {
	text := jsontext.Value(wire)
	if digits, _ := providers.PlainText(wire); f.Form == providers.PhoneDigits {
		text = providers.AppendText(nil, "+"+digits) // without a region the file must say it so
	}
	cell, ok := read(text)
	if !ok {
		return nil
	}
	got, err := f.Conform(nil, cell, nil)
	if err != nil || !bytes.Equal(got, wire) {
		return nil
	}
	return text
}

// read returns the cell that a JSON value is read as; false where reading would
// change it.
func read(wire jsontext.Value) (contact.Cell, bool) {
	text, _ := providers.PlainText(wire)
	switch wire.Kind() {
	case '"':
		return contact.Cell{Kind: contact.Text, Text: text}, isTrimmed(text)
	case '0':
		return contact.Cell{Kind: contact.Number, Text: text}, true
	case 't', 'f':
		return contact.Cell{Kind: contact.Bool, Text: text}, true
	}
	texts, ok := providers.Texts(wire)
	cell := contact.Cell{Kind: contact.List}
	for _, text := range texts {
		cell.Items = append(cell.Items, contact.Cell{Kind: contact.Text, Text: text})
		ok = ok && isTrimmed(text)
	}
	return cell, ok
}

func isTrimmed(text string) bool { return text != "" && strings.TrimSpace(text) == text }

// types finds the type under which the values of each custom field can be put
// back, for what the account has made of a field is not known.
type types struct {
	restorer restorer
	custom   [][]candidate // by place; nil for other fields
}

// A candidate is a type that a custom field may have in the mapping.
type candidate struct {
	name  string
	field providers.Field
	fits  int // values
}

func newTypes(cfg *Config) *types {
	head := &cfg.Backup.Head
	t := &types{
		restorer: restorer{cfg.Provider.Spec(), cfg.Comparer, head.Fields, make([]providers.Field, len(head.Fields))},
		custom:   make([][]candidate, len(head.Fields)),
	}
	for i, f := range head.Fields {
		if f.Type != "" {
			t.custom[i] = candidates(t.restorer.spec, f)
		}
	}
	return t
}

// plainTypes are those that leave a value as it is.
var plainTypes = []string{"text", "number", "boolean", "list"}

// candidates returns the field with each type that may do, that of the run first.
func candidates(spec *providers.Spec, f Field) []candidate {
	var all []candidate
	for _, name := range append([]string{f.Type}, plainTypes...) {
		form, ok := spec.Custom.Types[name]
		if !ok || slices.ContainsFunc(all, func(c candidate) bool { return c.name == name }) {
			continue
		}
		field := providers.Field{Name: f.Name, Form: form, Max: spec.Custom.Max, Clear: spec.Custom.Clear}
		all = append(all, candidate{name: name, field: field})
	}
	return all
}

// count notes which types would do for what a contact held.
func (t *types) count(line *Line) {
	for i, all := range t.custom {
		shown := line.Holds[t.restorer.fields[i].Name]
		if all == nil || shown == nil || shown.Kind() == 'n' {
			continue
		}
		wire, ok := t.restorer.comparer.Restore(t.restorer.fields[i].Name, true, shown)
		for j := range all {
			if ok && cellFor(&all[j].field, wire) != nil {
				all[j].fits++
			}
		}
	}
}

// chosen returns what restores, each custom field with the type that does for
// most of its values, and these types by place.
func (t *types) chosen() (r restorer, names []string) {
	names = make([]string, len(t.custom))
	for i, all := range t.custom {
		best := -1
		for j, c := range all {
			if best < 0 || c.fits > all[best].fits {
				best = j
			}
		}
		if best >= 0 {
			names[i], t.restorer.custom[i] = all[best].name, all[best].field
		}
	}
	return t.restorer, names
}
