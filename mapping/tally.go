package mapping

import (
	"fmt"
	"strings"
)

// A Tally counts what became of the cells of each source column. The zero Tally
// is empty. It belongs to one goroutine at a time.
type Tally struct {
	columns []Count
}

// A Count is the tally of one source column.
type Count struct {
	Column  string
	Filled  int // the cell, or the default in its place, gave a value
	Cleared int // the cell empties its field
	Alone   int // the cell is empty and its field left alone
	Invalid int // the cell made its row invalid
}

// Add adds the counts of other, which must come from the same mapping.
func (t *Tally) Add(other *Tally) {
	t.grow(other.columns)
	for i, c := range other.columns {
		t.columns[i].Filled += c.Filled
		t.columns[i].Cleared += c.Cleared
		t.columns[i].Alone += c.Alone
		t.columns[i].Invalid += c.Invalid
	}
}

// fit makes room for the columns of a mapping.
func (t *Tally) fit(m *Mapping) {
	if t == nil {
		return
	}
	for i := len(t.columns); i < len(m.lines); i++ {
		t.columns = append(t.columns, Count{Column: m.lines[i]})
	}
}

// count notes what a rule did to its columns. A nil tally counts nothing.
func (t *Tally) count(r *rule, became fate, wrong *Invalid) {
	if t == nil {
		return
	}
	for _, line := range r.counted {
		c := &t.columns[line]
		switch {
		case wrong != nil:
			c.Invalid++
		case became == cleared:
			c.Cleared++
		case became == alone:
			c.Alone++
		default:
			c.Filled++
		}
	}
}

// countColumns gives each column that a field or the contact reads a line of
// the tally; the first rule that reads it counts there.
func (m *Mapping) countColumns(h *header) {
	counters := map[int]*rule{}
	for i := range m.rules {
		counters = firstReader(counters, &m.rules[i])
	}
	counters = firstReader(counters, &m.contact)
	for _, column := range h.inOrder() {
		if r := counters[column]; r != nil {
			r.counted = append(r.counted, len(m.lines))
			m.lines = append(m.lines, strings.TrimSpace(h.bound[column]))
		}
	}
}

func firstReader(counters map[int]*rule, r *rule) map[int]*rule {
	for _, column := range r.columns() {
		if counters[column] == nil {
			counters[column] = r
		}
	}
	return counters
}

func (t *Tally) grow(like []Count) {
	for i := len(t.columns); i < len(like); i++ {
		t.columns = append(t.columns, Count{Column: like[i].Column})
	}
}

// Lines returns the counts, in the order of the header or, where there is none,
// of first use in the mapping.
func (t *Tally) Lines() []Count { return t.columns }

// String returns the count in words: "Mobile: 7 filled, 2 left alone, 1 invalid".
func (c Count) String() string {
	text := fmt.Sprintf("%s: %d filled", c.Column, c.Filled)
	for _, part := range []struct {
		n    int
		word string
	}{{c.Cleared, "cleared"}, {c.Alone, "left alone"}, {c.Invalid, "invalid"}} {
		if part.n > 0 {
			text += fmt.Sprintf(", %d %s", part.n, part.word)
		}
	}
	return text
}
