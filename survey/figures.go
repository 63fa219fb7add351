package survey

import (
	"github.com/go-json-experiment/json/jsontext"

	"rollcall/contact"
)

// Figures are what a survey counts.
type Figures struct {
	Rows      int // all data rows
	Sendable  int // rows that are neither left out nor at fault
	Unchanged int // of these, identical to what was accepted last
	Values    int // in the fields of the sendable rows
	Cleared   int // of these, such that empty their field

	New     bool   // nothing is known of the account yet, so that all rows count as changed
	Emptied string // the columns that empty the most fields; only after [Survey.Locate]
}

// A weight is what one update adds to the figures.
type weight struct {
	values, cleared uint32
	unchanged       bool
}

func (c Config) weigh(u *contact.Update) weight {
	w := weight{values: uint32(len(u.Fields)), unchanged: c.Unchanged != nil && c.Unchanged(u)}
	for i := range u.Fields {
		if empties(u.Fields[i].Value) {
			w.cleared++
		}
	}
	return w
}

// count adds an update so many times; it takes one away with -1.
func (f *Figures) count(w weight, times int) {
	f.Sendable += times
	f.Values += times * int(w.values)
	f.Cleared += times * int(w.cleared)
	if w.unchanged {
		f.Unchanged += times
	}
}

// empties reports whether a wire value is one of those that empty a field.
func empties(value jsontext.Value) bool {
	switch string(value) {
	case `null`, `""`, `[]`, `{}`:
		return true
	}
	return false
}
