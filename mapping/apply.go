package mapping

import (
	"cmp"
	"errors"

	"github.com/go-json-experiment/json/jsontext"

	"rollcall/contact"
	"rollcall/providers"
)

// Apply makes the update that the row asks for. The error is nil, *[Invalid] or
// *[Skipped]; with an error too the update bears the row, and the contact
// where it could be found. The tally may be nil; with one, every column of the
// row is counted, whatever the first of them was like.
//
// The mapping is not changed, so goroutines may call Apply at once, each with a
// tally of its own. The update owns its values.
func (m *Mapping) Apply(row contact.Row, tally *Tally) (contact.Update, error) {
	u := contact.Update{Row: row}
	switch {
	case row.Err != nil:
		return u, &Invalid{Reason: row.Err.Error()}
	case row.Blank:
		return u, &Skipped{"blank row"}
	}
	id, wrong := m.identify(&row)
	u.Contact = id
	if err := m.admit(&row); err != nil {
		return u, err
	}
	tally.count(m, &m.contact, filled, wrong)
	if wrong != nil && tally == nil {
		return u, wrong
	}
	fields, news, invalid := m.fill(&row, tally)
	u.Fields = fields
	switch {
	case wrong != nil:
		return u, wrong
	case invalid != nil:
		return u, invalid
	case !news && !m.constants:
		return u, &Invalid{Reason: "nothing to update: no mapped cell holds a value"}
	}
	return u, m.check(u)
}

// identify returns the identifier of the contact as it is sent.
func (m *Mapping) identify(row *contact.Row) (string, *Invalid) {
	wire, _, err := m.contact.apply(make([]byte, 0, 64), row, m.Columns)
	if err != nil {
		return "", m.contact.invalid(err)
	}
	value, err := jsontext.AppendUnquote(make([]byte, 0, 64), wire)
	if err != nil {
		return "", m.contact.invalid(err)
	}
	if m.sent == nil {
		return string(value), nil
	}
	return m.sent(string(value)), nil
}

// admit reports why the row is left out.
func (m *Mapping) admit(row *contact.Row) error {
	if m.where == nil {
		return nil
	}
	met, err := m.where.holds(row)
	switch {
	case err != nil:
		return &Invalid{Reason: err.Error()}
	case !met:
		return &Skipped{"left out by where"}
	}
	return nil
}

// fill returns the fields, and whether the row itself had something to say. All
// values share one buffer. Without a tally it ends at the first field that is
// wrong.
func (m *Mapping) fill(row *contact.Row, tally *Tally) (fields []contact.Field, news bool, first *Invalid) {
	buffer := make([]byte, 0, 24*len(m.rules))
	fields = make([]contact.Field, 0, len(m.rules))
	for i := range m.rules {
		r := &m.rules[i]
		start := len(buffer)
		wire, became, err := r.apply(buffer, row, m.Columns)
		var wrong *Invalid
		if err != nil {
			wrong = r.invalid(err)
		}
		tally.count(m, r, became, wrong)
		switch {
		case wrong != nil && tally == nil:
			return fields, news, wrong
		case wrong != nil:
			first = cmp.Or(first, wrong)
			continue
		case became == alone:
			continue
		}
		news = news || became != standing
		buffer = wire
		fields = append(fields, contact.Field{Name: r.field.Name, Custom: r.custom, Mode: r.mode, Value: wire[start:len(wire):len(wire)]})
	}
	return fields, news, first
}

// check asks the provider whether the update can be sent as a whole.
func (m *Mapping) check(u contact.Update) error {
	err := m.Provider.Check(u)
	if err == nil {
		return nil
	}
	fault, ok := errors.AsType[*providers.FieldError](err)
	if !ok {
		return &Invalid{Reason: err.Error()}
	}
	return &Invalid{Column: m.columnOf(fault.Field), Field: fault.Field, Reason: fault.Reason}
}

func (m *Mapping) columnOf(field string) string {
	for i := range m.rules {
		if m.rules[i].field.Name == field {
			return m.rules[i].source.name
		}
	}
	return ""
}
