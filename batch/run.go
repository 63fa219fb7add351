package batch

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"rollcall/contact"
	"rollcall/providers"
)

// A Recorder is told what a run must not forget. It is called from many
// goroutines at once; an error stops the run, for what cannot be recorded must
// not be sent.
type Recorder interface {
	// Sending is called before a request leaves, with those updates in it that
	// leave for the first time; there may be none. When it returns, they and all
	// that was recorded before must survive the end of the process.
	Sending(updates []contact.Update) error
	// Settled is called with every outcome, once for each row; with an Open one
	// for a row that a stop cut off, and for one that was accepted, before it is
	// read back. It may be kept in memory until Sending or Flush is called, which
	// is soon: whoever has an outcome recorded sends the next request, or calls
	// Flush before it waits.
	Settled(outcomes []contact.Outcome) error
	// Flush lets what was recorded survive the end of the process.
	Flush() error
}

// A Config is what a Runner needs. Everything must be set unless it says otherwise.
type Config struct {
	Sender   Sender
	Recorder Recorder

	Concurrency int           // requests in flight at most
	Rate        float64       // requests a second at most; 0 for no fixed limit
	Batch       int           // contacts a request at most
	PerContact  float64       // requests a second to one contact at most; 0 for no such limit
	Attempts    int           // tries a request, the first included
	Backoff     Backoff       // pauses before a repeat
	QueueWait   time.Duration // pause of one row after "queued, come back later"
	MaxPause    time.Duration // a longer Retry-After stops the run
	OutageWait  time.Duration // how long a provider that does not answer is probed

	MaxErrors MaxErrors // optional
	KeepGoing bool      // optional: go on though the first rows were all refused alike
	Accepted  bool      // optional: an earlier session of this run had a row accepted

	Contacts *Contacts // optional, but for updates that must be merged: what is read of contacts
	Memory   Memory    // optional: what was accepted in earlier runs

	Observer Observer // optional
}

// An Observer is told what a person may want to know. Its functions may be nil;
// they are called from many goroutines and must return at once.
type Observer struct {
	Pause func(d time.Duration, why string)            // all requests are held back
	Retry func(rows int, in time.Duration, why string) // some rows are tried again
	Split func(rows int, why string)                   // a refused batch is taken apart
	Stop  func(why string)                             // no new request starts from here on

	Outage func(what string) // the provider is gone, or back
}

// A Runner brings updates to outcomes, once.
type Runner struct {
	cfg   Config
	queue *queue
	gate  *gate
	guard *guard
	stats Stats

	outage *outage
	list   *list // of what waits to be read back

	stop   context.Context // done: no new request starts
	cancel context.CancelCauseFunc
	cut    context.Context // done: requests in flight are cut

	refused refusals
}

// New returns a runner.
func New(cfg Config) *Runner {
	return &Runner{
		cfg:   cfg,
		queue: newQueue(cfg.Batch, cfg.Concurrency, cfg.PerContact),
		gate:  newGate(cfg.Rate),
		guard: newGuard(cfg),

		outage: newOutage(cfg.Backoff, cfg.OutageWait),
		list:   newList(),
	}
}

// A StopError says why a run stopped before its end.
type StopError struct {
	Kind   StopKind
	Reason string
	Err    error // what lies behind it; may be nil
}

func (e *StopError) Error() string { return e.Reason }
func (e *StopError) Unwrap() error { return e.Err }

// A StopKind is the kind of reason for which a run stops early.
type StopKind uint8

// The kinds.
const (
	Interrupted StopKind = iota // the caller's context was cancelled
	Refused                     // a run-fatal answer
	FirstRows                   // the first rows were all refused alike
	TooManyErrors
	TooLongPause
	Unrecorded // the recorder failed, or the memory, or what keeps what contacts held
	Outage     // the provider did not answer for too long
	BadInput   // the sequence ended with an error
	Unread     // what the contacts hold could not be read before the first update
)

// Run brings every update of the sequence to an outcome, and returns nil, or
// stops early and returns a *StopError. When stop is done no new request
// starts and those in flight end; when cut is done these are cut off as well.
// The sequence is read in another goroutine, which may outlive Run when it is
// stuck in a read as the run stops.
func (r *Runner) Run(stop, cut context.Context, updates iter.Seq2[contact.Update, error]) error {
	r.stop, r.cancel = context.WithCancelCause(stop)
	r.cut = cut
	defer r.cancel(nil)
	defer context.AfterFunc(r.stop, r.queue.close)()

	r.keepList()
	reading := make(chan error, 1)
	go func() { reading <- r.read(updates) }()
	var g errgroup.Group
	g.SetLimit(r.cfg.Concurrency)
	for range r.cfg.Concurrency {
		g.Go(r.work)
	}
	failure := g.Wait()
	(&delivery{run: r}).readList(true)
	return r.verdict(failure, reading)
}

// verdict settles what a stop left behind and says why the run ended.
func (r *Runner) verdict(failure error, reading <-chan error) error {
	if failure == nil && r.stop.Err() == nil {
		return <-reading
	}
	r.queue.close()
	leave := time.NewTimer(time.Second)
	defer leave.Stop()
	select {
	case <-reading:
	case <-leave.C:
	}
	var left []contact.Outcome
	for _, it := range r.queue.rest() {
		left = append(left, it.cut())
	}
	if failure == nil {
		failure = r.record(left)
	}
	if failure != nil {
		return failure
	}
	if e, ok := errors.AsType[*StopError](context.Cause(r.stop)); ok {
		return e
	}
	return &StopError{Kind: Interrupted, Reason: "interrupted"}
}

// read fills the queue. A sequence that ends with an error has its rows sent all
// the same: they were read.
func (r *Runner) read(updates iter.Seq2[contact.Update, error]) error {
	defer r.queue.end()
	for update, err := range updates {
		if errors.Is(err, context.Canceled) { // whoever reads knew of the stop a moment before
			return &StopError{Kind: Interrupted, Reason: "interrupted", Err: err}
		}
		if err != nil {
			return &StopError{Kind: BadInput, Reason: err.Error(), Err: err}
		}
		if !r.queue.add(update) {
			return r.record([]contact.Outcome{(&item{update: update}).cut()})
		}
	}
	return nil
}

// work delivers batches until there are none. It returns an error only if the
// whole run must stop.
func (r *Runner) work() error {
	d := delivery{run: r} // its slices serve one batch after the other
	for {
		items := r.queue.take(r.rest)
		if items == nil {
			r.rest()
			return nil
		}
		d.since, d.done = r.stats.accepted.Load(), d.done[:0]
		if items = d.prepare(items); len(items) > 0 {
			d.whole(items, r.cfg.Attempts)
		}
		d.verify()
		r.queue.done(d.done)
		d.readList(false)
		if d.err != nil {
			return d.err
		}
	}
}

// pass returns when a request may leave, and whether it is a probe. It reports
// false when the run stopped before.
func (r *Runner) pass() (probe, ok bool) {
	for {
		if r.outage.active() || !r.gate.open(time.Now()) {
			r.rest()
		}
		probe, ok = r.outage.admit(r.stop)
		if !ok || !r.gate.wait(r.stop) {
			return probe, false
		}
		if probe || !r.outage.active() {
			return probe, true
		}
	}
}

// announce tells the recorder what is about to be sent for the first time.
func (r *Runner) announce(group []*item, updates []contact.Update) error {
	fresh := updates
	if slices.ContainsFunc(group, func(it *item) bool { return it.announced }) {
		fresh = nil
		for i, it := range group {
			if !it.announced {
				fresh = append(fresh, updates[i])
			}
		}
	}
	for _, it := range group {
		it.announced = true
	}
	return r.cfg.Recorder.Sending(fresh)
}

// rest is called before a worker waits: nothing that it settled may be lost
// meanwhile.
func (r *Runner) rest() {
	if err := r.cfg.Recorder.Flush(); err != nil {
		r.unrecorded(err)
	}
}

// Settle records outcomes that need no request: rows that cannot be mapped or
// are left out. Safe for many goroutines.
func (r *Runner) Settle(outcomes ...contact.Outcome) error { return r.record(outcomes) }

// record hands outcomes to the recorder and looks at what they say of the run.
func (r *Runner) record(outcomes []contact.Outcome) error {
	if len(outcomes) == 0 {
		return nil
	}
	if err := r.cfg.Recorder.Settled(outcomes); err != nil {
		return r.unrecorded(err)
	}
	r.stats.count(outcomes)
	if why := r.guard.look(outcomes, r.queue.idle); why != nil {
		r.halt(why)
	} else if r.outage.look(outcomes, time.Now()) {
		r.outageBegan()
	}
	return nil
}

// unrecorded stops the run because something could not be written down.
func (r *Runner) unrecorded(err error) error {
	return r.halt(&StopError{Kind: Unrecorded, Reason: err.Error(), Err: err})
}

// halt lets no new request start. The first reason counts.
func (r *Runner) halt(why *StopError) error {
	if r.stop.Err() == nil && r.cfg.Observer.Stop != nil {
		r.cfg.Observer.Stop(why.Reason)
	}
	r.cancel(why)
	return why
}

// Stats returns the figures of the run so far. Safe for many goroutines.
func (r *Runner) Stats() *Stats { return &r.stats }

// Busy reports whether an update of the contact with that key waits, is under way
// or is parked. Safe for many goroutines.
func (r *Runner) Busy(key string) bool { return r.queue.busy(key) }

// Away reports whether the provider is taken for gone, so that the run waits and
// probes.
func (r *Runner) Away() bool { return r.outage.active() }

// Paused returns the time until which all requests are held back; it may lie in
// the past.
func (r *Runner) Paused() time.Time { return r.gate.paused() }

func (r *Runner) retries(group []*item, in time.Duration, why string) {
	if r.cfg.Observer.Retry != nil {
		r.cfg.Observer.Retry(len(group), in, why)
	}
}

func (r *Runner) splits(group []*item) {
	if len(group) < 2 {
		return
	}
	r.stats.split.Add(1)
	if r.cfg.Observer.Split != nil {
		r.cfg.Observer.Split(len(group), group[0].company)
	}
}

// refuse stops the run for an answer that no row can answer for.
func (r *Runner) refuse(v providers.Verdict, try Try) {
	reason := v.Message
	if reason == "" {
		reason = providers.StatusText(try.Status)
	}
	what := "the provider refused the run"
	if try.Status == 401 || try.Status == 403 {
		what = fmt.Sprintf("the provider refused the token (%d)", try.Status)
	}
	r.halt(&StopError{Kind: Refused, Reason: what + ": " + reason})
}
