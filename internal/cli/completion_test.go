package cli

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"rollcall/providers/all"
	"rollcall/state"
)

// words returns what a shell would offer behind the words of a command line, with
// the directive that goes with it.
func words(t *testing.T, line ...string) (offered []string, directive string) {
	t.Helper()
	var out bytes.Buffer
	args := append([]string{"__complete"}, line...)
	if code := Main(t.Context(), World{Args: args, Stdout: &out, Stderr: new(bytes.Buffer), Getenv: noEnv}); code != codeOK {
		t.Fatalf("__complete %q ends with %d", line, code)
	}
	offered = strings.Split(strings.TrimRight(out.String(), "\n"), "\n")
	last := len(offered) - 1
	return offered[:last], offered[last]
}

func noEnv(string) string { return "" }

const (
	byDefault = ":0" // files
	noFile    = ":4"
	byEnding  = ":8"
	folders   = ":16"
)

func TestCompletion(t *testing.T) {
	t.Parallel()
	endings := []string{"csv", "tsv", "tab", "txt", "jsonl", "ndjson", "json", "xlsx", "xlsm", "gz", "zst"}
	known := []string{"cellcast\tCellcast", "telecmi\tTeleCMI", "cendyn\tCendyn CRM", "aelyst\tAelyst", "callbell\tCallbell"}
	tests := []struct {
		line      []string
		want      []string
		directive string
	}{
		{[]string{"che"}, []string{"check\tDo everything but send: what would happen to every row"}, noFile},
		{[]string{"run", ""}, endings, byEnding},
		{[]string{"check", "a.csv", ""}, nil, noFile},
		{[]string{"init", ""}, endings, byEnding},
		{[]string{"run", "a.csv", "-m", ""}, []string{"yaml", "yml"}, byEnding},
		{[]string{"run", "a.csv", "--dir", ""}, nil, folders},
		{[]string{"run", "a.csv", "--ver"}, []string{"--verify\tread every contact back after its update was accepted, and compare"}, noFile},
		{[]string{"run", "a.csv", "--pause"}, []string{"--pause-file\tstart no new request while FILE exists"}, noFile},
		{[]string{"check", "a.csv", "--limit", "1", "--sa"}, nil, noFile},
		{[]string{"run", "a.csv", "--limit", ""}, nil, noFile},
		{[]string{"run", "a.csv", "--timeout", ""}, nil, noFile},
		{[]string{"run", "a.csv", "--confirm", ""}, nil, noFile},
		{[]string{"run", "a.csv", "--state", ""}, nil, byDefault},
		{[]string{"run", "a.csv", "--base-url", ""}, []string{"http://127.0.0.1:8377\trollcall sandbox"}, noFile},
		{[]string{"run", "a.csv", "--log-format", ""}, []string{"text", "json"}, noFile},
		{[]string{"check", "a.csv", "--delimiter", ""}, []string{",", ";", "tab", "|"}, noFile},
		{[]string{"init", "a.csv", "-p", ""}, known, noFile},
		{[]string{"providers", ""}, known, noFile},
		{[]string{"providers", "callbell", ""}, fieldsOf(t, "callbell"), noFile},
		{[]string{"providers", "nobody", ""}, nil, noFile},
		{[]string{"demo", ""}, known, noFile},
		{[]string{"demo", "aelyst", ""}, nil, noFile},
		{[]string{"state", ""}, nil, byDefault},
		{[]string{"sandbox", "--telecmi-style", ""}, []string{"body", "http"}, noFile},
		{[]string{"completion", ""}, shells, noFile},
	}
	for _, tt := range tests {
		offered, directive := words(t, tt.line...)
		if directive != tt.directive || !slices.Equal(offered, tt.want) {
			t.Errorf("behind %q a shell offers %q with %s, want %q with %s", tt.line, offered, directive, tt.want, tt.directive)
		}
	}
}

// fieldsOf returns a provider's fields as a shell shows them.
func fieldsOf(t *testing.T, name string) []string {
	t.Helper()
	def, ok := all.Find(name)
	if !ok {
		t.Fatalf("no provider %q", name)
	}
	var fields []string
	for _, f := range def.Spec.Fields {
		fields = append(fields, f.Name+"\t"+formText(f))
	}
	return fields
}

// TestCompletion_encodings asks for every encoding that is offered.
func TestCompletion_encodings(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "a.csv")
	if err := os.WriteFile(file, []byte("id,name\n1,a\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	offered, _ := words(t, "check", "a.csv", "--encoding", "")
	for _, word := range offered {
		name, _, _ := strings.Cut(word, "\t")
		var stderr bytes.Buffer
		Main(t.Context(), World{Args: []string{"init", file, "-p", "aelyst", "--encoding", name}, Stdout: new(bytes.Buffer), Stderr: &stderr, Getenv: noEnv})
		if strings.Contains(stderr.String(), "unknown encoding") {
			t.Errorf("a shell offers --encoding %s, which is refused: %s", name, &stderr)
		}
	}
}

func TestCompletion_runDirectories(t *testing.T) {
	t.Parallel()
	folder := t.TempDir() + "/"
	for _, dir := range []string{"a.rollcall", "a.rollcall.check", "b.rollcall", "old/c.rollcall", "other"} {
		if err := os.MkdirAll(folder+dir, 0o700); err != nil {
			t.Fatal(err)
		}
		if journal := folder + dir + "/journal"; dir != "other" {
			if err := os.WriteFile(journal, nil, 0o600); err != nil {
				t.Fatal(err)
			}
			at := time.Date(2026, 11, 22, 3, 4, 5, 0, time.Local)
			if err := os.Chtimes(journal, at, at); err != nil {
				t.Fatal(err)
			}
			command, _ := strings.CutPrefix(filepath.Ext(dir), ".")
			if err := os.WriteFile(folder+dir+"/summary.json", []byte(`{"command":"`+command+`"}`), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	const at = "\t2026-11-22 03:04"
	for _, tt := range []struct {
		begun     string
		want      []string
		directive string
	}{
		{"", []string{"a.rollcall" + at, "a.rollcall.check" + at, "b.rollcall" + at}, noFile},
		{"b", []string{"b.rollcall" + at}, noFile},
		{"old/", []string{"old/c.rollcall" + at}, noFile},
		{"o", nil, folders},
		{"other/", nil, folders},
		{"nowhere/", nil, folders},
	} {
		for _, command := range []string{"report", "undo"} {
			var want []string
			for _, word := range tt.want {
				if command == "report" || !strings.Contains(word, ".check") { // a check changed nothing
					want = append(want, folder+word)
				}
			}
			offered, directive := words(t, command, folder+tt.begun)
			if directive != tt.directive || !slices.Equal(offered, want) {
				t.Errorf("behind rollcall %s %s a shell offers %q with %s, want %q with %s", command, tt.begun, offered, directive, want, tt.directive)
			}
		}
	}
	if offered, directive := words(t, "report", folder+"a.rollcall", ""); len(offered) > 0 || directive != noFile {
		t.Errorf("behind a run directory a shell offers %q with %s, want nothing", offered, directive)
	}
}

func TestCompletion_sheets(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "contacts.xlsx")
	book := excelize.NewFile()
	for _, name := range []string{"People", "Old people"} {
		if _, err := book.NewSheet(name); err != nil {
			t.Fatal(err)
		}
	}
	if err := book.SaveAs(file); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		line []string
		want []string
	}{
		{[]string{"run", file, "--sheet", ""}, []string{"Sheet1", "People", "Old people"}},
		{[]string{"init", file, "--sheet", ""}, []string{"Sheet1", "People", "Old people"}},
		{[]string{"run", file + "x", "--sheet", ""}, nil},
		{[]string{"run", "--sheet", ""}, nil},
	} {
		offered, directive := words(t, tt.line...)
		if directive != noFile || !slices.Equal(offered, tt.want) {
			t.Errorf("behind %q a shell offers %q with %s, want the sheets %q", tt.line, offered, directive, tt.want)
		}
	}
}

func TestCompletion_accounts(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "nightly.state")
	store, err := state.Open(file, now())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := store.Contacts(state.Account{Provider: "aelyst", BaseURL: "https://api.aelyst.ai", ID: "12345"}); err != nil {
		t.Fatal(err)
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	if offered, _ := words(t, "state", file, "--forget-account", ""); !slices.Equal(offered, []string{"aelyst/12345\t0 contacts"}) {
		t.Errorf("behind --forget-account a shell offers %q, want the account of the file", offered)
	}
	if offered, _ := words(t, "state", file+"x", "--forget-account", ""); len(offered) > 0 {
		t.Errorf("of a state file that is not there a shell offers %q", offered)
	}
}

// TestCompletion_scripts has each shell that is installed read its script.
func TestCompletion_scripts(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		shell string
		check []string
	}{
		{"bash", []string{"bash", "-n"}},
		{"zsh", []string{"zsh", "-n"}},
		{"fish", []string{"fish", "--no-execute"}},
		{"powershell", []string{"pwsh", "-NoProfile", "-File"}},
	} {
		t.Run(tt.shell, func(t *testing.T) {
			t.Parallel()
			var script, bare bytes.Buffer
			if code := Main(t.Context(), World{Args: []string{"completion", tt.shell}, Stdout: &script, Stderr: new(bytes.Buffer), Getenv: noEnv}); code != codeOK {
				t.Fatalf("completion %s ends with %d", tt.shell, code)
			}
			Main(t.Context(), World{Args: []string{"completion", tt.shell, "--no-descriptions"}, Stdout: &bare, Stderr: new(bytes.Buffer), Getenv: noEnv})
			if cmp.Equal(script.String(), bare.String()) || !strings.Contains(bare.String(), "__completeNoDesc") {
				t.Errorf("completion %s --no-descriptions prints the same", tt.shell)
			}
			program, err := exec.LookPath(tt.check[0])
			if err != nil {
				t.Skipf("%s is not installed: its script is not tried", tt.check[0])
			}
			file := filepath.Join(t.TempDir(), "script.ps1")
			if err := os.WriteFile(file, script.Bytes(), 0o600); err != nil {
				t.Fatal(err)
			}
			if out, err := exec.Command(program, append(tt.check[1:], file)...).CombinedOutput(); err != nil {
				t.Errorf("%s does not understand its script: %v\n%s", tt.shell, err, out)
			}
		})
	}
}
