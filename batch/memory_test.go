package batch

import (
	"errors"
	"testing"
	"testing/synctest"

	"rollcall/contact"
)

func TestMemory_unchanged(t *testing.T) {
	for _, tc := range []struct {
		name     string
		script   string // what is sent
		updates  []contact.Update
		want     string
		requests int
	}{
		{"known", "200", []contact.Update{set("a", "1")}, "unchanged", 0},
		{"changed", "200", []contact.Update{set("a", "2")}, "updated", 1},
		{"changed, then the same again", "200", []contact.Update{set("a", "2"), set("a", "2")}, "updated unchanged", 1},
		{"there and back", "200", []contact.Update{set("a", "2"), set("a", "1")}, "updated updated", 2},
		{"the first is refused", "404 200", []contact.Update{set("a", "2"), set("a", "2")}, "not_found updated", 2},
		{"the first is refused, then what was known", "404 200", []contact.Update{set("a", "2"), set("a", "1")}, "not_found updated", 2},
		{"the first is lost", "lost lost lost lost lost 200", []contact.Update{set("a", "2"), set("a", "1")}, "unknown updated", 6},
		{"the first is repeated", "503 lost 200", []contact.Update{set("a", "2"), set("a", "2")}, "updated unchanged", 3},
		{"the first waits apart", "449 200", []contact.Update{set("a", "2"), set("a", "2")}, "updated unchanged", 2},
		{"another contact", "200", []contact.Update{set("b", "1")}, "updated", 1},
		{"another mode", "200", []contact.Update{tag("c", contact.Replace, `["x"]`)}, "updated", 1},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				a, l, m := newAccount(t, "a"), newLedger(t), newNotebook(t)
				a.answer = play(tc.script)
				m.known["a"], m.known["c"] = words(set("a", "1")), words(tag("c", contact.Add, `["x"]`))
				cfg := config(a, l)
				cfg.Memory = m
				if _, err := run(t, cfg, feed(tc.updates...)); err != nil {
					t.Fatal(err)
				}
				if got := l.fates(); got != tc.want || len(a.requests) != tc.requests {
					t.Errorf("%s after %d requests, want %s after %d", got, len(a.requests), tc.want, tc.requests)
				}
			})
		})
	}
}

// What is about to be sent is forgotten before it leaves, and remembered once it
// was accepted: in batches, when they are taken apart, and in repeats.
func TestMemory_forgetsBeforeAndRemembersAfter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, l, m := newAccount(t), newLedger(t), newNotebook(t)
		bad := refusing(map[string]bool{"c000003": true})
		a.answer = func(n int, us []contact.Update) Try {
			for _, u := range us {
				if !m.wasTold(u) || m.knows(u) {
					t.Errorf("row %d is sent while the memory knows its contact", u.Row.Number)
				}
			}
			if n%3 == 1 {
				return Try{Err: errors.New("reset"), Lost: true}
			}
			return bad(n, us)
		}
		cfg := config(a, l)
		cfg.Memory, cfg.Batch = m, 10
		if _, err := run(t, cfg, feed(append(sets("1", names(30, 1)...), sets("1", names(30, 1)...)...)...)); err != nil {
			t.Fatal(err)
		}
		if l.count(contact.Updated) != 29 || l.count(contact.Unchanged) != 29 || l.count(contact.Conflict) != 2 {
			t.Error(l.fates())
		}
		if m.knows(set("c000003", "1")) || !m.knows(set("c000004", "1")) {
			t.Error("the memory knows something else than what was accepted")
		}
	})
}

func TestMemory_thatFailsStopsTheRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, l, m := newAccount(t), newLedger(t), newNotebook(t)
		m.err = errors.New("no space left on device")
		m.known["b"] = words(set("b", "1"))
		cfg := config(a, l)
		cfg.Memory, cfg.Batch = m, 3
		_, err := run(t, cfg, feed(sets("1", "a", "b", "c", "a")...))
		if kind := stopKind(t, err); kind != Unrecorded || !errors.Is(err, m.err) {
			t.Errorf("stopped by %v", err)
		}
		if len(a.requests) > 0 {
			t.Errorf("%d requests left, though nothing could be forgotten", len(a.requests))
		}
		if got, want := l.fates(), "(not_sent) unchanged (not_sent) (not_sent)"; got != want {
			t.Errorf("%s, want %s", got, want)
		}
	})
}

func TestMemory_withVerifyOnlyWhatWasFound(t *testing.T) {
	for _, tc := range []struct {
		script string
		knows  bool
	}{
		{"200", true},
		{"stale 200", true},
		{"stale", false},
		{"404", false},
		{"mute", false},
		{"503", false},
		{"html", false},
	} {
		t.Run(tc.script, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				a, m := newAccount(t, "a"), newNotebook(t)
				a.read = saying(tc.script)
				cfg := reading(a, newLedger(t))
				cfg.Memory, cfg.Contacts.Verify = m, true
				if _, err := run(t, cfg, feed(set("a", "1"))); err != nil {
					t.Fatal(err)
				}
				if m.knows(set("a", "1")) != tc.knows {
					t.Errorf("the memory knows the update: %t", !tc.knows)
				}
			})
		})
	}
}
