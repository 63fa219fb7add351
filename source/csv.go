package source

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"unicode/utf8"

	"github.com/cespare/xxhash/v2"

	"rollcall/contact"
)

// A table reads delimited input.
type table struct {
	columns
	text    *bufio.Reader // shared with the parser, which skips blank lines in silence
	record  *recorder     // below text
	parser  *csv.Reader
	charset charset
	parsed  int64 // bytes that the parser took
	offset  int64 // bytes taken in all
	line    int   // on which the next record starts
}

// newTable reads the header of r, of which offset bytes were skipped.
func newTable(r io.Reader, offset int64, d dialect, c charset) (*table, error) {
	t := &table{record: &recorder{r: r}, charset: c, offset: offset, line: 1 + d.skipped}
	t.text = bufio.NewReaderSize(t.record, bufferSize)
	t.parser = csv.NewReader(t.text)
	t.parser.Comma = d.comma
	t.parser.FieldsPerRecord = -1
	if err := t.readHeader(); err != nil {
		return nil, err
	}
	return t, nil
}

func (t *table) consumed() int64 { return t.offset }

func (t *table) pending() bool { return lineIn(t.text) }

func (t *table) next(row *contact.Row) error {
	row.Line, row.Slots = t.line, t.slots
	blank, err := t.blankLine()
	if err != nil {
		return err
	}
	if blank {
		t.empty(row)
		return nil
	}
	cells, text, err := t.parse()
	if err != nil {
		return t.refused(row, text, err)
	}
	row.Record = cells
	if !utf8.Valid(text) || bytes.IndexByte(text, 0) >= 0 {
		row.Sum, row.Err = xxhash.Sum64(text), t.garbled(row, text)
		return nil
	}
	t.judge(row)
	return nil
}

// garbled names the first cell that is no text, and the line on which it is not.
func (t *table) garbled(row *contact.Row, text []byte) error {
	line := row.Line + bytes.Count(text[:notText(text)], newline)
	i := max(garbled(row.Record), 0)
	return t.unusable(row.Record, fmt.Errorf("line %d: %s %w", line, column(i, t.names), t.charset.refuse(row.Record[i])))
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
