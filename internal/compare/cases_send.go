package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"rollcall/internal/compare/workload"
)

// single sends one contact a request, without latency.
func (b *bench) single(ctx context.Context) error {
	s, err := b.standIn(ctx)
	if err != nil {
		return err
	}
	for _, workers := range []int{8, 64} {
		all, err := b.contend(ctx, s, job{kind: workload.Single, rows: b.rows, workers: workers}, true)
		if err != nil {
			return errors.Join(err, s.stop())
		}
		ours, bare := all[0], all[1]
		what := fmt.Sprintf("one contact a request, %d in flight", workers)
		rate, cpu := ours.against(bare, sample.requestRate), ours.against(bare, sample.perRow)
		b.report.add(what, "rollcall", ours, percent(rate)+" of the bare loop")
		b.report.add(what, "bare loop", bare, "")
		b.report.atLeast(what+": requests a second, of the bare loop's", 100*rate, 90, " %")
		b.report.atMost(what+": CPU a row, times the bare loop's", cpu, 1.25, "")
	}
	return s.stop()
}

const (
	latency = 50 * time.Millisecond
	slots   = 64
	ideal   = float64(slots) / 0.05 // requests a second: what the latency allows
)

// latency sends to a server that takes its time, and to one that fails now and
// then. A repeat counts as the request that it is.
func (b *bench) latency(ctx context.Context) error {
	plain := job{kind: workload.Single, rows: b.rows / 2, workers: slots}
	sorted, failing, clashing := plain, plain, plain
	sorted.kind = workload.Sorted
	failing.rows *= 4         // the last repeat is waited for, however many rows there are
	clashing.codes = []int{1} // rows end badly
	what := fmt.Sprintf("%d in flight, %s latency", slots, latency)
	return errors.Join(
		b.slow(ctx, what, plain, true),
		b.slow(ctx, what+", five rows of each contact", sorted, false),
		b.slow(ctx, what+", 2 % answered 500", failing, false, "-every", "50", "-fault", "500"),
		b.slow(ctx, what+", 2 % answered 409", clashing, false, "-every", "50", "-fault", "409"),
	)
}

func (b *bench) slow(ctx context.Context, what string, j job, bare bool, args ...string) error {
	s, err := b.standIn(ctx, append(args, "-latency", latency.String())...)
	if err != nil {
		return err
	}
	all, err := b.contend(ctx, s, j, bare)
	if err := errors.Join(err, s.stop()); err != nil {
		return err
	}
	for i, program := range []string{"rollcall", "bare loop"}[:len(all)] {
		share := all[i].median(sample.requestRate) / ideal
		b.report.add(what, program, all[i], fmt.Sprintf("%s of %s requests a second", percent(share), short(ideal)))
	}
	b.report.atLeast(what+": requests, of the possible "+short(ideal)+" a second",
		100*all[0].median(sample.requestRate)/ideal, 97, " %")
	return nil
}

// batch sends a hundred contacts a request, and compares that with the loop and
// with all that comes before sending.
func (b *bench) batch(ctx context.Context) error {
	s, err := b.standIn(ctx)
	if err != nil {
		return err
	}
	j := job{kind: workload.Batch, rows: 10 * b.rows, workers: 8}
	all, err := b.batches(ctx, s, j)
	if err := errors.Join(err, s.stop()); err != nil {
		return err
	}
	ours, bare, alone := all[0], all[1], all[2]
	what := fmt.Sprintf("batches of 100, %d in flight", j.workers)
	share := ours.against(alone, sample.rate)
	b.report.add(what, "rollcall", ours, percent(share)+" of encoding alone")
	b.report.add(what, "bare loop", bare, "")
	b.report.add(what, "reading, mapping, encoding alone", alone, "")
	goal := min(300_000, 0.6*alone.median(sample.rate))
	b.report.atLeast(what+": rows a second", ours.median(sample.rate), goal, "")
	return nil
}

func (b *bench) batches(ctx context.Context, s *standIn, j job) ([]series, error) {
	requests, err := b.requests(ctx, j.kind, j.rows)
	if err != nil {
		return nil, err
	}
	input, mapping, err := b.input(j.kind, j.rows)
	if err != nil {
		return nil, err
	}
	encode := child{rows: j.rows, path: b.path("encode"), args: []string{input, mapping}}
	return compete(ctx, b.rounds, b.sends(s, j), b.loops(s, j, requests), alone(encode))
}

// http2 sends over TLS by both versions of the protocol.
func (b *bench) http2(ctx context.Context) error {
	cert, key, err := b.certificate()
	if err != nil {
		return err
	}
	j := job{kind: workload.Single, rows: b.rows / 2, workers: slots, ca: cert}
	var rates []series
	for _, version := range []struct {
		name string
		args []string
	}{{"HTTP/1.1", nil}, {"HTTP/2", []string{"-http2"}}} {
		s, err := b.standIn(ctx, append(version.args, "-cert", cert, "-key", key)...)
		if err != nil {
			return err
		}
		all, err := b.contend(ctx, s, j, true)
		if err := errors.Join(err, s.stop()); err != nil {
			return err
		}
		ours, bare := all[0], all[1]
		what := fmt.Sprintf("%s over TLS, %d in flight", version.name, j.workers)
		b.report.add(what, "rollcall", ours, percent(ours.against(bare, sample.requestRate))+" of the bare loop")
		b.report.add(what, "bare loop", bare, "")
		rates = append(rates, ours)
	}
	b.report.note("HTTP/2 moves %s of the rows a second of HTTP/1.1 over the same TLS.",
		percent(rates[1].median(sample.rate)/rates[0].median(sample.rate)))
	return nil
}
