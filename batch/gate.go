package batch

import (
	"context"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// A gate is the brake that all requests of a run share: so many a second, and
// none while the provider asked for a pause.
type gate struct {
	limiter *rate.Limiter // nil for no fixed limit

	mu    sync.Mutex
	until time.Time // no request starts before
}

func newGate(perSecond float64) *gate {
	g := &gate{}
	if perSecond > 0 {
		g.limiter = rate.NewLimiter(rate.Limit(perSecond), 1)
	}
	return g
}

// wait returns when a request may start; false when ctx was done first. The
// pause is looked at after the token was taken, and a fresh token is taken
// after the pause: otherwise a request would slip into the pause, or all
// workers would leave at once at its end.
func (g *gate) wait(ctx context.Context) bool {
	for ctx.Err() == nil {
		if g.limiter != nil && g.limiter.Wait(ctx) != nil {
			return false
		}
		pause := time.Until(g.paused())
		if pause <= 0 {
			return true
		}
		sleep(ctx, pause)
	}
	return false
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
