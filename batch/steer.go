package batch

import (
	"math"
	"time"
)

const (
	slowest   = 0.1                    // requests a second, whatever slows the pace down
	lookAgain = 250 * time.Millisecond // how soon whoever waits at the gate learns of a change
)

// Slower halves the pace in force and returns it, in requests a second. It goes
// down to one request in ten seconds, and stays down until Faster is called:
// what is learned from answers lowers it further at most. Safe for many
// goroutines.
func (r *Runner) Slower() float64 { return r.gate.steer(0.5, time.Now()) }

// Faster doubles the pace in force and returns it, in requests a second, +Inf
// where there is no limit. It never exceeds Config.Rate, where that is set. Safe
// for many goroutines.
func (r *Runner) Faster() float64 { return r.gate.steer(2, time.Now()) }

// Hold lets no request start from here on, and with false lets them start
// again. Those in flight go on. It may be called before Run, and from many
// goroutines.
func (r *Runner) Hold(on bool) { r.gate.shut(on, time.Now()) }

// steer changes the pace by a factor. Who waits already need not wait longer
// than the new pace asks.
func (g *gate) steer(factor float64, now time.Time) float64 {
	g.mu.Lock()
	defer g.mu.Unlock()
	limit := g.pace.steer(factor, now)
	if soon := now.Add(g.pace.interval()); g.next.After(soon) {
		g.next = soon
	}
	return limit
}

// shut closes the gate or opens it again.
func (g *gate) shut(on bool, now time.Time) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.closed && !on {
		g.pace.rested(now)
	}
	g.closed = on
}

// steer multiplies the limit in force by hand. Without one it goes by what was
// taken in the last second.
func (p *pace) steer(factor float64, now time.Time) float64 {
	p.mu.Lock()
	defer p.mu.Unlock()
	from := p.limit
	if factor < 1 && math.IsInf(from, 1) {
		p.turn(now)
		from = max(float64(total(p.recent)), 1)
	}
	p.limit = min(max(from*factor, slowest), p.most)
	p.ceiling = max(p.ceiling, p.limit)
	if factor < 1 {
		p.ceiling = p.limit
	}
	return p.limit
}

// rested begins to count anew, for a time without requests says nothing of what
// the provider takes.
func (p *pace) rested(now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.since, p.taken = now, 0
}
