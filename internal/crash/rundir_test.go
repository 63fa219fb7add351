//go:build unix

package crash

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
)

// A line is one row's line of a reconciliation, what chance decides left out.
type line struct {
	Row, Line, Contact, Outcome, Status, Code, Message, Field string
}

// A summary is what summary.json says of a run, figures of time left out.
type summary struct {
	State    string         `json:"state"`
	Reason   string         `json:"reason"`
	ExitCode *int           `json:"exit_code"`
	Rows     int            `json:"rows"`
	Outcomes map[string]int `json:"outcomes"`
	Problems []struct {
		Outcome   string `json:"outcome"`
		Message   string `json:"message"`
		Count     int    `json:"count"`
		FirstRows []int  `json:"first_rows"`
	} `json:"problems"`
}

// A rundir is what a run directory says.
type rundir struct {
	lines    []line
	attempts []int
	rejects  string // the file, empty if there is none
	summary  summary
}

// read reads a run directory and checks what holds for every one: a line for
// each row, in order, and counts that add up.
func read(t testing.TB, dir string) rundir {
	t.Helper()
	r := rundir{rejects: text(t, dir, "rejects.csv") + text(t, dir, "rejects.jsonl")}
	if err := json.Unmarshal([]byte(text(t, dir, "summary.json")), &r.summary); err != nil {
		t.Fatalf("summary.json: %v", err)
	}
	for i, record := range records(t, dir) {
		if record[0] != strconv.Itoa(i+1) {
			t.Fatalf("the reconciliation has row %s where row %d should be", record[0], i+1)
		}
		r.lines = append(r.lines, line{record[0], record[1], record[2], record[3], record[4], record[5], record[6], record[7]})
		n, _ := strconv.Atoi(record[8])
		r.attempts = append(r.attempts, n)
	}
	r.count(t)
	return r
}

func records(t testing.TB, dir string) [][]string {
	t.Helper()
	f, err := os.Open(filepath.Join(dir, "reconciliation.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	all, err := csv.NewReader(f).ReadAll()
	if err != nil || len(all) == 0 {
		t.Fatalf("reconciliation.csv cannot be read: %v", err)
	}
	return all[1:]
}

// count checks that the summary counts what the reconciliation lists.
func (r rundir) count(t testing.TB) {
	t.Helper()
	listed := map[string]int{}
	for _, l := range r.lines {
		listed[l.Outcome]++
	}
	sum := 0
	for outcome, n := range r.summary.Outcomes {
		sum += n
		if listed[outcome] != n {
			t.Errorf("the summary counts %d rows %s, the reconciliation lists %d", n, outcome, listed[outcome])
		}
	}
	if sum != len(r.lines) || r.summary.Rows != len(r.lines) {
		t.Errorf("%d rows, %d outcomes and %d lines: one is wrong", r.summary.Rows, sum, len(r.lines))
	}
}

// only checks that every row has one of these outcomes.
func (r rundir) only(t testing.TB, outcomes ...string) {
	t.Helper()
	for _, l := range r.lines {
		if !slices.Contains(outcomes, l.Outcome) {
			t.Errorf("row %s is %s (%s), want one of %v", l.Row, l.Outcome, l.Message, outcomes)
		}
	}
}

// text returns a file of a directory, empty if it is not there.
func text(t testing.TB, dir, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return string(b)
}
