package mapping

import "rollcall/providers"

// A Use is a column and what its cells, alone or with those of other columns, go
// out as.
type Use struct {
	Column  string // as it stands in the header; for JSONL a key path
	Form    providers.Form
	Contact bool // they say which contact a row updates
}

// Uses lists what the columns are used for, those of the contact last. A column
// that several fields take comes several times; of one that only where or
// report.keep names nothing is said.
func (m *Mapping) Uses() []Use {
	var uses []Use
	add := func(r *rule, contact bool) {
		for _, column := range r.columns() {
			uses = append(uses, Use{m.Columns[column], r.field.Form, contact})
		}
	}
	for i := range m.rules {
		add(&m.rules[i], false)
	}
	add(&m.contact, true)
	return uses
}
