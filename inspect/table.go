package inspect

import (
	"slices"
	"strings"
)

const (
	maxColumns = 2000    // of a table; those that follow are not described
	maxSample  = 1 << 10 // bytes of a cell that is kept
	maxWords   = 60      // different values of a column that are kept
	maxWord    = 40      // bytes of such a value
)

// A Table describes the columns of an input from the rows that it was shown. The
// zero Table has none yet.
type Table struct {
	Columns []*Profile
	Rows    int // rows that held anything
	places  map[string]int
}

// NewTable returns a table with the columns of a header, trimmed.
func NewTable(header []string) *Table {
	t := &Table{}
	for _, name := range header[:min(len(header), maxColumns)] {
		t.Columns = append(t.Columns, newProfile(name))
	}
	return t
}

// Add shows the table a record of delimited input.
func (t *Table) Add(record []string) {
	t.Rows++
	for i, c := range t.Columns {
		if text := at(record, i); text != "" {
			c.add(text)
		}
	}
}

// column returns the column of a key path; nil where there are too many.
func (t *Table) column(path string) *Profile {
	if t.places == nil {
		t.places = map[string]int{}
	}
	i, ok := t.places[path]
	if !ok {
		if i = len(t.Columns); i == maxColumns {
			return nil
		}
		t.places[path] = i
		t.Columns = append(t.Columns, newProfile(path))
	}
	return t.Columns[i]
}

// A Profile is what the cells of one column have in common.
type Profile struct {
	Name   string
	Filled int  // cells that hold anything
	Array  bool // JSONL: the values are lists; the cells are then their items

	// Cells are the filled ones, trimmed, in the order of the input; a long one
	// is cut.
	Cells []string
	// Words are the different short values, in the order of their appearance;
	// nil where there are many or long ones.
	Words []string

	shapes  [shapes]int
	layouts layouts
	varied  bool // too varied for Words
	marks   [len(separators)]int
}

func newProfile(name string) *Profile { return &Profile{Name: strings.TrimSpace(name)} }

func (c *Profile) add(text string) {
	c.Filled++
	shape := Shapes(text)
	for i := range c.shapes {
		if shape&(1<<i) != 0 {
			c.shapes[i]++
		}
	}
	if m, ok := readMoment(text); ok && shape&(Date|Stamp|Clock) != 0 {
		c.layouts.add(m)
	}
	for i, mark := range separators {
		if strings.Contains(text, mark) {
			c.marks[i]++
		}
	}
	c.Cells = append(c.Cells, strings.ToValidUTF8(text[:min(len(text), maxSample)], ""))
	c.word(text)
}

func (c *Profile) word(text string) {
	switch {
	case c.varied || slices.Contains(c.Words, text):
	case len(text) > maxWord || len(c.Words) == maxWords:
		c.varied, c.Words = true, nil
	default:
		c.Words = append(c.Words, text)
	}
}

// Share returns which part of the filled cells has one of the shapes, 0 to 1.
func (c *Profile) Share(any Shape) float64 {
	if c.Filled == 0 {
		return 0
	}
	most := 0
	for i, n := range c.shapes {
		if any&(1<<i) != 0 {
			most += n
		}
	}
	return min(float64(most)/float64(c.Filled), 1)
}

// Layouts returns how the dates and times of the column are written, the most
// frequent way first.
func (c *Profile) Layouts() []Layout { return c.layouts.list() }

// separators are what people put between the items of a list in one cell.
var separators = [...]string{";", "|", ","}

// Separator returns what stands between the items of the column's lists; empty
// where no cell holds several.
func (c *Profile) Separator() string {
	for i, mark := range separators {
		if c.marks[i] > 0 {
			return mark
		}
	}
	return ""
}

// Listed returns which part of the filled cells holds a list, 0 to 1; a comma,
// which prose has too, makes none.
func (c *Profile) Listed() float64 {
	switch {
	case c.Array:
		return 1
	case c.Filled == 0:
		return 0
	}
	return float64(max(c.marks[0], c.marks[1])) / float64(c.Filled)
}

// Unique returns how many of the filled cells are different, 0 to 1.
func (c *Profile) Unique() float64 {
	if len(c.Cells) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(c.Cells))
	return float64(len(slices.Compact(sorted))) / float64(len(c.Cells))
}
