package report

import (
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rollcall/contact"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 250_000_000, time.UTC)

func csvStart(header ...string) Start {
	return Start{
		Version: "1.2.3", Command: "run", Provider: "cellcast", BaseURL: "https://api.example",
		Input: Input{Path: "in.csv", Format: "csv"}, Mapping: Mapping{Path: "m.yaml", SHA256: "ab", Fingerprint: "cd"},
		Header: header, StartedAt: noon,
	}
}

func jsonlStart() Start {
	s := csvStart()
	s.Input = Input{Path: "in.jsonl", Format: "jsonl"}
	return s
}

// rowsTo returns rows without content, the first to the last.
func rowsTo(first, last int) []contact.Row {
	var rows []contact.Row
	for n := first; n <= last; n++ {
		rows = append(rows, contact.Row{Number: n, Line: n + 1, Sum: uint64(n) * 1001})
	}
	return rows
}

func outcome(row int, id string, status contact.Status) contact.Outcome {
	return contact.Outcome{
		Row:     contact.Row{Number: row, Line: row + 1, Record: []string{id, fmt.Sprint("v", row)}},
		Contact: id, Status: status, HTTPStatus: 200, Attempts: 1, Duration: 40 * time.Millisecond, SentAt: noon,
	}
}

func open(o contact.Outcome) contact.Outcome {
	o.Open = true
	return o
}

func update(row int, id string) contact.Update {
	o := outcome(row, id, contact.Updated)
	return contact.Update{Row: o.Row, Contact: id}
}

// A session is what one process does to a journal.
type session func(*Journal) error

func readRows(first, last int) session {
	return func(j *Journal) error { return j.Rows(rowsTo(first, last)) }
}

func settle(outcomes ...contact.Outcome) session {
	return func(j *Journal) error { return j.Settled(outcomes) }
}

func sendUpdates(updates ...contact.Update) session {
	return func(j *Journal) error { return j.Sending(updates) }
}

func end(state string, code int) session {
	return func(j *Journal) error {
		return j.End(End{State: state, ExitCode: code, FinishedAt: noon.Add(time.Minute), Complete: state == Finished})
	}
}

// write writes a session into dir, the first or one more.
func write(t testing.TB, dir string, start Start, steps ...session) {
	t.Helper()
	j, err := Create(dir, start)
	if errors.Is(err, os.ErrExist) {
		j, _, err = Append(dir, start)
	}
	if err != nil {
		t.Fatal(err)
	}
	for i, step := range steps {
		if err := step(j); err != nil {
			t.Fatalf("step %d: %v", i, err)
		}
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
}

func render(t testing.TB, dir string) Summary {
	t.Helper()
	s, err := Render(dir)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func read(t testing.TB, dir, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// table returns the records of a CSV file, or of the given columns of it.
func table(t testing.TB, dir, name string, columns ...string) [][]string {
	t.Helper()
	records, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(read(t, dir, name), "\ufeff"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if columns == nil {
		return records
	}
	var picked [][]string
	for _, record := range records[1:] {
		var cells []string
		for _, name := range columns {
			for i := range records[0] {
				if records[0][i] == name {
					cells = append(cells, record[i])
				}
			}
		}
		picked = append(picked, cells)
	}
	return picked
}

func equal(t testing.TB, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func itoa(n int) string { return fmt.Sprint(n) }
