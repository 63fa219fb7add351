package inspect

import (
	"slices"
	"strings"

	"rollcall/contact"
)

// A Role is what a column is used for, as far as damage goes.
type Role uint8

// The roles. The zero Role is any other use.
const (
	Other      Role = iota
	Identifier      // says which contact a row is for
	Dialled         // phone numbers
	Key             // numbers that name something: a customer, an order
	Postal          // postal codes
)

// maxWatched is how many columns are looked at, the first ones; it bounds the
// memory for an absurd header.
const maxWatched = 4096

// A Column is a column of the input.
type Column struct {
	Name  string
	Role  Role
	Spare bool // nothing uses it: that it is empty does no harm
}

// A Watch is shown the rows of one input and names the damage in them. It
// belongs to one goroutine at a time.
type Watch struct {
	columns []watched
	rows    int
	shift   shift
}

// NewWatch returns a watch for rows with these columns: the header of delimited
// input, or the bound columns of JSONL. It does not keep the slice.
func NewWatch(columns []Column) *Watch {
	columns = columns[:min(len(columns), maxWatched)]
	w := &Watch{columns: make([]watched, len(columns))}
	for i, column := range columns {
		c := &w.columns[i]
		c.Column = column
		if column.Role == Postal || column.Role == Key {
			c.lengths = &lengths{}
		}
		if several(column.Name, len(columns) == 1) {
			c.note(Delimiter, column.Name, 1)
		}
	}
	return w
}

// several reports whether a name holds a delimiter that was not used. Where it
// is not the only one, a single semicolon may belong to it.
func several(name string, only bool) bool {
	if only {
		return strings.ContainsAny(name, ";\t|,")
	}
	return strings.Contains(name, "\t") || strings.Count(name, ";") > 1 || strings.Count(name, "|") > 1
}

// Row looks at a row. Rows that cannot be used and blank ones are passed over.
func (w *Watch) Row(row *contact.Row) {
	if row.Err != nil || row.Blank {
		return
	}
	w.rows++
	if row.Record == nil {
		for i := range row.Values[:min(len(row.Values), len(w.columns))] {
			w.columns[i].value(&row.Values[i], row.Line)
		}
		return
	}
	for i, text := range row.Record[:min(len(row.Record), len(w.columns))] {
		if text != "" {
			w.columns[i].cell(text, row.Line)
			if strings.IndexByte(text, '\n') >= 0 && swallowed(row.Record, i) {
				w.columns[i].note(Swallowed, text, row.Line)
			}
		}
	}
	w.shift.row(row.Record, row.Line, len(w.columns))
}

// minRows is how many rows make a column of empty cells worth a word.
const minRows = 3

// Findings returns what was found so far, in the order of the columns. That a
// column is empty throughout can be said of a whole input only.
func (w *Watch) Findings(whole bool) []Finding {
	w.shift.settle()
	var found []Finding
	for i := range w.columns {
		found = append(found, w.columns[i].findings()...)
		if whole && w.rows >= minRows && w.columns[i].hollow() {
			found = append(found, finding(Hollow, w.columns[i].Name, mark{count: w.rows}))
		}
	}
	if m := w.shift.mark; m.count > 0 {
		found = append(found, finding(Shifted, w.columns[w.shift.column].Name, m))
	}
	return found
}

func finding(kind Kind, column string, m mark) Finding {
	return Finding{Kind: kind, Column: column, Count: m.count, Lines: slices.Clone(m.lines), Example: m.example, Cause: kindTexts[kind].cause}
}

// A watched is what is known of one column.
type watched struct {
	Column
	filled  bool
	marks   [kinds]*mark
	long    int // cells of 16 digits or more
	zeros   int // digits behind the 15th in those of them that end in zeros only
	lengths *lengths
}

// A mark counts the places of one kind of damage.
type mark struct {
	count   int
	lines   []int
	example string
}

func (m *mark) add(text string, line int) {
	if m.count++; len(m.lines) < 3 {
		m.lines = append(m.lines, line)
	}
	if m.example == "" {
		m.example = cut(text)
	}
}

func (c *watched) note(kind Kind, text string, line int) {
	if c.marks[kind] == nil {
		c.marks[kind] = &mark{}
	}
	c.marks[kind].add(text, line)
}

func (c *watched) value(cell *contact.Cell, line int) {
	switch cell.Kind {
	case contact.Text, contact.Number:
		if cell.Text != "" {
			c.cell(cell.Text, line)
		}
	case contact.Missing, contact.Null:
	default:
		c.filled = true
	}
}

// cell looks at a cell that is not empty. One look at its first byte and one for
// the byte with which garbled letters begin decide for nearly all.
func (c *watched) cell(text string, line int) {
	first := text[0]
	if first <= ' ' {
		if text = strings.TrimSpace(text); text == "" {
			return
		}
		first = text[0]
	}
	c.filled = true
	switch {
	case first == '#':
		c.hash(strings.TrimSpace(text), line)
	case first <= '9' && (len(text) > 15 || c.Role != Other):
		c.number(strings.TrimSpace(text), line)
	}
	if strings.IndexByte(text, garbledLead) >= 0 && garbled(text) {
		c.note(Mojibake, text, line)
	}
}

// hollow reports whether the column is empty, one of rollcall's own aside.
func (c *watched) hollow() bool {
	return !c.filled && !c.Spare && c.Name != "" && !strings.HasPrefix(c.Name, "rollcall_")
}

func (c *watched) findings() []Finding {
	var found []Finding
	for kind, m := range c.marks {
		if m != nil && (Kind(kind) != Rounded || c.rounded()) {
			found = append(found, finding(Kind(kind), c.Name, *m))
		}
	}
	if c.lengths != nil {
		if m, ok := c.lengths.lost(c.Role); ok {
			found = append(found, finding(LostZeros, c.Name, m))
		}
	}
	return found
}
