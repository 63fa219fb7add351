package cli

import (
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"rollcall/internal/sandbox"
	"rollcall/mapping"
	"rollcall/report"
)

func TestGuards_flags(t *testing.T) {
	t.Parallel()
	rows, share := 10, 0.5
	inMapping := mapping.Guards{MinRows: &rows, MaxShrink: &share, MaxCleared: &share, MaxChanged: &share}
	f := carefulFlags{minRows: 3, maxShrink: "0%", maxCleared: "2.5%", maxChanged: "100%"}

	got, err := f.guards(func(string) bool { return false }, inMapping)
	if diff := cmp.Diff(inMapping, got); err != nil || diff != "" {
		t.Errorf("without flags the guards are not those of the mapping (%v):\n%s", err, diff)
	}
	got, err = f.guards(func(name string) bool { return name == "max-cleared" }, inMapping)
	cleared := 0.025
	want := mapping.Guards{MinRows: &rows, MaxShrink: &share, MaxCleared: &cleared, MaxChanged: &share}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("with --max-cleared the guards are (%v):\n%s", err, diff)
	}
	got, err = f.guards(func(string) bool { return true }, mapping.Guards{})
	few, none, all := 3, 0.0, 1.0
	want = mapping.Guards{MinRows: &few, MaxShrink: &none, MaxCleared: &cleared, MaxChanged: &all}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("with all flags the guards are (%v):\n%s", err, diff)
	}
}

func TestGuards_refused(t *testing.T) {
	t.Parallel()
	for flag, f := range map[string]carefulFlags{
		"min-rows":    {minRows: -1},
		"max-shrink":  {maxShrink: "20"},
		"max-cleared": {maxCleared: "-1%"},
		"max-changed": {maxChanged: ""},
	} {
		_, err := f.guards(func(name string) bool { return name == flag }, mapping.Guards{})
		if err == nil || exitCode(err) != codeUsage || !strings.HasPrefix(err.Error(), "--"+flag) {
			t.Errorf("--%s, as it is given, ends in %v", flag, err)
		}
	}
}

func TestSeries(t *testing.T) {
	t.Parallel()
	of := func(mappingPath, input string) string {
		return (&job{m: &mapping.Mapping{Path: mappingPath}, input: input}).series()
	}
	night := of("m.yaml", "2026-11-21/contacts-0312.csv")
	if other := of("m.yaml", "2026-11-22/contacts-9.csv"); other != night {
		t.Error("the file of the next night is no successor of this one")
	}
	for _, other := range []string{of("n.yaml", "2026-11-21/contacts-0312.csv"), of("m.yaml", "2026-11-21/guests-0312.csv"), of("m.yaml", "contacts-0312.csv")} {
		if other == night {
			t.Errorf("%q is taken for a successor of another file, or by another mapping", other)
		}
	}
}

func TestRefusedWhat(t *testing.T) {
	t.Parallel()
	for status, want := range map[int]string{200: "token", 302: "run", 401: "token (401)", 403: "token (403)"} {
		if got := refusedWhat(status); got != want {
			t.Errorf("status %d refuses the %s, want %s", status, got, want)
		}
	}
}

// A folder has a mapping for Aelyst and a sandbox to which it is sent.
type folder struct {
	*testing.T
	dir, url string
}

func newFolder(t *testing.T, extra string) folder {
	t.Helper()
	server := httptest.NewServer(sandbox.New(sandbox.Config{AelystPerContact: -1}))
	t.Cleanup(server.Close)
	f := folder{t, t.TempDir(), server.URL}
	f.write("token", sandbox.DefaultToken)
	f.write("m.yaml", "provider: aelyst\ntoken: {file: token}\ncontact: id\nfields: {firstName: name}\n"+extra)
	return f
}

func (f folder) path(name string) string { return filepath.Join(f.dir, name) }

func (f folder) write(name, text string) {
	f.Helper()
	if err := os.WriteFile(f.path(name), []byte(text), 0o600); err != nil {
		f.Fatal(err)
	}
}

// run runs an input and returns the outcomes of its rows, and what was said.
func (f folder) run(input string, more ...string) (outcomes map[string]int, stderr string) {
	f.Helper()
	dir := f.path(strings.ReplaceAll(f.Name()+input, "/", "_") + fmt.Sprint(len(more)))
	args := append([]string{"run", f.path(input), "-m", f.path("m.yaml"), "-d", dir, "--base-url", f.url, "--rate", "0"}, more...)
	_, stderr, code := typed(f.T, "", args...)
	if code > codeRows {
		f.Fatalf("the run ends with %d: %s", code, stderr)
	}
	sum, err := report.Render(dir)
	if err != nil {
		f.Fatal(err)
	}
	outcomes = map[string]int{}
	for status, n := range sum.Outcomes {
		outcomes[status.String()] = n
	}
	return outcomes, stderr
}

// TestDuplicates_workbook reads a workbook twice, for the rule on duplicates.
func TestDuplicates_workbook(t *testing.T) {
	t.Parallel()
	f := newFolder(t, "duplicates: last\n")
	book := excelize.NewFile()
	for i, row := range [][]any{{"id", "name"}, {1, "Ann"}, {2, "Ben"}, {1, "Anna"}, {3, "Cid"}, {2, "Bea"}} {
		if err := book.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	if err := book.SaveAs(f.path("contacts.xlsx")); err != nil {
		t.Fatal(err)
	}
	outcomes, _ := f.run("contacts.xlsx")
	if diff := cmp.Diff(map[string]int{"duplicate": 2, "updated": 3}, outcomes); diff != "" {
		t.Errorf("the rows of a workbook (-want +got):\n%s", diff)
	}
}

// TestFedBack shows that rejects are known by their columns, in every form.
func TestFedBack(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"whole.csv":     "id,name\n1,Ann\n",
		"whole.jsonl":   `{"id":"1","name":"Ann"}` + "\n",
		"rejects.csv":   "id,name,rollcall_row,rollcall_outcome,rollcall_message\n1,Ann,7,rejected,no\n",
		"rejects.jsonl": `{"id":"1","name":"Ann","rollcall_row":7,"rollcall_outcome":"rejected","rollcall_message":"no"}` + "\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFolder(t, "guards: {min_rows: 1, max_shrink: 0%}\n")
			f.write(name, text)
			said := "the guards of the mapping are for whole files"
			outcomes, stderr := f.run(name, "--state", f.path("s.state"))
			if got := strings.Contains(stderr, said); got != strings.HasPrefix(name, "rejects") || outcomes["updated"] != 1 {
				t.Errorf("%s is taken for rejects: %t (%v)\n%s", name, got, outcomes, stderr)
			}
			if _, stderr = f.run(name, "--state", f.path("s.state"), "--full"); strings.Contains(stderr, "nothing to compare with") {
				t.Errorf("the run before left no measure:\n%s", stderr)
			}
		})
	}
}
