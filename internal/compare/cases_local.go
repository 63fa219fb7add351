package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"rollcall/internal/compare/workload"
)

// checks makes a contender of a check. It reads the file, or what feed writes.
func (b *bench) checks(kind workload.Kind, rows int, feed func(io.Writer) error) contender {
	return func(ctx context.Context) (sample, error) {
		input, mapping, err := b.source(kind, rows, feed)
		if err != nil {
			return sample{}, err
		}
		dir := b.path("check")
		took, _, err := child{
			rows: rows, path: b.rollcall, env: b.env, feed: feed,
			args: []string{"check", input, "-m", mapping, "-d", dir, "-q"},
		}.run(ctx)
		return took, errors.Join(err, os.RemoveAll(dir))
	}
}

// source returns what to read, and the mapping for it.
func (b *bench) source(kind workload.Kind, rows int, feed func(io.Writer) error) (input, mapping string, err error) {
	if feed == nil {
		return b.input(kind, rows)
	}
	_, mapping, err = b.input(kind, 1)
	return "-", mapping, err
}

// check compares a check with a pass of encoding/csv over the same file.
func (b *bench) check(ctx context.Context) error {
	rows := 10 * b.rows
	input, _, err := b.input(workload.Single, rows)
	if err != nil {
		return err
	}
	pass := child{rows: rows, path: b.path("bare"), args: []string{"pass", input}}
	all, err := compete(ctx, b.rounds, b.checks(workload.Single, rows, nil), alone(pass))
	if err != nil {
		return err
	}
	times := all[0].against(all[1], sample.wallPerRow)
	b.report.add("check", "rollcall", all[0], fmt.Sprintf("%s times the pass", short(times)))
	b.report.add("check", "pass of encoding/csv", all[1], "")
	b.report.atMost("check: time, times a pass of encoding/csv", times, 3, "")
	return nil
}

// memory measures how much is resident, of rows that come through a pipe.
func (b *bench) memory(ctx context.Context) error {
	s, err := b.standIn(ctx)
	if err != nil {
		return err
	}
	few, err := b.resident(ctx, s, b.rows, b.rounds)
	if err == nil && b.long {
		var many []series
		many, err = b.resident(ctx, s, 100*b.rows, 1)
		for i := range many {
			growth := many[i].median(sample.mebibytes) / few[i].median(sample.mebibytes)
			b.report.atMost(residents[i]+": resident for so many rows, times those for "+grouped(b.rows), growth, 1.1, "")
		}
	}
	return errors.Join(err, s.stop())
}

// residents are the contenders of resident.
var residents = []string{"check, from a pipe", "run, batches of 100, from a pipe"}

func (b *bench) resident(ctx context.Context, s *standIn, rows, rounds int) ([]series, error) {
	single := func(w io.Writer) error { return workload.Single.WriteRows(w, rows) }
	batch := func(w io.Writer) error { return workload.Batch.WriteRows(w, rows) }
	all, err := compete(ctx, rounds,
		b.checks(workload.Single, rows, single),
		b.sends(s, job{kind: workload.Batch, rows: rows, workers: 8, feed: batch}))
	if err != nil {
		return nil, err
	}
	for i, what := range residents {
		b.report.add(what, "rollcall", all[i], "")
		b.report.atMost(fmt.Sprintf("%s: MiB resident for %s rows", what, grouped(rows)), all[i].median(sample.mebibytes), 48, "")
	}
	return all, nil
}

// start measures the time to the first request, and the program itself.
func (b *bench) start(ctx context.Context) error {
	s, err := b.standIn(ctx)
	if err != nil {
		return err
	}
	all, err := compete(ctx, 2*b.rounds, b.sends(s, job{kind: workload.Single, rows: 1000, workers: 8}))
	if err := errors.Join(err, s.stop()); err != nil {
		return err
	}
	info, err := os.Stat(b.rollcall)
	if err != nil {
		return err
	}
	b.report.atMost("start: milliseconds to the first request", all[0].median(sample.delay), 50, "")
	b.report.atMost("start: MB of the program", float64(info.Size())/1e6, 25, "")
	return nil
}
