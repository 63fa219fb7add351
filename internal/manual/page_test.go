package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/pflag"

	"rollcall/internal/cli"
)

const source = "../../docs/mapping.md"

// pages writes the pages of a certain day and returns them by name.
func pages(t *testing.T) (folder string, texts map[string]string) {
	t.Helper()
	t.Setenv("SOURCE_DATE_EPOCH", "1790000000")
	folder, texts = filepath.Join(t.TempDir(), "man"), map[string]string{}
	if err := write(folder, source); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(folder, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		texts[filepath.Base(file)] = string(text)
	}
	return folder, texts
}

func TestPages(t *testing.T) {
	_, texts := pages(t)
	root := cli.Command()
	for _, cmd := range append(root.Commands(), root) {
		text, ok := texts[name(cmd)+".1"]
		if cmd != root && !cmd.IsAvailableCommand() {
			continue
		}
		if !ok {
			t.Errorf("%s has no page", cmd.CommandPath())
		}
		for _, part := range []string{`"2026-09-21"`, ".SH NAME", ".SH SYNOPSIS", ".SH DESCRIPTION", ".SH OPTIONS", ".SH EXAMPLES", ".SH SEE ALSO"} {
			if !strings.Contains(text, part) {
				t.Errorf("the page of %s has no %s", cmd.CommandPath(), part)
			}
		}
		cmd.Flags().VisitAll(func(f *pflag.Flag) {
			if flag := `\fB--` + f.Name + `\fP`; !f.Hidden && !strings.Contains(text, flag) {
				t.Errorf("the page of %s does not tell of --%s", cmd.CommandPath(), f.Name)
			}
		})
	}
	if _, again := pages(t); !cmp.Equal(texts, again) {
		t.Error("pages of the same day differ from one time to the next")
	}
}

func TestDescription(t *testing.T) {
	t.Parallel()
	root := cli.Command()
	cmd, _, err := root.Find([]string{"undo"})
	if err != nil {
		t.Fatal(err)
	}
	cmd.Long = "Put *it* back.\n\nExit status:\n    0  all\n   64  there is no run\nOtherwise as run."
	want := "Put \\*it\\* back.\n\n# EXIT STATUS\n\n0\n: all\n\n64\n: there is no run\n\nOtherwise as run.\n\n"
	if diff := cmp.Diff(want, description(cmd)); diff != "" {
		t.Errorf("help becomes (-want +got):\n%s", diff)
	}
}

// TestPages_roff has groff read the pages, where it is installed.
func TestPages_roff(t *testing.T) {
	groff, err := exec.LookPath("groff")
	if err != nil {
		t.Skip("groff is not installed: the pages are not tried")
	}
	folder, texts := pages(t)
	for file := range texts {
		out, err := exec.Command(groff, "-k", "-t", "-man", "-Tutf8", "-ww", "-z", filepath.Join(folder, file)).CombinedOutput()
		if err != nil || len(out) > 0 {
			t.Errorf("%s: %v\n%s", file, err, out)
		}
	}
}

func TestDate(t *testing.T) {
	t.Setenv("SOURCE_DATE_EPOCH", "yesterday")
	if err := write(t.TempDir(), source); err == nil || !strings.HasPrefix(err.Error(), "SOURCE_DATE_EPOCH: ") {
		t.Errorf("a date that is none gives %v", err)
	}
}
