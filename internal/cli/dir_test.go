package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestRunDir(t *testing.T) {
	t.Parallel()
	tests := []struct {
		input string
		check bool
		want  string
	}{
		{"contacts.csv", false, "contacts.rollcall"},
		{"contacts.csv", true, "contacts.rollcall.check"},
		{"-", false, "stdin.rollcall"},
		{"-", true, "stdin.rollcall.check"},
		{"in/March 2026.TSV", false, "in/March 2026.rollcall"},
		{"contacts.jsonl.gz", false, "contacts.rollcall"},
		{"contacts.csv.zst", false, "contacts.rollcall"},
		{"contacts.v2.csv", false, "contacts.v2.rollcall"},
		{"contacts", false, "contacts.rollcall"},
		{"contacts.bak", false, "contacts.bak.rollcall"},
		{"dir.csv/contacts", false, "dir.csv/contacts.rollcall"},
		{"dir/.csv", false, "dir/.csv.rollcall"},
		{".csv.gz", false, ".csv.rollcall"},
		{"../contacts.ndjson", false, "../contacts.rollcall"},
		{"contacts.rollcall/rejects.csv", false, "contacts.rollcall/rejects.rollcall"},
	}
	for _, tt := range tests {
		if got := runDir(tt.input, tt.check); got != tt.want {
			t.Errorf("the run directory of %q (check: %t) is %q, want %q", tt.input, tt.check, got, tt.want)
		}
	}
}

func TestMoveAside(t *testing.T) {
	t.Parallel()
	parent := t.TempDir()
	dir := filepath.Join(parent, "contacts.rollcall")
	var names []string
	for range 3 {
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		aside, err := moveAside(dir + "/")
		if err != nil {
			t.Fatalf("moving the run directory aside: %v", err)
		}
		names = append(names, aside)
	}
	for i, name := range names {
		if info, err := os.Stat(name); err != nil || !info.IsDir() || !strings.HasPrefix(name, dir+".") {
			t.Errorf("directory %d was moved to %q: %v", i+1, name, err)
		}
	}
	if entries, err := os.ReadDir(parent); err != nil || len(entries) != len(names) {
		t.Errorf("three directories that were moved aside left %d: one replaced another (%v)", len(entries), err)
	}
}

// A check removes what a check left, and never what a run left, even where the
// journal cannot be read any more.
func TestClear(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		files   map[string]string
		cleared bool
	}{
		{"a check that was cut short at once", map[string]string{"journal": ""}, true},
		{"a check with a damaged journal", map[string]string{"journal": "damaged", "summary.json": `{"command":"check"}`}, true},
		{"a check of which a kill left the end", map[string]string{"report.html": "", "summary.json": `{"command":"check"}`}, true},
		{"a run with a damaged journal", map[string]string{"journal": "damaged", "summary.json": `{"command":"run"}`}, false},
		{"a run whose journal is empty", map[string]string{"journal": "", "summary.json": `{"command":"run"}`}, false},
		{"a damaged journal of nobody knows what", map[string]string{"journal": "damaged"}, false},
		{"reports without a journal", map[string]string{"reconciliation.csv": "row\n"}, false},
	}
	for _, tt := range tests {
		dir := t.TempDir()
		for name, text := range tt.files {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		files, err := contents(dir)
		if err != nil {
			t.Fatal(err)
		}
		err = newApp(World{Stderr: &bytes.Buffer{}}).clear(&job{dir: dir}, files)
		left, _ := contents(dir)
		if cleared := err == nil && len(left) == 0; cleared != tt.cleared || !cleared && len(left) != len(tt.files) {
			t.Errorf("of %s a check leaves %v (%v), want it cleared: %t", tt.name, left, err, tt.cleared)
		}
	}
}

func TestRemoveRun_foreignFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	files := []string{"journal", "summary.json", "notes.txt"}
	for _, name := range files {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	err := removeRun(dir, files)
	if err == nil || !strings.Contains(err.Error(), "notes.txt") {
		t.Errorf("clearing a directory with a file of the user's: %v, want an error that names it", err)
	}
	if left, _ := contents(dir); len(left) != len(files) {
		t.Errorf("of %v only %v are left", files, left)
	}
	if err := removeRun(dir, files[:2]); err != nil {
		t.Errorf("clearing rollcall's own files: %v", err)
	}
	if left, _ := contents(dir); len(left) != 1 {
		t.Errorf("%v are left, want notes.txt alone", left)
	}
}
