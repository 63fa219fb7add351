package undo

import (
	"github.com/cespare/xxhash/v2"

	"rollcall/contact"
)

// A survey is what a first reading of a backup finds out. It keeps a few bytes
// of each row and contact, not what they hold; contacts go by a hash.
type survey struct {
	sets   *sets
	writes []set    // by row: the fields that it writes; empty where it was sent without a backup
	keys   []uint64 // by row: what its contact goes by; 0 where that was not read for it
	walked bool     // the account was read at once
	types  *types
}

func take(cfg *Config) (*survey, error) {
	head := &cfg.Backup.Head
	s := &survey{
		sets: newSets(head.Fields), writes: make([]set, cfg.Rows+1), keys: make([]uint64, cfg.Rows+1), types: newTypes(cfg),
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
	s.walked = s.walked || line.Row == 0
	if s.keys[line.Row] == 0 {
		s.keys[line.Row] = line.key()
	}
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
	if !s.walked && s.keys[row] == 0 {
		return ""
	}
	return s.writes[row]
}

// key returns what the contact of a row goes by.
func (s *survey) key(row int, identifier string) uint64 {
	if key := s.keys[row]; key != 0 {
		return key
	}
	return hash(identifier)
}

// key returns what the contact goes by. Read for a row it is the provider's own id
// where that was told, for what the row names it by may be another's later.
func (l *Line) key() uint64 {
	if l.ID != "" && l.Row > 0 {
		return hash(l.ID)
	}
	return hash(l.Contact)
}

func hash(identifier string) uint64 { return xxhash.Sum64String(contact.Key(identifier)) }
