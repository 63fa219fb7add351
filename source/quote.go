package source

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"

	"github.com/cespare/xxhash/v2"

	"rollcall/contact"
)

// refused makes a bad row of a record that the parser refused, or returns the
// final error where the stream itself is at fault.
func (t *table) refused(row *contact.Row, text []byte, err error) error {
	opened, open := badQuote(text, []byte(string(t.parser.Comma)))
	quoteLine := row.Line + bytes.Count(text[:max(opened, 0)], newline)
	parse, ok := errors.AsType[*csv.ParseError](err)
	switch {
	case err == errTooLong && open:
		return errorAt(row.Line, "%w: the quote opened on line %d may never be closed", err, quoteLine)
	case err == errTooLong:
		return errorAt(row.Line, "%w: are its line ends missing?", err)
	case !ok:
		return unreadable(row.Line, err)
	case open:
		return errorAt(quoteLine, "a quote opened on line %d is never closed: close it, or double it where it belongs to the text", quoteLine)
	}
	row.Sum = xxhash.Sum64(text)
	row.Record = t.salvage(text)
	row.Err = t.unusable(row.Record, stray(parse, row.Line, quoteLine))
	return nil
}

// stray words the error of a quote that stands where none may stand.
func stray(e *csv.ParseError, line, opened int) error {
	here := fmt.Sprintf("line %d, column %d", line+e.Line-e.StartLine, e.Column)
	switch {
	case e.Err == csv.ErrBareQuote:
		return fmt.Errorf("%s: a quote inside a cell that is not in quotes: put the whole cell in quotes and double those inside", here)
	case e.Line != e.StartLine:
		return fmt.Errorf("%s: text after a closing quote: the quote opened on line %d may lack its end, or one inside the cell is not doubled", here, opened)
	}
	return fmt.Errorf("%s: text after a closing quote: double the quotes inside the cell", here)
}

// salvage returns the cells of a refused record as they were probably meant, if
// it is one line and they fit the header. Else it returns empty cells and the
// text as a surplus one, so that the record stays invalid when it is read again
// from the rejects: a record of several lines may well have swallowed others.
func (t *table) salvage(text []byte) []string {
	line := trimEnd(text)
	lazy := csv.NewReader(bytes.NewReader(text))
	lazy.Comma, lazy.FieldsPerRecord, lazy.LazyQuotes = t.parser.Comma, -1, true
	cells, err := lazy.Read()
	if err == nil && len(cells) == len(t.names) && bytes.IndexByte(line, '\n') < 0 {
		return cells
	}
	return append(make([]string, len(t.names), len(t.names)+1), string(line))
}

// badQuote walks over the cells of a record in the manner of its parser and
// returns where the quoted cell opens in which it stops, -1 if it stops in none.
// It is open if the text ends before the cell does.
func badQuote(text, comma []byte) (opened int, open bool) {
	for pos := 0; pos < len(text); {
		if text[pos] == '"' {
			end := closing(text, pos+1)
			if end < 0 {
				return pos, true
			}
			if rest := trimEnd(text[end:]); len(rest) > 0 && !bytes.HasPrefix(rest, comma) {
				return pos, false
			}
			pos = end
		}
		cell := bytes.Index(text[pos:], comma)
		if cell < 0 || bytes.IndexByte(text[pos:pos+cell], '"') >= 0 {
			return -1, false
		}
		pos += cell + len(comma)
	}
	return -1, false
}

// closing returns where the text goes on behind the quote that ends the cell
// begun before from; -1 if none does.
func closing(text []byte, from int) int {
	for {
		i := bytes.IndexByte(text[from:], '"')
		if i < 0 {
			return -1
		}
		from += i + 1
		if from == len(text) || text[from] != '"' {
			return from
		}
		from++
	}
}

// trimEnd cuts one line end.
func trimEnd(text []byte) []byte {
	return bytes.TrimSuffix(bytes.TrimSuffix(text, newline), []byte{'\r'})
}
