// Package cli is the command line: commands, flags, secrets, wiring, signals,
// progress, log and exit codes. It is the only package that knows the process
// it runs in; everything below it is told what it needs.
package cli

import (
	"context"
	"errors"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"

	"github.com/spf13/cobra"
)

// A World is what the program sees of its surroundings.
type World struct {
	Args   []string // without the program's name
	Stdin  io.Reader
	Stdout io.Writer
	Stderr io.Writer
	Getenv func(string) string
}

// OS returns the world of this process.
func OS() World {
	return World{Args: os.Args[1:], Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Getenv: os.Getenv}
}

// How the garbage collector is set where the environment says nothing. What is
// in use are a few megabytes, and a million rows leave hundreds behind: to let
// four times as much lie as is in use takes a sixth off the time of a check.
// The limit, which leaves the program's own text out, keeps the process within
// 48 MiB.
const (
	garbagePercent = 400
	memoryLimit    = 32 << 20
)

// Main runs one command line and returns the exit code. Deferred work is done
// by then: the caller may exit at once.
func Main(ctx context.Context, w World) int {
	if w.Getenv("GOGC") == "" {
		defer debug.SetGCPercent(debug.SetGCPercent(garbagePercent))
	}
	if w.Getenv("GOMEMLIMIT") == "" {
		defer debug.SetMemoryLimit(debug.SetMemoryLimit(memoryLimit))
	}
	defer outlive()()
	app := newApp(w)
	cmd := app.root()
	cmd.SetArgs(w.Args)
	if len(w.Args) > 0 && w.Args[0] == cobra.ShellCompRequestCmd {
		unquoteUsages(cmd)
	}
	err := cmd.ExecuteContext(ctx)
	if err == nil {
		err = app.unheard
	}
	if failure := app.out.failure(); failure != nil && !errors.Is(failure, syscall.EPIPE) {
		err = failure // but a reader that has seen enough of a help may leave
	}
	if err == nil {
		return app.code
	}
	app.fail(err)
	return exitCode(err)
}

// outlive lets the process outlive a reader that goes away, which is an error of
// the write then, until the returned function is called. The signal is caught, not
// ignored: a program that is started would inherit that.
func outlive() (release func()) {
	caught := make(chan os.Signal, 1)
	signal.Notify(caught, syscall.SIGPIPE)
	return func() { signal.Stop(caught) }
}

// exitCode is the one place where an error becomes a code. Errors that carry
// none come from cobra: a command line that cannot be understood.
func exitCode(err error) int {
	if e, ok := errors.AsType[*exitError](err); ok {
		return e.code
	}
	return codeUsage
}

// Command returns the whole command line, for those who write about it: nothing
// that it would print goes anywhere.
func Command() *cobra.Command {
	return newApp(World{Stdin: strings.NewReader(""), Stdout: io.Discard, Stderr: io.Discard, Getenv: func(string) string { return "" }}).root()
}
