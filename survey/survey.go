package survey

import (
	"hash/maphash"
	"iter"
	"slices"

	"github.com/go-json-experiment/json/jsontext"

	"rollcall/contact"
	"rollcall/mapping"
)

// A Config says what to look at.
type Config struct {
	Mapping *mapping.Mapping
	// Open reads the input from its beginning. It is called again where rows are
	// about the same contact.
	Open func() (rows iter.Seq2[contact.Row, error], done func(), err error)
	// Unchanged reports whether an update is what was accepted last; nil where
	// nobody knows.
	Unchanged func(update *contact.Update) bool
}

// Figures are what a survey counts.
type Figures struct {
	Rows      int // all data rows
	Sendable  int // rows that can be mapped and are not left out
	Unchanged int // of these, identical to what was accepted last
	Values    int // in the fields of the sendable rows
	Cleared   int // of these, such that empty their field
}

// A Survey is what was found.
type Survey struct {
	Figures
	rivals map[string]rival
	rule   mapping.Duplicates
}

// A rival is a contact that several rows are about.
type rival struct{ first, second, last int }

var seed = maphash.MakeSeed()

// Take reads the input. It keeps eight bytes a row in memory where the mapping
// has a rule for duplicates, and what identifies the contacts that occur twice.
// A row that cannot be read ends it with the error of the input.
func Take(cfg Config) (*Survey, error) {
	s := &Survey{rule: cfg.Mapping.Duplicates}
	var sums []uint64
	err := s.each(cfg, func(u *contact.Update) {
		s.count(cfg, u)
		if s.rule != mapping.DuplicatesSend {
			sums = append(sums, maphash.String(seed, u.Contact))
		}
	})
	if err != nil {
		return nil, err
	}
	if again := repeated(sums); len(again) > 0 {
		err = s.compare(cfg, again)
	}
	return s, err
}

// each visits the updates of the rows that can be sent.
func (s *Survey) each(cfg Config, visit func(*contact.Update)) error {
	rows, done, err := cfg.Open()
	if err != nil {
		return err
	}
	defer done()
	s.Rows = 0
	for row, err := range rows {
		if err != nil {
			return err
		}
		s.Rows++
		if update, err := cfg.Mapping.Apply(row, nil); err == nil {
			visit(&update)
		}
	}
	return nil
}

func (s *Survey) count(cfg Config, u *contact.Update) {
	s.Sendable++
	if cfg.Unchanged != nil && cfg.Unchanged(u) {
		s.Unchanged++
	}
	s.Values += len(u.Fields)
	for i := range u.Fields {
		if empties(u.Fields[i].Value) {
			s.Cleared++
		}
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

// repeated returns the sums that occur more than once.
func repeated(sums []uint64) map[uint64]bool {
	slices.Sort(sums)
	again := map[uint64]bool{}
	for i := 1; i < len(sums); i++ {
		if sums[i] == sums[i-1] {
			again[sums[i]] = true
		}
	}
	return again
}

// compare finds the contacts that several rows are about among those whose sums
// are the same, which is not enough to leave a row out.
func (s *Survey) compare(cfg Config, again map[uint64]bool) error {
	s.rivals = map[string]rival{}
	err := s.each(cfg, func(u *contact.Update) {
		if !again[maphash.String(seed, u.Contact)] {
			return
		}
		n := u.Row.Number
		r, known := s.rivals[u.Contact]
		switch {
		case !known:
			r.first = n
		case r.second == 0:
			r.second = n
		}
		r.last = n
		s.rivals[u.Contact] = r
	})
	for name, r := range s.rivals {
		if r.second == 0 {
			delete(s.rivals, name)
		}
	}
	return err
}
