package report

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"rollcall/contact"
)

// How a run began is known from the head of its journal, also of one that is
// damaged further on.
func TestBegan(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	start := csvStart("id", "name")
	start.Input.Reading = Reading{Encoding: "windows-1252", Delimiter: ";", Sheet: "2", Format: "csv"}
	write(t, dir, start, readRows(1, 2), settle(outcome(1, "a", contact.Updated)))
	path := filepath.Join(dir, journalName)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	whole[len(whole)-1] ^= 1
	if err := os.WriteFile(path, whole, 0o600); err != nil {
		t.Fatal(err)
	}
	began, err := Began(dir)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "how the input is read", began.Input.Reading, start.Input.Reading)

	if err := os.WriteFile(path, whole[:len(magic)+20], 0o600); err != nil {
		t.Fatal(err)
	}
	if began, err := Began(dir); err == nil {
		t.Errorf("a journal that ends in its head tells of a run: %+v", began)
	}
	if _, err := Began(t.TempDir()); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a directory without a run: %v", err)
	}
}

// A run that is at work is looked at without a trace.
func TestSummarize(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, csvStart("id", "name"), readRows(1, 2), settle(outcome(1, "a", contact.Updated)))
	sum, err := Summarize(dir)
	if err != nil || sum.Rows != 2 || sum.Count(contact.Updated) != 1 || sum.State != Unfinished {
		t.Errorf("of two rows, one of them updated, it says %+v (%v)", sum.Outcomes, err)
	}
	files, err := os.ReadDir(dir)
	if err != nil || len(files) != 1 {
		t.Errorf("the look leaves %d files beside the journal (%v)", len(files)-1, err)
	}
}
