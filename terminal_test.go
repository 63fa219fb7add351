//go:build unix

package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/creack/pty"
	"github.com/rogpeppe/go-internal/testscript"
)

// terminal COLUMNSxROWS CODE ARG… runs rollcall on a terminal of that size, where
// it must end with the code, and writes all that appears there to the file screen.
func terminal(ts *testscript.TestScript, neg bool, args []string) {
	arity(ts, neg, len(args) > 2, "terminal COLUMNSxROWS CODE ARG…")
	var size pty.Winsize
	_, err := fmt.Sscanf(args[0], "%dx%d", &size.Cols, &size.Rows)
	ts.Check(err)
	cmd := exec.Command(filepath.Join(program(ts), "rollcall"), args[2:]...)
	cmd.Dir = ts.MkAbs(".")
	for _, name := range []string{"PATH", "AELYST_TOKEN", "CALLBELL_TOKEN", "TERM", "NO_COLOR", "CLICOLOR_FORCE", "GORACE", "TMPDIR"} {
		cmd.Env = append(cmd.Env, name+"="+ts.Getenv(name))
	}
	tty, err := pty.StartWithSize(cmd, &size)
	ts.Check(err)
	screen, _ := io.ReadAll(tty) // ends with an error where the last writer is gone
	ts.Check(tty.Close())
	ts.Check(os.WriteFile(ts.MkAbs("screen"), screen, 0o600))
	code := 0
	if e, ok := errors.AsType[*exec.ExitError](cmd.Wait()); ok {
		code = e.ExitCode()
	}
	if code != number(ts, args[1]) {
		ts.Fatalf("exit code %d, want %s; the terminal shows:\n%s", code, args[1], screen)
	}
}

// program returns the folder in which the script finds rollcall.
func program(ts *testscript.TestScript) string {
	for _, folder := range filepath.SplitList(ts.Getenv("PATH")) {
		if _, err := os.Stat(filepath.Join(folder, "rollcall")); err == nil {
			return folder
		}
	}
	ts.Fatalf("rollcall is not on the PATH")
	return ""
}

// narrow COLUMNS FILE looks for lines that take more columns, colours left out.
// Those of command lines, which are there to be copied, may.
func narrow(ts *testscript.TestScript, neg bool, args []string) {
	arity(ts, neg, len(args) == 2, "narrow COLUMNS FILE")
	for _, line := range shownLines(ts.ReadFile(args[1])) {
		if n := len([]rune(line)); n > number(ts, args[0]) && !isCommand(line) {
			ts.Fatalf("a line takes %d columns: %s", n, line)
		}
	}
}

var controls = regexp.MustCompile(`\x1b\[[0-9;]*[A-Za-z]`)

// shownLines returns the lines of what a terminal was sent, each as it was in the
// end, without control sequences.
func shownLines(sent string) []string {
	var lines []string
	for line := range strings.Lines(controls.ReplaceAllString(sent, "")) {
		line = strings.TrimRight(line, "\r\n")
		lines = append(lines, line[strings.LastIndexByte(line, '\r')+1:])
	}
	return lines
}

func isCommand(line string) bool { return strings.HasPrefix(line, "  rollcall ") }
