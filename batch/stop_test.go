package batch

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"rollcall/contact"
)

func stopKind(t *testing.T, err error) StopKind {
	t.Helper()
	var stop *StopError
	if !errors.As(err, &stop) {
		t.Fatalf("the run ended with %v, not with a stop", err)
	}
	if stop.Reason == "" {
		t.Error("the stop gives no reason")
	}
	return stop.Kind
}

func TestStop_interruptLetsRequestsInFlightEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, l := &provider{t: t, latency: time.Second}, newLedger(t)
		stop, interrupt := context.WithCancel(t.Context())
		time.AfterFunc(2500*time.Millisecond, interrupt)
		err := New(config(p, l)).Run(stop, t.Context(), rows(names(100, 1)...))
		if kind := stopKind(t, err); kind != Interrupted {
			t.Errorf("kind %d", kind)
		}
		if len(p.requests) != 12 {
			t.Errorf("%d requests, want the 12 that had begun", len(p.requests))
		}
		if n := l.count(contact.Updated); n != 12 {
			t.Errorf("%d rows updated, want the 12 that were in flight or done", n)
		}
		for _, out := range l.outcomes {
			if out.Status == contact.NotSent && !out.Open {
				t.Errorf("row %d is settled as not sent", out.Row.Number)
			}
		}
	})
}

func TestStop_secondInterruptCutsRequests(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, l := &provider{t: t, latency: time.Hour}, newLedger(t)
		stop, first := context.WithCancel(t.Context())
		cut, second := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, first)
		time.AfterFunc(2*time.Second, second)
		start := time.Now()
		err := New(config(p, l)).Run(stop, cut, rows(names(10, 1)...))
		if kind := stopKind(t, err); kind != Interrupted {
			t.Errorf("kind %d", kind)
		}
		if took := time.Since(start); took > 4*time.Second {
			t.Errorf("the run ended %s after its start", took)
		}
		if n := l.count(contact.Unknown); n != 4 {
			t.Errorf("%d rows unknown, want the 4 that were cut in flight", n)
		}
	})
}

func TestStop_duringAPauseEndsAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, l := &provider{t: t, answer: after(429, "600", 1000)}, newLedger(t)
		stop, interrupt := context.WithCancel(t.Context())
		time.AfterFunc(time.Minute, interrupt)
		start := time.Now()
		err := New(config(p, l)).Run(stop, t.Context(), rows(names(100, 1)...))
		if kind := stopKind(t, err); kind != Interrupted {
			t.Errorf("kind %d", kind)
		}
		if took := time.Since(start) - time.Minute; took > time.Second {
			t.Errorf("the run ended %s after the interrupt", took)
		}
		for _, out := range l.outcomes {
			if out.Attempts > 0 && (out.Status != contact.Deferred || !out.Open) {
				t.Errorf("row %d was throttled and then cut: %s, open %t", out.Row.Number, out.Status, out.Open)
			}
		}
	})
}

// A read that never returns must not keep the run from ending.
func TestStop_whileTheInputIsSilent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		silent, line := io.Pipe()
		defer line.Close()
		p, l := &provider{t: t}, newLedger(t)
		stop, interrupt := context.WithCancel(t.Context())
		time.AfterFunc(time.Minute, interrupt)
		err := New(config(p, l)).Run(stop, t.Context(), func(yield func(contact.Update, error) bool) {
			for u := range rows("a", "b") {
				yield(u, nil)
			}
			silent.Read(make([]byte, 1))
		})
		if kind := stopKind(t, err); kind != Interrupted {
			t.Errorf("kind %d", kind)
		}
		if n := l.count(contact.Updated); n != 2 {
			t.Errorf("%d of the 2 rows that were read are updated", n)
		}
	})
}

func TestStop_refusedCredential(t *testing.T) {
	for _, script := range []string{"401", "403", "200 200 200 200 401", "302"} {
		t.Run(script, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p, l := &provider{t: t, latency: time.Second, answer: play(script)}, newLedger(t)
				_, err := run(t, config(p, l), rows(names(1000, 1)...))
				if kind := stopKind(t, err); kind != Refused {
					t.Errorf("kind %d", kind)
				}
				if len(p.requests) > 8 {
					t.Errorf("%d requests left although the credential was refused", len(p.requests))
				}
				if n := l.count(contact.Updated) + l.count(contact.NotSent); n != len(l.outcomes) {
					t.Errorf("%d of %d rows are neither updated nor not sent", len(l.outcomes)-n, len(l.outcomes))
				}
			})
		})
	}
}

func TestStop_recorderThatFailsStopsSending(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, l := &provider{t: t, latency: time.Second}, newLedger(t)
		l.err = errors.New("no space left on device")
		_, err := run(t, config(p, l), rows(names(100, 1)...))
		if kind := stopKind(t, err); kind != Unrecorded {
			t.Errorf("kind %d", kind)
		}
		if len(p.requests) > 0 {
			t.Errorf("%d requests left although nothing could be recorded", len(p.requests))
		}
		if !errors.Is(err, l.err) {
			t.Errorf("%v does not say what failed", err)
		}
	})
}

// Rows before a broken end of the input were read: they are sent.
func TestStop_badInputAfterAGoodStart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		broken := errors.New("line 12: a quote is never closed")
		p, l := &provider{t: t}, newLedger(t)
		_, err := run(t, config(p, l), func(yield func(contact.Update, error) bool) {
			for u := range rows(names(10, 1)...) {
				if !yield(u, nil) {
					return
				}
			}
			yield(contact.Update{}, broken)
		})
		if kind := stopKind(t, err); kind != BadInput || !errors.Is(err, broken) {
			t.Errorf("kind %d: %v", kind, err)
		}
		if n := l.count(contact.Updated); n != 10 {
			t.Errorf("%d of the 10 rows before the break are updated", n)
		}
	})
}

// The input may end for the stop a moment before the run knows of that.
func TestStop_inputKnowsFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, l := &provider{t: t}, newLedger(t)
		_, err := run(t, config(p, l), func(yield func(contact.Update, error) bool) {
			yield(contact.Update{}, context.Canceled)
		})
		if kind := stopKind(t, err); kind != Interrupted {
			t.Errorf("an interrupted run says that it was %v (kind %d)", err, kind)
		}
	})
}

func TestGuard_firstTwentyRefusedAlike(t *testing.T) {
	for _, tc := range []struct {
		name, script        string
		keepGoing, accepted bool
		stops               bool
	}{
		{"all refused", "400", false, false, true},
		{"server not there", "away", false, false, true},
		{"--keep-going", "400", true, false, false},
		{"a row was accepted in an earlier session", "400", false, true, false},
		{"one of them accepted", strings.Repeat("400 ", 10) + "200 400", false, false, false},
		{"one of them another way", strings.Repeat("400 ", 19) + "404 400", false, false, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p, l := &provider{t: t, answer: play(tc.script)}, newLedger(t)
				cfg := config(p, l)
				cfg.Concurrency, cfg.KeepGoing, cfg.Accepted = 1, tc.keepGoing, tc.accepted
				_, err := run(t, cfg, rows(names(60, 1)...))
				if stops := err != nil; stops != tc.stops {
					t.Fatalf("stopped: %t (%v)", stops, err)
				}
				if err == nil {
					return
				}
				if stopKind(t, err) != FirstRows || !strings.Contains(err.Error(), "--keep-going") {
					t.Errorf("%v does not name --keep-going", err)
				}
				if settled := len(l.outcomes) - l.count(contact.NotSent); settled != 20 {
					t.Errorf("%d rows settled before the stop", settled)
				}
			})
		})
	}
}

func TestGuard_maxErrors(t *testing.T) {
	for _, tc := range []struct {
		max     string
		bad     int // every so many rows is refused
		settled int // rows settled when the run stops; 0: it does not
	}{
		{"10", 10, 100},
		{"10", 1000, 0},
		{"5%", 10, 100},
		{"20%", 10, 0},
	} {
		t.Run(tc.max, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p, l := &provider{t: t}, newLedger(t)
				p.answer = func(n int, us []contact.Update) Try {
					if n%tc.bad == 0 {
						return say(404, us)
					}
					return say(200, us)
				}
				cfg := config(p, l)
				cfg.Concurrency = 1
				var err error
				if cfg.MaxErrors, err = ParseMaxErrors(tc.max); err != nil {
					t.Fatal(err)
				}
				_, err = run(t, cfg, rows(names(500, 1)...))
				if tc.settled == 0 {
					if err != nil {
						t.Fatal(err)
					}
					return
				}
				if stopKind(t, err) != TooManyErrors {
					t.Errorf("stopped by %v", err)
				}
				if settled := len(l.outcomes) - l.count(contact.NotSent); settled != tc.settled {
					t.Errorf("stopped after %d settled rows, not %d", settled, tc.settled)
				}
			})
		})
	}
}

// 7 of 100 rows are 7 %, though 0.07 times 100 is a little more than 7.
func TestGuard_shareIsExact(t *testing.T) {
	t.Parallel()
	for percent := 1; percent < 100; percent++ {
		g := newGuard(Config{MaxErrors: MaxErrors{Percent: float64(percent)}, KeepGoing: true})
		var stopped *StopError
		for row := 1; row <= 100; row++ {
			out := contact.Outcome{Row: contact.Row{Number: row}, Status: contact.Updated, Attempts: 1}
			if row <= percent {
				out.Status = contact.Rejected
			}
			stopped = g.look([]contact.Outcome{out}, func() bool { return true })
		}
		if stopped == nil {
			t.Errorf("%d of 100 rows ended badly, and --max-errors %d%% does not stop the run", percent, percent)
		}
	}
}

func TestParseMaxErrors_refuses(t *testing.T) {
	for _, s := range []string{"0", "-1", "x", "0%", "101%", "%", "NaN%", ""} {
		if m, err := ParseMaxErrors(s); err == nil {
			t.Errorf("%q is taken as %+v", s, m)
		}
	}
}

// Invalid rows are met as they are read, long before the rows around them are
// sent: their share is taken in the order of the file.
func TestGuard_shareOfInvalidRowsReadAhead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, l := &provider{t: t, latency: time.Second}, newLedger(t)
		cfg := config(p, l)
		cfg.MaxErrors = MaxErrors{Percent: 30}
		r := New(cfg)
		err := r.Run(t.Context(), t.Context(), func(yield func(contact.Update, error) bool) {
			for u := range rows(names(1000, 1)...) {
				if u.Row.Number%10 == 0 {
					r.Settle(contact.Outcome{Row: u.Row, Status: contact.Invalid})
				} else if !yield(u, nil) {
					return
				}
			}
		})
		if err != nil {
			t.Errorf("one row in ten is invalid, and --max-errors 30%% stopped the run: %v", err)
		}
	})
}

// An answer that was lost tells nothing of the rows: the outage rule is for that.
func TestGuard_firstRowsLostAreNoRefusal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, l := &provider{t: t, answer: play("lost")}, newLedger(t)
		cfg := config(p, l)
		cfg.Attempts = 1
		_, err := run(t, cfg, rows(names(100, 1)...))
		if stopKind(t, err) != Outage {
			t.Errorf("stopped by %v", err)
		}
	})
}

// Whenever every worker waits (for its answer, the pace, a repeat or for rows),
// a killed process must lose no outcome.
func TestRecorder_nothingStaysInMemoryWhileWorkersWait(t *testing.T) {
	for name, change := range map[string]func(*provider, *Config){
		"for an answer": func(p *provider, _ *Config) { p.latency = time.Minute },
		"for the pace":  func(_ *provider, c *Config) { c.Rate = 0.01 },
		"for a repeat": func(p *provider, _ *Config) {
			p.latency = time.Millisecond
			p.answer = func(n int, updates []contact.Update) Try {
				if n%2 == 0 {
					return say(200, updates)
				}
				return say(500, updates)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p, l := &provider{t: t}, newLedger(t)
				cfg := config(p, l)
				cfg.Concurrency, cfg.KeepGoing = 2, true
				change(p, &cfg)
				ended := make(chan error, 1)
				go func() { ended <- New(cfg).Run(t.Context(), t.Context(), rows(names(10, 1)...)) }()
				for done := false; !done; time.Sleep(time.Second) {
					synctest.Wait()
					l.mu.Lock()
					done = len(l.outcomes) == 10
					if l.memory > 0 && !done {
						t.Errorf("%d of %d outcomes are in memory only", l.memory, len(l.outcomes))
					}
					l.mu.Unlock()
				}
				<-ended
			})
		})
	}
}
