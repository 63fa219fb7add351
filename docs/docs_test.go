// Package docs_test keeps the pages true: what they show is tried, and what they
// list is compared with the program.
package docs_test

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rollcall/contact"
	"rollcall/internal/cli"
	"rollcall/internal/sandbox"
	"rollcall/mapping"
	"rollcall/providers"
	"rollcall/providers/all"
)

// rollcall runs a command line and returns what it prints.
func rollcall(t *testing.T, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	var out, err bytes.Buffer
	code = cli.Main(t.Context(), cli.World{
		Args: args, Stdin: strings.NewReader(""), Stdout: &out, Stderr: &err,
		Getenv: func(string) string { return sandbox.DefaultToken },
	})
	return out.String(), err.String(), code
}

var variable = regexp.MustCompile(`^[A-Z_]+=\S+ `)

// commands returns the arguments of each rollcall command line of the block.
func (b block) commands() [][]string {
	var all [][]string
	for line := range strings.Lines(b.text) {
		words := strings.Fields(variable.ReplaceAllString(line, ""))
		if len(words) > 1 && words[0] == "rollcall" {
			all = append(all, words[1:])
		}
	}
	return all
}

// TestCommandLines asks for the help of every command line in a sh block: cobra
// reads all of its flags before it gives that.
func TestCommandLines(t *testing.T) {
	t.Parallel()
	for _, p := range pages(t) {
		for _, b := range p.blocks {
			if b.info != "sh" {
				continue
			}
			for _, args := range b.commands() {
				tryHelp(t, fmt.Sprintf("%s:%d", p.path, b.line), args)
			}
		}
	}
}

func tryHelp(t *testing.T, where string, args []string) {
	t.Helper()
	help, stderr, code := rollcall(t, append(args, "--help")...)
	if code != 0 {
		t.Errorf("%s: rollcall %s is refused: %s", where, strings.Join(args, " "), stderr)
	} else if !strings.Contains(help, "Usage:\n  rollcall "+args[0]) {
		t.Errorf("%s: there is no command %q", where, args[0])
	}
}

// TestMappings compiles the YAML blocks. One that names no provider shows a part
// only: what a mapping needs beside it is added, for Aelyst.
func TestMappings(t *testing.T) {
	t.Parallel()
	for _, p := range []page{readPage(t, "README.md"), readPage(t, "docs/mapping.md")} {
		header := strings.Split(strings.TrimSpace(strings.SplitN(p.find(t, "csv", "Contact ID").text, "\n", 2)[0]), ",")
		for _, b := range p.blocks {
			columns := header
			switch b.info {
			default:
				continue
			case "yaml jsonl":
				columns = nil
			case "yaml":
			}
			m, err := mapping.Compile(fmt.Sprintf("%s:%d", p.path, b.line), []byte(completed(b.text)), all.Definitions(), columns)
			if err == nil {
				err = m.RunTests()
			}
			if err != nil {
				t.Errorf("a reader who copies this mapping gets: %v", err)
			}
		}
	}
}

func completed(text string) string {
	for _, line := range []string{"provider: aelyst", "contact: Contact ID", "fields: {email: E-mail}"} {
		key, _, _ := strings.Cut(line, " ")
		if !strings.Contains("\n"+text, "\n"+key) {
			text += line + "\n"
		}
	}
	return text
}

func TestOutcomes(t *testing.T) {
	t.Parallel()
	var want [][]string
	for _, s := range contact.Statuses() {
		want = append(want, []string{s.String(), map[bool]string{true: "yes", false: "no"}[s.EndsWell()]})
	}
	var have [][]string
	for _, row := range readPage(t, "README.md").table(t, "## The reconciliation", "outcome") {
		have = append(have, []string{row[0], row[2]})
	}
	if diff := cmp.Diff(want, have); diff != "" {
		t.Errorf("outcomes (-program +README):\n%s", diff)
	}
}

var exitCode = regexp.MustCompile(`(?m)^ +(\d+)  `)

func TestExitCodes(t *testing.T) {
	t.Parallel()
	help, _, _ := rollcall(t, "run", "--help")
	var want []string
	for _, m := range exitCode.FindAllStringSubmatch(help, -1) {
		want = append(want, m[1])
	}
	for path, heading := range map[string]string{"README.md": "## Exit codes", "docs/exit-codes.md": "# Exit codes"} {
		if diff := cmp.Diff(want, first(readPage(t, path).table(t, heading, "code"))); diff != "" {
			t.Errorf("exit codes (-rollcall run --help +%s):\n%s", path, diff)
		}
	}
}

func TestProviders(t *testing.T) {
	t.Parallel()
	var want [][]string
	page := readPage(t, "docs/providers.md")
	for _, def := range all.Definitions() {
		s := def.Spec
		want = append(want, []string{
			s.Name, s.Title, s.Method + " " + s.Path, fmt.Sprint(s.Limits.Batch), fmt.Sprint(s.Limits.Concurrency),
			fmt.Sprint(s.Limits.Rate), s.Contact[0].Doc, s.Auth.Env,
		})
		if diff := cmp.Diff(listed(t, s), page.table(t, "## "+s.Title, "field")); diff != "" {
			t.Errorf("fields of %s (-rollcall providers %s +page):\n%s", s.Title, s.Name, diff)
		}
		if !strings.Contains(page.prose, s.Source) {
			t.Errorf("the page on %s does not say that its facts are from %s", s.Title, s.Source)
		}
	}
	if diff := cmp.Diff(want, readPage(t, "README.md").table(t, "## Providers", "name")); diff != "" {
		t.Errorf("providers (-program +README):\n%s", diff)
	}
}

var gap = regexp.MustCompile(` {2,}`)

// listed returns the table of fields that rollcall providers prints.
func listed(t *testing.T, s *providers.Spec) [][]string {
	t.Helper()
	out, _, _ := rollcall(t, "providers", s.Name)
	_, table, _ := strings.Cut(out, "\nfield ")
	_, table, _ = strings.Cut(table, "\n")
	table, _, _ = strings.Cut(table, "\n\n")
	var rows [][]string
	for line := range strings.Lines(table) {
		row := gap.Split(strings.TrimSpace(line), -1)
		for len(row) < 4 {
			row = append(row, "")
		}
		rows = append(rows, row)
	}
	return rows
}

func first(rows [][]string) []string {
	var list []string
	for _, row := range rows {
		list = append(list, row[0])
	}
	return list
}
