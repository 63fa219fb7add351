package batch

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"rollcall/contact"
	"rollcall/providers"
)

// The brake is one: what reads and what updates pass it in turn.
func TestAsk_keepsTheRate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, l := newAccount(t, names(50, 1)...), newLedger(t)
		a.latency = time.Millisecond
		cfg := reading(a, l)
		cfg.Rate, cfg.Contacts.Verify, cfg.Contacts.Before = 10, true, (&kept{a: a}).keep
		cfg.Concurrency = 1
		r, err := run(t, cfg, feed(sets("1", names(50, 1)...)...))
		if err != nil {
			t.Fatal(err)
		}
		all := slices.SortedFunc(slices.Values(slices.Concat(a.at, a.readAt)), time.Time.Compare)
		if took := all[len(all)-1].Sub(all[0]); len(all) != 150 || took < 14*time.Second {
			t.Errorf("%d requests in %s at ten a second", len(all), took)
		}
		if got := r.Stats().Requests(); got.Sent != 150 || got.ByStatus["200"] != 150 {
			t.Errorf("the figures say %+v", got)
		}
	})
}

func TestAsk_retryAfterHoldsUpdatesBackToo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, l := newAccount(t, names(20, 1)...), newLedger(t)
		a.latency = time.Millisecond
		a.read = func(n int, _ string) string {
			if n == 5 {
				return "429/30"
			}
			return "200"
		}
		cfg := reading(a, l)
		cfg.Contacts.Before = (&kept{a: a}).keep
		start := time.Now()
		r, err := run(t, cfg, feed(sets("1", names(20, 1)...)...))
		if err != nil {
			t.Fatal(err)
		}
		for _, at := range slices.Concat(a.at, a.readAt[8:]) {
			if d := at.Sub(start); d > 10*time.Millisecond && d < 30*time.Second {
				t.Errorf("a request leaves after %s, inside the pause", d)
			}
		}
		if got := r.Stats().Requests(); got.Sent != 41 || got.Retried != 1 || got.ByStatus["429"] != 1 {
			t.Errorf("the figures say %+v", got)
		}
	})
}

func TestAsk_beyondMaxPauseStops(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, l := newAccount(t, "a"), newLedger(t)
		a.read = saying("503/3600")
		cfg := reading(a, l)
		cfg.Contacts.Verify = true
		_, err := run(t, cfg, feed(set("a", "1"), set("a", "2")))
		if stopKind(t, err) != TooLongPause {
			t.Errorf("stopped by %v", err)
		}
		if got, want := l.fates(), "updated (not_sent)"; got != want {
			t.Errorf("%s, want %s", got, want)
		}
	})
}

// A provider that limits the requests to one contact counts the readings too.
func TestAsk_keepsThePaceOfAContact(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, l := newAccount(t, "a", "b"), newLedger(t)
		cfg := reading(a, l)
		cfg.PerContact, cfg.Contacts.Verify, cfg.Contacts.Before = 5, true, (&kept{a: a}).keep
		if _, err := run(t, cfg, feed(set("a", "1"), set("b", "1"), set("a", "2"))); err != nil {
			t.Fatal(err)
		}
		var at []time.Time
		for i, name := range a.asked {
			if name == "a" {
				at = append(at, a.readAt[i])
			}
		}
		for i, request := range a.requests {
			if request[0].Contact == "a" {
				at = append(at, a.at[i])
			}
		}
		slices.SortFunc(at, time.Time.Compare)
		for i := range at[1:] {
			if gap := at[i+1].Sub(at[i]); gap != 200*time.Millisecond {
				t.Errorf("request %d to the contact leaves %s after the one before", i+2, gap)
			}
		}
	})
}

// While the provider is gone nothing is given up, be it to be read before an
// update or after it.
func TestAsk_burnsNothingInAnOutage(t *testing.T) {
	for _, word := range []string{"away", "lost", "502", "html"} {
		for _, verify := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, verify %t", word, verify), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					everybody := names(2000, 1)
					a, l := newAccount(t, everybody...), newLedger(t)
					a.latency = time.Millisecond
					var gone atomic.Pointer[time.Time]
					away := func() bool { since := gone.Load(); return since != nil && time.Since(*since) < 8*time.Minute }
					a.read = func(n int, _ string) string {
						if n == 1000 {
							now := time.Now()
							gone.Store(&now)
						}
						if away() {
							return word
						}
						return "200"
					}
					a.answer = func(_ int, us []contact.Update) Try {
						if away() {
							return say(502, us)
						}
						return say(200, us)
					}
					cfg := reading(a, l)
					cfg.Contacts.Verify, cfg.Attempts = verify, 1
					burnt := outageRows + cfg.Concurrency
					if verify {
						burnt += outageRows // that were to be read back, and as many that were to be updated
					} else {
						cfg.Contacts.Before = (&kept{a: a}).keep
					}
					if _, err := run(t, cfg, feed(sets("1", everybody...)...)); err != nil {
						t.Fatal(err)
					}
					good := l.count(contact.Updated)
					if verify {
						good = l.count(contact.Verified)
					}
					if bad := len(everybody) - good; bad > burnt {
						t.Errorf("%d rows were burnt by an outage of eight minutes", bad)
					}
					if n := len(a.requests) + len(a.asked) - 2*len(everybody); n > 400 {
						t.Errorf("%d requests too many: the provider was hammered while it was away", n)
					}
				})
			})
		}
	}
}

// Contacts that cannot be read are no outage while others can.
func TestAsk_noOutageWhileSomethingIsAnswered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, l := newAccount(t, names(200, 1)...), newLedger(t)
		a.read = func(_ int, name string) string {
			if strings.HasSuffix(name, "0") {
				return "200"
			}
			return "html"
		}
		cfg := reading(a, l)
		cfg.Contacts.Before, cfg.KeepGoing, cfg.Concurrency = (&kept{a: a}).keep, true, 1
		cfg.Observer.Outage = func(what string) { t.Error(what) }
		if _, err := run(t, cfg, feed(sets("1", names(200, 1)...)...)); err != nil {
			t.Fatal(err)
		}
		if l.count(contact.Updated) != 20 || l.count(contact.Failed) != 180 {
			t.Error(l.fates())
		}
	})
}

func TestAsk_givesUpAfterTheOutageWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, l := newAccount(t, names(1000, 1)...), newLedger(t)
		a.read = func(n int, _ string) string {
			if n > 100 {
				return "away"
			}
			return "200"
		}
		cfg := reading(a, l)
		cfg.Contacts.Before = (&kept{a: a}).keep
		_, err := run(t, cfg, feed(sets("1", names(1000, 1)...)...))
		if stopKind(t, err) != Outage {
			t.Errorf("stopped by %v", err)
		}
		if n := l.count(contact.Failed); n > outageRows+cfg.Concurrency {
			t.Errorf("%d rows failed", n)
		}
	})
}

func TestAsk_interruptStartsNoReading(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, l := newAccount(t, names(100, 1)...), newLedger(t)
		a.latency = time.Second
		cfg := reading(a, l)
		cfg.Contacts.Verify, cfg.Contacts.Before = true, (&kept{a: a}).keep
		stop, interrupt := context.WithCancel(t.Context())
		time.AfterFunc(4500*time.Millisecond, interrupt)
		start := time.Now()
		err := New(cfg).Run(stop, t.Context(), feed(sets("1", names(100, 1)...)...))
		if stopKind(t, err) != Interrupted {
			t.Errorf("stopped by %v", err)
		}
		for _, at := range slices.Concat(a.at, a.readAt) {
			if at.Sub(start) > 4500*time.Millisecond {
				t.Errorf("a request leaves %s after the start", at.Sub(start))
			}
		}
		// Each worker has read, sent and read back one row, and sent another.
		if l.count(contact.Verified) != 4 || l.count(contact.Updated) != 4 || l.count(contact.NotSent) != len(l.outcomes)-8 {
			t.Error(l.fates())
		}
		for n, out := range l.outcomes {
			if out.Open != (out.Status == contact.NotSent) {
				t.Errorf("row %d is %s, open: %t", n, out.Status, out.Open)
			}
		}
	})
}

func TestAsk_secondInterruptCutsReadings(t *testing.T) {
	for _, verify := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			a, l := newAccount(t, names(10, 1)...), newLedger(t)
			a.read = func(int, string) string { time.Sleep(time.Hour); return "200" }
			cfg := reading(a, l)
			cfg.Attempts, cfg.Contacts.Verify = 1, verify
			if !verify {
				cfg.Contacts.Before = (&kept{a: a}).keep
			}
			stop, first := context.WithCancel(t.Context())
			cut, second := context.WithCancel(t.Context())
			a.latency = 10 * time.Second
			time.AfterFunc(15*time.Second, first)
			time.AfterFunc(16*time.Second, second)
			start := time.Now()
			if !verify {
				a.latency = time.Minute
			}
			err := New(cfg).Run(stop, cut, feed(sets("1", names(10, 1)...)...))
			if stopKind(t, err) != Interrupted || time.Since(start) > 18*time.Second {
				t.Errorf("stopped after %s by %v", time.Since(start), err)
			}
			if n := l.count(contact.Updated); n+l.count(contact.NotSent) != len(l.outcomes) || verify != (n == 4) {
				t.Errorf("verify %t: %s", verify, l.fates())
			}
		})
	}
}

// A request that reads goes through the transport as others do: the secret is
// added below, and taken out of the answer.
func TestTransport_Ask(t *testing.T) {
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, `{"asked":"%s %s %s"}`, r.Method, r.URL.Path, r.Header.Get("Authorization"))
	})
	tr := &Transport{
		Provider: bearer(), BaseURL: url, HTTP: NewHTTP(&http.Transport{}, 1),
		Timeout: time.Minute, Secret: "tok",
	}
	t.Cleanup(tr.HTTP.(*http.Transport).CloseIdleConnections)
	answer, try := tr.Ask(t.Context(), providers.Request{Method: http.MethodGet, Path: "/contact/a"})
	if want := `{"asked":"GET /contact/a Bearer ***"}`; string(answer.Body) != want || try.Err != nil || try.Status != 200 {
		t.Errorf("status %d, answer %s, error %v", try.Status, answer.Body, try.Err)
	}
}
