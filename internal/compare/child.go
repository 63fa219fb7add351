package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"time"

	"rollcall/internal/compare/workload"
)

// patience is when a process is given up.
const patience = 10 * time.Minute

// A child is a process to be measured.
type child struct {
	rows  int // of which it disposes
	path  string
	args  []string
	env   []string                // beside what every child has
	feed  func(w io.Writer) error // writes its standard input; nil for none
	codes []int                   // exit codes that are in order beside 0
}

// environment is what every child has: nothing of it asks for a proxy or sets
// the garbage collector.
func environment() []string {
	env := []string{"CELLCAST_TOKEN=" + workload.Token, "TELECMI_TOKEN=" + workload.Token}
	for _, name := range []string{"PATH", "HOME", "TMPDIR", "SYSTEMROOT", "NODE_PATH"} {
		if value, ok := os.LookupEnv(name); ok {
			env = append(env, name+"="+value)
		}
	}
	return env
}

// run runs the process to its end.
func (c child) run(ctx context.Context) (sample, time.Time, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	var said bytes.Buffer
	cmd := exec.CommandContext(ctx, c.path, c.args...)
	cmd.Env = append(environment(), c.env...)
	cmd.Stderr = &said
	var in io.WriteCloser
	if c.feed != nil {
		in, _ = cmd.StdinPipe()
	}
	began := time.Now()
	if err := cmd.Start(); err != nil {
		return sample{}, began, err
	}
	var fed error
	if in != nil {
		fed = errors.Join(c.feed(in), in.Close())
	}
	err := cmd.Wait()
	took := sample{rows: c.rows, wall: time.Since(began)}
	if cmd.ProcessState != nil && slices.Contains(c.codes, cmd.ProcessState.ExitCode()) {
		err = nil
	}
	if err = errors.Join(err, fed); err != nil {
		return sample{}, began, fmt.Errorf("%s %q: %w: %s", c.path, c.args, err, tail(said.Bytes()))
	}
	took.cpu = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	took.peak = peak(cmd.ProcessState)
	return took, began, nil
}

// tail returns the end of what a process said.
func tail(text []byte) []byte { return text[max(len(text)-2000, 0):] }

// A contender runs once and says what it took.
type contender func(ctx context.Context) (sample, error)

// alone makes a contender of a process that sends nothing.
func alone(c child) contender {
	return func(ctx context.Context) (sample, error) {
		took, _, err := c.run(ctx)
		return took, err
	}
}

// compete lets contenders take turns.
func compete(ctx context.Context, rounds int, contenders ...contender) ([]series, error) {
	all := make([]series, len(contenders))
	for range rounds {
		for i, run := range contenders {
			took, err := run(ctx)
			if err != nil {
				return nil, err
			}
			all[i] = append(all[i], took)
		}
	}
	return all, nil
}
