package docs_test

import (
	"encoding/csv"
	"encoding/json"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rollcall/internal/sandbox"
)

// A guide does what the README says, in a directory of its own and against a
// sandbox.
type guide struct {
	*testing.T
	readme page
	url    string
}

// TestGuide goes through the README's guide from the first command to the last.
func TestGuide(t *testing.T) {
	readme, files := readPage(t, "README.md"), readPage(t, "docs/run-directory.md")
	url, stop, err := sandbox.Listen(t.Context(), "127.0.0.1:0", sandbox.Config{AnyNames: true})
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	g := guide{t, readme, url}
	t.Chdir(t.TempDir())
	g.write("contacts.csv", readme.find(t, "csv", "Contact ID").text)
	g.does("init", 0)
	if draft := g.read("aelyst.yaml"); !strings.Contains(draft, "phone: {column: Mobile, region: MY}") || strings.Contains(draft, "TODO") {
		t.Errorf("the guide promises a draft with Malaysian numbers and nothing left to decide, not\n%s", draft)
	}
	g.write("aelyst.yaml", readme.find(t, "yaml", "provider:").text)

	out := g.does("check", 1)
	if want := readme.find(t, "text", "PUT").text; !strings.HasPrefix(out, want) {
		t.Errorf("the guide shows\n%s\nthe program prints\n%s", want, out)
	}
	g.does("practice", 1)
	g.does("--limit", 0)
	g.does("--resume", 1)
	g.reconciliation("contacts.rollcall/reconciliation.csv")
	g.rejects("contacts.rollcall/rejects.csv", files)
	g.summary("contacts.rollcall/summary.json", files)

	g.write("contacts.rollcall/rejects.csv", strings.ReplaceAll(g.read("contacts.rollcall/rejects.csv"), "@example,", "@example.com,"))
	g.does("contacts.rollcall/rejects.csv", 0)
}

// does runs the README's command line that has the word in it.
func (g guide) does(word string, code int) string {
	g.Helper()
	for _, b := range g.readme.blocks {
		for _, args := range b.commands() {
			if b.info != "sh" || !slices.Contains(args, word) {
				continue
			}
			if word != "init" {
				args = append(args, "--base-url", g.url, "--rate", "0")
			}
			out, stderr, got := rollcall(g.T, args...)
			if got != code {
				g.Fatalf("rollcall %s exits with %d, not %d:\n%s%s", strings.Join(args, " "), got, code, out, stderr)
			}
			return strings.ReplaceAll(out, g.url, "https://api.aelyst.ai")
		}
	}
	g.Fatalf("the README has no command with %s in it", word)
	return ""
}

func (g guide) reconciliation(path string) {
	g.Helper()
	lines := g.records(path)
	if diff := cmp.Diff(first(g.readme.table(g.T, "## The reconciliation", "column")), lines[0]); diff != "" {
		g.Errorf("columns of the reconciliation (-README +program):\n%s", diff)
	}
	var outcomes []string
	for _, line := range lines[1:] {
		outcomes = append(outcomes, line[3])
	}
	if diff := cmp.Diff([]string{"updated", "updated", "invalid", "skipped"}, outcomes); diff != "" {
		g.Errorf("outcomes of the guide's run (-want +got):\n%s", diff)
	}
}

func (g guide) rejects(path string, page page) {
	g.Helper()
	header := g.records(path)[0]
	want := first(page.table(g.T, "## rejects.csv and rejects.jsonl", "column"))
	if have := header[len(header)-3:]; !slices.Equal(have, want[:3]) {
		g.Errorf("the rejects have %q behind the input's columns, the page says %q", have, want)
	}
}

func (g guide) summary(path string, page page) {
	g.Helper()
	var summary map[string]any
	if err := json.Unmarshal([]byte(g.read(path)), &summary); err != nil {
		g.Fatal(err)
	}
	keys := first(page.table(g.T, "## summary.json", "key"))
	slices.Sort(keys)
	if diff := cmp.Diff(keys, slices.Sorted(maps.Keys(summary))); diff != "" {
		g.Errorf("keys of summary.json (-page +program):\n%s", diff)
	}
}

func (g guide) write(path, text string) {
	g.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		g.Fatal(err)
	}
}

func (g guide) read(path string) string {
	g.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		g.Fatal(err)
	}
	return string(text)
}

func (g guide) records(path string) [][]string {
	g.Helper()
	all, err := csv.NewReader(strings.NewReader(g.read(path))).ReadAll()
	if err != nil {
		g.Fatal(err)
	}
	return all
}
