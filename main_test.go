//go:build unix

package main

import (
	"errors"
	"flag"
	"os"
	"os/exec"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"rollcall/internal/sandbox"
)

var update = flag.Bool("update", false, "write what the scripts compare from what came out")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"rollcall": main})
}

// TestScripts runs testdata/script: each script is what a user types, against a
// sandbox of its own, and what the user must see.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		UpdateScripts:       *update,
		ContinueOnError:     true, // a failing script shows all that is wrong
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup:               setup,
		Condition:           condition,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits, "signal": signal, "exited": exited,
			"sandbox": startSandbox, "httpd": startHTTPD, "requests": awaitRequests,
			"config": config, "stats": stats, "state": state, "snapshot": snapshot, "sent": sent,
			"json": compareJSON, "volatile": volatile, "contacts": contacts,
			"mode": mode, "nowhere": nowhere,
			"terminal": terminal, "narrow": narrow,
		},
	})
}

// A fixture is what belongs to one script.
type fixture struct {
	sandbox *sandbox.Server
	arrived chan struct{} // one for each request that reached the latest server
	signals *exec.Cmd     // the process that was signalled last
}

type fixtureKey struct{}

// setup gives a script the token of each provider, which the sandbox accepts.
func setup(env *testscript.Env) error {
	env.Values[fixtureKey{}] = &fixture{}
	for _, name := range []string{"CELLCAST", "TELECMI", "CENDYN", "AELYST", "CALLBELL"} {
		env.Setenv(name+"_TOKEN", sandbox.DefaultToken)
	}
	// Under the race detector each process would sleep for a second at its end.
	env.Setenv("GORACE", "atexit_sleep_ms=0 "+env.Getenv("GORACE"))
	return nil
}

func fixtureOf(ts *testscript.TestScript) *fixture { return ts.Value(fixtureKey{}).(*fixture) }

func condition(name string) (bool, error) {
	if name == "root" {
		return os.Getuid() == 0, nil
	}
	return false, errors.New("no such condition: " + name)
}

// exits CODE PROGRAM [ARG…] runs a program that must end with the code.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	arity(ts, neg, len(args) >= 2, "exits CODE PROGRAM [ARG…]")
	err := ts.Exec(args[1], args[2:]...)
	code := 0
	if e, ok := errors.AsType[*exec.ExitError](err); ok {
		code = e.ExitCode()
	} else {
		ts.Check(err)
	}
	if code != number(ts, args[0]) {
		ts.Fatalf("exit code %d, want %s", code, args[0])
	}
}

// signal INT|TERM|KILL|USR1|USR2… sends signals to the program in the background.
func signal(ts *testscript.TestScript, neg bool, args []string) {
	arity(ts, neg, len(args) > 0, "signal INT|TERM|KILL|USR1|USR2…")
	running := ts.BackgroundCmds()
	if len(running) != 1 {
		ts.Fatalf("%d programs in the background", len(running))
	}
	fixtureOf(ts).signals = running[0]
	for _, name := range args {
		s := map[string]os.Signal{"INT": syscall.SIGINT, "TERM": syscall.SIGTERM, "KILL": syscall.SIGKILL, "USR1": syscall.SIGUSR1, "USR2": syscall.SIGUSR2}[name]
		ts.Check(running[0].Process.Signal(s))
	}
}

// exited CODE compares the exit code of the program that was signalled, after
// wait; -1 is that of one that a signal ended.
func exited(ts *testscript.TestScript, neg bool, args []string) {
	arity(ts, neg, len(args) == 1, "exited CODE")
	if code := fixtureOf(ts).signals.ProcessState.ExitCode(); code != number(ts, args[0]) {
		ts.Fatalf("the program in the background ended with %d, want %s", code, args[0])
	}
}

// requests N waits until N more requests have reached the latest
// server.
func awaitRequests(ts *testscript.TestScript, neg bool, args []string) {
	arity(ts, neg, len(args) == 1, "requests N")
	late := time.After(20 * time.Second)
	for n := range number(ts, args[0]) {
		select {
		case <-fixtureOf(ts).arrived:
		case <-late:
			ts.Fatalf("%d requests came, want %s", n, args[0])
		}
	}
}

func arity(ts *testscript.TestScript, neg, ok bool, usage string) {
	if neg || !ok {
		ts.Fatalf("usage: %s", usage)
	}
}

func number(ts *testscript.TestScript, s string) int {
	n, err := strconv.Atoi(s)
	ts.Check(err)
	return n
}
