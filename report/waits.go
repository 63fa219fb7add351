package report

import (
	"slices"
	"time"
)

const (
	reasonsListed = 20
	spansHeld     = 1024
)

// A Wait is how often and how long a run was held back for one reason.
type Wait struct {
	Why     string // "other reasons" for what is left beyond 20
	Count   int
	Total   time.Duration // pauses that overlap count once
	Longest time.Duration // of the pauses as they came to be, not as they were announced

	from, until time.Time     // of the latest pauses, as far as they overlap
	before      time.Duration // the longest of those before
}

// A Span is a stretch of time in which no request left, or none for a part of
// it: many short pauses are told as one span.
type Span struct {
	From, To time.Time
	Held     time.Duration // To less From at most
}

// waits are what the notes of a journal come to. Memory is bounded whatever
// their number.
type waits struct {
	reasons []Wait
	spans   []Span
}

func (w *waits) add(n Note) {
	r := w.reason(n.Why)
	r.Count++
	longest := r.Longest
	r.Longest = max(longest, n.For)
	from, to := n.At, n.At.Add(max(n.For, 0))
	overlaps := from.Before(r.until)
	if overlaps {
		from = r.until
	}
	if !to.After(from) {
		return
	}
	if !overlaps {
		r.from, r.before = from, longest
	}
	r.until = to
	r.Total += to.Sub(from)
	w.spans = append(w.spans, Span{from, to, to.Sub(from)})
	if len(w.spans) == spansHeld {
		w.halve()
	}
}

func (w *waits) reason(why string) *Wait {
	known := func(r Wait) bool { return r.Why == why }
	i := slices.IndexFunc(w.reasons, known)
	if i < 0 && len(w.reasons) >= reasonsListed {
		why = "other reasons"
		i = slices.IndexFunc(w.reasons, known)
	}
	if i < 0 {
		w.reasons, i = append(w.reasons, Wait{Why: why}), len(w.reasons)
	}
	return &w.reasons[i]
}

// halve tells each two spans as one.
func (w *waits) halve() {
	for i := range len(w.spans) / 2 {
		a, b := w.spans[2*i], w.spans[2*i+1]
		if b.From.Before(a.From) {
			a.From = b.From
		}
		if b.To.After(a.To) {
			a.To = b.To
		}
		a.Held = min(a.Held+b.Held, a.To.Sub(a.From))
		w.spans[i] = a
	}
	w.spans = w.spans[:len(w.spans)/2]
}

// end cuts off what a pause had left when its session ended.
func (w *waits) end(at time.Time) {
	for i := range w.reasons {
		if r := &w.reasons[i]; r.until.After(at) {
			r.Total -= min(r.until.Sub(at), r.until.Sub(r.from))
			r.Longest = max(r.before, min(r.Longest, at.Sub(r.from)))
			r.until = at
		}
	}
	for i := range w.spans {
		if s := &w.spans[i]; s.To.After(at) && s.From.Before(at) {
			s.Held = min(s.Held, at.Sub(s.From))
			s.To = at
		}
	}
}

// Waits returns why the run was held back, in the order in which the reasons
// came up.
func (p *Past) Waits() []Wait { return slices.Clone(p.waits.reasons) }

// Spans returns when the run was held back, roughly in order.
func (p *Past) Spans() []Span { return slices.Clone(p.waits.spans) }

// Starts returns when the sessions began.
func (p *Past) Starts() []time.Time { return slices.Clone(p.starts) }
