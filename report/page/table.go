package page

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"rollcall/contact"
)

// What the table of a page holds at most.
const (
	maxRows    = 50_000
	maxBytes   = 24 << 20 // of rows, as JSON
	maxCell    = 200      // bytes of a text, but for the message
	maxMessage = 500
	maxCommand = 4000
	firstRows  = 100 // that stand in the page itself, for readers without a script
)

// A table takes the rows that did not end well, in their order. They wait as
// JSON in a file in dir until the page is written.
type table struct {
	dir   string
	total int // rows, also those that the table has no room for
	kept  int
	size  int
	first []row
	file  *os.File // nil while there are no rows
	spool *bufio.Writer
	line  []byte
	safe  bytes.Buffer
}

// A row is one line of the table.
type row struct {
	Number, Line             int
	Contact, Outcome, Status string
	Field, Message           string
	Tries                    int
}

func newRow(o *contact.Outcome, message string) row {
	r := row{
		Number: o.Row.Number, Line: o.Row.Line, Contact: cut(o.Contact, maxCell), Outcome: o.Status.String(),
		Status: cut(o.Code, maxCell), Field: cut(o.Field, maxCell), Message: cut(message, maxMessage), Tries: o.Attempts,
	}
	if r.Status == "" && o.HTTPStatus != 0 {
		r.Status = strconv.Itoa(o.HTTPStatus)
	}
	return r
}

func (t *table) add(o *contact.Outcome, message string) error {
	t.total++
	if t.full() {
		return nil
	}
	r := newRow(o, message)
	if len(t.first) < firstRows {
		t.first = append(t.first, r)
	}
	if err := t.open(); err != nil {
		return err
	}
	t.safe.Reset()
	t.line = r.append(t.line[:0])
	json.HTMLEscape(&t.safe, t.line)
	t.kept++
	t.size += t.safe.Len()
	_, err := t.spool.Write(t.safe.Bytes())
	return err
}

// full reports whether there is no room for another row.
func (t *table) full() bool { return t.kept >= maxRows || t.size >= maxBytes }

func (t *table) open() (err error) {
	if t.file != nil {
		return nil
	}
	if t.file, err = os.CreateTemp(t.dir, "rows.*.part"); err == nil {
		t.spool = bufio.NewWriterSize(t.file, 64<<10)
	}
	return err
}

// append appends a comma and the row as a JSON array, which is not safe in a page
// yet. Its texts are UTF-8, so that none is refused.
func (r *row) append(dst []byte) []byte {
	dst = append(dst, ",\n["...)
	dst = strconv.AppendInt(dst, int64(r.Number), 10)
	dst = strconv.AppendInt(append(dst, ','), int64(r.Line), 10)
	for _, text := range [...]string{r.Contact, r.Outcome, r.Status, r.Field, r.Message} {
		dst, _ = jsontext.AppendQuote(append(dst, ','), text)
	}
	dst = strconv.AppendInt(append(dst, ','), int64(r.Tries), 10)
	return append(dst, ']')
}

// write writes the rows as one JSON array that is safe in a page.
func (t *table) write(w io.Writer) error {
	if t.file == nil {
		_, err := io.WriteString(w, "[]")
		return err
	}
	if err := t.spool.Flush(); err != nil {
		return err
	}
	// The comma before the first row gives way to the bracket.
	if _, err := t.file.Seek(1, io.SeekStart); err != nil {
		return err
	}
	if _, err := io.WriteString(w, "["); err != nil {
		return err
	}
	if _, err := io.Copy(w, t.file); err != nil {
		return err
	}
	_, err := io.WriteString(w, "]")
	return err
}

func (t *table) close() error {
	if t.file == nil {
		return nil
	}
	return errors.Join(t.file.Close(), os.Remove(t.file.Name()))
}

// cut returns the first n bytes of a text at most, at the end of a character;
// bytes that are no UTF-8 are replaced.
func cut(s string, n int) string {
	if len(s) <= n {
		return strings.ToValidUTF8(s, "\ufffd")
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return strings.ToValidUTF8(s[:n], "\ufffd") + "…"
}
