package report

import (
	"bytes"
	"encoding/csv"
	"strconv"
	"testing"
	"time"

	"github.com/gocarina/gocsv"

	"rollcall/contact"
)

// newLine returns the struct from which the header comes for an outcome.
func newLine(o *contact.Outcome, message string) line {
	l := line{
		Row: strconv.Itoa(o.Row.Number), Line: strconv.Itoa(o.Row.Line), Contact: guard(o.Contact), Outcome: o.Status.String(),
		Code: guard(o.Code), Message: guard(message), Field: guard(o.Field), Attempts: strconv.Itoa(o.Attempts),
		Duration: strconv.FormatInt(o.Duration.Round(time.Millisecond).Milliseconds(), 10), RequestID: guard(o.RequestID),
	}
	if o.HTTPStatus != 0 {
		l.Status = strconv.Itoa(o.HTTPStatus)
	}
	if !o.SentAt.IsZero() {
		l.SentAt = o.SentAt.UTC().Format("2006-01-02T15:04:05.000Z")
	}
	return l
}

func sameLine(t testing.TB, o contact.Outcome) {
	t.Helper()
	c := &clock{}
	for range 2 { // the second time the clock knows the second
		got := string(append(appendLine(nil, &o, o.Message, c), '\n'))
		var want bytes.Buffer
		if err := gocsv.MarshalCSVWithoutHeaders([]line{newLine(&o, o.Message)}, csv.NewWriter(&want)); err != nil {
			t.Fatal(err)
		}
		if got != want.String() {
			t.Errorf("the line is %q; gocsv writes %q", got, want.String())
		}
		o.SentAt = o.SentAt.Add(3 * time.Millisecond)
	}
}

func TestLinesAreThoseOfGocsv(t *testing.T) {
	t.Parallel()
	valid := contact.Outcome{Row: contact.Row{Number: 1, Line: 2}, Contact: "674d9650b", Status: contact.Valid}
	sameLine(t, valid)
	for _, cell := range []string{
		"", "a", "a,b", `"`, `a "b" c`, "a\nb", "a\r\nb", "\r", " a", "a ", "\u00a0a", "\u2003a", `\.`, `\.x`, "=1+1", "+60", "-1", "@x", "\tx", "ä", "\xff", "'a",
	} {
		o := outcome(12, cell, contact.Rejected)
		o.Code, o.Message, o.Field, o.RequestID = cell, cell, cell, cell
		sameLine(t, o)
	}
	never := outcome(3, "x", contact.NotSent)
	never.SentAt, never.HTTPStatus, never.Duration = time.Time{}, 0, -time.Second
	sameLine(t, never)
}

func FuzzLine(f *testing.F) {
	f.Add(1, 2, "a", "b,", "\"c\"\n", 200, int64(1500), uint8(1))
	f.Add(-1, 0, " ", `\.`, "\r", 0, int64(-1), uint8(14))
	f.Fuzz(func(t *testing.T, row, line int, id, code, message string, status int, duration int64, kind uint8) {
		statuses := contact.Statuses()
		sameLine(t, contact.Outcome{
			Row: contact.Row{Number: row, Line: line}, Contact: id, Code: code, Message: message, Field: code, RequestID: id,
			Status: statuses[int(kind)%len(statuses)], HTTPStatus: status, Attempts: status, Duration: time.Duration(duration),
			SentAt: time.Unix(duration, int64(status)),
		})
	})
}
