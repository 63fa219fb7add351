package batch

import (
	"context"
	"sync"
	"time"
)

// slack is how far behind its schedule a request may leave without the ones
// after it being late as well: timers sleep a little longer than they are asked to.
const slack = 5 * time.Millisecond

// A gate is the brake that all requests of a run share: so many a second as the
// pace allows, and none while the provider asked for a pause. One request at a
// time stands at the gate, so that a change concerns the very next one.
type gate struct {
	pace *pace
	turn chan struct{}

	mu     sync.Mutex
	next   time.Time // when the next request may start, as far as the pace goes
	until  time.Time // no request starts before
	closed bool      // no request starts until somebody opens it
}

func newGate(perSecond float64) *gate {
	return &gate{pace: newPace(perSecond, time.Now()), turn: make(chan struct{}, 1)}
}

// wait returns when a request may start; false when ctx was done first.
func (g *gate) wait(ctx context.Context) bool {
	if ctx.Err() != nil {
		return false
	}
	if g.open(time.Now()) {
		return true
	}
	select {
	case g.turn <- struct{}{}:
		defer func() { <-g.turn }()
	case <-ctx.Done():
		return false
	}
	for {
		wait := g.pass(time.Now())
		if wait <= 0 {
			return true
		}
		if !sleep(ctx, min(wait, lookAgain)) {
			return false
		}
	}
}

// open reports whether nothing at all holds requests back.
func (g *gate) open(now time.Time) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return !g.closed && g.pace.interval() == 0 && !now.Before(g.until)
}

// pass lets one request start, or returns how long it must wait before it asks
// again.
func (g *gate) pass(now time.Time) time.Duration {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.closed {
		return lookAgain
	}
	if wait := max(g.next.Sub(now), g.until.Sub(now)); wait > 0 {
		return wait
	}
	if late := now.Add(-slack); g.next.Before(late) {
		g.next = late
	}
	g.next = g.next.Add(g.pace.interval())
	return 0
}

// hold lets no request start before t, and reports whether that is news. A
// shorter pause never ends a longer one.
func (g *gate) hold(t time.Time) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if !t.After(g.until) {
		return false
	}
	g.until = t
	return true
}

// paused returns the end of the pause, possibly in the past.
func (g *gate) paused() time.Time {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.until
}
