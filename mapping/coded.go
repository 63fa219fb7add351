package mapping

import (
	"slices"

	"rollcall/contact"
	"rollcall/providers"
)

// code returns the field of the mapping that takes the country code of a
// national phone number; empty where there is none.
func (c *compiler) code() string {
	for _, f := range c.config.fields {
		if field, ok := c.spec.Field(f.name); ok && field.Form == providers.PhoneCode {
			return field.Name
		}
	}
	return ""
}

// country returns the calling code that the row tells in a number that goes out
// beside its country code; 0 where it tells none, and of any other rule.
func (r *rule) country(row *contact.Row, names []string) uint16 {
	if !r.reading.Coded {
		return 0
	}
	return r.field.CallingCode(r.cell(row, names), r.reading)
}

// cell returns the value before the field's form, Null where there is none.
func (r *rule) cell(row *contact.Row, names []string) contact.Cell {
	if r.constant != nil {
		return r.literal
	}
	cell, from, err := r.source.read(row, names)
	if err != nil || from == nothing {
		return contact.Cell{Kind: contact.Null}
	}
	return cell
}

// checkLone refuses the number of another country in a row whose own country
// code is empty, as it is refused in a mapping without a field for the code.
func (m *Mapping) checkLone(row *contact.Row, u *contact.Update) error {
	isCode := func(f contact.Field) bool { return !f.Custom && f.Name == m.code }
	if m.code == "" || slices.ContainsFunc(u.Fields, isCode) {
		return nil
	}
	for i := range m.rules {
		r := &m.rules[i]
		if err := r.lone(row, m.Columns); err != nil {
			return r.invalid(err)
		}
	}
	return nil
}

// lone reports why a number cannot go out without the country code that the
// rule counts on.
func (r *rule) lone(row *contact.Row, names []string) error {
	if !r.reading.Coded {
		return nil
	}
	cell := r.cell(row, names)
	if cell.Kind == contact.Null {
		return nil
	}
	reading := *r.reading
	reading.Coded = false
	_, err := r.field.Conform(nil, cell, &reading)
	return err
}
