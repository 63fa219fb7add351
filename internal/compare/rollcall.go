package main

import (
	"context"
	"errors"
	"io"
	"os"
	"strconv"

	"rollcall/internal/compare/workload"
)

// A job is a run of rollcall, or of the bare loop with the same requests.
type job struct {
	kind    workload.Kind
	rows    int
	workers int
	ca      string                // the authority of the stand-in's certificate; empty for none
	codes   []int                 // exit codes that are in order beside 0
	feed    func(io.Writer) error // writes the rows to a pipe; nil for a file
	profile string                // of processor time, to be written; empty for none
}

// send runs rollcall with everything on: journal, reconciliation, summary.
func (b *bench) send(ctx context.Context, s *standIn, j job) (sample, error) {
	input, mapping, err := b.source(j.kind, j.rows, j.feed)
	if err != nil {
		return sample{}, err
	}
	program, args := b.program(j)
	dir := b.path("run")
	args = append(args, "run", input, "-m", mapping, "-d", dir, "-q",
		"--base-url", s.url, "--rate", "0", "--concurrency", strconv.Itoa(j.workers))
	if j.ca != "" {
		args = append(args, "--ca-file", j.ca)
	}
	args = append(args, b.flags...)
	took, err := s.measure(ctx, child{rows: j.rows, path: program, args: args, env: b.env, feed: j.feed, codes: j.codes})
	return took, errors.Join(err, os.RemoveAll(dir))
}

// program returns what to run, and what stands before its arguments.
func (b *bench) program(j job) (path string, args []string) {
	if j.profile != "" {
		return b.path("profiled"), []string{j.profile}
	}
	return b.rollcall, nil
}

// sends makes a contender of a run.
func (b *bench) sends(s *standIn, j job) contender {
	return func(ctx context.Context) (sample, error) { return b.send(ctx, s, j) }
}

// loops makes a contender of the bare loop.
func (b *bench) loops(s *standIn, j job, requests string) contender {
	args := []string{"loop", s.url, strconv.Itoa(j.workers), requests}
	if j.ca != "" {
		args = append(args, j.ca)
	}
	c := child{rows: j.rows, path: b.path("bare"), args: args}
	return func(ctx context.Context) (sample, error) { return s.measure(ctx, c) }
}

// contend lets rollcall and, where it is wanted, the bare loop take turns.
func (b *bench) contend(ctx context.Context, s *standIn, j job, bare bool) ([]series, error) {
	contenders := []contender{b.sends(s, j)}
	if bare {
		requests, err := b.requests(ctx, j.kind, j.rows)
		if err != nil {
			return nil, err
		}
		contenders = append(contenders, b.loops(s, j, requests))
	}
	return compete(ctx, b.rounds, contenders...)
}
