package batch

import (
	"context"
	"fmt"
	"iter"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"rollcall/contact"
	"rollcall/providers"
)

// provider is a fake provider behind the Sender seam: it plays one verdict for
// each update and keeps watch over what a sender must never do.
type provider struct {
	t       testing.TB
	latency time.Duration
	// answer plays one request; nil accepts everything.
	answer func(n int, updates []contact.Update) Try

	mu       sync.Mutex
	requests [][]contact.Update
	at       []time.Time
	busy     map[string]bool
	last     map[string]int
	most, in int
}

func (p *provider) Send(ctx context.Context, updates []contact.Update) Try {
	n := p.enter(updates)
	try := Try{SentAt: time.Now(), Status: 200}
	if p.latency > 0 && !sleep(ctx, p.latency) {
		p.leave(updates)
		return Try{SentAt: try.SentAt, Err: context.Cause(ctx), Lost: true}
	}
	defer p.leave(updates)
	if p.answer != nil {
		try = p.answer(n, updates)
		try.SentAt = time.Now()
	} else {
		try.Verdicts = same(accepted, len(updates))
	}
	return try
}

func (p *provider) enter(updates []contact.Update) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.busy == nil {
		p.busy, p.last = map[string]bool{}, map[string]int{}
	}
	p.requests = append(p.requests, slices.Clone(updates))
	p.at = append(p.at, time.Now())
	p.in++
	p.most = max(p.most, p.in)
	for _, u := range updates {
		key := u.Key()
		if p.busy[key] {
			p.t.Errorf("contact %s is sent twice at once (row %d)", u.Contact, u.Row.Number)
		}
		if u.Row.Number < p.last[key] {
			p.t.Errorf("row %d of contact %s is sent after row %d", u.Row.Number, u.Contact, p.last[key])
		}
		p.busy[key], p.last[key] = true, u.Row.Number
	}
	return len(p.requests)
}

func (p *provider) leave(updates []contact.Update) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.in--
	for _, u := range updates {
		delete(p.busy, u.Key())
	}
}

var accepted = providers.Verdict{Status: contact.Updated}

func same(v providers.Verdict, n int) []providers.Verdict { return providers.Same(v, n) }

// say answers every update alike, as a provider with this status would.
func say(status int, updates []contact.Update) Try {
	return Try{Status: status, Header: http.Header{}, Verdicts: same(providers.ByStatus(status), len(updates))}
}

// ledger is a Recorder that keeps every outcome and complains of a second one,
// but for that of a row that was accepted and is still to be read back.
type ledger struct {
	t   testing.TB
	err error

	mu       sync.Mutex
	sending  map[int]bool
	outcomes map[int]contact.Outcome
	memory   int // outcomes that the end of the process would take
}

func newLedger(t testing.TB) *ledger {
	return &ledger{t: t, sending: map[int]bool{}, outcomes: map[int]contact.Outcome{}}
}

func (l *ledger) Sending(updates []contact.Update) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, u := range updates {
		if l.sending[u.Row.Number] {
			l.t.Errorf("row %d is announced twice", u.Row.Number)
		}
		l.sending[u.Row.Number] = true
	}
	l.memory = 0
	return l.err
}

func (l *ledger) Flush() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.memory = 0
	return l.err
}

func (l *ledger) Settled(outcomes []contact.Outcome) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, out := range outcomes {
		if was, twice := l.outcomes[out.Row.Number]; twice && !(was.Open && was.Status == contact.Updated) {
			l.t.Errorf("row %d has two outcomes: %s and %s", out.Row.Number, was.Status, out.Status)
		}
		l.outcomes[out.Row.Number] = out
		l.memory++
	}
	return l.err
}

func (l *ledger) count(s contact.Status) (n int) {
	for _, out := range l.outcomes {
		if out.Status == s {
			n++
		}
	}
	return n
}

// fates returns the outcomes of a run as words, in the order of the rows. A
// bracket is around those that are open.
func (l *ledger) fates() string {
	var all []string
	for n := 1; n <= len(l.outcomes); n++ {
		word := l.outcomes[n].Status.String()
		if l.outcomes[n].Open {
			word = "(" + word + ")"
		}
		all = append(all, word)
	}
	return strings.Join(all, " ")
}

// rows makes one update for each contact named, numbered from 1.
func rows(contacts ...string) iter.Seq2[contact.Update, error] {
	return func(yield func(contact.Update, error) bool) {
		for i, c := range contacts {
			if !yield(contact.Update{Row: contact.Row{Number: i + 1, Line: i + 2}, Contact: c}, nil) {
				return
			}
		}
	}
}

// names returns n different contacts, each times over, in sorted order.
func names(n, times int) []string {
	var all []string
	for i := range n {
		for range times {
			all = append(all, fmt.Sprintf("c%06d", i))
		}
	}
	return all
}

func config(s Sender, r Recorder) Config {
	return Config{
		Sender: s, Recorder: r,
		Concurrency: 4, Batch: 1, Attempts: 5,
		Backoff:   Backoff{Base: 500 * time.Millisecond, Max: time.Minute},
		QueueWait: time.Minute, MaxPause: 15 * time.Minute, OutageWait: 10 * time.Minute,
	}
}

func run(t testing.TB, cfg Config, updates iter.Seq2[contact.Update, error]) (*Runner, error) {
	t.Helper()
	r := New(cfg)
	return r, r.Run(t.Context(), t.Context(), updates)
}
