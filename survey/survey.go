package survey

import (
	"iter"
	"slices"

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
	New       bool // nobody knows for the account is new
}

// A Survey is what was found.
type Survey struct {
	Figures
	rivals rivals
	rule   mapping.Duplicates
}

// Take reads the input. Where the mapping has a rule for duplicates it keeps
// eight bytes a row in memory, and forty for each contact that occurs twice. A
// stream that breaks off ends it with the error of the input.
func Take(cfg Config) (*Survey, error) {
	s := &Survey{rule: cfg.Mapping.Duplicates}
	s.New = cfg.New
	var sums []uint64
	rows, err := cfg.each(func(u *contact.Update) {
		s.count(cfg.weigh(u), 1)
		if s.rule != mapping.DuplicatesSend {
			sums = append(sums, markOf(u.Key())[0])
		}
	})
	if err != nil {
		return nil, err
	}
	s.Rows = rows
	if s.rivals.halves = repeated(sums); len(s.rivals.halves) > 0 {
		err = s.compare(cfg)
	}
	return s, err
}

// each visits the updates of the rows that can be sent, and returns how many
// rows there are of every kind.
func (c Config) each(visit func(*contact.Update)) (rows int, err error) {
	all, done, err := c.Open()
	if err != nil {
		return 0, err
	}
	defer done()
	for row, err := range all {
		if err != nil {
			return rows, err
		}
		rows++
		if update, err := c.Mapping.Apply(row, nil); err == nil {
			visit(&update)
		}
	}
	return rows, nil
}

// repeated returns those of the sums that occur more than once, each once and in
// order. It overwrites the sums.
func repeated(sums []uint64) []uint64 {
	slices.Sort(sums)
	again := sums[:0]
	for i := 1; i < len(sums); i++ {
		if sums[i] == sums[i-1] && (len(again) == 0 || again[len(again)-1] != sums[i]) {
			again = append(again, sums[i])
		}
	}
	return slices.Clone(again) // for it may be a small part
}

// compare reads the input again for the contacts that several rows are about,
// and takes the rows that are left out from the figures.
func (s *Survey) compare(cfg Config) error {
	s.rivals.list = make([]rival, len(s.rivals.halves))
	_, err := cfg.each(func(u *contact.Update) {
		if r := s.rivals.enter(markOf(u.Key())); r != nil {
			s.meet(r, uint32(u.Row.Number), cfg.weigh(u))
		}
	})
	return err
}
