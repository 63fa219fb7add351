package report

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/gocarina/gocsv"

	"rollcall/contact"
)

// benchOutcome is a usual one: accepted, with a request id.
func benchOutcome(n int) contact.Outcome {
	o := contact.Outcome{
		Row:     contact.Row{Number: n, Line: n + 1, Sum: uint64(n) * 0x9e3779b97f4a7c15},
		Contact: fmt.Sprintf("674d9650b%015d", n), Status: contact.Updated, HTTPStatus: 200, Attempts: 1,
		Duration: 123456789 * time.Nanosecond, RequestID: "req-0123456789", SentAt: time.Unix(1700000000, int64(n)*1000),
	}
	if n%100 == 0 {
		o.Status, o.HTTPStatus, o.Message = contact.NotFound, 404, "contact with id "+o.Contact+" is not exist"
		o.Row.Record = []string{o.Contact, "Ada", "Lovelace", "ada@example.com"}
	}
	return o
}

func BenchmarkSettled(b *testing.B) {
	for _, size := range []int{1, 100} {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			j, err := Create(filepath.Join(b.TempDir(), "run"), Start{})
			if err != nil {
				b.Fatal(err)
			}
			defer j.Close()
			j.last = 1 << 40
			batch := make([]contact.Outcome, size)
			for i := range batch {
				batch[i] = benchOutcome(i + 1)
			}
			b.ReportAllocs()
			n := 0
			for b.Loop() {
				for i := range batch {
					n++
					batch[i].Row.Number = n
				}
				if err := j.Settled(batch); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(n), "ns/row")
		})
	}
}

// All that a run asks of the journal for a row that is sent alone; together with
// BenchmarkRender it is what journal and reports cost.
func BenchmarkRowSent(b *testing.B) {
	j, err := Create(filepath.Join(b.TempDir(), "run"), Start{})
	if err != nil {
		b.Fatal(err)
	}
	defer j.Close()
	rows, updates, outcomes := make([]contact.Row, 1), make([]contact.Update, 1), []contact.Outcome{benchOutcome(1)}
	outcomes[0].Status = contact.Updated
	record := []string{"1", "Anna", "Berg", "anna@example.com", "Main Street 5", "01234", "Town", "a note", "Company", "Job"}
	b.ReportAllocs()
	for n := 1; b.Loop(); n++ {
		rows[0] = contact.Row{Number: n, Line: n + 1, Record: record}
		updates[0] = contact.Update{Row: rows[0], Contact: "id:1"}
		outcomes[0].Row = rows[0]
		for _, err := range []error{j.Rows(rows), j.Sending(updates), j.Settled(outcomes)} {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
}

func BenchmarkRender(b *testing.B) {
	const rows = 1_000_000
	dir := filepath.Join(b.TempDir(), "run")
	writeBenchJournal(b, dir, rows)
	b.ReportAllocs()
	b.ResetTimer()
	for b.Loop() {
		if _, err := Render(dir); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/rows, "ns/row")
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	b.ReportMetric(float64(m.HeapSys)/(1<<20), "heap-MiB")
	if info, err := os.Stat(filepath.Join(dir, journalName)); err == nil {
		b.ReportMetric(float64(info.Size())/rows, "journal-B/row")
	}
}

// BenchmarkLine writes lines in the three ways that there are.
func BenchmarkLine(b *testing.B) {
	const lines = 256
	outcomes := make([]contact.Outcome, lines)
	all, cells := make([]line, lines), make([][]string, lines)
	for i := range outcomes {
		outcomes[i] = benchOutcome(i + 1)
		l := newLine(&outcomes[i], outcomes[i].Message)
		all[i], cells[i] = l, []string{l.Row, l.Line, l.Contact, l.Outcome, l.Status, l.Code, l.Message, l.Field, l.Attempts, l.Duration, l.RequestID, l.SentAt}
	}
	w, buf, c := csv.NewWriter(io.Discard), []byte(nil), &clock{}
	for _, way := range []struct {
		name  string
		write func() error
	}{
		{"gocsv", func() error { return gocsv.MarshalCSVWithoutHeaders(all, w) }},
		{"encoding-csv", func() error { return w.WriteAll(cells) }},
		{"appended", func() error {
			buf = buf[:0]
			for i := range outcomes {
				buf = append(appendLine(buf, &outcomes[i], outcomes[i].Message, c), '\n')
			}
			return nil
		}},
	} {
		b.Run(way.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := way.write(); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/lines, "ns/line")
		})
	}
}

// BenchmarkRenderCheck renders a check, all of whose rows are valid.
func BenchmarkRenderCheck(b *testing.B) {
	const rows, stretch = 1_000_000, 256
	dir := filepath.Join(b.TempDir(), "check")
	j, err := Create(dir, Start{Header: []string{"ID", "First", "Last", "Email"}, Input: Input{Format: "csv"}})
	if err != nil {
		b.Fatal(err)
	}
	outcomes := make([]contact.Outcome, stretch)
	for n := 0; n < rows; n += stretch {
		for i := range outcomes {
			outcomes[i] = contact.Outcome{Row: contact.Row{Number: n + i + 1, Line: n + i + 2}, Contact: fmt.Sprintf("674d9650b%015d", n+i), Status: contact.Valid}
		}
		if err := j.Decided(outcomes); err != nil {
			b.Fatal(err)
		}
	}
	if err := errors.Join(j.End(End{State: Finished}), j.Close()); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Render(dir); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/rows, "ns/row")
}

// writeBenchJournal writes a finished run in batches of 100, each sent and
// settled, the batches slightly out of order.
func writeBenchJournal(b *testing.B, dir string, rows int) {
	b.Helper()
	j, err := Create(dir, Start{Header: []string{"ID", "First", "Last", "Email"}, Input: Input{Format: "csv"}})
	if err != nil {
		b.Fatal(err)
	}
	outcomes, updates := make([]contact.Outcome, 200), make([]contact.Update, 200)
	marks := make([]contact.Row, 200)
	for n := 0; n < rows; n += 200 {
		for i := range outcomes {
			outcomes[i] = benchOutcome(n + i + 1)
			marks[i] = outcomes[i].Row
			updates[i] = contact.Update{Row: outcomes[i].Row, Contact: outcomes[i].Contact}
			updates[i].Row.Record = []string{outcomes[i].Contact, "Ada", "Lovelace", "ada@example.com"}
		}
		for _, err := range []error{
			j.Rows(marks), j.Sending(updates[:100]), j.Sending(updates[100:]),
			j.Settled(outcomes[100:]), j.Settled(outcomes[:100]),
		} {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
	if err := j.End(End{State: Finished}); err != nil {
		b.Fatal(err)
	}
	if err := j.Close(); err != nil {
		b.Fatal(err)
	}
}
