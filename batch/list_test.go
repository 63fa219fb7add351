package batch

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"rollcall/contact"
)

func TestList_isReadOnceAtTheEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		everybody := names(250, 1)
		a, l, m := newAccount(t, everybody...), newLedger(t), newNotebook(t)
		a.latency = time.Millisecond
		cfg := listing(a, l)
		cfg.Memory = m
		if _, err := run(t, cfg, feed(sets("1", everybody...)...)); err != nil {
			t.Fatal(err)
		}
		if n := l.count(contact.Verified); n != 250 || a.listed != 3 {
			t.Errorf("%d of 250 rows are verified by %d pages", n, a.listed)
		}
		if m.counts.accepted != 250 {
			t.Errorf("%d rows are remembered", m.counts.accepted)
		}
		if first := a.readAt[0]; slices.ContainsFunc(a.at, first.Before) {
			t.Error("the list is read before the last update")
		}
	})
}

// The reading ends with the page that has the last contact that is looked for.
func TestList_isReadNoFurtherThanNeeded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, l := newAccount(t, names(1000, 1)...), newLedger(t)
		if _, err := run(t, listing(a, l), feed(sets("1", "c000150", "c000007")...)); err != nil {
			t.Fatal(err)
		}
		if l.fates() != "verified verified" || a.listed != 2 {
			t.Errorf("%s after %d pages", l.fates(), a.listed)
		}
	})
}

func TestList_outcomes(t *testing.T) {
	for _, tc := range []struct {
		name    string
		list    func(n int, cursor string) (holdings, string)
		want    string
		message string
		pages   int
	}{
		{"shown", pages("a=1"), "verified", "", 1},
		{"in another case", pages("A=1"), "verified", "", 1},
		{"shown late", pages("a=old", "a=1"), "verified", "", 2},
		{"another value", pages("a=old"), "mismatch", `sent "1", read back "old"`, 2},
		{"no value", pages("a"), "updated", "does not show v", 1},
		{"not in the list", pages("b=1"), "mismatch", "does not hold the contact", 2},
		{"another value, then not in the list", pages("a=old", "b=1"), "mismatch", "does not hold the contact", 2},
		{"an empty list", pages(""), "mismatch", "does not hold the contact", 2},
		{"twice, the second as sent", pages("a=old>", "a=1"), "verified", "", 2},
		{"twice, the first as sent", pages("a=1>", "a=old"), "verified", "", 1},
		{"on an empty page's heels", pages(">", "a=1"), "verified", "", 2},
		{"the same page for ever", pages("b=1>"), "updated", "leads round in a circle", 2},
		{"round in a circle", round("b=1", "c=1", "d=1"), "updated", "leads round in a circle", 4},
		{"round without contacts", round("", ""), "updated", "leads round in a circle", 3},
		{"no end", endless(), "updated", "has no end", listPages},
		{"away the second time", pages("a=old", "!"), "updated", "could not be read", 6},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				a, l := newAccount(t, "a"), newLedger(t)
				a.list = tc.list
				a.read = func(int, string) string {
					a.mu.Lock()
					defer a.mu.Unlock()
					if page, _ := tc.list(a.listed+1, ""); page["!"] != nil {
						a.listed++
						return "503"
					}
					return "200"
				}
				if _, err := run(t, listing(a, l), feed(set("a", "1"))); err != nil {
					t.Fatal(err)
				}
				if out := l.outcomes[1]; l.fates() != tc.want || !strings.Contains(out.Message, tc.message) {
					t.Errorf("%s: %q; want %s: %q", l.fates(), out.Message, tc.want, tc.message)
				}
				if named := l.outcomes[1].Field == "v"; named != strings.HasPrefix(tc.message, "sent") {
					t.Errorf("the field %q is named", l.outcomes[1].Field)
				}
				if a.listed != tc.pages {
					t.Errorf("%d pages were read, want %d", a.listed, tc.pages)
				}
			})
		})
	}
}

// pages plays a page for each word, the last for ever: contacts with their
// values, and > where another page follows.
func pages(words ...string) func(int, string) (holdings, string) {
	return func(n int, cursor string) (holdings, string) {
		word, more := strings.CutSuffix(words[min(n, len(words))-1], ">")
		if more {
			return held(word), cursor + "+"
		}
		return held(word), ""
	}
}

// round plays pages that lead from the last to the first again.
func round(words ...string) func(int, string) (holdings, string) {
	return func(n int, cursor string) (holdings, string) {
		return held(words[(n-1)%len(words)]), fmt.Sprint(n % len(words))
	}
}

// endless has always something new.
func endless() func(int, string) (holdings, string) {
	return func(n int, cursor string) (holdings, string) { return held(fmt.Sprint("x", n, "=1")), fmt.Sprint(n) }
}

func held(word string) holdings {
	name, value, ok := strings.Cut(word, "=")
	switch {
	case name == "":
		return holdings{}
	case !ok:
		return holdings{name: {}}
	}
	return holdings{name: {"v": jsontext.Value(`"` + value + `"`)}}
}

// Of a contact only the latest row can be seen.
func TestList_earlierRowsOfAContact(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, l, m := newAccount(t, "a", "b"), newLedger(t), newNotebook(t)
		cfg := listing(a, l)
		cfg.Memory = m
		if _, err := run(t, cfg, feed(set("a", "1"), set("b", "1"), set("a", "2"))); err != nil {
			t.Fatal(err)
		}
		if l.fates() != "updated verified verified" || !strings.Contains(l.outcomes[1].Message, "row 3 updated the contact again first") {
			t.Errorf("%s: %q", l.fates(), l.outcomes[1].Message)
		}
	})
}

// A later row that ends badly leaves what the earlier one sent.
func TestList_laterRowThatIsRefused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, l, m := newAccount(t, "a"), newLedger(t), newNotebook(t)
		a.answer = play("200 404")
		cfg := listing(a, l)
		cfg.Memory = m
		if _, err := run(t, cfg, feed(set("a", "1"), set("a", "2"))); err != nil {
			t.Fatal(err)
		}
		if l.fates() != "verified not_found" || m.knows(set("a", "1")) {
			t.Errorf("%s, the memory knows row 1: %t", l.fates(), m.knows(set("a", "1")))
		}
	})
}

// A later row may be lost, and have been applied: then nobody knows what the
// list should show for the earlier one.
func TestList_laterRowThatIsLost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, l := newAccount(t, "a"), newLedger(t)
		a.answer, a.apply = play("200 lost"), true
		if _, err := run(t, listing(a, l), feed(set("a", "1"), set("a", "2"))); err != nil {
			t.Fatal(err)
		}
		if l.fates() != "updated unknown" || !strings.Contains(l.outcomes[1].Message, "row 2 went out for the contact first") {
			t.Errorf("%s: %q", l.fates(), l.outcomes[1].Message)
		}
	})
}

// Rows that wait to be read back were accepted: a few that end badly meanwhile
// are neither the fate of all rows nor an outage.
func TestList_waitingRowsWereAccepted(t *testing.T) {
	for name, fault := range map[string]Try{
		"not found": {Status: 404}, "server error": {Status: 500}, "lost": {Err: errors.New("cut"), Lost: true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				everybody := names(2000, 1)
				a, l := newAccount(t, everybody...), newLedger(t)
				a.provider.answer = func(_ int, us []contact.Update) Try {
					switch {
					case us[0].Row.Number%10 != 0:
						return say(200, us)
					case fault.Err != nil:
						return fault
					}
					return say(fault.Status, us)
				}
				cfg := listing(a, l)
				cfg.Attempts, cfg.MaxErrors = 1, MaxErrors{Percent: 50}
				cfg.Observer.Outage = func(what string) { t.Errorf("an outage with nine rows in ten accepted: %s", what) }
				if _, err := run(t, cfg, feed(sets("1", everybody...)...)); err != nil {
					t.Errorf("one row in ten ended badly, and the run stopped: %v", err)
				}
			})
		})
	}
}

// So many rows wait that the list is read on the way: what is accepted meanwhile
// waits for the next reading, and not without bounds.
func TestList_isReadOnTheWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		everybody := names(1000, 1)
		a, l, m := newAccount(t, everybody...), newLedger(t), newNotebook(t)
		a.latency, a.page = time.Millisecond, 5
		cfg := listing(a, l)
		cfg.Memory = m
		var r *Runner
		most := 0
		a.answer = func(_ int, us []contact.Update) Try {
			r.list.mu.Lock()
			defer r.list.mu.Unlock()
			most = max(most, len(r.list.waiting))
			return say(200, us)
		}
		r = New(cfg)
		r.list.most = 50
		if err := r.Run(t.Context(), t.Context(), feed(sets("1", everybody...)...)); err != nil {
			t.Fatal(err)
		}
		if n := l.count(contact.Verified); n != len(everybody) {
			t.Errorf("%d of %d rows are verified", n, len(everybody))
		}
		if most > r.list.most+cfg.Concurrency {
			t.Errorf("%d rows waited for the list at a time", most)
		}
	})
}

// Large rows are read back sooner: they are held in memory until then.
func TestList_isBoundedInBytes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, l := newAccount(t, names(40, 1)...), newLedger(t)
		updates, large := sets("1", names(40, 1)...), make([]byte, 1<<20)
		for i := range updates {
			updates[i].Row.Raw = large
		}
		if _, err := run(t, listing(a, l), feed(updates...)); err != nil {
			t.Fatal(err)
		}
		if n := l.count(contact.Verified); n != 40 || a.listed < 3 {
			t.Errorf("%d of 40 rows are verified, with %d readings for 40 MiB", n, a.listed)
		}
	})
}

// A row that goes out while the list is read changes what the list shows.
func TestList_contactUpdatedWhileTheListIsRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		everybody := names(100, 1)
		a, l, m := newAccount(t, everybody...), newLedger(t), newNotebook(t)
		a.latency, a.page = 10*time.Millisecond, 20
		cfg := listing(a, l)
		cfg.Memory = m
		updates := sets("1", everybody...)
		for i := range 10 {
			updates = append(updates, set(everybody[99], fmt.Sprint(i+2)))
		}
		r := New(cfg)
		r.list.most = len(everybody)
		if err := r.Run(t.Context(), t.Context(), feed(updates...)); err != nil {
			t.Fatal(err)
		}
		if first := l.outcomes[100]; first.Status != contact.Updated || !strings.Contains(first.Message, "went out for the contact first") {
			t.Errorf("the row of the first reading is %s: %q", first.Status, first.Message)
		}
		if last := l.outcomes[len(updates)]; last.Status != contact.Verified || !m.knows(updates[len(updates)-1]) {
			t.Errorf("the last row is %s (%s)", last.Status, last.Message)
		}
	})
}

func TestList_interrupt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, l := newAccount(t, names(100, 1)...), newLedger(t)
		a.latency = time.Second
		stop, interrupt := context.WithCancel(t.Context())
		time.AfterFunc(4500*time.Millisecond, interrupt)
		err := New(listing(a, l)).Run(stop, t.Context(), feed(sets("1", names(100, 1)...)...))
		if stopKind(t, err) != Interrupted || len(a.asked) > 0 {
			t.Errorf("stopped by %v, after %d readings", err, len(a.asked))
		}
		for n, out := range l.outcomes {
			if out.Status == contact.Updated && (out.Open || !strings.Contains(out.Message, "not read back")) {
				t.Errorf("row %d is open: %t, %q", n, out.Open, out.Message)
			}
		}
		if n := l.count(contact.Updated); n != 20 {
			t.Errorf("%d rows are updated, want the 20 that were accepted", n)
		}
	})
}

func TestKeepList(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, l := newAccount(t, names(250, 1)...), newLedger(t)
		k := &kept{a: a}
		cfg := listing(a, l)
		cfg.Contacts.Verify, cfg.Contacts.Before = false, k.keep
		if _, err := run(t, cfg, feed(sets("1", names(5, 1)...)...)); err != nil {
			t.Fatal(err)
		}
		if len(k.rows) != 250 || k.rows[7] != `0 c000007 "old"` || a.listed != 3 {
			t.Errorf("%d contacts were kept from %d pages, one as %q", len(k.rows), a.listed, k.rows[7])
		}
		if n := l.count(contact.Updated); n != 5 {
			t.Error(l.fates())
		}
	})
}

func TestKeepList_thatFailsStopsTheRun(t *testing.T) {
	full := errors.New("no space left on device")
	for _, tc := range []struct {
		name, script string
		list         func(int, string) (holdings, string)
		err          error
		want         StopKind
	}{
		{"not read", "503", nil, nil, Unread},
		{"nonsense", "html", nil, nil, Unread},
		{"no such list", "404", nil, nil, Unread},
		{"round in a circle", "200", round("a=1", "b=1"), nil, Unread},
		{"not kept", "200", nil, full, Unrecorded},
		{"refused", "401", nil, nil, Refused},
		{"a long pause", "429/3600", nil, nil, TooLongPause},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				a, l := newAccount(t, "a"), newLedger(t)
				a.read, a.list = saying(tc.script), tc.list
				cfg := listing(a, l)
				cfg.Contacts.Before = (&kept{a: a, err: tc.err}).keep
				_, err := run(t, cfg, feed(sets("1", "a", "b")...))
				if stopKind(t, err) != tc.want || tc.err != nil && !errors.Is(err, tc.err) {
					t.Errorf("stopped by %v", err)
				}
				if len(a.requests) > 0 || l.count(contact.NotSent) != len(l.outcomes) {
					t.Errorf("%d updates were sent: %s", len(a.requests), l.fates())
				}
			})
		})
	}
}

func TestKeepList_interrupt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, l := newAccount(t, names(1000, 1)...), newLedger(t)
		a.latency = time.Second
		cfg := listing(a, l)
		cfg.Contacts.Before = (&kept{a: a}).keep
		stop, interrupt := context.WithCancel(t.Context())
		time.AfterFunc(4500*time.Millisecond, interrupt)
		err := New(cfg).Run(stop, t.Context(), feed(set("a", "1")))
		if stopKind(t, err) != Interrupted || a.listed != 5 || len(a.requests) > 0 {
			t.Errorf("stopped by %v, after %d pages and %d updates", err, a.listed, len(a.requests))
		}
	})
}
