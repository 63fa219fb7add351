package undo

import (
	"cmp"
	"errors"
	"iter"
	"slices"

	"rollcall/contact"
	"rollcall/providers"
)

// A Config is what an undo is made from.
type Config struct {
	Backup   *Backup
	Provider providers.Provider // with the settings of the run
	Comparer providers.Comparer // what the provider is
	Rows     int                // that the run was given
	// Outcomes are those of the run's rows, in order. An error ends them.
	Outcomes iter.Seq2[contact.Outcome, error]
	// Unknown undoes rows too that may have been applied.
	Unknown bool
}

// A Plan says what can be put back and what cannot.
type Plan struct {
	Contacts int       `json:"contacts"` // that have something to put back
	Rows     int       `json:"rows"`     // that updated them
	Problems []Problem `json:"problems"` // in the order of the fields, those of whole rows first
	// Renamed tells that the input names contacts otherwise than the run did.
	Renamed bool `json:"-"`

	by      string // how the input names contacts
	columns *columns
	types   []string // of the custom fields, by place
}

// A Problem is what cannot be put back for one reason.
type Problem struct {
	Field   string `json:"field,omitempty"` // empty for all that a row wrote
	Reason  Reason `json:"reason"`
	Message string `json:"message"` // the reason in words
	Rows    []int  `json:"rows"`    // of each contact the first row; in order
}

// A Reason says why something cannot be put back.
type Reason string

// The reasons.
const (
	NotKept     Reason = "not_kept"
	Unknown     Reason = "unknown"
	NotNamed    Reason = "not_named"
	WasEmpty    Reason = "was_empty"
	NotShown    Reason = "not_shown"
	NotSendable Reason = "not_sendable"
	Contradicts Reason = "contradicts"
)

var messages = map[Reason]string{
	NotKept:     "what the contact held before was not kept",
	Unknown:     "nobody knows whether the row was applied",
	NotNamed:    "the contact cannot be named again",
	WasEmpty:    "was empty, and no way to empty it is known",
	NotShown:    "the provider does not show it",
	NotSendable: "its former value cannot be sent exactly as it was",
	Contradicts: "its former value does not go with the others of the contact",
}

// Make finds out what puts back what accepted rows changed, and hands each line
// of the input for it to write: JSON without a line end, valid until write
// returns. An error of write ends it. The backup is read twice.
func Make(cfg Config, write func(line []byte) error) (*Plan, error) {
	s, err := take(&cfg)
	if err != nil {
		return nil, err
	}
	p := &Plan{Problems: []Problem{}, columns: newColumns(&cfg)}
	all, err := made(&cfg, s, p)
	if err != nil {
		return nil, err
	}
	m := &maker{cfg: &cfg, plan: p, changes: all, write: write}
	m.restorer, p.types = s.types.chosen()
	if err := m.make(); err != nil {
		return nil, err
	}
	p.close(all)
	return p, nil
}

// problem notes that something of a row cannot be put back.
func (p *Plan) problem(field string, why Reason, row int) {
	i := slices.IndexFunc(p.Problems, func(known Problem) bool { return known.Field == field && known.Reason == why })
	if i < 0 {
		i = len(p.Problems)
		p.Problems = append(p.Problems, Problem{Field: field, Reason: why, Message: messages[why]})
	}
	p.Problems[i].Rows = append(p.Problems[i].Rows, row)
}

// close names the contacts that were not found and the rows of which nobody
// knows, and puts the problems in order.
func (p *Plan) close(all *changes) {
	for _, c := range all.contacts {
		if !c.undone {
			p.problem("", NotKept, c.row)
		}
	}
	for _, d := range all.doubtful {
		if !all.covers(d) {
			p.problem("", Unknown, d.row)
		}
	}
	for _, problem := range p.Problems {
		slices.Sort(problem.Rows)
	}
	slices.SortStableFunc(p.Problems, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(p.columns.place(a.Field), p.columns.place(b.Field)), cmp.Compare(a.Reason, b.Reason))
	})
}

// A maker writes the input.
type maker struct {
	restorer
	*changes
	cfg   *Config
	plan  *Plan
	write func([]byte) error
	line  []byte
}

// make writes a line for each contact that has something to put back. The first
// line of the backup that shows a contact is what it held before the run.
func (m *maker) make() error {
	for line, err := range m.cfg.Backup.Lines() {
		if err != nil {
			return err
		}
		c := m.wants(&line)
		if c == nil {
			continue
		}
		c.undone = true
		if err := m.undo(&line, c); err != nil {
			return err
		}
	}
	return nil
}

// undo writes the line of one contact.
func (m *maker) undo(line *Line, c *change) error {
	id, ok := m.identify(line)
	if !ok {
		m.plan.problem("", NotNamed, c.row)
		return nil
	}
	values := m.compatible(m.values(line, c), line.Contact, c.row)
	if len(values) == 0 {
		return nil
	}
	m.plan.Contacts++
	m.plan.Rows += c.rows
	return m.write(m.text(id, c.row, values))
}

// values returns what puts back the fields that were written.
func (m *maker) values(line *Line, c *change) []value {
	var values []value
	for place := range c.wrote.fields() {
		name := m.fields[place].Name
		v, why := m.restore(place, line.Holds[name])
		if why != "" {
			m.plan.problem(name, why, c.row)
			continue
		}
		values = append(values, v)
	}
	return values
}

// compatible returns the values that can be sent together. Those at fault are left
// out, all of them where the provider names none.
func (m *maker) compatible(values []value, identifier string, row int) []value {
	for len(values) > 0 {
		err := m.cfg.Provider.Check(update(identifier, values))
		if err == nil {
			return values
		}
		fault, named := errors.AsType[*providers.FieldError](err)
		named = named && has(values, fault.Field)
		values = slices.DeleteFunc(values, func(v value) bool {
			bad := !named || fault.Field == v.field.Name
			if bad {
				m.plan.problem(v.field.Name, Contradicts, row)
			}
			return bad
		})
	}
	return nil
}

func update(identifier string, values []value) contact.Update {
	u := contact.Update{Contact: identifier}
	for _, v := range values {
		u.Fields = append(u.Fields, v.field)
	}
	return u
}

func has(values []value, field string) bool {
	return slices.ContainsFunc(values, func(v value) bool { return v.field.Name == field })
}
