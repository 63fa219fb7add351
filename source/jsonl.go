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

// A jsonLines reads one JSON object a line.
type jsonLines struct {
	text   *bufio.Reader
	long   []byte // a line that is longer than the buffer of text
	line   int    // lines read
	offset int64  // bytes read
	object *extractor

	charset charset
}

func newJSONLines(text *bufio.Reader, offset int64, c charset) *jsonLines {
	return &jsonLines{text: text, offset: offset, object: newExtractor(nil), charset: c}
}

func (l *jsonLines) header() (trimmed, raw []string) { return nil, nil }

func (l *jsonLines) keys() []string { return l.object.root.order }

func (l *jsonLines) consumed() int64 { return l.offset }

func (l *jsonLines) pending() bool { return lineIn(l.text) }

func (l *jsonLines) bind(columns []string) error {
	l.object = newExtractor(columns)
	return nil
}

func (l *jsonLines) next(row *contact.Row) error {
	text, err := l.readLine()
	if err != nil {
		return err
	}
	row.Line = l.line
	row.Raw = append([]byte{}, trimEnd(text)...)
	trimmed := bytes.TrimSpace(row.Raw)
	row.Sum = xxhash.Sum64(trimmed)
	switch {
	case len(trimmed) == 0:
		row.Blank = true
	case trimmed[0] == '[':
		row.Err = fmt.Errorf("line %d: an array, no object: write one object per line (jq -c '.[]')", l.line)
	case trimmed[0] != '{':
		row.Err = fmt.Errorf("line %d: no JSON object: write one object per line", l.line)
	default:
		l.object.row(row, row.Raw, l.charset)
	}
	return nil
}

// readLine returns the next line with its end, good until the next call. An
// error is final, and a line that it cut is dropped.
func (l *jsonLines) readLine() ([]byte, error) {
	text, err := l.text.ReadSlice('\n')
	if err == bufio.ErrBufferFull {
		text, err = l.readLong(text)
	}
	l.offset += int64(len(text))
	switch {
	case err == io.EOF && len(text) == 0:
		return nil, io.EOF
	case err != nil && err != io.EOF:
		return nil, l.failed(err)
	}
	l.line++
	return text, nil
}

func (l *jsonLines) readLong(text []byte) ([]byte, error) {
	l.long = append(l.long[:0], text...)
	for {
		text, err := l.text.ReadSlice('\n')
		l.long = append(l.long, text...)
		if len(l.long) > maxRecord {
			return l.long, errTooLong
		}
		if err != bufio.ErrBufferFull {
			return l.long, err
		}
	}
}

func (l *jsonLines) failed(err error) error {
	if err == errTooLong {
		return errorAt(l.line+1, "%w: write one object per line", err)
	}
	return unreadable(l.line+1, err)
}

// row takes the cells of a row out of its object, which starts on its line.
func (x *extractor) row(row *contact.Row, object []byte, c charset) {
	values, blank, err := x.extract(object)
	if err != nil {
		row.Err = explained(row.Line, object, err, c)
		return
	}
	row.Values, row.Blank = values, blank
}

// explained says where and why an object cannot be used.
func explained(line int, object []byte, err error, c charset) error {
	syntax, ok := errors.AsType[*jsontext.SyntacticError](err)
	if !ok {
		return fmt.Errorf("line %d: %w", line, err)
	}
	at := min(int(syntax.ByteOffset), len(object))
	before := object[:at]
	here := fmt.Sprintf("line %d, column %d", line+bytes.Count(before, newline), at-bytes.LastIndexByte(before, '\n'))
	switch {
	case errors.Is(err, jsontext.ErrDuplicateName):
		return fmt.Errorf("%s: the key %s occurs twice: keep one of them", here, cut(syntax.JSONPointer.LastToken()))
	case errors.Is(err, io.ErrUnexpectedEOF):
		return fmt.Errorf("%s: the object does not end on this line: write one object per line (jq -c .)", here)
	case at == notText(object) && at < len(object):
		return fmt.Errorf("%s: the object %w", here, c.refuse(string(object)))
	}
	return fmt.Errorf("%s: invalid JSON: %w", here, syntax.Err)
}
