package docs_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rollcall/internal/sandbox"
)

// A recipe is what a page of commands is tried on: a directory of its own, which
// is the working directory, and a sandbox.
type recipe struct {
	guide
	commands [][]string
	stderr   string // of the last command
}

func newRecipe(t *testing.T, heading string, cfg sandbox.Config) *recipe {
	t.Helper()
	r := &recipe{guide: guide{T: t}}
	for _, b := range readPage(t, "docs/operations.md").blocks {
		if b.under == heading && b.info == "sh" {
			r.commands = append(r.commands, b.commands()...)
		}
	}
	url, stop, err := sandbox.Listen(t.Context(), "127.0.0.1:0", cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	r.url = url
	t.Chdir(t.TempDir())
	return r
}

// next runs the next command of the recipe, with more flags behind it.
func (r *recipe) next(code int, more ...string) {
	r.Helper()
	if len(r.commands) == 0 {
		r.Fatal("the recipe has no command left")
	}
	args := r.commands[0]
	r.commands = r.commands[1:]
	r.try(code, args, more...)
}

func (r *recipe) try(code int, args []string, more ...string) {
	r.Helper()
	args = slices.DeleteFunc(slices.Clone(args), func(word string) bool { return strings.HasPrefix(word, "2>") })
	args = append(append(args, "--base-url", r.url, "--rate", "0", "--concurrency", "200"), more...)
	if args[0] == "undo" && !slices.Contains(args, "--run") {
		r.Fatalf("rollcall %q asks nobody", args)
	}
	out, stderr, got := rollcall(r.T, args...)
	if r.stderr = stderr; got != code {
		r.Fatalf("rollcall %s exits with %d, not %d:\n%s%s", strings.Join(args, " "), got, code, out, stderr)
	}
}

// outcomes counts the outcomes in a run directory.
func (r *recipe) outcomes(dir string, want map[string]int) {
	r.Helper()
	got := map[string]int{}
	for _, line := range r.records(filepath.Join(dir, "reconciliation.csv"))[1:] {
		got[line[3]]++
	}
	if diff := cmp.Diff(want, got); diff != "" {
		r.Errorf("the outcomes in %s (-want +got):\n%s", dir, diff)
	}
}

// table writes a file of so many rows, each with a name that begins so.
func table(rows int, name string) string {
	var b strings.Builder
	b.WriteString("Contact ID,First Name,Last Name,E-mail\n")
	for i := range rows {
		fmt.Fprintf(&b, "%d,%s %d,Lee,user%d@example.com\n", i+1, name, i+1, i+1)
	}
	return b.String()
}

// TestMigrationDay goes through the recipe of that day, with a mistake in the
// first pilot and a row that is missing on the platform.
func TestMigrationDay(t *testing.T) {
	r := newRecipe(t, "A migration day", sandbox.Config{MissingIDs: []string{"1"}, AelystPerContact: -1})
	r.write("aelyst.yaml", "provider: aelyst\ncontact: Contact ID\nfields: {firstName: First Name}\n")
	r.write("before.csv", table(200, "Before"))
	r.try(1, []string{"run", "before.csv", "-m", "aelyst.yaml"})
	r.write("contacts.csv", table(200, "Wrong"))

	r.next(0)
	r.next(0)
	if !strings.Contains(r.stderr, "the token opens the account jane.doe@email.com of Aelyst") {
		t.Errorf("the check does not tell the name to confirm:\n%s", r.stderr)
	}
	r.next(0)
	r.outcomes("contacts.rollcall", map[string]int{"verified": 100, "not_sent": 100})

	r.next(0)
	r.outcomes("contacts.rollcall/undo.rollcall", map[string]int{"updated": 100})
	r.write("contacts.csv", table(200, "After"))
	r.next(0)
	r.next(1)
	r.outcomes("contacts.rollcall", map[string]int{"verified": 199, "not_found": 1})

	r.write("contacts.rollcall/rejects.csv", strings.ReplaceAll(r.read("contacts.rollcall/rejects.csv"), "\n1,", "\n201,"))
	r.next(0)
	r.outcomes("contacts.rollcall/rejects.rollcall", map[string]int{"verified": 1})
	if len(r.commands) > 0 {
		t.Errorf("nobody tries %q", r.commands)
	}
}

// TestEveryNight runs the recipe on four nights, with the mapping that lies ready
// for it.
func TestEveryNight(t *testing.T) {
	mapping, err := os.ReadFile(filepath.Join(root, "samples", "cron", "nightly.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	r := newRecipe(t, "Every night", sandbox.Config{})
	r.write("nightly.yaml", strings.Replace(string(mapping), "\ntoken: {file: /etc/rollcall/aelyst.token}\n", "\n", 1))
	night := func(n, code int, file string, more ...string) {
		t.Helper()
		r.write("contacts.csv", file)
		r.try(code, dated(r.commands[0], n), more...)
	}

	night(1, 0, table(100, "Ann"))
	r.outcomes("runs/1.rollcall", map[string]int{"updated": 100})
	night(2, 0, strings.Replace(table(100, "Ann"), "Ann 7,", "Anna 7,", 1))
	r.outcomes("runs/2.rollcall", map[string]int{"updated": 1, "unchanged": 99})
	if r.stderr != "" {
		t.Errorf("a night on which all is well prints\n%s", r.stderr)
	}

	night(3, 64, table(50, "Ann"))
	if _, err := os.Stat("runs/3.rollcall"); !strings.Contains(r.stderr, "max_shrink") || strings.Count(r.stderr, "\n") != 1 || err == nil {
		t.Errorf("a file of which half is missing gives %v and the line\n%s", err, r.stderr)
	}
	night(3, 0, table(50, "Ann"), "--max-shrink", "100%")
	r.outcomes("runs/3.rollcall", map[string]int{"updated": 1, "unchanged": 49})
	night(4, 0, table(50, "Ann"), "--full")
	r.outcomes("runs/4.rollcall", map[string]int{"updated": 50})
}

// dated gives the run of a night a directory without its date, and keeps all.
func dated(args []string, night int) []string {
	args = slices.Clone(args)
	args[slices.Index(args, "-d")+1] = fmt.Sprintf("runs/%d.rollcall", night)
	if i := slices.Index(args, "--keep-runs"); i >= 0 {
		args = slices.Delete(args, i, i+2)
	}
	return args
}
