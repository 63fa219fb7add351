package cli

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/go-cmp/cmp"

	"rollcall/contact"
	"rollcall/mapping"
	"rollcall/providers"
	"rollcall/providers/all"
	"rollcall/report"
	"rollcall/undo"
)

// callbellJob is a job that maps an action beside fields.
func callbellJob(t *testing.T, dir string) *job {
	t.Helper()
	text := []byte("provider: callbell\ncontact: ID\nfields: {name: Name, unassign_user: Off}\ncustom: {Orders: {column: N, type: number}}\n")
	m, err := mapping.Compile("callbell.yaml", text, all.Definitions(), nil)
	if err != nil {
		t.Fatal(err)
	}
	return &job{m: m, spec: m.Provider.Spec(), dir: dir}
}

func TestBackup(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, beforeName)
	b, isNew, err := openBackup(callbellJob(t, dir))
	if err != nil || !isNew {
		t.Fatalf("new: %v, error %v", isNew, err)
	}
	shown := providers.Snapshot{
		ID:     "7",
		Fields: map[string]jsontext.Value{"name": jsontext.Value(`"Jo <3"`), "assigned_user": jsontext.Value("null"), "tags": jsontext.Value(`["a"]`)},
		Custom: map[string]jsontext.Value{"Else": jsontext.Value("1")},
	}
	for _, update := range []contact.Update{
		{Row: contact.Row{Number: 1}, Fields: []contact.Field{{Name: "unassign_user"}}},
		{Row: contact.Row{Number: 2}, Fields: []contact.Field{{Name: "name"}, {Name: "unassign_user"}, {Name: "Orders", Custom: true}}},
	} {
		for range b.noting(func(yield func(contact.Update, error) bool) { yield(update, nil) }) {
			if err := b.keep(update.Row, "uuid", shown); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := b.close(); err != nil {
		t.Fatal(err)
	}
	// A kill cut a line short, and the run goes on.
	cut(t, path, `{"row":3,"cont`)
	if b, isNew, err = openBackup(callbellJob(t, dir)); err != nil || isNew {
		t.Fatalf("new: %v, error %v", isNew, err)
	}
	if err := b.keep(contact.Row{Number: 3}, "uuid3", providers.Snapshot{}); err != nil {
		t.Fatal(err)
	}
	b.close()
	read, err := undo.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	want := undo.Head{Provider: "callbell", Fields: []undo.Field{{Name: "name"}, {Name: "assigned_user"}, {Name: "Orders", Type: "number"}}}
	if diff := cmp.Diff(want, read.Head); diff != "" {
		t.Errorf("head (-want +got):\n%s", diff)
	}
	held := map[string]jsontext.Value{"name": jsontext.Value(`"Jo \u003c3"`), "assigned_user": jsontext.Value("null"), "Orders": jsontext.Value("null")}
	var lines []undo.Line
	for line, err := range read.Lines() {
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, line)
	}
	if diff := cmp.Diff([]undo.Line{
		{Row: 1, Writes: []string{"assigned_user"}},
		{Row: 1, Contact: "uuid", ID: "7", Holds: held},
		{Row: 2},
		{Row: 2, Contact: "uuid", ID: "7", Holds: held},
		{Row: 3, Contact: "uuid3"},
	}, lines); diff != "" {
		t.Errorf("lines (-want +got):\n%s", diff)
	}
}

// A slowDisk counts what was written to it, and what of that is safe.
type slowDisk struct {
	written, safe atomic.Int64
	broken        atomic.Bool
}

func (d *slowDisk) Write(p []byte) (int, error) { d.written.Add(1); return len(p), nil }
func (d *slowDisk) Close() error                { return nil }

func (d *slowDisk) Sync() error {
	if d.broken.Load() {
		return errors.New("broken")
	}
	d.safe.Store(d.written.Load())
	return nil
}

// A run that waits for long after a write has lost none of its backup when the
// power goes, and a disk that is broken stops it.
func TestBackup_synced(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		disk := &slowDisk{}
		b := &backup{file: disk}
		for range 3 {
			if err := b.write(undo.Line{Row: 1}); err != nil {
				t.Fatal(err)
			}
		}
		if disk.safe.Load() != 0 {
			t.Error("each line waits for the disk")
		}
		time.Sleep(backupSync)
		synctest.Wait()
		if n := disk.safe.Load(); n != 3 {
			t.Errorf("a second later %d of 3 lines are on the disk", n)
		}
		disk.broken.Store(true)
		if err := b.write(undo.Line{Row: 2}); err != nil {
			t.Fatal(err)
		}
		time.Sleep(backupSync)
		synctest.Wait()
		if err := b.write(undo.Line{Row: 3}); err == nil || err.Error() != "backup: broken" {
			t.Errorf("the disk is broken, and the run goes on: %v", err)
		}
		if err := b.close(); err == nil {
			t.Error("the disk is broken, and the run ends well")
		}
	})
}

// cut appends a line that has no end.
func cut(t *testing.T, path, text string) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.WriteString(text); err != nil {
		t.Fatal(err)
	}
}

func TestCutTorn(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 200<<10)
	for _, tt := range []struct{ text, want string }{
		{"", ""},
		{"a", ""},
		{"a\n", "a\n"},
		{"a\nb", "a\n"},
		{"a\n" + long, "a\n"},
		{long, ""},
		{long + "\n" + long + "\n", long + "\n" + long + "\n"},
	} {
		path := filepath.Join(t.TempDir(), "file")
		if err := os.WriteFile(path, []byte(tt.text), 0o600); err != nil {
			t.Fatal(err)
		}
		f, err := os.OpenFile(path, os.O_RDWR, 0)
		if err != nil {
			t.Fatal(err)
		}
		size, err := cutTorn(f)
		f.Close()
		got, _ := os.ReadFile(path)
		if err != nil || string(got) != tt.want || size != int64(len(tt.want)) {
			t.Errorf("of %d bytes %d are left, %d said; want %d (%v)", len(tt.text), len(got), size, len(tt.want), err)
		}
	}
}

// An undo names the command that goes on with the run as it was given: without
// its --state, what it sends would not be remembered.
func TestEnded(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ resume, want string }{
		{"rollcall run c.csv -m m.yaml --state s --backup --resume", "rollcall run c.csv -m m.yaml --state s --backup --resume\n"},
		{"rollcall run - -m m.yaml --resume", "rollcall run - -m m.yaml --resume --backup\n"},
	} {
		past := &report.Past{Latest: report.Start{Next: report.Next{Resume: tt.resume}}}
		if err := (&undoFlags{}).ended("c.rollcall", past); err == nil || !strings.Contains(err.Error(), "go on with it first: "+tt.want) {
			t.Errorf("an unfinished run is to be undone: %v\nwant %s", err, tt.want)
		}
	}
}
