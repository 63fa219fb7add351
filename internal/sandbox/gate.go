package sandbox

import (
	"hash/maphash"
	"math"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// headway is how long after a 429 a request may still have been on its way
// when the client learned of the pause.
const headway = 200 * time.Millisecond

// A gate lets so many requests a second through. Whoever is refused is told
// to wait, and until that wait is over everybody is refused.
type gate struct {
	mu      sync.Mutex
	limiter *rate.Limiter
	opened  time.Time
	until   time.Time
}

// A pass is the gate's answer to one request.
type pass struct {
	refused   bool
	early     bool          // the request started inside a wait that the client knew of
	wait      time.Duration // what is left of the wait
	limit     int
	remaining int
}

// admit asks for one request. The rate may differ from call to call.
func (g *gate) admit(now time.Time, perSecond float64, wait time.Duration) pass {
	g.mu.Lock()
	defer g.mu.Unlock()
	burst := int(math.Ceil(min(perSecond, 1e9)))
	if g.limiter == nil || g.limiter.Limit() != rate.Limit(perSecond) {
		g.limiter = rate.NewLimiter(rate.Limit(perSecond), burst)
	}
	p := pass{limit: burst}
	switch {
	case now.Before(g.until):
		p.refused, p.early = true, now.Sub(g.opened) > headway
	case !g.limiter.AllowN(now, 1):
		g.opened, g.until, p.refused = now, now.Add(wait), true
	default:
		p.remaining = int(g.limiter.TokensAt(now))
	}
	p.wait = g.until.Sub(now)
	return p
}

// clear opens the gate and forgets what went through.
func (g *gate) clear() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.limiter, g.opened, g.until = nil, time.Time{}, time.Time{}
}

// idle reports whether the gate has forgotten its last request.
func (g *gate) idle(now time.Time) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.limiter != nil && now.After(g.until) && g.limiter.TokensAt(now) >= float64(g.limiter.Burst())
}

// gates are one gate for each key. Those that have become idle are dropped as
// the number of gates doubles.
type gates struct {
	seed   maphash.Seed
	shards [64]struct {
		sync.Mutex
		gates map[string]*gate
		sweep int
	}
}

func newGates() *gates { return &gates{seed: maphash.MakeSeed()} }

func (g *gates) admit(key string, now time.Time, perSecond float64, wait time.Duration) pass {
	shard := &g.shards[maphash.String(g.seed, key)%uint64(len(g.shards))]
	shard.Lock()
	one, ok := shard.gates[key]
	if !ok {
		if len(shard.gates) >= shard.sweep {
			for k, old := range shard.gates {
				if old.idle(now) {
					delete(shard.gates, k)
				}
			}
			shard.sweep = 2*len(shard.gates) + 64
		}
		if shard.gates == nil {
			shard.gates = map[string]*gate{}
		}
		one = &gate{}
		shard.gates[key] = one
	}
	shard.Unlock()
	return one.admit(now, perSecond, wait)
}

func (g *gates) clear() {
	for i := range g.shards {
		shard := &g.shards[i]
		shard.Lock()
		shard.gates, shard.sweep = nil, 0
		shard.Unlock()
	}
}
