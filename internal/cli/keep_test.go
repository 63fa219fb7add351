package cli

import (
	"os"
	"path/filepath"
	"testing"

	"rollcall/report"
)

// finishedRun makes the directory of a run that came to its end.
func finishedRun(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "2026-01-01.rollcall")
	journal, err := report.Create(dir, report.Start{Command: "run", Input: report.Input{Format: "csv"}, Header: []string{"id"}})
	if err == nil {
		err = journal.End(report.End{State: report.Finished, Complete: true})
	}
	if err == nil {
		err = journal.Close()
	}
	if err == nil {
		_, err = report.Render(dir)
	}
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestRemoveFinished(t *testing.T) {
	t.Parallel()
	dir := finishedRun(t)
	if err := os.WriteFile(filepath.Join(dir, "summary.json.1.part"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if why, err := removeFinished(dir); why != "" || err != nil {
		t.Errorf("a finished run is kept: %s %v", why, err)
	}
	if _, err := os.Lstat(dir); !os.IsNotExist(err) {
		t.Errorf("its directory is still there: %v", err)
	}
}

func TestRemoveFinished_keeps(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, why string
		change    func(t *testing.T, dir string)
	}{
		{"in use", "it is in use", func(t *testing.T, dir string) {
			l, err := acquire(dir)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(l.release)
		}},
		{"gone on with since", "its run is not finished", func(t *testing.T, dir string) {
			journal, _, err := report.Append(dir, report.Start{Command: "run"})
			if err != nil {
				t.Fatal(err)
			}
			if err := journal.Close(); err != nil {
				t.Fatal(err)
			}
		}},
		{"rejects set aside", "its rejects were corrected", func(t *testing.T, dir string) { leave(t, dir, report.EditedPrefix+".csv") }},
		{"a file of the user's", "it holds notes.txt", func(t *testing.T, dir string) { leave(t, dir, "notes.txt") }},
		{"a journal that is damaged", "", func(t *testing.T, dir string) { leave(t, dir, "journal") }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir := finishedRun(t)
			before, _ := contents(dir)
			tt.change(t, dir)
			why, err := removeFinished(dir)
			if why != tt.why || (err != nil) != (tt.why == "") {
				t.Errorf("it is kept since %q (%v), want %q", why, err, tt.why)
			}
			if after, _ := contents(dir); len(after) < len(before) {
				t.Errorf("of %v only %v are left", before, after)
			}
		})
	}
}

func leave(t *testing.T, dir, name string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte("mine, not a journal of any form"), 0o600); err != nil {
		t.Fatal(err)
	}
}
