package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// hookTimeout is how long the command of --on-finish may take.
const hookTimeout = time.Minute

// onFinish calls a command of the shell with the summary on its standard input,
// nothing for a run without one. What it prints goes to standard error. A signal
// ends it, and so does the limit.
func (a *app) onFinish(ctx context.Context, command string, limit time.Duration, c closing, env []string) (err error) {
	var text []byte
	if c.summary != nil {
		if text, err = c.summary.JSON(); err != nil {
			return err
		}
	}
	ctx, release := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer release()
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	cmd := shell(ctx, command)
	cmd.Stdin = bytes.NewReader(text)
	cmd.Stdout, cmd.Stderr = a.world.Stderr, a.world.Stderr
	cmd.Env = env
	cmd.WaitDelay = time.Second // for what it left behind with our standard error in hand
	err = cmd.Run()
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return fmt.Errorf("it did not end within %s and was ended", limit)
	}
	return err
}

// hookEnv returns the environment of that command: ours without the token, and
// what it may want to know of the run.
func (a *app) hookEnv(environ []string, secret string, c closing) []string {
	var env []string
	for _, entry := range environ {
		name, value, _ := strings.Cut(entry, "=")
		if name != secret && a.redactor.redact(value) == value {
			env = append(env, entry)
		}
	}
	dir, err := filepath.Abs(c.dir)
	if err != nil {
		dir = c.dir
	}
	state := ""
	if c.summary != nil {
		state = c.summary.State
	}
	return append(env, "ROLLCALL_DIR="+dir, "ROLLCALL_STATE="+state, fmt.Sprint("ROLLCALL_EXIT_CODE=", c.code))
}
