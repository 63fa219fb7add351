package undo

import (
	"iter"
	"slices"
)

// A set holds fields of a backup by their places in its head, a bit each. The
// empty string is no set. Equal sets share their memory.
type set string

// sets makes sets of the fields of one backup.
type sets struct {
	places map[string]int
	known  map[string]set
	all    set
	room   []byte
}

func newSets(fields []Field) *sets {
	s := &sets{places: map[string]int{}, known: map[string]set{}, room: make([]byte, len(fields)/8+1)}
	for i, f := range fields {
		s.places[f.Name] = i
		s.room[i/8] |= 1 << (i % 8)
	}
	s.all = s.shared()
	return s
}

// of returns the set of the named fields; false where one of them is not kept.
func (s *sets) of(names []string) (set, bool) {
	clear(s.room)
	for _, name := range names {
		i, ok := s.places[name]
		if !ok {
			return "", false
		}
		s.room[i/8] |= 1 << (i % 8)
	}
	return s.shared(), true
}

// union returns the fields that are in one of two sets.
func (s *sets) union(a, b set) set {
	switch {
	case a == "" || a == b:
		return b
	case b == "":
		return a
	}
	for i := range s.room {
		s.room[i] = a[i] | b[i]
	}
	return s.shared()
}

func (s *sets) shared() set {
	if known, ok := s.known[string(s.room)]; ok {
		return known
	}
	made := set(slices.Clone(s.room))
	s.known[string(made)] = made
	return made
}

// fields yields the places of the fields in a set.
func (s set) fields() iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := range len(s) * 8 {
			if s[i/8]&(1<<(i%8)) != 0 && !yield(i) {
				return
			}
		}
	}
}
