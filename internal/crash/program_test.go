//go:build unix

package crash

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"rollcall/internal/cli"
	"rollcall/internal/sandbox"
)

// patience is when a program that hangs is given up. No test waits for it.
const patience = time.Minute

// An ended is what a program left behind.
type ended struct {
	code   int // -1 if a signal ended it
	stderr string
}

// invoke runs a command line in this process.
func invoke(t testing.TB, stdin io.Reader, stdout io.Writer, args ...string) ended {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	var stderr bytes.Buffer
	code := cli.Main(ctx, cli.World{
		Args: args, Stdin: stdin, Stdout: stdout, Stderr: &stderr,
		Getenv: func(name string) string {
			if strings.HasSuffix(name, "_TOKEN") {
				return sandbox.DefaultToken
			}
			return ""
		},
	})
	return ended{code, stderr.String()}
}

// call runs a command line in this process, without input, for its code.
func call(t testing.TB, args ...string) ended {
	t.Helper()
	return invoke(t, strings.NewReader(""), io.Discard, args...)
}

// A child is the program in a process of its own.
type child struct {
	t      testing.TB
	ctx    context.Context
	cmd    *exec.Cmd
	stderr lines
}

// spawn starts a child. Its environment holds the tokens and no proxy.
func spawn(t testing.TB, stdin io.Reader, args ...string) *child {
	t.Helper()
	return launch(t, stdin, os.Args[0], args...)
}

// confined starts a child for which shell commands were run before.
func confined(t testing.TB, shell string, args ...string) *child {
	t.Helper()
	args = append([]string{"-c", shell + `; exec "$0" "$@"`, os.Args[0]}, args...)
	return launch(t, nil, "/bin/sh", args...)
}

func launch(t testing.TB, stdin io.Reader, path string, args ...string) *child {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	t.Cleanup(cancel)
	c := &child{t: t, ctx: ctx, cmd: exec.CommandContext(ctx, path, args...)}
	c.cmd.Env = []string{childMark + "=1", "TMPDIR=" + os.TempDir()}
	for _, p := range platforms {
		c.cmd.Env = append(c.cmd.Env, strings.ToUpper(p.name)+"_TOKEN="+sandbox.DefaultToken)
	}
	c.cmd.Stdin, c.cmd.Stderr = stdin, &c.stderr
	if err := c.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return c
}

// signal sends a signal. One that comes too late is no error.
func (c *child) signal(s syscall.Signal) {
	if err := c.cmd.Process.Signal(s); err != nil && !errors.Is(err, os.ErrProcessDone) {
		c.t.Error(err)
	}
}

// await returns when the child has said something on standard error.
func (c *child) await(words string) {
	c.t.Helper()
	select {
	case <-c.stderr.says(words):
	case <-c.ctx.Done():
		c.t.Fatalf("the program never said %q, only:\n%s", words, c.stderr.String())
	}
}

// wait returns when the child has ended.
func (c *child) wait() ended {
	c.t.Helper()
	err := c.cmd.Wait()
	if c.ctx.Err() != nil {
		c.t.Fatalf("the program did not end. It said:\n%s", c.stderr.String())
	}
	if _, ok := errors.AsType[*exec.ExitError](err); err != nil && !ok {
		c.t.Error(err)
	}
	return ended{c.cmd.ProcessState.ExitCode(), c.stderr.String()}
}
