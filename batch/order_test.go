package batch

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"rollcall/contact"
)

// The provider fake complains by itself when order is broken. Every contact is
// written in two ways.
func TestOrder_holdsPerContact(t *testing.T) {
	for _, batch := range []int{1, 7, 100} {
		t.Run(fmt.Sprint("batch ", batch), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				contacts := names(40, 25)
				rng := rand.New(rand.NewPCG(1, uint64(batch)))
				rng.Shuffle(len(contacts), func(i, j int) { contacts[i], contacts[j] = contacts[j], contacts[i] })
				for i := range len(contacts) / 2 {
					contacts[2*i] = strings.ToUpper(contacts[2*i])
				}
				p, l := &provider{t: t, latency: 20 * time.Millisecond}, newLedger(t)
				cfg := config(p, l)
				cfg.Batch = batch
				if _, err := run(t, cfg, rows(contacts...)); err != nil {
					t.Fatal(err)
				}
				if n := l.count(contact.Updated); n != len(contacts) {
					t.Errorf("%d of %d rows updated", n, len(contacts))
				}
				for _, req := range p.requests {
					seen := map[string]bool{}
					for _, u := range req {
						if seen[u.Key()] {
							t.Errorf("contact %s stands twice in one batch", u.Contact)
						}
						seen[u.Key()] = true
						if sent := contacts[u.Row.Number-1]; u.Contact != sent {
							t.Errorf("contact %s is sent as %s", sent, u.Contact)
						}
					}
				}
			})
		})
	}
}

func TestOrder_laterRowIsSentThoughTheEarlierFailed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, l := &provider{t: t}, newLedger(t)
		p.answer = func(n int, us []contact.Update) Try {
			if us[0].Row.Number == 1 {
				return say(404, us)
			}
			return say(200, us)
		}
		if _, err := run(t, config(p, l), rows("a", "a")); err != nil {
			t.Fatal(err)
		}
		if l.outcomes[1].Status != contact.NotFound || l.outcomes[2].Status != contact.Updated {
			t.Errorf("row 1 %s, row 2 %s", l.outcomes[1].Status, l.outcomes[2].Status)
		}
	})
}

// A file sorted by contact takes at most three times the requests of a
// shuffled one, for every concurrency; with one contact a request it takes the
// same time.
func TestOrder_sortedFileIsAsFastAsShuffled(t *testing.T) {
	for _, tc := range []struct{ batch, workers, times int }{
		{100, 2, 50}, {100, 8, 50}, {100, 8, 5}, {10, 4, 50}, {1, 64, 50}, {1, 8, 50},
	} {
		t.Run(fmt.Sprintf("batch %d, %d workers, %d rows a contact", tc.batch, tc.workers, tc.times), func(t *testing.T) {
			contacts := names(20_000/tc.times, tc.times)
			sorted, sortedTook := measure(t, tc.batch, tc.workers, contacts)
			rng := rand.New(rand.NewPCG(1, 2))
			rng.Shuffle(len(contacts), func(i, j int) { contacts[i], contacts[j] = contacts[j], contacts[i] })
			shuffled, shuffledTook := measure(t, tc.batch, tc.workers, contacts)
			if sorted > 3*shuffled {
				t.Errorf("%d requests sorted, %d shuffled", sorted, shuffled)
			}
			if tc.batch == 1 && float64(sortedTook) > 1.05*float64(shuffledTook) {
				t.Errorf("%s sorted, %s shuffled", sortedTook, shuffledTook)
			}
		})
	}
}

// measure returns the requests and the (fake) time that a run takes.
func measure(t *testing.T, batch, workers int, contacts []string) (requests int, took time.Duration) {
	synctest.Test(t, func(t *testing.T) {
		p := &provider{t: t, latency: 50 * time.Millisecond}
		cfg := config(p, newLedger(t))
		cfg.Batch, cfg.Concurrency = batch, workers
		start := time.Now()
		if _, err := run(t, cfg, rows(contacts...)); err != nil {
			t.Fatal(err)
		}
		requests, took = len(p.requests), time.Since(start)
	})
	return requests, took
}

func TestOrder_slowInputIsNotHeldBackForAFullBatch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, l := &provider{t: t}, newLedger(t)
		cfg := config(p, l)
		cfg.Batch = 100
		slow := func(yield func(contact.Update, error) bool) {
			for u := range rows("a", "b") {
				if !yield(u, nil) {
					return
				}
				sleep(t.Context(), time.Hour)
			}
		}
		start := time.Now()
		if _, err := run(t, cfg, slow); err != nil {
			t.Fatal(err)
		}
		if len(p.at) != 2 || p.at[0].Sub(start) > 2*time.Second {
			t.Errorf("%d requests, the first after %s: a lone row should not wait an hour for company", len(p.at), p.at[0].Sub(start))
		}
	})
}

func TestOrder_perContactRate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &provider{t: t}
		cfg := config(p, newLedger(t))
		cfg.PerContact = 5
		contacts := names(3, 10)
		contacts[3] = strings.ToUpper(contacts[3])
		if _, err := run(t, cfg, rows(contacts...)); err != nil {
			t.Fatal(err)
		}
		last := map[string]time.Time{}
		for i, req := range p.requests {
			c := req[0].Key()
			if gap := p.at[i].Sub(last[c]); gap < 200*time.Millisecond {
				t.Errorf("contact %s is asked again after %s", c, gap)
			}
			last[c] = p.at[i]
		}
		if took := p.at[len(p.at)-1].Sub(p.at[0]); took > 1900*time.Millisecond {
			t.Errorf("three contacts of ten rows took %s: the contacts waited for each other", took)
		}
	})
}
