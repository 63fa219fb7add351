package report

import (
	"bytes"
	"cmp"
	"io"
	"slices"
	"unicode"

	"github.com/cespare/xxhash/v2"

	"rollcall/contact"
)

// failuresHeld is how many bad rows are looked at in one pass over the journal.
const failuresHeld = 500_000

// A superseded finds the bad rows whose contact was accepted by a later row.
// It must be asked in the order of the rows. For each stretch of the rows that
// holds so many bad ones it reads the journal twice: once to collect them, once
// to match them with the accepted rows. The contacts are compared by hash.
type superseded struct {
	index *index
	at    io.ReaderAt
	held  int // bad rows in a stretch at most
	until int // the last row of the stretch
	rows  []failure
}

// A failure is a bad row, and the first row behind it that was accepted for the
// same contact, or 0.
type failure struct {
	contact uint64
	row, by int
}

// by returns the first accepted row that supersedes a bad one, or 0.
func (s *superseded) by(row int) (int, error) {
	if s.index.Accepted == 0 || !s.index.bad.has(row) {
		return 0, nil
	}
	if row > s.until {
		if err := s.resolve(row); err != nil {
			return 0, err
		}
	}
	for len(s.rows) > 0 && s.rows[0].row < row {
		s.rows = s.rows[1:]
	}
	if len(s.rows) > 0 && s.rows[0].row == row {
		return s.rows[0].by, nil
	}
	return 0, nil
}

// resolve finds out about the stretch that begins with the row.
func (s *superseded) resolve(from int) error {
	s.until = s.stretch(from)
	found := failures{list: make([]failure, 0, min(s.held, s.index.bad.count()))}
	if err := s.collect(&found, from); err != nil {
		return err
	}
	found.sort()
	err := s.entries(func(h head) {
		if h.status.Accepted() && !h.open() {
			found.accept(hash(h.contact), h.row)
		}
	})
	s.rows = found.superseded()
	return err
}

// stretch returns the last row of the stretch that begins with the row.
func (s *superseded) stretch(from int) int {
	bad := 0
	for row := from; row < s.index.LastRow; row++ {
		if s.index.bad.has(row) {
			bad++
		}
		if bad == s.held {
			return row
		}
	}
	return s.index.LastRow
}

func (s *superseded) collect(found *failures, from int) error {
	take := func(h head) {
		if len(h.contact) > 0 && h.row >= from && h.row <= s.until && s.index.bad.has(h.row) && rejected(h.status) {
			found.list = append(found.list, failure{contact: hash(h.contact), row: h.row})
		}
	}
	for _, p := range s.index.pending {
		body, err := readEntry(s.at, p.offset)
		if err != nil {
			return err
		}
		d := decoder{b: body}
		take(d.head())
	}
	return s.entries(take)
}

// entries calls take for the head of every outcome in the journal.
func (s *superseded) entries(take func(head)) error {
	scan, err := scan(s.at, s.index.size)
	if err != nil {
		return err
	}
	for f, err := range scan.frames() {
		if err != nil {
			return err
		}
		if f.kind != kindOutcomes {
			continue
		}
		for _, body := range f.entries() {
			d := decoder{b: body}
			take(d.head())
		}
	}
	return nil
}

// hash hashes the key of a contact; an identifier that is its own is not copied.
func hash(identifier []byte) uint64 {
	if bytes.ContainsFunc(identifier, func(r rune) bool { return r != unicode.ToLower(r) }) {
		return xxhash.Sum64String(contact.Key(string(identifier)))
	}
	return xxhash.Sum64(identifier)
}

// failures are bad rows, after sort by contact and row. A coarse filter in
// front of the list keeps most accepted rows from being searched for.
type failures struct {
	list   []failure
	filter [1 << 16]uint64
}

func (f *failures) sort() {
	slices.SortFunc(f.list, func(a, b failure) int {
		return cmp.Or(cmp.Compare(a.contact, b.contact), cmp.Compare(a.row, b.row))
	})
	f.list = slices.Compact(f.list)
	for _, bad := range f.list {
		word, bit := filterBit(bad.contact)
		f.filter[word] |= bit
	}
}

func filterBit(hash uint64) (word int, bit uint64) {
	return int(hash >> 6 & (1<<16 - 1)), 1 << (hash & 63)
}

// accept notes that the row was accepted for the contact. Among the rows of a
// contact those in front of a noted one have none that is later, so the walk
// ends there, and all walks together are short.
func (f *failures) accept(contact uint64, row int) {
	if word, bit := filterBit(contact); f.filter[word]&bit == 0 {
		return
	}
	i, _ := slices.BinarySearchFunc(f.list, failure{contact: contact, row: row}, func(a, b failure) int {
		return cmp.Or(cmp.Compare(a.contact, b.contact), cmp.Compare(a.row, b.row))
	})
	for i--; i >= 0 && f.list[i].contact == contact; i-- {
		if by := f.list[i].by; by != 0 && by <= row {
			return
		}
		f.list[i].by = row
	}
}

// superseded returns those that are, in the order of the rows.
func (f *failures) superseded() []failure {
	list := slices.DeleteFunc(f.list, func(bad failure) bool { return bad.by == 0 })
	slices.SortFunc(list, func(a, b failure) int { return cmp.Compare(a.row, b.row) })
	return slices.Clip(list)
}
