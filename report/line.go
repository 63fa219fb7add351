package report

import (
	"bufio"
	"encoding/csv"
	"io"
	"strconv"
	"time"

	"github.com/gocarina/gocsv"

	"rollcall/contact"
)

// chunk is how many lines are written at once; a chunk of long ones is closed
// at chunkBytes.
const (
	chunk      = 256
	chunkBytes = 1 << 20
)

// A line is one line of the reconciliation, as text.
type line struct {
	Row       string `csv:"row"`
	Line      string `csv:"line"`
	Contact   string `csv:"contact"`
	Outcome   string `csv:"outcome"`
	Status    string `csv:"http_status"`
	Code      string `csv:"code"`
	Message   string `csv:"message"`
	Field     string `csv:"field"`
	Attempts  string `csv:"attempts"`
	Duration  string `csv:"duration_ms"`
	RequestID string `csv:"request_id"`
	SentAt    string `csv:"sent_at"`
}

// foreign are the columns of a line whose text comes from outside. Those of the
// kept cells follow the line's own.
var foreign = []int{2, 5, 6, 7, 10}

// newLine makes the line of an outcome. Its figures share one string, for there
// may be millions of lines.
func newLine(o *contact.Outcome, message string) line {
	var room [96]byte
	b := strconv.AppendInt(room[:0], int64(o.Row.Number), 10)
	row := len(b)
	b = strconv.AppendInt(b, int64(o.Row.Line), 10)
	physical := len(b)
	b = strconv.AppendInt(b, int64(o.Attempts), 10)
	attempts := len(b)
	b = strconv.AppendInt(b, o.Duration.Round(time.Millisecond).Milliseconds(), 10)
	duration := len(b)
	if o.HTTPStatus != 0 {
		b = strconv.AppendInt(b, int64(o.HTTPStatus), 10)
	}
	status := len(b)
	if !o.SentAt.IsZero() {
		b = o.SentAt.UTC().AppendFormat(b, "2006-01-02T15:04:05.000Z")
	}
	s := string(b)
	return line{
		Row: s[:row], Line: s[row:physical], Attempts: s[physical:attempts], Duration: s[attempts:duration],
		Status: s[duration:status], SentAt: s[status:],
		Contact: o.Contact, Outcome: o.Status.String(), Code: o.Code, Message: message, Field: o.Field, RequestID: o.RequestID,
	}
}

// A reconciliation writes lines, a chunk at a time. It is the gocsv.CSVWriter
// that gocsv writes the cells of a line to, and it adds the kept ones.
type reconciliation struct {
	csv   *csv.Writer
	names []string // of the kept columns
	lines []line
	kept  [][]string
	at    int // the line of the chunk that is being written
	bytes int
}

func newReconciliation(w io.Writer, names []string, bom bool) (*reconciliation, error) {
	b := bufio.NewWriterSize(w, 64<<10)
	if bom {
		if _, err := b.WriteString("\ufeff"); err != nil {
			return nil, err
		}
	}
	r := &reconciliation{csv: csv.NewWriter(b), names: make([]string, len(names)), at: -1}
	for i, name := range names {
		r.names[i] = "source." + name
	}
	return r, gocsv.MarshalCSV([]line{}, r)
}

// add adds a line; kept may have fewer cells than there are kept columns.
func (r *reconciliation) add(l line, kept []string) error {
	r.lines, r.kept = append(r.lines, l), append(r.kept, kept)
	r.bytes += len(l.Message)
	for _, cell := range kept {
		r.bytes += len(cell)
	}
	if len(r.lines) == chunk || r.bytes > chunkBytes {
		return r.flush()
	}
	return nil
}

func (r *reconciliation) flush() error {
	r.at = 0
	err := gocsv.MarshalCSVWithoutHeaders(r.lines, r)
	clear(r.kept)
	r.lines, r.kept, r.bytes = r.lines[:0], r.kept[:0], 0
	return err
}

// Write completes and writes the cells of one line, the header first.
func (r *reconciliation) Write(cells []string) error {
	if r.at < 0 {
		return r.csv.Write(append(cells, r.names...))
	}
	for _, i := range foreign {
		cells[i] = guard(cells[i])
	}
	kept := r.kept[r.at]
	for i := range r.names {
		cell := ""
		if i < len(kept) {
			cell = guard(kept[i])
		}
		cells = append(cells, cell)
	}
	r.at++
	return r.csv.Write(cells)
}

// Flush and Error are those of the csv.Writer.
func (r *reconciliation) Flush()       { r.csv.Flush() }
func (r *reconciliation) Error() error { return r.csv.Error() }

// guard keeps a spreadsheet from running a cell as a formula.
func guard(cell string) string {
	if cell == "" {
		return cell
	}
	switch cell[0] {
	case '=', '+', '-', '@', '\t', '\r':
		return "'" + cell
	}
	return cell
}
