package report

import (
	"strconv"
	"time"

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
