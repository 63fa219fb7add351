package undo

import (
	"strings"

	"github.com/cespare/xxhash/v2"

	"rollcall/contact"
)

// A survey is what a first reading of a backup finds out. It keeps a few bytes
// of each row and contact, not what they hold; contacts go by the hash of their
// identifier.
type survey struct {
	sets   *sets
	writes []set // by row: the fields that it writes; empty where it was sent without a backup
	seen   []bool
	walked bool              // the account was read at once
	ids    map[uint64]uint64 // identifier as sent -> the provider's own id
	types  *types
}

func take(cfg *Config) (*survey, error) {
	head := &cfg.Backup.Head
	s := &survey{
		sets: newSets(head.Fields), writes: make([]set, cfg.Rows+1), seen: make([]bool, cfg.Rows+1),
		ids: map[uint64]uint64{}, types: newTypes(cfg),
	}
	n := 1
	for line, err := range cfg.Backup.Lines() {
		if err != nil {
			return nil, err
		}
		n++
		switch {
		case line.Row > cfg.Rows: // it was read, and nothing of it was sent
		case line.Contact != "":
			s.held(&line)
		case !s.sent(&line):
			return nil, &DamagedError{cfg.Backup.path, n, "names a field that is not in the head"}
		}
	}
	return s, nil
}

// held notes that a contact was read.
func (s *survey) held(line *Line) {
	s.types.count(line)
	if line.ID != "" {
		s.ids[hash(line.Contact)] = hash(line.ID)
	}
	s.walked = s.walked || line.Row == 0
	s.seen[line.Row] = true
}

// sent notes what a row writes; false where that is not kept.
func (s *survey) sent(line *Line) (ok bool) {
	fields := s.sets.all
	if len(line.Writes) > 0 {
		if fields, ok = s.sets.of(line.Writes); !ok {
			return false
		}
	}
	s.writes[line.Row] = fields
	return true
}

// wrote returns the fields that a row wrote, the empty set where what they held
// before was not kept.
func (s *survey) wrote(row int) set {
	if !s.walked && !s.seen[row] {
		return ""
	}
	return s.writes[row]
}

// key returns what a contact goes by.
func (s *survey) key(identifier string) uint64 {
	key := hash(identifier)
	if id, ok := s.ids[key]; ok {
		return id
	}
	return key
}

// hash ignores case, for the list of an account shows identifiers in lower case.
func hash(identifier string) uint64 { return xxhash.Sum64String(strings.ToLower(identifier)) }

// A sending is what is known of the rows that were sent, once the journal was
// asked.
type sending struct {
	survey   *survey
	rows     []bool // by row: it was applied, or may have been
	contacts map[uint64]*change
	doubtful []doubt
}

// A change is what accepted rows did to one contact.
type change struct {
	row    int // the first
	rows   int
	wrote  set
	undone bool // what it held was found
}

// A doubt is a row that may have been applied.
type doubt struct {
	row int
	key uint64
}

// sendings asks what became of the rows.
func sendings(cfg *Config, s *survey, found *Plan) (*sending, error) {
	all := &sending{survey: s, rows: make([]bool, cfg.Rows+1), contacts: map[uint64]*change{}}
	for out, err := range cfg.Outcomes {
		switch {
		case err != nil:
			return nil, err
		case out.Status != contact.Unknown && !out.Status.Accepted():
			continue
		}
		all.rows[out.Row.Number] = true
		if out.Status == contact.Unknown && !cfg.Unknown {
			all.doubtful = append(all.doubtful, doubt{out.Row.Number, s.key(out.Contact)})
			continue
		}
		if wrote := s.wrote(out.Row.Number); wrote == "" {
			found.problem("", NotKept, out.Row.Number)
		} else {
			all.add(out.Row.Number, s.key(out.Contact), wrote)
		}
	}
	return all, nil
}

func (a *sending) add(row int, key uint64, wrote set) {
	c := a.contacts[key]
	if c == nil {
		c = &change{row: row}
		a.contacts[key] = c
	}
	c.rows++
	c.wrote = a.survey.sets.union(c.wrote, wrote)
}

// wants returns what is to be undone of the contact that a line shows; nil where
// that is nothing, or was found in an earlier line.
func (a *sending) wants(line *Line) *change {
	if line.Contact == "" || line.Row >= len(a.rows) || line.Row > 0 && !a.rows[line.Row] {
		return nil
	}
	c := a.contacts[a.survey.key(line.Contact)]
	if c == nil || c.undone {
		return nil
	}
	return c
}
