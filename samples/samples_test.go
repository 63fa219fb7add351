package samples_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rollcall/samples"
)

var update = flag.Bool("update", false, "rewrite the expected reconciliations")

func TestRun(t *testing.T) {
	t.Parallel()
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStage(t, name)
			dir := s.do("run", s.input(), "run")
			got := lasting(t, openTable(t, filepath.Join(dir, "reconciliation.csv")))
			expected(t, name, got)
			conserved(t, dir)
			if n := s.server.Stats().Violations(); n > 0 {
				t.Errorf("the client broke the manners of the API %d times: %+v", n, s.server.Stats())
			}
		})
	}
}

// expected compares a reconciliation with the sample's, or, with -update, makes
// it the sample's.
func expected(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join(name, "reconciliation.csv")
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := samples.Files.ReadFile(name + "/reconciliation.csv")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("the reconciliation differs from samples/%s (-want +got); if it should, go test ./samples -run TestRun -update\n%s", path, diff)
	}
}

// lasting returns a reconciliation without what differs from run to run.
func lasting(t *testing.T, c table) []byte {
	t.Helper()
	for _, name := range []string{"duration_ms", "request_id", "sent_at"} {
		i := c.column(t, name)
		for _, record := range c.records {
			record[i] = ""
		}
	}
	var text bytes.Buffer
	w := csv.NewWriter(&text)
	if err := w.WriteAll(append([][]string{c.header}, c.records...)); err != nil {
		t.Fatal(err)
	}
	return text.Bytes()
}

// conserved checks that every row has one line, in order, and that the outcomes
// of the summary add up to the rows.
func conserved(t *testing.T, dir string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, "summary.json"))
	if err != nil {
		t.Fatal(err)
	}
	var sum struct {
		State    string
		Rows     int
		Outcomes map[string]int
	}
	if err := json.Unmarshal(text, &sum); err != nil {
		t.Fatal(err)
	}
	total := 0
	for _, n := range sum.Outcomes {
		total += n
	}
	lines := openTable(t, filepath.Join(dir, "reconciliation.csv")).pick(t, "row")
	if sum.State != "finished" || total != sum.Rows || len(lines) != sum.Rows || sum.Rows < 100 {
		t.Errorf("the run is %s; %d rows, %d outcomes, %d lines: want finished, 100 rows at least, and all alike",
			sum.State, sum.Rows, total, len(lines))
	}
	for i, row := range lines {
		if row != strconv.Itoa(i+1) {
			t.Fatalf("line %d of the reconciliation is about row %s", i+1, row)
		}
	}
}

// TestCheck compares what a check foretells with what a run does.
func TestCheck(t *testing.T) {
	t.Parallel()
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStage(t, name)
			foretold := openTable(t, filepath.Join(s.do("check", s.input(), "check"), "reconciliation.csv"))
			if n := s.server.Stats().Requests; n > 0 {
				t.Errorf("a check sent %d requests", n)
			}
			text, err := samples.Files.ReadFile(name + "/reconciliation.csv")
			if err != nil {
				t.Fatal(err)
			}
			done := readTable(t, bytes.NewReader(text))
			outcome := done.column(t, "outcome")
			for _, record := range done.records {
				if record[outcome] != "invalid" && record[outcome] != "skipped" {
					record[outcome] = "valid"
				}
			}
			columns := []string{"row", "line", "contact", "outcome"}
			if diff := cmp.Diff(done.pick(t, columns...), foretold.pick(t, columns...)); diff != "" {
				t.Errorf("a check foretells another fate than a run finds (-run +check):\n%s", diff)
			}
		})
	}
}

// TestDemo runs the samples as the demo does, with the pace left to the answers.
func TestDemo(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if code, text := rollcall(t, "demo", "--dir", dir); code != 1 {
		t.Fatalf("rollcall demo exits with %d, want 1\n%s", code, text)
	}
	for _, name := range names {
		want, err := samples.Files.ReadFile(name + "/reconciliation.csv")
		if err != nil {
			t.Fatal(err)
		}
		got := lasting(t, openTable(t, filepath.Join(dir, name, "reconciliation.csv")))
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Errorf("the demo of %s ends otherwise than the sample says (-want +got):\n%s", name, diff)
		}
	}
}
