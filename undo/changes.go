package undo

import "rollcall/contact"

// The changes of a run are what is known of the rows that were sent, once the
// journal was asked.
type changes struct {
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
	row   int
	key   uint64
	wrote set
}

// made asks what became of the rows.
func made(cfg *Config, s *survey, found *Plan) (*changes, error) {
	all := &changes{survey: s, rows: make([]bool, cfg.Rows+1), contacts: map[uint64]*change{}}
	for out, err := range cfg.Outcomes {
		switch {
		case err != nil:
			return nil, err
		case out.Status != contact.Unknown && !out.Status.Accepted():
			continue
		}
		row := out.Row.Number
		all.rows[row] = true
		key, wrote := s.key(row, out.Contact), s.wrote(row)
		switch {
		case out.Status == contact.Unknown && !cfg.Unknown:
			all.doubtful = append(all.doubtful, doubt{row, key, wrote})
		case wrote == "":
			found.problem("", NotKept, row)
		default:
			all.add(row, key, wrote)
		}
	}
	return all, nil
}

func (a *changes) add(row int, key uint64, wrote set) {
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
func (a *changes) wants(line *Line) *change {
	if line.Contact == "" || line.Row >= len(a.rows) || line.Row > 0 && !a.rows[line.Row] {
		return nil
	}
	c := a.contacts[line.key()]
	if c == nil || c.undone {
		return nil
	}
	return c
}

// covers reports whether all that a doubtful row may have written is put back on
// account of other rows.
func (a *changes) covers(d doubt) bool {
	c := a.contacts[d.key]
	return c != nil && c.undone && d.wrote != "" && a.survey.sets.union(c.wrote, d.wrote) == c.wrote
}
