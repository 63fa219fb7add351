package source

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/cespare/xxhash/v2"

	"rollcall/contact"
)

// columns are what a header names, and what follows from it for the cells below.
type columns struct {
	raw     []string
	names   []string // raw, trimmed
	surplus int      // index of contact.RejectSurplus; -1 without one
	message int      // index of contact.RejectMessage; -1 without one
	slots   []int
	blank   []string // the cells of a blank line
	wide    string   // what to do about a record with too many cells

	unsummed bool
	scratch  []byte
}

func newColumns(cells []string, wide string) columns {
	c := columns{raw: cells, names: make([]string, len(cells)), blank: make([]string, len(cells)), wide: wide}
	for i, cell := range cells {
		c.names[i] = strings.TrimSpace(cell)
	}
	c.surplus, c.message = slices.Index(c.names, contact.RejectSurplus), slices.Index(c.names, contact.RejectMessage)
	return c
}

func (c *columns) header() (trimmed, raw []string) { return c.names, c.raw }

func (c *columns) keys() []string { return nil }

func (c *columns) bind(names []string) error {
	c.slots = make([]int, len(names))
	for i, name := range names {
		if c.slots[i] = slices.Index(c.names, name); c.slots[i] < 0 {
			return fmt.Errorf("no column %s in the header", cut(name))
		}
	}
	return nil
}

// empty makes a blank row of a line that holds nothing.
func (c *columns) empty(row *contact.Row) {
	row.Record, row.Blank, row.Sum = c.blank, true, xxhash.Sum64(nil)
}

// judge sets what follows from the cells of a record that holds text.
func (c *columns) judge(row *contact.Row) {
	if !c.unsummed {
		row.Sum = c.sum(row.Record)
	}
	switch n := len(row.Record); {
	case allBlank(row.Record):
		row.Blank = true
	case n != len(c.names):
		row.Err = c.misfit(n)
	case c.surplus >= 0 && strings.TrimSpace(row.Record[c.surplus]) != "":
		row.Err = fmt.Errorf("%s still holds the cells that did not fit: correct the row and empty that column", contact.RejectSurplus)
	default:
		row.Err = c.short(row.Record)
	}
}

// unusable joins why a record cannot be used with its being too short. That comes
// first, where it is found when the record comes back in the rejects.
func (c *columns) unusable(cells []string, why error) error {
	if short := c.short(cells); short != nil {
		return fmt.Errorf("%w; %w", short, why)
	}
	return why
}

// short says that a record lacks cells, or still does.
func (c *columns) short(cells []string) error {
	switch n := len(cells); {
	case n < len(c.names):
		return c.misfit(n)
	case n == len(c.names) && c.message >= 0:
		return c.stillShort(cells)
	}
	return nil
}

// stillShort recognises a record that was too short, was padded in a rejects
// file, and comes back as it was: sent like this it might empty the fields whose
// cells were missing.
func (c *columns) stillShort(cells []string) error {
	var had, wanted int
	message := strings.TrimPrefix(cells[c.message], "still ")
	if n, _ := fmt.Sscanf(strings.Replace(message, "1 cell,", "1 cells,", 1), shortRecord, &had, &wanted); n < 2 {
		return nil
	}
	if had < 0 || !c.missing(cells, had, wanted) {
		return nil
	}
	return fmt.Errorf("still "+shortRecord+": fill in what is missing; if it is meant to be empty, empty its %s", had, wanted, contact.RejectMessage)
}

// missing reports whether the input's own cells from one column to another are
// there and blank, all of them. Rejects write theirs behind these anew.
func (c *columns) missing(cells []string, from, to int) bool {
	blank := false
	for i := from; i < min(to, len(cells)); i++ {
		if contact.IsRejectColumn(c.names[i]) {
			continue
		}
		if strings.TrimSpace(cells[i]) != "" {
			return false
		}
		blank = true
	}
	return blank
}

// shortRecord is how the message of a record begins that has not as many cells
// as the header.
const shortRecord = "has %d cells, the header has %d"

func (c *columns) misfit(cells int) error {
	hint := "a cell is missing, or a quote is"
	if cells > len(c.names) {
		hint = c.wide
	}
	return fmt.Errorf("has %s, the header has %d: %s", count(cells, "cell"), len(c.names), hint)
}

// sum hashes the cells. The byte 0xFF ends each of them: it occurs in no UTF-8.
func (c *columns) sum(cells []string) uint64 {
	c.scratch = c.scratch[:0]
	for _, cell := range cells {
		c.scratch = append(append(c.scratch, cell...), 0xFF)
	}
	return xxhash.Sum64(c.scratch)
}

// garbled returns the index of the first cell that is no text; -1 without one.
func garbled(cells []string) int {
	return slices.IndexFunc(cells, func(cell string) bool {
		return !utf8.ValidString(cell) || strings.IndexByte(cell, 0) >= 0
	})
}

func column(i int, names []string) string {
	if i < len(names) && names[i] != "" {
		return "column " + cut(names[i])
	}
	return fmt.Sprintf("column %d", i+1)
}

func count(n int, what string) string {
	if n != 1 {
		what += "s"
	}
	return fmt.Sprintf("%d %s", n, what)
}

func allBlank(cells []string) bool {
	for _, cell := range cells {
		if cell != "" && strings.TrimSpace(cell) != "" {
			return false
		}
	}
	return true
}
