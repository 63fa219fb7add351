package report

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/gocarina/gocsv"

	"github.com/go-json-experiment/json/jsontext"

	"rollcall/contact"
)

// chunk is how many rejects are written at once; a chunk of long ones is closed
// at chunkBytes.
const (
	chunk      = 256
	chunkBytes = 1 << 20
)

// rejects take the rows that did not end well.
type rejects interface {
	add(o *contact.Outcome, message string) error
	flush() error
}

// A reject is what the rejects of delimited input add to a record.
type reject struct {
	Row     string `csv:"rollcall_row"`
	Outcome string `csv:"rollcall_outcome"`
	Message string `csv:"rollcall_message"`
	Surplus string `csv:"rollcall_surplus"`
}

// csvRejects write records. It is the gocsv.CSVWriter that gocsv writes the
// cells of a reject to, and it puts those of the record before them.
type csvRejects struct {
	csv     *csv.Writer
	layout  layout
	surplus bool // whether the column for it is written
	rows    []reject
	records [][]string
	at      int // the record of the chunk that is being written; -1 for the header
	bytes   int
	line    []string
}

func newCSVRejects(w io.Writer, l layout, surplus, bom bool) (*csvRejects, error) {
	out := bufio.NewWriterSize(w, 64<<10)
	r := &csvRejects{csv: csv.NewWriter(out), layout: l, surplus: surplus, at: -1}
	if bom {
		if _, err := out.WriteString("\ufeff"); err != nil {
			return nil, err
		}
	}
	return r, gocsv.MarshalCSV([]reject{}, r)
}

func (r *csvRejects) add(o *contact.Outcome, message string) error {
	record := o.Row.Record
	r.rows = append(r.rows, reject{strconv.Itoa(o.Row.Number), o.Status.String(), message, r.layout.surplus(record)})
	r.records = append(r.records, record)
	for _, cell := range record {
		r.bytes += len(cell)
	}
	if len(r.rows) == chunk || r.bytes > chunkBytes {
		return r.flush()
	}
	return nil
}

func (r *csvRejects) flush() error {
	r.at = 0
	err := gocsv.MarshalCSVWithoutHeaders(r.rows, r)
	clear(r.records)
	r.rows, r.records, r.bytes = r.rows[:0], r.records[:0], 0
	return err
}

// Write completes and writes the cells of one reject, the header first.
func (r *csvRejects) Write(added []string) error {
	record := r.layout.header
	if r.at >= 0 {
		record = r.records[r.at]
		r.at++
	}
	if !r.surplus {
		added = added[:len(added)-1]
	}
	r.line = append(cells(r.line[:0], record, r.layout.own), added...)
	return r.csv.Write(r.line)
}

// Flush and Error are those of the csv.Writer.
func (r *csvRejects) Flush()       { r.csv.Flush() }
func (r *csvRejects) Error() error { return r.csv.Error() }

// jsonlRejects write JSON lines.
type jsonlRejects struct {
	w   *bufio.Writer
	buf []byte
}

func newJSONLRejects(w io.Writer) *jsonlRejects {
	return &jsonlRejects{w: bufio.NewWriterSize(w, 64<<10)}
}

func (r *jsonlRejects) add(o *contact.Outcome, message string) error {
	r.buf = appendReject(r.buf[:0], o, message)
	_, err := r.w.Write(append(r.buf, '\n'))
	return err
}

func (r *jsonlRejects) flush() error { return r.w.Flush() }

// appendReject appends the object with the three keys in the place of those of
// an earlier round, all else as it stood; a line that is no object is quoted.
func appendReject(dst []byte, o *contact.Outcome, message string) []byte {
	list, ok := members(o.Row.Raw)
	if !ok || !utf8.Valid(o.Row.Raw) {
		raw := appendString(nil, string(o.Row.Raw))
		list = []member{{text: append([]byte(`"`+contact.RejectRaw+`":`), raw...)}}
	}
	dst = append(dst, '{')
	start := len(dst)
	for _, m := range list {
		switch m.name {
		case contact.RejectRow, contact.RejectOutcome, contact.RejectMessage:
			continue
		}
		text := m.text
		if len(dst) == start {
			text = bytes.TrimLeft(text, ", \t\r\n")
		}
		dst = append(dst, text...)
	}
	if len(dst) > start {
		dst = append(dst, ',')
	}
	dst = strconv.AppendInt(append(dst, `"`+contact.RejectRow+`":`...), int64(o.Row.Number), 10)
	dst = appendString(append(dst, `,"`+contact.RejectOutcome+`":`...), o.Status.String())
	dst = appendString(append(dst, `,"`+contact.RejectMessage+`":`...), message)
	return append(dst, '}')
}

// appendString appends a JSON string; bytes that are no UTF-8 are replaced.
func appendString(dst []byte, s string) []byte {
	dst, err := jsontext.AppendQuote(dst, strings.ToValidUTF8(s, "\ufffd"))
	if err != nil {
		return append(dst, `""`...)
	}
	return dst
}
