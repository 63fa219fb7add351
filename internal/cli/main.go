// Package cli is the command line: commands, flags, secrets, wiring, signals,
// progress, log and exit codes. It is the only package that knows the process
// it runs in; everything below it is told what it needs.
package cli

import (
	"context"
	"errors"
	"io"
	"os"
	"runtime/debug"
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

// Main runs one command line and returns the exit code. Deferred work is done
// by then: the caller may exit at once.
func Main(ctx context.Context, w World) int {
	defer tune(w.Getenv)()
	app := newApp(w)
	cmd := app.root()
	cmd.SetArgs(w.Args)
	err := cmd.ExecuteContext(ctx)
	if err == nil {
		return app.code
	}
	app.fail(err)
	return exitCode(err)
}

// tune sets the garbage collector for a program that keeps a few megabytes and
// makes a gigabyte of garbage from a million rows: it may let four times as much
// lie as is in use, which takes a quarter off the time of a check, up to a limit
// that keeps the process within 48 MiB. What the environment says of the two
// stands. The returned function puts back what was set before.
func tune(getenv func(string) string) (restore func()) {
	percent, limit := debug.SetGCPercent(-1), debug.SetMemoryLimit(-1)
	restore = func() {
		debug.SetGCPercent(percent)
		debug.SetMemoryLimit(limit)
	}
	restore()
	if getenv("GOGC") == "" {
		debug.SetGCPercent(400)
	}
	if getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(36 << 20)
	}
	return restore
}

// exitCode is the one place where an error becomes a code. Errors that carry
// none come from cobra: a command line that cannot be understood.
func exitCode(err error) int {
	if e, ok := errors.AsType[*exitError](err); ok {
		return e.code
	}
	return codeUsage
}
