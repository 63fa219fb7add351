package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"time"

	"rollcall/internal/compare/workload"
)

// A standIn is the server, in a process of its own.
type standIn struct {
	url  string
	cmd  *exec.Cmd
	in   io.WriteCloser
	out  *bufio.Reader
	said bytes.Buffer
}

// standIn starts a stand-in. The caller stops it.
func (b *bench) standIn(ctx context.Context, args ...string) (*standIn, error) {
	s := &standIn{cmd: exec.CommandContext(ctx, b.path("standin"), args...)}
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if s.in, err = s.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	s.cmd.Stderr = &s.said
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	s.out = bufio.NewReader(out)
	s.url, err = s.out.ReadString('\n')
	s.url = strings.TrimSpace(s.url)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("the stand-in gave no address: %w", err), s.stop())
	}
	return s, nil
}

// stop returns when the stand-in has written what it recorded.
func (s *standIn) stop() error {
	if err := errors.Join(s.in.Close(), s.cmd.Wait()); err != nil {
		return fmt.Errorf("the stand-in: %w: %s", err, tail(s.said.Bytes()))
	}
	return nil
}

// tally asks what came since it was asked before.
func (s *standIn) tally() (t workload.Tally, err error) {
	if _, err := io.WriteString(s.in, "\n"); err != nil {
		return t, err
	}
	line, err := s.out.ReadBytes('\n')
	if err != nil {
		return t, err
	}
	return t, json.Unmarshal(line, &t)
}

// measure runs a process that sends to the stand-in.
func (s *standIn) measure(ctx context.Context, c child) (sample, error) {
	took, began, err := c.run(ctx)
	if err != nil {
		return took, err
	}
	seen, err := s.tally()
	took.requests, took.connections = seen.Requests, seen.Connections
	took.first = time.Unix(0, seen.First).Sub(began)
	if err == nil && seen.Requests == 0 {
		err = fmt.Errorf("%s %q sent nothing", c.path, c.args)
	}
	return took, err
}
