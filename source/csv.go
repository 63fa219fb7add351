package source

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"slices"

	"github.com/cespare/xxhash/v2"

	"rollcall/contact"
)

// The columns of a rejects file that say whether a row in it was corrected.
const (
	surplusColumn = "rollcall_surplus" // the cells that did not fit
	messageColumn = "rollcall_message" // why the row was refused
)

// A table reads delimited input.
type table struct {
	text    *bufio.Reader // shared with the parser, which skips blank lines in silence
	record  *recorder     // below text
	parser  *csv.Reader
	parsed  int64 // bytes that the parser took
	offset  int64 // bytes taken in all
	line    int   // on which the next record starts
	raw     []string
	names   []string // raw, trimmed
	surplus int      // index of surplusColumn; -1 without one
	message int      // index of messageColumn; -1 without one
	slots   []int
	blank   []string // the cells of a blank line
	scratch []byte
}

func newTable(r io.Reader, offset int64, comma rune) (*table, error) {
	t := &table{record: &recorder{r: r}, offset: offset, line: 1, surplus: -1, message: -1}
	t.text = bufio.NewReaderSize(t.record, bufferSize)
	t.parser = csv.NewReader(t.text)
	t.parser.Comma = comma
	t.parser.FieldsPerRecord = -1
	if err := t.readHeader(); err != nil {
		return nil, err
	}
	return t, nil
}

func (t *table) header() (trimmed, raw []string) { return t.names, t.raw }

func (t *table) keys() []string { return nil }

func (t *table) consumed() int64 { return t.offset }

func (t *table) pending() bool { return lineIn(t.text) }

func (t *table) bind(columns []string) error {
	t.slots = make([]int, len(columns))
	for i, column := range columns {
		if t.slots[i] = slices.Index(t.names, column); t.slots[i] < 0 {
			return fmt.Errorf("no column %s in the header", cut(column))
		}
	}
	return nil
}

func (t *table) next(row *contact.Row) error {
	row.Line, row.Slots = t.line, t.slots
	blank, err := t.blankLine()
	if err != nil {
		return err
	}
	if blank {
		row.Record, row.Blank, row.Sum = t.blank, true, xxhash.Sum64(nil)
		return nil
	}
	cells, text, err := t.parse()
	if err != nil {
		return t.refused(row, text, err)
	}
	row.Record = cells
	t.judge(row, text)
	return nil
}

// blankLine takes the next line if it is blank. It returns io.EOF at the end of
// the input. It looks no further ahead than it must, for a pipe may be slow.
func (t *table) blankLine() (bool, error) {
	next, err := t.text.Peek(1)
	if err == nil && next[0] == '\r' {
		next, err = t.text.Peek(2)
		if err == io.EOF {
			err = nil
		}
	}
	switch {
	case err == io.EOF:
		return false, io.EOF
	case err != nil:
		return false, unreadable(t.line, err)
	case next[0] == '\n', len(next) == 1 && next[0] == '\r', string(next) == "\r\n":
		return true, t.skip(len(next))
	}
	return false, nil
}

func (t *table) skip(n int) error {
	t.take(int64(n))
	_, err := t.text.Discard(n)
	return err
}

// parse reads the next record, which is no blank line. The text is good until
// the next read.
func (t *table) parse() (cells []string, text []byte, err error) {
	cells, err = t.parser.Read()
	if t.record.failure != nil && err != nil {
		return nil, t.record.rest(), t.record.failure
	}
	end := t.parser.InputOffset()
	text = t.take(end - t.parsed)
	t.parsed = end
	return cells, text, err
}

func (t *table) take(n int64) []byte {
	text := t.record.take(n)
	t.offset += n
	t.line += bytes.Count(text, newline)
	return text
}

var newline = []byte{'\n'}
