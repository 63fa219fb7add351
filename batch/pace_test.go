package batch

import (
	"fmt"
	"iter"
	"testing"
	"testing/synctest"
	"time"

	"rollcall/contact"
)

// A server that takes so many requests a second, counted in one way or another,
// and refuses the others with a Retry-After of a second.
type server interface {
	allow(now time.Time, limit float64) bool
}

// fixedWindow counts by the second.
type fixedWindow struct {
	second int64
	n      float64
}

func (w *fixedWindow) allow(now time.Time, limit float64) bool {
	if s := now.Unix(); s != w.second {
		w.second, w.n = s, 0
	}
	w.n++
	return w.n <= limit
}

// tokenBucket lets bursts of a second's worth pass.
type tokenBucket struct {
	tokens float64
	last   time.Time
}

func (b *tokenBucket) allow(now time.Time, limit float64) bool {
	if b.last.IsZero() {
		b.tokens = limit
	} else {
		b.tokens = min(limit, b.tokens+limit*now.Sub(b.last).Seconds())
	}
	b.last = now
	if b.tokens < 1 {
		return false
	}
	b.tokens--
	return true
}

// slidingWindow counts the last second at any time.
type slidingWindow struct{ at []time.Time }

func (s *slidingWindow) allow(now time.Time, limit float64) bool {
	for len(s.at) > 0 && now.Sub(s.at[0]) >= time.Second {
		s.at = s.at[1:]
	}
	if float64(len(s.at)) >= limit {
		return false
	}
	s.at = append(s.at, now)
	return true
}

// curve runs against a server whose limit changes over time and returns, for
// each second, the requests taken and refused.
func curve(t *testing.T, s server, limit func(time.Duration) float64, seconds, workers int, latency time.Duration) (taken, refused []int) {
	synctest.Test(t, func(t *testing.T) {
		taken, refused = make([]int, seconds+1), make([]int, seconds+1)
		start := time.Now()
		p := &provider{t: t, latency: latency}
		p.answer = func(_ int, us []contact.Update) Try {
			since := time.Since(start)
			second := min(int(since/time.Second), seconds)
			p.mu.Lock()
			defer p.mu.Unlock()
			if s.allow(time.Now(), limit(since)) {
				taken[second]++
				return say(200, us)
			}
			refused[second]++
			try := say(429, us)
			try.Header.Set("Retry-After", "1")
			return try
		}
		cfg := config(p, nullRecorder{})
		cfg.Concurrency = workers
		stop := time.AfterFunc(time.Duration(seconds)*time.Second, func() {})
		defer stop.Stop()
		run(t, cfg, until(start.Add(time.Duration(seconds)*time.Second)))
	})
	return taken, refused
}

type nullRecorder struct{}

func (nullRecorder) Sending([]contact.Update) error  { return nil }
func (nullRecorder) Settled([]contact.Outcome) error { return nil }
func (nullRecorder) Flush() error                    { return nil }

// until makes updates of different contacts until a time.
func until(end time.Time) iter.Seq2[contact.Update, error] {
	return func(yield func(contact.Update, error) bool) {
		for i := 1; time.Now().Before(end); i++ {
			if !yield(contact.Update{Row: contact.Row{Number: i}, Contact: fmt.Sprint(i)}, nil) {
				return
			}
		}
	}
}

func sum(counts []int) (n int) {
	for _, c := range counts {
		n += c
	}
	return n
}

func TestPace_learnsTheLimit(t *testing.T) {
	for _, limit := range []float64{5, 50, 500} {
		for name, s := range map[string]func() server{
			"window":  func() server { return &fixedWindow{} },
			"bucket":  func() server { return &tokenBucket{} },
			"sliding": func() server { return &slidingWindow{} },
		} {
			for _, latency := range []time.Duration{0, 50 * time.Millisecond} {
				t.Run(fmt.Sprintf("%s of %g a second, %s", name, limit, latency), func(t *testing.T) {
					taken, refused := curve(t, s(), func(time.Duration) float64 { return limit }, 70, 64, latency)
					held := float64(sum(taken[10:70])) / 60 / limit
					share := float64(sum(refused[10:70])) / float64(sum(taken[10:70])+sum(refused[10:70]))
					t.Logf("held %.1f %%, refused %.2f %%: %v %v", 100*held, 100*share, taken, refused)
					if held < 0.95 || share > 0.01 {
						t.Errorf("held %.1f %% of the limit with %.2f %% refused", 100*held, 100*share)
					}
				})
			}
		}
	}
}

// A few contacts that are refused without a pause do not slow the others down.
func TestPace_fewBareRefusals(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &provider{t: t, latency: 20 * time.Millisecond}
		tries := map[string]int{}
		p.answer = func(_ int, us []contact.Update) Try {
			p.mu.Lock()
			defer p.mu.Unlock()
			if c := us[0].Contact; us[0].Row.Number%20 == 1 && tries[c] < 2 {
				tries[c]++
				return say(429, us)
			}
			return say(200, us)
		}
		start := time.Now()
		if _, err := run(t, config(p, newLedger(t)), rows(names(2000, 1)...)); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(start); took > 3*time.Minute {
			t.Errorf("2000 rows took %s because some contacts are refused twice", took)
		}
	})
}

// A provider that refuses most requests and never says for how long is asked
// less often.
func TestPace_manyBareRefusals(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, refused := &fixedWindow{}, 0
		p := &provider{t: t, latency: 20 * time.Millisecond}
		p.answer = func(_ int, us []contact.Update) Try {
			p.mu.Lock()
			defer p.mu.Unlock()
			if s.allow(time.Now(), 20) {
				return say(200, us)
			}
			refused++
			return say(429, us)
		}
		cfg := config(p, newLedger(t))
		cfg.Attempts = 20
		if _, err := run(t, cfg, rows(names(2000, 1)...)); err != nil {
			t.Fatal(err)
		}
		if refused > 1000 {
			t.Errorf("%d requests were refused on the way to 2000 that were taken", refused)
		}
	})
}

// A limit that changes while the run goes on is followed, down at once and up
// within a few minutes.
func TestPace_followsAChange(t *testing.T) {
	limit := func(since time.Duration) float64 {
		switch {
		case since < time.Minute:
			return 50
		case since < 3*time.Minute:
			return 20
		}
		return 40
	}
	for name, s := range map[string]server{"window": &fixedWindow{}, "bucket": &tokenBucket{}} {
		t.Run(name, func(t *testing.T) {
			taken, refused := curve(t, s, limit, 480, 64, 20*time.Millisecond)
			for _, tc := range []struct {
				from, to int
				limit    float64
			}{{10, 60, 50}, {80, 180, 20}, {360, 480, 40}} {
				held := float64(sum(taken[tc.from:tc.to])) / float64(tc.to-tc.from) / tc.limit
				share := float64(sum(refused[tc.from:tc.to])) / float64(sum(taken[tc.from:tc.to]))
				if held < 0.9 || share > 0.02 {
					t.Errorf("seconds %d to %d: %.1f %% of %g a second held, %.2f %% refused", tc.from, tc.to, 100*held, tc.limit, 100*share)
				}
			}
		})
	}
}
