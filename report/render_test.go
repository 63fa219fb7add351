package report

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"rollcall/contact"
)

func TestReconciliation(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	bad := outcome(2, "+6011", contact.Rejected)
	bad.HTTPStatus, bad.Code, bad.Message, bad.Field, bad.RequestID = 422, "E1", "=no, \"x\"\nmore", "email", "r-2"
	bad.Attempts, bad.Duration = 3, 1500*time.Millisecond
	invalid := contact.Outcome{Row: contact.Row{Number: 3, Line: 9, Record: []string{"", ""}}, Status: contact.Invalid, Message: "empty"}
	write(t, dir, csvStart("ID", "V"), readRows(1, 3), settle(outcome(1, "a", contact.Updated), bad, invalid), end(Finished, 1))
	render(t, dir)
	equal(t, reconciliationName, read(t, dir, reconciliationName), `row,line,contact,outcome,http_status,code,message,field,attempts,duration_ms,request_id,sent_at
1,2,a,updated,200,,,,1,40,,2026-03-01T12:00:00.250Z
2,3,'+6011,rejected,422,E1,"'=no, ""x""
more",email,3,1500,r-2,2026-03-01T12:00:00.250Z
3,9,,invalid,,,empty,,0,0,,
`)
	equal(t, rejectsCSV, read(t, dir, rejectsCSV), `ID,V,rollcall_row,rollcall_outcome,rollcall_message
+6011,v2,2,rejected,"=no, ""x""
more"
,,3,invalid,empty
`)
}

func TestKeptColumns(t *testing.T) {
	t.Parallel()
	line := func(n int, raw string) contact.Outcome {
		return contact.Outcome{Row: contact.Row{Number: n, Line: n, Raw: []byte(raw)}, Status: contact.Updated}
	}
	columns := Keep{Columns: []string{"V", "ID"}, Cells: func(r contact.Row) []string { return []string{r.Record[1], r.Record[0]} }}
	tests := map[string]struct {
		start    Start
		outcomes []contact.Outcome
		want     [][]string // the columns behind our own
	}{
		"columns": {
			func() Start { s := csvStart("ID", "V"); s.Keep = columns; return s }(),
			[]contact.Outcome{outcome(1, "=a", contact.Updated), outcome(2, "b", contact.Invalid)},
			[][]string{{"source.V", "source.ID"}, {"v1", "'=a"}, {"v2", "b"}},
		},
		"all columns": {
			func() Start { s := csvStart(" ID ", "V", "W"); s.Keep.All = true; return s }(),
			[]contact.Outcome{outcome(2, "b", contact.Updated), outcome(1, "-a", contact.Updated)},
			[][]string{{"source.ID", "source.V", "source.W"}, {"'-a", "v1", ""}, {"b", "v2", ""}},
		},
		"all keys in order of appearance": {
			func() Start { s := jsonlStart(); s.Keep.All = true; return s }(),
			[]contact.Outcome{line(2, `{"c":[1, 2],"a":12345678901234567890}`), line(1, `{"b":"@x\"","a":null}`)},
			[][]string{{"source.b", "source.a", "source.c"}, {`'@x"`, "", ""}, {"", "12345678901234567890", "[1, 2]"}},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			write(t, dir, test.start, readRows(1, 2), settle(test.outcomes...), end(Finished, 0))
			render(t, dir)
			records := table(t, dir, reconciliationName)
			for i := range records {
				records[i] = records[i][12:]
			}
			equal(t, "kept columns", records, test.want)
		})
	}
}

func TestByteOrderMark(t *testing.T) {
	t.Parallel()
	dir, start := t.TempDir(), csvStart("ID")
	start.BOM = true
	write(t, dir, start, readRows(1, 1), settle(outcome(1, "a", contact.Failed)), end(Finished, 1))
	render(t, dir)
	if got := read(t, dir, reconciliationName); !strings.HasPrefix(got, "\ufeffrow,line,") {
		t.Errorf("Excel would not know the encoding: the file begins with %q", got[:8])
	}
	if got := read(t, dir, rejectsCSV); !strings.HasPrefix(got, "\ufeffID,rollcall_row,") {
		t.Errorf("Excel would not know the encoding of the rejects, which begin with %q", got[:8])
	}
}

// TestStragglers settles rows so far behind that they must be fetched.
func TestStragglers(t *testing.T) {
	t.Parallel()
	const rows = window + 4017
	dir := t.TempDir()
	late := []int{1, 2, 500, 4016, 4017, 4018, rows - 1}
	isLate := map[int]bool{}
	var last []contact.Outcome
	for _, n := range late {
		isLate[n] = true
		last = append([]contact.Outcome{outcome(n, "late", contact.Failed)}, last...)
	}
	var steps []session
	for n := 1; n <= rows; n += 1000 {
		to := min(n+999, rows)
		steps = append(steps, readRows(n, to))
		var batch []contact.Outcome
		for i := to; i >= n; i-- {
			if !isLate[i] {
				batch = append(batch, outcome(i, "x", contact.Updated))
			}
		}
		steps = append(steps, settle(batch...))
	}
	write(t, dir, csvStart("ID", "V"), append(steps, settle(last...), end(Finished, 1))...)
	s := render(t, dir)
	equal(t, "outcomes", s.Outcomes, map[contact.Status]int{contact.Updated: rows - len(late), contact.Failed: len(late)})
	for i, cells := range table(t, dir, reconciliationName, "row", "contact") {
		n := i + 1
		want := []string{itoa(n), "x"}
		if isLate[n] {
			want[1] = "late"
		}
		if cells[0] != want[0] || cells[1] != want[1] {
			t.Fatalf("line %d of the reconciliation is of row %v, want %v", n, cells, want)
		}
	}
}

func TestHeldEntriesAreFetchedBeyondTheBudget(t *testing.T) {
	t.Parallel()
	dir, start := t.TempDir(), csvStart("ID", "V")
	start.Keep.All = true
	var batch []contact.Outcome
	for n := 12; n >= 1; n-- {
		o := outcome(n, itoa(n), contact.Updated)
		o.Row.Record[1] = strings.Repeat("x", 1<<20) + itoa(n)
		batch = append(batch, o)
	}
	write(t, dir, start, readRows(1, 12), settle(batch...), end(Finished, 0))
	render(t, dir)
	for i, cells := range table(t, dir, reconciliationName, "row", "source.V") {
		if cells[0] != itoa(i+1) || !strings.HasSuffix(cells[1], "x"+itoa(i+1)) {
			t.Errorf("line %d is of row %s and holds …%s", i+1, cells[0], cells[1][1<<20:])
		}
	}
}

// TestSessions renders what several sessions left behind.
func TestSessions(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		sessions [][]session
		state    string
		want     [][]string // row, contact, outcome, attempts, message
		rejects  int
	}{
		"killed": {
			[][]session{{readRows(1, 4), sendUpdates(update(2, "b"), update(3, "c")), settle(outcome(3, "c", contact.Updated))}},
			Unfinished,
			[][]string{
				{"1", "", "not_sent", "0", messageNotSent},
				{"2", "b", "unknown", "1", messageUnanswered},
				{"3", "c", "updated", "1", ""},
				{"4", "", "not_sent", "0", messageNotSent},
			},
			1,
		},
		"killed while repeating": {
			[][]session{{readRows(1, 1), sendUpdates(update(1, "a")), sendUpdates(update(1, "a"))}},
			Unfinished,
			[][]string{{"1", "a", "unknown", "2", messageUnanswered}},
			1,
		},
		"stopped and resumed": {
			[][]session{
				{readRows(1, 3), settle(outcome(1, "a", contact.Updated), open(outcome(2, "b", contact.Unknown)), open(outcome(3, "c", contact.NotSent))), end(Stopped, 3)},
				{readRows(4, 4), settle(outcome(4, "d", contact.Updated), outcome(3, "c", contact.Rejected), outcome(2, "b", contact.Updated)), end(Finished, 1)},
			},
			Finished,
			[][]string{{"1", "a", "updated", "1", ""}, {"2", "b", "updated", "1", ""}, {"3", "c", "rejected", "1", ""}, {"4", "d", "updated", "1", ""}},
			1,
		},
		"resumed, and the row not reached again": {
			[][]session{
				{readRows(1, 2), sendUpdates(update(1, "a")), settle(open(outcome(2, "b", contact.Deferred))), end(Stopped, 3)},
				{settle(open(outcome(1, "a", contact.NotSent)), open(outcome(2, "b", contact.NotSent))), end(Stopped, 3)},
			},
			Stopped,
			[][]string{{"1", "a", "unknown", "1", messageUnanswered}, {"2", "b", "deferred", "1", ""}},
			2,
		},
		"resumed and killed with an answer outstanding": {
			[][]session{
				{readRows(1, 1), settle(open(outcome(1, "a", contact.Deferred))), end(Interrupted, 130)},
				{sendUpdates(update(1, "a"))},
			},
			Unfinished,
			[][]string{{"1", "a", "unknown", "1", messageUnanswered}},
			1,
		},
		"no rows": {[][]session{{end(Finished, 0)}}, Finished, nil, 0},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(t.TempDir(), "deep", "run")
			for _, steps := range test.sessions {
				write(t, dir, csvStart("ID", "V"), steps...)
			}
			s := render(t, dir)
			equal(t, "state", s.State, test.state)
			equal(t, "sessions after the first", s.Resumed, len(test.sessions)-1)
			equal(t, "reconciliation", table(t, dir, reconciliationName, "row", "contact", "outcome", "attempts", "message"), test.want)
			if test.rejects > 0 {
				equal(t, "rejects", len(table(t, dir, rejectsCSV))-1, test.rejects)
			} else if _, err := os.Stat(filepath.Join(dir, rejectsCSV)); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("there are rejects, but no row is bad: %v", err)
			}
		})
	}
}

func TestRejectsGoAwayWithTheLastBadRow(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, csvStart("ID", "V"), readRows(1, 1), settle(open(outcome(1, "a", contact.Failed))), end(Stopped, 3))
	render(t, dir)
	read(t, dir, rejectsCSV)
	write(t, dir, csvStart("ID", "V"), settle(outcome(1, "a", contact.Updated)), end(Finished, 0))
	render(t, dir)
	var names []string
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
		if info, err := e.Info(); err != nil || info.Mode().Perm() != 0o600 && runtime.GOOS != "windows" {
			t.Errorf("%s can be read by others: %v, %v", e.Name(), info.Mode(), err)
		}
	}
	equal(t, "run directory", names, []string{journalName, reconciliationName, summaryName})
}

func TestConservation(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, csvStart("ID", "V"), readRows(1, 3), settle(outcome(1, "a", contact.Updated), open(outcome(3, "c", contact.Failed))), end(Finished, 0))
	s, err := Render(dir)
	lost, ok := errors.AsType[*ConservationError](err)
	if !ok {
		t.Fatalf("a finished run that lost two rows: error is %v", err)
	}
	equal(t, "counts", *lost, ConservationError{Rows: 3, Outcomes: 1})
	equal(t, "rows listed all the same", s.Rows, 3)
	equal(t, "outcomes", table(t, dir, reconciliationName, "outcome"), [][]string{{"updated"}, {"not_sent"}, {"failed"}})
}

func TestRenderWithoutAJournal(t *testing.T) {
	t.Parallel()
	if _, err := Render(t.TempDir()); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("error is %v, want fs.ErrNotExist", err)
	}
}
