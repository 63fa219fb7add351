package mapping

import (
	"cmp"
	"errors"
	"strings"

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
	_, err := m.apply(&row, &u, nil, tally)
	return u, err
}

// An Applier applies a mapping to one row after the other, always in the same
// memory. It belongs to one goroutine.
type Applier struct {
	m      *Mapping
	tally  *Tally
	update contact.Update
	values []byte
}

// NewApplier returns an applier that counts in the tally, which may be nil.
func NewApplier(m *Mapping, tally *Tally) *Applier { return &Applier{m: m, tally: tally} }

// Apply does as [Mapping.Apply], but the update does not bear the row, and it is
// good until the next call.
func (a *Applier) Apply(row *contact.Row) (*contact.Update, error) {
	a.update.Contact, a.update.Fields = "", a.update.Fields[:0]
	var err error
	a.values, err = a.m.apply(row, &a.update, a.values[:0], a.tally)
	return &a.update, err
}

// apply fills in the update that a row asks for. Its fields are appended to
// those of the update, and their values to dst, which it returns.
func (m *Mapping) apply(row *contact.Row, u *contact.Update, dst []byte, tally *Tally) ([]byte, error) {
	switch {
	case row.Err != nil:
		return dst, &Invalid{Reason: row.Err.Error()}
	case row.Blank:
		return dst, &Skipped{"blank row"}
	}
	id, wrong := m.identify(row)
	u.Contact = id
	if err := m.admit(row); err != nil {
		return dst, err
	}
	tally.fit(m)
	tally.count(&m.contact, filled, wrong)
	if wrong != nil && tally == nil {
		return dst, wrong
	}
	dst, news, invalid := m.fill(row, u, dst, tally)
	switch {
	case wrong != nil:
		return dst, wrong
	case invalid != nil:
		return dst, invalid
	case !news && !m.constants:
		return dst, &Invalid{Reason: "nothing to update: no mapped cell holds a value"}
	}
	if err := m.checkLone(row, u); err != nil {
		return dst, err
	}
	return dst, m.check(u)
}

// identify returns the identifier of the contact as it is sent.
func (m *Mapping) identify(row *contact.Row) (string, *Invalid) {
	wire, _, err := m.contact.apply(make([]byte, 0, 64), row, m.Columns)
	if err != nil {
		return "", m.contact.invalid(err)
	}
	value, err := m.contact.unquoted(wire, row)
	if err != nil {
		return "", m.contact.invalid(err)
	}
	if m.sent == nil {
		return value, nil
	}
	return m.sent(value), nil
}

// unquoted returns the text of a value that the rule has made of the row. Where
// that is the text of the cell, as it mostly is, it takes no memory.
func (r *rule) unquoted(wire []byte, row *contact.Row) (string, error) {
	if r.source.column >= 0 && row.Record != nil && len(wire) > 1 {
		text := strings.TrimSpace(row.Record[row.Slots[r.source.column]])
		if text == string(wire[1:len(wire)-1]) {
			return text, nil
		}
	}
	value, err := jsontext.AppendUnquote(nil, wire)
	return string(value), err
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

// fill appends the fields, and reports whether the row itself had something to
// say. All values share one buffer. Without a tally it ends at the first field
// that is wrong.
func (m *Mapping) fill(row *contact.Row, u *contact.Update, dst []byte, tally *Tally) (values []byte, news bool, first *Invalid) {
	fields := u.Fields
	if fields == nil {
		fields, dst = make([]contact.Field, 0, len(m.rules)), make([]byte, 0, 24*len(m.rules))
	}
	for i := range m.rules {
		r := &m.rules[i]
		start := len(dst)
		wire, became, err := r.apply(dst, row, m.Columns)
		var wrong *Invalid
		if err != nil {
			wrong = r.invalid(err)
		}
		tally.count(r, became, wrong)
		switch {
		case wrong != nil && tally == nil:
			return dst, news, wrong
		case wrong != nil:
			first = cmp.Or(first, wrong)
			continue
		case became == alone:
			continue
		}
		news = news || became != standing
		dst = wire
		fields = append(fields, contact.Field{
			Name: r.field.Name, Custom: r.custom, Mode: r.mode, Country: r.country(row, m.Columns),
			Value: wire[start:len(wire):len(wire)],
		})
	}
	u.Fields = fields
	return dst, news, first
}

// check asks the provider whether the update can be sent as a whole.
func (m *Mapping) check(u *contact.Update) error {
	err := m.Provider.Check(*u)
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
