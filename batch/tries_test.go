package batch

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"rollcall/contact"
	"rollcall/providers"
)

// play answers the n-th request with the n-th word of the script: a status,
// "lost" for a broken connection, "away" for a server that is not there; the
// last word goes on for ever.
func play(script string) func(int, []contact.Update) Try {
	words := strings.Fields(script)
	return func(n int, us []contact.Update) Try {
		switch word := words[min(n, len(words))-1]; word {
		case "lost":
			return Try{Err: errors.New("connection reset"), Lost: true}
		case "away":
			return Try{Err: errors.New("connection refused")}
		default:
			var status int
			fmt.Sscan(word, &status)
			return say(status, us)
		}
	}
}

func TestTries_outcome(t *testing.T) {
	for _, tc := range []struct {
		script   string
		want     contact.Status
		attempts int
	}{
		{"200", contact.Updated, 1},
		{"503 200", contact.Updated, 2},
		{"lost 200", contact.Updated, 2},
		{"500 500 500 500 200", contact.Updated, 5},
		{"500", contact.Failed, 5},
		{"501", contact.Failed, 1},
		{"505", contact.Failed, 1},
		{"429", contact.Deferred, 5},
		{"449", contact.Deferred, 5},
		{"449 449 200", contact.Updated, 3},
		{"away", contact.Failed, 5},
		{"lost", contact.Unknown, 5},
		{"404", contact.NotFound, 1},
		{"409", contact.Conflict, 1},
		{"400", contact.Rejected, 1},
		{"422", contact.Rejected, 1},
		{"402", contact.Rejected, 1},
		{"408", contact.Rejected, 1},
		// An answer that settles beats all; without one unknown beats failed
		// beats deferred.
		{"lost 409", contact.Conflict, 2},
		{"lost 500 429 500 429", contact.Unknown, 5},
		{"429 500 429 429 429", contact.Failed, 5},
		{"lost 501", contact.Unknown, 2},
		{"away away lost away away", contact.Unknown, 5},
	} {
		t.Run(tc.script, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p, l := &provider{t: t, answer: play(tc.script)}, newLedger(t)
				if _, err := run(t, config(p, l), rows("a")); err != nil {
					t.Fatal(err)
				}
				got := l.outcomes[1]
				if got.Status != tc.want || got.Attempts != tc.attempts || got.Open {
					t.Errorf("%s after %d attempts (open %t), want %s after %d", got.Status, got.Attempts, got.Open, tc.want, tc.attempts)
				}
				if !got.Status.EndsWell() && got.Message == "" {
					t.Error("no message says why")
				}
			})
		})
	}
}

func TestTries_unusableSuccessIsUnknownAndNotRepeated(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, l := &provider{t: t}, newLedger(t)
		p.answer = func(_ int, us []contact.Update) Try {
			v := providers.Unusable(providers.Answer{Status: 200, Body: []byte("<html>")})
			return Try{Status: 200, Verdicts: same(v, len(us))}
		}
		if _, err := run(t, config(p, l), rows("a")); err != nil {
			t.Fatal(err)
		}
		if got := l.outcomes[1]; got.Status != contact.Unknown || got.Attempts != 1 || got.HTTPStatus != 200 {
			t.Errorf("%s after %d attempts with status %d", got.Status, got.Attempts, got.HTTPStatus)
		}
	})
}

func TestTries_wrongNumberOfVerdictsIsUnknown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, l := &provider{t: t}, newLedger(t)
		p.answer = func(_ int, us []contact.Update) Try { return Try{Status: 200} }
		if _, err := run(t, config(p, l), rows("a")); err != nil {
			t.Fatal(err)
		}
		if got := l.outcomes[1]; got.Status != contact.Unknown {
			t.Errorf("%s, though nobody knows what the answer meant", got.Status)
		}
	})
}

// after answers with a status and a Retry-After until the request is one that
// the script lets pass.
func after(status int, header string, refuse int) func(int, []contact.Update) Try {
	return func(n int, us []contact.Update) Try {
		if n > refuse {
			return say(200, us)
		}
		try := say(status, us)
		try.Header.Set("Retry-After", header)
		return try
	}
}

func TestRetryAfter_holdsEveryRequestBackAndCostsNoAttempt(t *testing.T) {
	for _, form := range []string{"seconds", "date"} {
		for _, status := range []int{429, 503} {
			t.Run(fmt.Sprint(status, " in ", form), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					header := "30"
					if form == "date" {
						header = time.Now().Add(30 * time.Second).UTC().Format(http.TimeFormat)
					}
					p, l := &provider{t: t, latency: time.Millisecond}, newLedger(t)
					p.answer = after(status, header, 4)
					cfg := config(p, l)
					cfg.Rate, cfg.Attempts = 10, 2
					start := time.Now()
					if _, err := run(t, cfg, rows(names(50, 1)...)); err != nil {
						t.Fatal(err)
					}
					if n := l.count(contact.Updated); n != 50 {
						t.Errorf("%d of 50 rows updated", n)
					}
					first := p.at[0].Sub(start)
					for i, at := range p.at[1:] {
						if d := at.Sub(start); d < first+30*time.Second && form == "seconds" {
							t.Errorf("request %d leaves after %s, inside the pause", i+2, d)
						}
					}
					if gap := p.at[6].Sub(p.at[5]); gap < 90*time.Millisecond {
						t.Errorf("%s between two requests after the pause: the rate is not kept", gap)
					}
				})
			})
		}
	}
}

func TestRetryAfter_beyondMaxPauseStops(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, l := &provider{t: t, answer: after(429, "3600", 1)}, newLedger(t)
		_, err := run(t, config(p, l), rows(names(10, 1)...))
		var stop *StopError
		if !errors.As(err, &stop) || stop.Kind != TooLongPause {
			t.Fatalf("the run ended with %v", err)
		}
		if l.count(contact.Deferred) != 1 {
			t.Errorf("%d rows are deferred, not the one that was throttled", l.count(contact.Deferred))
		}
		for _, out := range l.outcomes {
			if out.Status == contact.Deferred && !out.Open {
				t.Error("the throttled row is settled, though a resume may send it")
			}
		}
	})
}

func TestRetryAfter_perContactLimitHoldsTheContactOnly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, l := &provider{t: t, latency: time.Millisecond}, newLedger(t)
		var refused bool
		p.answer = func(_ int, us []contact.Update) Try {
			if us[0].Contact == "slow" && !refused {
				refused = true
				try := say(429, us)
				try.Header.Set("Retry-After", "60")
				return try
			}
			return say(200, us)
		}
		cfg := config(p, l)
		cfg.PerContact = 5
		start := time.Now()
		if _, err := run(t, cfg, rows(append([]string{"slow"}, names(20, 1)...)...)); err != nil {
			t.Fatal(err)
		}
		if early := p.at[20].Sub(start); early > time.Second {
			t.Errorf("the other contacts took %s: one contact's limit held them", early)
		}
		if last := p.at[21].Sub(start); last < time.Minute {
			t.Errorf("the throttled contact is sent again after %s", last)
		}
	})
}

func TestRateLimitHeader_withResetHoldsBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, l := &provider{t: t}, newLedger(t)
		p.answer = func(n int, us []contact.Update) Try {
			try := say(200, us)
			if n == 1 {
				try.Header.Set("X-RateLimit-Remaining", "0")
				try.Header.Set("X-RateLimit-Reset", "20")
			}
			return try
		}
		cfg := config(p, l)
		cfg.Concurrency = 1
		if _, err := run(t, cfg, rows("a", "b")); err != nil {
			t.Fatal(err)
		}
		if gap := p.at[1].Sub(p.at[0]); gap < 20*time.Second {
			t.Errorf("the second request leaves %s after a used-up limit that is reset in 20s", gap)
		}
	})
}

// Rows that are queued at the provider wait apart: they keep no slot.
func TestQueued_rowsWaitApart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, l := &provider{t: t, latency: time.Millisecond}, newLedger(t)
		seen := map[string]bool{}
		p.answer = func(_ int, us []contact.Update) Try {
			if c := us[0].Contact; c < "c000300" && !seen[c] {
				seen[c] = true
				return say(449, us)
			}
			return say(200, us)
		}
		cfg := config(p, l)
		cfg.Concurrency = 1
		start := time.Now()
		if _, err := run(t, cfg, rows(names(600, 1)...)); err != nil {
			t.Fatal(err)
		}
		if n := l.count(contact.Updated); n != 600 {
			t.Errorf("%d of 600 rows updated", n)
		}
		if d := p.at[599].Sub(start); d > 2*time.Second {
			t.Errorf("the other rows waited %s behind queued ones", d)
		}
		if d := p.at[len(p.at)-1].Sub(start); d < time.Minute || d > 63*time.Second {
			t.Errorf("the queued rows were done after %s, not about a minute", d)
		}
	})
}

func TestBackoff_doublesUpToItsMaximum(t *testing.T) {
	b := Backoff{Base: time.Second, Max: 10 * time.Second}
	for n, top := range []time.Duration{1, 2, 4, 8, 10, 10} {
		top *= time.Second
		for range 100 {
			if d := b.Delay(n + 1); d < top/2 || d > top {
				t.Fatalf("pause %d is %s, not within %s and %s", n+1, d, top/2, top)
			}
		}
	}
}

func TestRetryAfter_ofZeroCostsAnAttempt(t *testing.T) {
	for _, header := range []string{"0", "Sun, 22 Nov 1998 12:00:00 GMT"} {
		synctest.Test(t, func(t *testing.T) {
			p, l := &provider{t: t, answer: after(429, header, 1000)}, newLedger(t)
			if _, err := run(t, config(p, l), rows("a")); err != nil {
				t.Fatal(err)
			}
			if got := l.outcomes[1]; got.Status != contact.Deferred || got.Attempts != 5 {
				t.Errorf("Retry-After %s: %s after %d attempts", header, got.Status, got.Attempts)
			}
		})
	}
}

func TestRateLimitHeader_perContactHoldsTheContactOnly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &provider{t: t}
		p.answer = func(n int, us []contact.Update) Try {
			try := say(200, us)
			if us[0].Contact == "a" {
				try.Header.Set("X-RateLimit-Remaining", "0")
				try.Header.Set("X-RateLimit-Reset", "20")
			}
			return try
		}
		cfg := config(p, newLedger(t))
		cfg.PerContact = 5
		start := time.Now()
		if _, err := run(t, cfg, rows("a", "b", "b", "a")); err != nil {
			t.Fatal(err)
		}
		if others := p.at[2].Sub(start); others > time.Second {
			t.Errorf("the other contact waited %s", others)
		}
		if again := p.at[3].Sub(start); again < 20*time.Second {
			t.Errorf("the contact is asked again after %s, though its limit is reset in 20s", again)
		}
	})
}

// One answer of fifty is an error: the others must hardly feel its pause.
func TestTries_fewErrorsCostNoSlot(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const n, workers, latency = 64_000, 64, 50 * time.Millisecond
		p := &provider{t: t, latency: latency, answer: func(n int, us []contact.Update) Try {
			if n%50 == 0 {
				return say(500, us)
			}
			return say(200, us)
		}}
		cfg := config(p, newLedger(t))
		cfg.Concurrency, cfg.Backoff = workers, Backoff{Base: 500 * time.Millisecond, Max: time.Minute}
		start := time.Now()
		r, err := run(t, cfg, rows(names(n, 1)...))
		if err != nil {
			t.Fatal(err)
		}
		requests := r.Stats().Requests()
		ideal := time.Duration(requests.Sent/workers) * latency
		if took := time.Since(start); took > ideal+ideal/25 {
			t.Errorf("%d requests took %s, which is more than four per cent above %s", requests.Sent, took, ideal)
		}
		if requests.Retried != requests.Sent-n {
			t.Errorf("%d of %d requests for %d rows count as repeats", requests.Retried, requests.Sent, n)
		}
	})
}
