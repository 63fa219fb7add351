package source

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/cespare/xxhash/v2"
	"github.com/go-json-experiment/json/jsontext"

	"rollcall/contact"
)

// lenient leaves to the element what an element is to blame for.
var lenient = []jsontext.Options{jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true)}

// A jsonArray reads the elements of one JSON array.
type jsonArray struct {
	record  *recorder
	decoder *jsontext.Decoder
	object  *extractor
	charset charset
	parsed  int64 // bytes that the decoder took
	offset  int64 // bytes taken in all
	line    int   // on which the decoder stands
}

func newArray(text *bufio.Reader, offset int64, c charset) (*jsonArray, error) {
	a := &jsonArray{record: &recorder{r: text}, object: newExtractor(nil), charset: c, offset: offset, line: 1}
	a.decoder = jsontext.NewDecoder(a.record, lenient...)
	if _, err := a.decoder.ReadToken(); err != nil {
		return nil, a.failed(err)
	}
	a.take()
	return a, nil
}

func (a *jsonArray) header() (trimmed, raw []string) { return nil, nil }

func (a *jsonArray) keys() []string { return a.object.root.order }

func (a *jsonArray) consumed() int64 { return a.offset }

func (a *jsonArray) pending() bool { return bytes.IndexByte(a.decoder.UnreadBuffer(), '}') >= 0 }

func (a *jsonArray) bind(columns []string) error {
	a.object = newExtractor(columns)
	return nil
}

func (a *jsonArray) next(row *contact.Row) error {
	if a.decoder.PeekKind() == ']' {
		return a.end()
	}
	value, err := a.decoder.ReadValue()
	if err != nil {
		return a.failed(err)
	}
	before := a.line
	text := a.take()
	start := len(text) - len(value)
	row.Line = before + bytes.Count(text[:start], newline)
	return a.fill(row, text[start:])
}

// fill makes the row of an element. What is kept of it stands on one line.
func (a *jsonArray) fill(row *contact.Row, text []byte) error {
	if text[0] == '{' {
		a.object.row(row, text, a.charset)
	} else {
		row.Err = fmt.Errorf("line %d: no JSON object: write an array of objects", row.Line)
	}
	row.Raw = append([]byte{}, text...)
	if bytes.ContainsAny(text, "\r\n") {
		if err := (*jsontext.Value)(&row.Raw).Compact(lenient...); err != nil {
			return errorAt(row.Line, "invalid JSON: %w", err)
		}
	}
	row.Sum = xxhash.Sum64(row.Raw)
	return nil
}

// end reads the end of the array, behind which nothing may follow.
func (a *jsonArray) end() error {
	if _, err := a.decoder.ReadToken(); err != nil {
		return a.failed(err)
	}
	switch _, err := a.decoder.ReadToken(); {
	case err == io.EOF:
		a.take()
		a.offset += int64(len(a.record.rest()))
		return io.EOF
	case err != nil:
		return a.failed(err)
	}
	a.take()
	return errorAt(a.line, "text follows the array: write one array, or one object per line")
}

// take takes what the decoder read since the last time.
func (a *jsonArray) take() []byte {
	end := a.decoder.InputOffset()
	text := a.record.take(end - a.parsed)
	a.parsed = end
	a.offset += int64(len(text))
	a.line += bytes.Count(text, newline)
	return text
}

// failed makes a final error of one that the decoder gave, with the line on
// which it stands.
func (a *jsonArray) failed(err error) error {
	rest := a.record.rest()
	syntax, ok := errors.AsType[*jsontext.SyntacticError](err)
	switch {
	case a.record.failure == errTooLong:
		element := bytes.TrimLeft(rest, ", \t\r\n")
		return errorAt(a.after(rest[:len(rest)-len(element)]), "%w: is a quote or a bracket missing?", errTooLong)
	case a.record.failure != nil:
		return unreadable(a.after(rest), a.record.failure)
	case errors.Is(err, io.ErrUnexpectedEOF):
		return errorAt(a.after(rest), "the array is never closed: is the file cut off?")
	case ok:
		at := max(0, min(int(syntax.ByteOffset-a.parsed), len(rest)))
		return errorAt(a.after(rest[:at]), "invalid JSON: %w", syntax.Err)
	}
	return unreadable(a.line, err)
}

// after returns the line on which the text ends that stands next.
func (a *jsonArray) after(text []byte) int { return a.line + bytes.Count(text, newline) }
