package survey

import (
	"hash/maphash"
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
}

// A Survey is what was found.
type Survey struct {
	Figures
	rivals map[string]rival
	rule   mapping.Duplicates
}

// Take reads the input. It keeps eight bytes a row in memory where the mapping
// has a rule for duplicates, and what identifies the contacts that occur twice.
// A row that cannot be read ends it with the error of the input.
func Take(cfg Config) (*Survey, error) {
	s := &Survey{rule: cfg.Mapping.Duplicates}
	var sums []uint64
	rows, err := cfg.each(func(u *contact.Update) {
		s.add(cfg.weigh(u))
		if s.rule != mapping.DuplicatesSend {
			sums = append(sums, sum(u.Contact))
		}
	})
	if err != nil {
		return nil, err
	}
	s.Rows = rows
	if again := repeated(sums); len(again) > 0 {
		err = s.compare(cfg, again)
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

var seed = maphash.MakeSeed()

// sum is a hash of a contact, another one in each process.
func sum(contact string) uint64 { return maphash.String(seed, contact) }

// repeated returns the sums that occur more than once. It sorts them.
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
// are the same, which is not enough to leave a row out, and takes the rows that
// are left out from the figures.
func (s *Survey) compare(cfg Config, again map[uint64]bool) error {
	s.rivals = map[string]rival{}
	_, err := cfg.each(func(u *contact.Update) {
		if again[sum(u.Contact)] {
			r := s.rivals[u.Contact]
			r.meet(s.rule, u.Row.Number, cfg.weigh(u))
			s.rivals[u.Contact] = r
		}
	})
	for name, r := range s.rivals {
		if r.second == 0 {
			delete(s.rivals, name)
			continue
		}
		s.subtract(r.all)
		s.add(r.sent)
	}
	return err
}
