package source

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/cespare/xxhash/v2"

	"rollcall/contact"
)

// judge sets what follows from the content of a record that was parsed.
func (t *table) judge(row *contact.Row, text []byte) {
	if !utf8.Valid(text) || bytes.IndexByte(text, 0) >= 0 {
		row.Sum, row.Err = xxhash.Sum64(text), t.garbled(row)
		return
	}
	row.Sum = t.sum(row.Record)
	switch n := len(row.Record); {
	case allBlank(row.Record):
		row.Blank = true
	case n != len(t.names):
		row.Err = t.misfit(n)
	case t.surplus >= 0 && strings.TrimSpace(row.Record[t.surplus]) != "":
		row.Err = fmt.Errorf("%s still holds the cells that did not fit: correct the row and empty that column", surplusColumn)
	case t.message >= 0:
		row.Err = t.stillShort(row.Record)
	}
}

// stillShort recognises a record that was too short, was padded in a rejects
// file, and comes back as it was: sent like this it might empty the fields whose
// cells were missing.
func (t *table) stillShort(cells []string) error {
	var had, wanted int
	message := strings.TrimPrefix(cells[t.message], "still ")
	if n, _ := fmt.Sscanf(strings.Replace(message, "1 cell,", "1 cells,", 1), shortRecord, &had, &wanted); n < 2 {
		return nil
	}
	if had >= wanted || wanted > len(cells) || !allBlank(cells[had:wanted]) {
		return nil
	}
	return fmt.Errorf("still "+shortRecord+": fill in what is missing; if it is meant to be empty, empty its %s", had, wanted, messageColumn)
}

// shortRecord is how the message of a record begins that has not as many cells
// as the header.
const shortRecord = "has %d cells, the header has %d"

func (t *table) misfit(cells int) error {
	hint := "a cell is missing, or a quote is"
	if cells > len(t.names) {
		hint = "put a cell that holds the delimiter in quotes"
	}
	return fmt.Errorf("has %s, the header has %d: %s", count(cells, "cell"), len(t.names), hint)
}

// sum hashes the cells. The byte 0xFF ends each of them: it occurs in no UTF-8.
func (t *table) sum(cells []string) uint64 {
	t.scratch = t.scratch[:0]
	for _, cell := range cells {
		t.scratch = append(append(t.scratch, cell...), 0xFF)
	}
	return xxhash.Sum64(t.scratch)
}

// garbled names the first cell that is not text.
func (t *table) garbled(row *contact.Row) error {
	for i, cell := range row.Record {
		if err := undecodable(cell); err != nil {
			return fmt.Errorf("line %d: %s %w", row.Line, column(i, t.names), err)
		}
	}
	return nil
}

func undecodable(cell string) error {
	switch {
	case !utf8.ValidString(cell):
		return errors.New("holds bytes that are not UTF-8: save the file as UTF-8")
	case strings.IndexByte(cell, 0) >= 0:
		return errors.New("holds a NUL byte: remove it")
	}
	return nil
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
