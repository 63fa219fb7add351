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
}

func (f *Figures) add(g Figures) {
	f.Sendable += g.Sendable
	f.Unchanged += g.Unchanged
	f.Values += g.Values
	f.Cleared += g.Cleared
}

func (f *Figures) subtract(g Figures) {
	f.Sendable -= g.Sendable
	f.Unchanged -= g.Unchanged
	f.Values -= g.Values
	f.Cleared -= g.Cleared
}

// weigh returns the figures of one update.
func (c Config) weigh(u *contact.Update) Figures {
	f := Figures{Sendable: 1, Values: len(u.Fields)}
	if c.Unchanged != nil && c.Unchanged(u) {
		f.Unchanged = 1
	}
	for i := range u.Fields {
		if empties(u.Fields[i].Value) {
			f.Cleared++
		}
	}
	return f
}

// empties reports whether a wire value is one of those that empty a field.
func empties(value jsontext.Value) bool {
	switch string(value) {
	case `null`, `""`, `[]`, `{}`:
		return true
	}
	return false
}
