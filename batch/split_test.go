package batch

import (
	"fmt"
	"testing"
	"testing/synctest"

	"rollcall/contact"
)

// refusing plays a provider that refuses a whole batch for one bad contact.
func refusing(bad map[string]bool) func(int, []contact.Update) Try {
	return func(_ int, us []contact.Update) Try {
		for _, u := range us {
			if bad[u.Contact] {
				return say(409, us)
			}
		}
		return say(200, us)
	}
}

// split sends one batch of 100 with the bad ones in it and returns the number of
// requests beyond the first.
func split(t *testing.T, bad map[string]bool) (extra int) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		p, l := &provider{t: t, answer: refusing(bad)}, newLedger(t)
		cfg := config(p, l)
		cfg.Batch, cfg.KeepGoing = 100, true
		if _, err := run(t, cfg, rows(names(100, 1)...)); err != nil {
			t.Fatal(err)
		}
		for n, out := range l.outcomes {
			want := contact.Updated
			if bad[out.Contact] {
				want = contact.Conflict
			}
			if out.Status != want {
				t.Errorf("row %d is %s, not %s", n, out.Status, want)
			}
		}
		if len(l.outcomes) != 100 {
			t.Errorf("%d outcomes for 100 rows", len(l.outcomes))
		}
		extra = len(p.requests) - 1
	})
	return extra
}

func TestSplit_oneCulpritCostsFourteenRequestsAtMost(t *testing.T) {
	for i := range 100 {
		if extra := split(t, map[string]bool{fmt.Sprintf("c%06d", i): true}); extra > 14 {
			t.Errorf("culprit at %d: %d extra requests", i, extra)
		}
	}
}

// Where one part passed the other holds the culprit: it is not sent whole again.
func TestSplit_partKnownToBeBadIsNotSentWhole(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &provider{t: t, answer: refusing(map[string]bool{"c000003": true})}
		cfg := config(p, newLedger(t))
		cfg.Batch = 4
		r, err := run(t, cfg, rows(names(4, 1)...))
		if err != nil {
			t.Fatal(err)
		}
		var sizes []int
		for _, req := range p.requests {
			sizes = append(sizes, len(req))
		}
		if got, want := fmt.Sprint(sizes), "[4 2 1 1]"; got != want {
			t.Errorf("requests of %s contacts, want %s", got, want)
		}
		if n := r.Stats().Requests().Split; n != 1 {
			t.Errorf("%d batches taken apart, of one that was refused", n)
		}
	})
}

// Two rows that only clash with each other: the first is applied.
func TestSplit_clashingPairEndsOneUpdatedOneConflict(t *testing.T) {
	for _, pair := range [][2]int{{0, 1}, {0, 99}, {49, 50}, {30, 35}, {98, 99}} {
		synctest.Test(t, func(t *testing.T) {
			a, b := fmt.Sprintf("c%06d", pair[0]), fmt.Sprintf("c%06d", pair[1])
			var holder string
			p, l := &provider{t: t}, newLedger(t)
			p.answer = func(_ int, us []contact.Update) Try {
				claim, clash := holder, false
				for _, u := range us {
					if u.Contact == a || u.Contact == b {
						clash = clash || claim != "" && claim != u.Contact
						claim = u.Contact
					}
				}
				if clash {
					return say(409, us)
				}
				holder = claim
				return say(200, us)
			}
			cfg := config(p, l)
			cfg.Batch = 100
			if _, err := run(t, cfg, rows(names(100, 1)...)); err != nil {
				t.Fatal(err)
			}
			if l.count(contact.Updated) != 99 || l.outcomes[pair[0]+1].Status != contact.Updated || l.outcomes[pair[1]+1].Status != contact.Conflict {
				t.Errorf("rows %d and %d: %s and %s; %d updated", pair[0]+1, pair[1]+1,
					l.outcomes[pair[0]+1].Status, l.outcomes[pair[1]+1].Status, l.count(contact.Updated))
			}
		})
	}
}

func TestSplit_neverBecauseOfThrottlingOrCredential(t *testing.T) {
	for _, status := range []int{401, 403, 429, 502, 503} {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := &provider{t: t, answer: func(_ int, us []contact.Update) Try { return say(status, us) }}
				cfg := config(p, newLedger(t))
				cfg.Batch, cfg.KeepGoing = 100, true
				run(t, cfg, rows(names(100, 1)...))
				for i, req := range p.requests {
					if len(req) != 100 {
						t.Errorf("request %d holds %d contacts: the batch was taken apart", i+1, len(req))
					}
				}
			})
		})
	}
}

// A batch that gets 500 twice while others pass holds a poisoned row.
func TestSplit_batchThatGets500WhileOthersPass(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, l := &provider{t: t}, newLedger(t)
		p.answer = func(_ int, us []contact.Update) Try {
			for _, u := range us {
				if u.Contact == "c000042" {
					return say(500, us)
				}
			}
			return say(200, us)
		}
		cfg := config(p, l)
		cfg.Batch, cfg.Concurrency = 100, 2
		if _, err := run(t, cfg, rows(names(1000, 1)...)); err != nil {
			t.Fatal(err)
		}
		if got := l.outcomes[43]; got.Status != contact.Failed {
			t.Errorf("the poisoned row is %s", got.Status)
		}
		if n := l.count(contact.Updated); n != 999 {
			t.Errorf("%d of its 999 neighbours updated", n)
		}
	})
}

func TestSplit_cutByAStopIsUnknown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, l := &provider{t: t}, newLedger(t)
		p.answer = func(n int, us []contact.Update) Try {
			if n == 1 {
				return say(400, us)
			}
			return say(401, us)
		}
		cfg := config(p, l)
		cfg.Batch = 10
		if _, err := run(t, cfg, rows(names(10, 1)...)); err == nil {
			t.Fatal("a refused credential did not stop the run")
		}
		for n, out := range l.outcomes {
			if out.Status != contact.Unknown || !out.Open {
				t.Errorf("row %d stood in a refused batch that may have been applied in part: %s, open %t", n, out.Status, out.Open)
			}
		}
	})
}
