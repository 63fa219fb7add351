package batch

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"rollcall/contact"
	"rollcall/providers"
)

// kept is a Before that remembers what it was told.
type kept struct {
	a   *account
	err error

	mu   sync.Mutex
	rows []string
}

func (k *kept) keep(row contact.Row, name string, shown providers.Snapshot) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if row.Number == 0 && k.a.sent() > 0 {
		k.a.t.Errorf("contact %s is kept after the first update", name)
	}
	k.rows = append(k.rows, fmt.Sprintf("%d %s %s", row.Number, name, shown.Value("v", false)))
	return k.err
}

func TestBefore(t *testing.T) {
	for _, tc := range []struct {
		script, want string
		sent         bool
		asked        int
	}{
		{"200", "updated", true, 1},
		{"503 200", "updated", true, 2},
		{"lost away 429 449 200", "updated", true, 5},
		{"429/3600", "(not_sent)", false, 1},
		{"429/60 503/60 429/60 429/60 429/60 429/60 200", "updated", true, 7},
		{"mute", "updated", true, 1},
		{"404", "not_found", false, 1},
		{"html", "failed", false, 1},
		{"other", "failed", false, 1},
		{"400", "failed", false, 1},
		{"503", "failed", false, 5},
		{"lost", "failed", false, 5},
		{"429", "deferred", false, 5},
		{"401", "(not_sent)", false, 1},
		{"302", "(not_sent)", false, 1},
	} {
		t.Run(tc.script, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				a, l := newAccount(t, "a"), newLedger(t)
				a.read = saying(tc.script)
				k := &kept{a: a}
				cfg := reading(a, l)
				cfg.Contacts.Before = k.keep
				_, err := run(t, cfg, feed(set("a", "1")))
				out := l.outcomes[1]
				if stops := strings.HasPrefix(tc.want, "("); stops != (err != nil) {
					t.Errorf("the run ended with %v", err)
				}
				if l.fates() != tc.want || len(a.requests) > 0 != tc.sent || len(a.asked) != tc.asked {
					t.Errorf("%s after %d readings and %d requests (%s)", l.fates(), len(a.asked), len(a.requests), out.Message)
				}
				if tc.sent != (len(k.rows) == 1) || tc.sent != (out.Attempts == 1) {
					t.Errorf("%q was kept, %d attempts", k.rows, out.Attempts)
				}
				if !out.Status.EndsWell() && out.Message == "" {
					t.Error("no message says why")
				}
			})
		})
	}
}

// Each row keeps what its contact held just before it, once.
func TestBefore_isToldOnceAndInTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, l := newAccount(t, "a"), newLedger(t)
		a.answer = play("449 503 200 200")
		k := &kept{a: a}
		cfg := reading(a, l)
		cfg.Contacts.Before = k.keep
		if _, err := run(t, cfg, feed(set("a", "1"), set("a", "2"))); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{`1 a "old"`, `2 a "1"`}, k.rows); diff != "" {
			t.Errorf("kept (-want +got):\n%s", diff)
		}
	})
}

func TestBefore_thatFailsStopsTheRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, l := newAccount(t, "a", "b", "c"), newLedger(t)
		cfg := reading(a, l)
		cfg.Batch, cfg.Concurrency = 3, 1
		full := errors.New("no space left on device")
		cfg.Contacts.Before = func(row contact.Row, _ string, _ providers.Snapshot) error {
			if row.Number == 2 {
				return full
			}
			return nil
		}
		_, err := run(t, cfg, feed(sets("1", "a", "b", "c")...))
		if kind := stopKind(t, err); kind != Unrecorded || !errors.Is(err, full) {
			t.Errorf("stopped by %v", err)
		}
		if got, want := l.fates(), "(not_sent) (not_sent) (not_sent)"; got != want || len(a.requests) > 0 {
			t.Errorf("%s after %d requests, want %s", got, len(a.requests), want)
		}
	})
}

// The others of a batch are sent though the contact of one could not be read.
func TestBefore_concernsItsRowOnly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, l := newAccount(t, "a", "c"), newLedger(t)
		cfg := reading(a, l)
		cfg.Batch = 3
		cfg.Contacts.Before = (&kept{a: a}).keep
		if _, err := run(t, cfg, feed(sets("1", "a", "b", "c", "b")...)); err != nil {
			t.Fatal(err)
		}
		if got, want := l.fates(), "updated not_found updated not_found"; got != want {
			t.Errorf("%s, want %s", got, want)
		}
		if out := l.outcomes[2]; out.HTTPStatus != 404 || out.Attempts != 0 || !out.SentAt.IsZero() {
			t.Errorf("status %d, %d attempts, sent at %s", out.HTTPStatus, out.Attempts, out.SentAt)
		}
	})
}

// While a contact is read, what became of the rows before it is on record.
func TestBefore_nothingStaysInMemoryMeanwhile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, l, m := newAccount(t, "a", "b"), newLedger(t), newNotebook(t)
		m.known["a"] = words(set("a", "1"))
		a.read = func(int, string) string {
			if l.outcomes[1].Status != contact.Unchanged || l.memory > 0 {
				t.Errorf("%d outcomes on record, %d of them in memory", len(l.outcomes), l.memory)
			}
			return "200"
		}
		cfg := reading(a, l)
		cfg.Memory, cfg.Batch, cfg.Concurrency, cfg.Contacts.Before = m, 2, 1, (&kept{a: a}).keep
		if _, err := run(t, cfg, feed(sets("1", "a", "b")...)); err != nil {
			t.Fatal(err)
		}
		if l.fates() != "unchanged updated" {
			t.Error(l.fates())
		}
	})
}

func TestMerge(t *testing.T) {
	name := contact.Field{Name: "v", Value: []byte(`"1"`)}
	both := tag("a", contact.Add, `["old"]`)
	both.Fields = append(both.Fields, name)
	for _, tc := range []struct {
		name, held string
		updates    []contact.Update
		want, tags string
		sent       int
	}{
		{"adds", `["old"]`, []contact.Update{tag("a", contact.Add, `["new"]`)}, "updated", `["old","new"]`, 1},
		{"takes away", `["old","x"]`, []contact.Update{tag("a", contact.Remove, `["old"]`)}, "updated", `["x"]`, 1},
		{"replaces without reading", `["old"]`, []contact.Update{tag("a", contact.Replace, `["new"]`)}, "updated", `["new"]`, 1},
		{"nothing to add", `["old"]`, []contact.Update{tag("a", contact.Add, `["old"]`)}, "unchanged", `["old"]`, 0},
		{"nothing to add, but a name", `["old"]`, []contact.Update{both}, "updated", `["old"]`, 1},
		{"twice", `[]`, []contact.Update{tag("a", contact.Add, `["1"]`), tag("a", contact.Add, `["2"]`)}, "updated updated", `["1","2"]`, 2},
		{"there and back", `[]`, []contact.Update{tag("a", contact.Add, `["1"]`), tag("a", contact.Remove, `["1"]`)}, "updated updated", `[]`, 2},
		{"no list", `"old"`, []contact.Update{tag("a", contact.Add, `["new"]`)}, "failed", `"old"`, 0},
		{"no such contact", ``, []contact.Update{tag("b", contact.Add, `["new"]`)}, "not_found", ``, 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				a, l := newAccount(t, "a"), newLedger(t)
				a.held["a"]["tags"] = []byte(tc.held)
				if _, err := run(t, reading(a, l), feed(tc.updates...)); err != nil {
					t.Fatal(err)
				}
				if l.fates() != tc.want || a.value("a", "tags") != tc.tags || len(a.requests) != tc.sent {
					t.Errorf("%s (%s), tags %s after %d requests; want %s, %s after %d",
						l.fates(), l.outcomes[1].Message, a.value("a", "tags"), len(a.requests), tc.want, tc.tags, tc.sent)
				}
				if l.outcomes[1].Status == contact.Failed && l.outcomes[1].Field != "tags" {
					t.Errorf("the field at fault is %q", l.outcomes[1].Field)
				}
			})
		})
	}
}

// The memory is told of an update as the file has it, not as it was merged.
func TestMerge_isRememberedAsMapped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, l, m := newAccount(t, "a"), newLedger(t), newNotebook(t)
		cfg := reading(a, l)
		cfg.Memory, cfg.Contacts.Verify = m, true
		updates := []contact.Update{tag("a", contact.Add, `["new"]`), tag("a", contact.Add, `["new"]`)}
		if _, err := run(t, cfg, feed(updates...)); err != nil {
			t.Fatal(err)
		}
		if got, want := l.fates(), "verified unchanged"; got != want {
			t.Errorf("%s, want %s", got, want)
		}
		if len(a.asked) != 2 {
			t.Errorf("%d readings: one before and one after the update are enough", len(a.asked))
		}
	})
}

// Several rows wait apart while one is queued at the provider; none is merged
// with what its own first try may have done.
func TestMerge_whatWaitedApartGoesAsItWent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, l := newAccount(t, "a"), newLedger(t)
		a.answer = func(n int, us []contact.Update) Try {
			if n == 1 {
				a.put(us[0])
				return say(449, us)
			}
			return say(200, us)
		}
		if _, err := run(t, reading(a, l), feed(tag("a", contact.Add, `["new"]`))); err != nil {
			t.Fatal(err)
		}
		if l.fates() != "updated" || len(a.asked) != 1 {
			t.Errorf("%s after %d readings", l.fates(), len(a.asked))
		}
	})
}

// Identifiers that are not those of the account are found out before a million
// of them is looked for; a provider that is not there as well.
func TestGuard_countsRowsThatCouldNotBeRead(t *testing.T) {
	for _, script := range []string{"404", "away", "html", "500"} {
		t.Run(script, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				a, l := newAccount(t), newLedger(t)
				a.read = saying(script)
				cfg := reading(a, l)
				cfg.Contacts.Before = (&kept{a: a}).keep
				_, err := run(t, cfg, feed(sets("1", names(1000, 1)...)...))
				if stopKind(t, err) != FirstRows {
					t.Errorf("stopped by %v", err)
				}
				if settled := len(l.outcomes) - l.count(contact.NotSent); settled > 2*firstRows {
					t.Errorf("%d rows settled before the stop", settled)
				}
			})
		})
	}
}

func TestGuard_tellsNoValuesOfAMismatch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := newAccount(t, names(100, 1)...)
		a.read = saying("stale")
		cfg := reading(a, newLedger(t))
		cfg.Contacts.Verify = true
		_, err := run(t, cfg, feed(sets("secret", names(100, 1)...)...))
		if stopKind(t, err) != FirstRows || strings.Contains(err.Error(), "secret") || !strings.Contains(err.Error(), "the field v") {
			t.Errorf("stopped by %v", err)
		}
	})
}

func TestBusy(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, l := newAccount(t, "a", "b", "c"), newLedger(t)
		a.latency = time.Second
		a.answer = func(n int, us []contact.Update) Try {
			if us[0].Contact == "b" && n < 4 {
				return say(449, us)
			}
			return say(200, us)
		}
		cfg := config(a, l)
		cfg.Concurrency, cfg.QueueWait = 2, 10*time.Second
		r := New(cfg)
		busy := func(after time.Duration, want string) {
			time.AfterFunc(after, func() {
				var got []string
				for _, name := range []string{"a", "b", "c", "d"} {
					if r.Busy(name) {
						got = append(got, name)
					}
				}
				if strings.Join(got, " ") != want {
					t.Errorf("after %s the contacts %v are busy, want %s", after, got, want)
				}
			})
		}
		busy(500*time.Millisecond, "a b c")  // a and b are under way, c waits
		busy(1500*time.Millisecond, "a b c") // a waits behind itself, b apart
		busy(2500*time.Millisecond, "b")
		busy(20*time.Second, "")
		if err := r.Run(t.Context(), t.Context(), feed(sets("1", "a", "b", "c", "a")...)); err != nil {
			t.Fatal(err)
		}
		time.Sleep(20 * time.Second)
		if l.fates() != "updated updated updated updated" {
			t.Error(l.fates())
		}
	})
}
