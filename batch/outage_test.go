package batch

import (
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"rollcall/contact"
)

// down plays a provider that is gone for a while, from the n-th request on.
func down(from int, gone time.Duration, how func([]contact.Update) Try) func(int, []contact.Update) Try {
	var mu sync.Mutex
	var since time.Time
	return func(n int, us []contact.Update) Try {
		mu.Lock()
		defer mu.Unlock()
		if n == from {
			since = time.Now()
		}
		if n >= from && time.Since(since) < gone {
			return how(us)
		}
		return say(200, us)
	}
}

func away([]contact.Update) Try      { return Try{Err: errors.New("no route to host")} }
func lost([]contact.Update) Try      { return Try{Err: errors.New("no answer within 30s"), Lost: true} }
func broken(us []contact.Update) Try { return say(502, us) }

func TestOutage_rowsAreNotBurnt(t *testing.T) {
	for name, how := range map[string]func([]contact.Update) Try{"away": away, "lost": lost, "502": broken} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p, l := &provider{t: t, latency: time.Millisecond, answer: down(1000, 8*time.Minute, how)}, newLedger(t)
				cfg := config(p, l)
				if _, err := run(t, cfg, rows(names(5000, 1)...)); err != nil {
					t.Fatal(err)
				}
				if bad := 5000 - l.count(contact.Updated); bad > outageRows+cfg.Concurrency {
					t.Errorf("%d rows were burnt by an outage of eight minutes", bad)
				}
				if n := len(p.requests) - 5000; n > 200 {
					t.Errorf("%d requests more than rows: the provider was hammered while it was away", n)
				}
			})
		})
	}
}

func TestOutage_probesOneAtATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, l := &provider{t: t, latency: time.Second, answer: down(1, 9*time.Minute, away)}, newLedger(t)
		cfg := config(p, l)
		cfg.Concurrency, cfg.KeepGoing = 16, true
		var gone, back time.Time
		cfg.Observer.Outage = func(string) {
			if gone.IsZero() {
				gone = time.Now()
			} else {
				back = time.Now()
			}
		}
		if _, err := run(t, cfg, rows(names(100, 1)...)); err != nil {
			t.Fatal(err)
		}
		var last time.Time
		for _, at := range p.at {
			if at.Before(gone.Add(time.Second)) || !at.Before(back) {
				continue
			}
			if gap := at.Sub(last); gap < time.Second {
				t.Errorf("two probes %s apart: they overlap", gap)
			}
			last = at
		}
		if back.Sub(gone) > 11*time.Minute {
			t.Errorf("the provider was back after nine minutes, noticed after %s", back.Sub(gone))
		}
	})
}

func TestOutage_givesUpAfterItsWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, l := &provider{t: t, answer: down(500, 24*time.Hour, lost)}, newLedger(t)
		start := time.Now()
		_, err := run(t, config(p, l), rows(names(5000, 1)...))
		if stopKind(t, err) != Outage {
			t.Errorf("stopped by %v", err)
		}
		if took := time.Since(start); took > 13*time.Minute {
			t.Errorf("gave up after %s", took)
		}
		settled := 0
		for _, out := range l.outcomes {
			if !out.Open {
				settled++
			}
			if out.Open && out.Attempts > 0 && out.Status != contact.Unknown {
				t.Errorf("row %d may have been applied: %s", out.Row.Number, out.Status)
			}
		}
		if settled > 499+outageRows+8 {
			t.Errorf("%d rows settled, though only 499 were answered", settled)
		}
	})
}

// Rows that fail by themselves are no outage while others pass.
func TestOutage_notWhileRowsAreAccepted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, l := &provider{t: t, answer: func(n int, us []contact.Update) Try {
			if us[0].Row.Number%10 != 0 {
				return say(501, us)
			}
			return say(200, us)
		}}, newLedger(t)
		cfg := config(p, l)
		cfg.Concurrency, cfg.KeepGoing = 1, true
		cfg.Observer.Outage = func(what string) { t.Error(what) }
		if _, err := run(t, cfg, rows(names(500, 1)...)); err != nil {
			t.Fatal(err)
		}
	})
}
