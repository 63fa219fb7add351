package cli

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"rollcall/contact"
	"rollcall/report"
)

// jobOf prepares a run of a file with so many rows.
func jobOf(t *testing.T, folder string, rows int) *job {
	t.Helper()
	var text strings.Builder
	text.WriteString("id,name\n")
	for i := range rows {
		fmt.Fprintf(&text, "%d,Ann\n", i+1)
	}
	for name, text := range map[string]string{
		"contacts.csv": text.String(),
		"m.yaml":       "provider: aelyst\ncontact: id\nfields: {firstName: name}\n",
	} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	f, cmd := runFlags{}, &cobra.Command{}
	f.register(cmd, false)
	f.mapping, f.dir = filepath.Join(folder, "m.yaml"), filepath.Join(folder, "run")
	j, err := newApp(World{Stderr: &bytes.Buffer{}, Getenv: noEnv}).prepare(cmd, filepath.Join(folder, "contacts.csv"), f, false)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { j.src.Close() })
	return j
}

// A sample leaves more rows open than are kept in memory: they are read again.
func TestRejoin_manyRowsLeft(t *testing.T) {
	t.Parallel()
	const rows, every = leftHeld + 5000, 1000
	folder := t.TempDir()
	j := jobOf(t, folder, rows+10)
	journal, err := report.Create(j.dir, j.start())
	if err != nil {
		t.Fatal(err)
	}
	for row := range j.rows {
		if row.Number > rows {
			break
		}
		err := journal.Rows([]contact.Row{row})
		if err == nil && row.Number%every == 0 {
			err = journal.Settled([]contact.Outcome{{Row: row, Contact: "id", Status: contact.Updated}})
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := journal.Close(); err != nil {
		t.Fatal(err)
	}
	past, err := report.Load(j.dir)
	if err != nil {
		t.Fatal(err)
	}
	left, err := jobOf(t, folder, rows+10).rejoin(past)
	if err != nil {
		t.Fatal(err)
	}
	want := 1
	for row, err := range left {
		if want%every == 0 && want <= rows {
			want++
		}
		if err != nil || row.Number != want {
			t.Fatalf("row %d (%v) comes where row %d should", row.Number, err, want)
		}
		want++
	}
	if want != rows+11 {
		t.Errorf("the rows end before row %d, want all %d", want, rows+10)
	}
}
