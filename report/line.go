package report

import (
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"rollcall/contact"
)

// A line is one line of the reconciliation, as text. Its tags are the header.
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

// appendLine appends the cells of a line as gocsv would write them. For there
// may be millions of lines it does without reflection, which takes 0.7 µs each.
func appendLine(dst []byte, o *contact.Outcome, message string, c *clock) []byte {
	dst = strconv.AppendInt(dst, int64(o.Row.Number), 10)
	dst = strconv.AppendInt(append(dst, ','), int64(o.Row.Line), 10)
	dst = appendCell(append(dst, ','), guard(o.Contact))
	dst = append(append(dst, ','), o.Status.String()...)
	dst = append(dst, ',')
	if o.HTTPStatus != 0 {
		dst = strconv.AppendInt(dst, int64(o.HTTPStatus), 10)
	}
	dst = appendCell(append(dst, ','), guard(o.Code))
	dst = appendCell(append(dst, ','), guard(message))
	dst = appendCell(append(dst, ','), guard(o.Field))
	dst = strconv.AppendInt(append(dst, ','), int64(o.Attempts), 10)
	dst = strconv.AppendInt(append(dst, ','), o.Duration.Round(time.Millisecond).Milliseconds(), 10)
	dst = appendCell(append(dst, ','), guard(o.RequestID))
	dst = append(dst, ',')
	if !o.SentAt.IsZero() {
		dst = c.append(dst, o.SentAt)
	}
	return dst
}

// A clock writes times. It has the text of the last second at hand, for there
// are many lines for each: that saves 80 of 100 ns.
type clock struct {
	second int64
	text   []byte // up to the point
}

// append appends a time in UTC, to the millisecond.
func (c *clock) append(dst []byte, t time.Time) []byte {
	if second := t.Unix(); c.text == nil || c.second != second {
		c.second, c.text = second, t.UTC().AppendFormat(c.text[:0], "2006-01-02T15:04:05.")
	}
	ms := t.Nanosecond() / int(time.Millisecond)
	return append(append(dst, c.text...), '0'+byte(ms/100), '0'+byte(ms/10%10), '0'+byte(ms%10), 'Z')
}

// appendCell appends a cell as encoding/csv writes it.
func appendCell(dst []byte, cell string) []byte {
	if cell == "" || isPlain(cell) {
		return append(dst, cell...)
	}
	dst = append(dst, '"')
	dst = append(dst, strings.ReplaceAll(cell, `"`, `""`)...)
	return append(dst, '"')
}

// quotedSet is the set of characters that put a cell in quotes, a bit each.
const quotedSet = 1<<',' | 1<<'"' | 1<<'\n' | 1<<'\r'

// isPlain reports whether a cell that is not empty needs no quotes. It gets them
// for a blank in front too, and where it is the end mark of Postgres.
func isPlain(cell string) bool {
	for i := range len(cell) {
		if c := cell[i]; c < 64 && quotedSet>>c&1 != 0 {
			return false
		}
	}
	first, _ := utf8.DecodeRuneInString(cell)
	return !unicode.IsSpace(first) && cell != `\.`
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
