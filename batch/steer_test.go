package batch

import (
	"context"
	"fmt"
	"math"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"rollcall/contact"
)

func TestSteer(t *testing.T) {
	t.Parallel()
	inf := math.Inf(1)
	tests := []struct {
		rate  float64
		hands string // s for slower, f for faster
		want  []float64
	}{
		{10, "ss", []float64{5, 2.5}},
		{10, "sf", []float64{5, 10}},
		{10, "f", []float64{10}},
		{10, "sfff", []float64{5, 10, 10, 10}},
		{10, "ssssssssf", []float64{5, 2.5, 1.25, 0.625, 0.3125, 0.15625, 0.1, 0.1, 0.2}},
		{0.05, "sf", []float64{0.05, 0.05}},
		{0, "f", []float64{inf}},
		{0, "ssff", []float64{0.5, 0.25, 0.5, 1}},
	}
	for _, tt := range tests {
		r := New(Config{Batch: 1, Concurrency: 1, Rate: tt.rate})
		var got []float64
		for _, hand := range tt.hands {
			if hand == 's' {
				got = append(got, r.Slower())
			} else {
				got = append(got, r.Faster())
			}
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("from %g a second, %q leads to %v, want %v", tt.rate, tt.hands, got, tt.want)
		}
	}
}

// Without a fixed limit, slower is half of what was taken.
func TestSteer_fromWhatWasTaken(t *testing.T) {
	t.Parallel()
	now := time.Unix(1_800_000_000, 0)
	p := newPace(0, now)
	for range 40 {
		now = now.Add(25 * time.Millisecond)
		p.took(now, now)
	}
	if got := p.steer(0.5, now); got < 18 || got > 20 {
		t.Errorf("half of 40 requests a second is %g", got)
	}
}

// What a person slowed down does not climb up again by itself.
func TestSteer_slowerStays(t *testing.T) {
	t.Parallel()
	now := time.Unix(1_800_000_000, 0)
	p := newPace(100, now)
	now = now.Add(time.Minute)
	p.tooMany(now, now, time.Second)
	p.limit = 40
	p.steer(0.5, now)
	for range 3600 {
		now = now.Add(time.Second)
		p.took(now, now)
	}
	if p.limit != 20 {
		t.Errorf("an hour after it was halved to 20 the pace is %g", p.limit)
	}
	if got := p.steer(2, now); got != 40 {
		t.Errorf("doubled again it is %g, want 40", got)
	}
}

// The pace is in force at once: requests that wait already wait no longer than
// the new pace asks.
func TestSteer_changesTheRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, l := &provider{t: t}, newLedger(t)
		cfg := config(p, l)
		cfg.Rate = 8
		r := New(cfg)
		steered := []struct {
			at     time.Duration
			change func() float64
			rate   int // from then on
		}{{10 * time.Second, r.Slower, 4}, {20 * time.Second, r.Slower, 2}, {30 * time.Second, r.Faster, 4}, {40 * time.Second, r.Faster, 8}}
		start := time.Now()
		for _, s := range steered {
			time.AfterFunc(s.at+10*time.Millisecond, func() { s.change() })
		}
		if err := r.Run(t.Context(), t.Context(), rows(names(300, 1)...)); err != nil {
			t.Fatal(err)
		}
		for _, s := range steered {
			if n := p.between(start.Add(s.at+time.Second), start.Add(s.at+9*time.Second)); n < 8*s.rate-1 || n > 8*s.rate+1 {
				t.Errorf("after %s %d requests left in 8 seconds, want %d", s.at, n, 8*s.rate)
			}
		}
	})
}

// A request that waits as the slowest pace asks need not wait so long once the
// pace is faster.
func TestSteer_whoWaitsLeavesSooner(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &provider{t: t}
		cfg := config(p, newLedger(t))
		cfg.Rate = 0.8
		r := New(cfg)
		for range 3 {
			r.Slower()
		}
		time.AfterFunc(time.Second, func() {
			for range 3 {
				r.Faster()
			}
		})
		if err := r.Run(t.Context(), t.Context(), rows(names(2, 1)...)); err != nil {
			t.Fatal(err)
		}
		if gap := p.at[1].Sub(p.at[0]); gap > 3*time.Second {
			t.Errorf("the second request left %s after the first, though the pace was set to one in 1.25 s after a second", gap)
		}
	})
}

// between counts the requests of a stretch of time.
func (p *provider) between(from, to time.Time) (n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, at := range p.at {
		if !at.Before(from) && at.Before(to) {
			n++
		}
	}
	return n
}

func TestHold(t *testing.T) {
	for _, rate := range []float64{0, 20} {
		t.Run(fmt.Sprintf("%g a second", rate), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p, l := &provider{t: t, latency: 100 * time.Millisecond}, newLedger(t)
				cfg := config(p, l)
				cfg.Rate = rate
				r := New(cfg)
				r.Hold(true)
				start := time.Now()
				time.AfterFunc(10*time.Second, func() { r.Hold(false) })
				time.AfterFunc(11030*time.Millisecond, func() { r.Hold(true) })
				time.AfterFunc(20*time.Second, func() {
					if l.unsaved() > 0 {
						t.Errorf("held for nine seconds, %d outcomes are still in memory", l.unsaved())
					}
					r.Hold(false)
				})
				if err := r.Run(t.Context(), t.Context(), rows(names(200, 1)...)); err != nil {
					t.Fatal(err)
				}
				if n := p.between(start, start.Add(10*time.Second)); n > 0 {
					t.Errorf("%d requests left while the run was held before it began", n)
				}
				if n := p.between(start.Add(11030*time.Millisecond), start.Add(20*time.Second)); n > 0 {
					t.Errorf("%d requests left while the run was held in the middle", n)
				}
				if n := p.between(start.Add(10*time.Second), start.Add(11*time.Second)); n < 10 {
					t.Errorf("%d requests left in the second in which the run was not held", n)
				}
				if n := l.count(contact.Updated); n != 200 {
					t.Errorf("%d of 200 rows were updated in the end", n)
				}
			})
		})
	}
}

func (l *ledger) unsaved() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.memory
}

// A run that is held can be interrupted.
func TestHold_interrupted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, l := &provider{t: t}, newLedger(t)
		r := New(config(p, l))
		r.Hold(true)
		stop, interrupt := context.WithCancel(t.Context())
		time.AfterFunc(time.Minute, interrupt)
		err := r.Run(stop, t.Context(), rows(names(10, 1)...))
		if kind := stopKind(t, err); kind != Interrupted {
			t.Errorf("kind %d", kind)
		}
		if len(p.requests) > 0 || l.count(contact.NotSent) != 10 {
			t.Errorf("%d requests left and %d of 10 rows are not sent", len(p.requests), l.count(contact.NotSent))
		}
	})
}

// A long hold says nothing of what the provider takes: the refusal after it
// leads to the same pace as without it.
func TestHold_teachesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &tokenBucket{}
		p := &provider{t: t, latency: 20 * time.Millisecond}
		p.answer = func(_ int, us []contact.Update) Try {
			p.mu.Lock()
			defer p.mu.Unlock()
			if s.allow(time.Now(), 20) {
				return say(200, us)
			}
			try := say(429, us)
			try.Header.Set("Retry-After", "1")
			return try
		}
		cfg := config(p, newLedger(t))
		cfg.Rate = 21
		r := New(cfg)
		r.Hold(true)
		start := time.Now()
		time.AfterFunc(time.Hour, func() { r.Hold(false) })
		if err := r.Run(t.Context(), t.Context(), rows(names(1000, 1)...)); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(start) - time.Hour; took > 70*time.Second {
			t.Errorf("after an hour's hold 1000 requests at 20 a second took %s", took)
		}
	})
}
