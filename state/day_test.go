package state

import (
	"bytes"
	"testing"
	"time"
)

// TestSame_refresh is a run that finds nothing changed, so many days later.
func TestSame_refresh(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		days   int
		writes bool
	}{
		"the same night":         {0, false},
		"the next night":         {1, false},
		"six nights later":       {6, false},
		"a week later":           {7, true},
		"a year later":           {365, true},
		"a clock gone backwards": {-400, false},
		"before there were days": {-30_000, false},
		"after the last day":     {300_000, true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := newPath(t)
			before := filled(t, path, 1000)
			then := noon.Add(time.Duration(tt.days%100_000)*aDay).AddDate(tt.days/100_000*280, 0, 0)
			s, c := openAt(t, path, then)
			if n := same(c, 1000, 1); n != 1000 {
				t.Errorf("%d of 1000 contacts are the same", n)
			}
			if !bytes.Equal(before, content(t, path)) {
				t.Error("rows that did not change cost writes one by one")
			}
			must(t, s.Close())
			if wrote := !bytes.Equal(before, content(t, path)); wrote != tt.writes {
				t.Errorf("the file was written to: %t, want %t", wrote, tt.writes)
			}
			_, c = openAt(t, path, then)
			if n := same(c, 1000, 1); n != 1000 {
				t.Errorf("%d of 1000 contacts are the same after that", n)
			}
		})
	}
}

func TestPrune(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	filled(t, path, 3000)
	s, c := openAt(t, path, noon.Add(60*aDay))
	if n := same(c, 100, 1); n != 100 {
		t.Fatalf("%d of 100 contacts are the same", n)
	}
	must(t, c.Accept(update("new", 1)))
	must(t, s.Close())
	before := len(content(t, path))

	s, _ = openAt(t, path, noon.Add(90*aDay))
	if n, err := s.Prune(90); n != 0 || err != nil {
		t.Errorf("%d contacts were not seen for more than 90 days (%v), want none", n, err)
	}
	must(t, s.Close())
	s, c = openAt(t, path, noon.Add(91*aDay))
	if n, err := s.Prune(90); n != 2900 || err != nil {
		t.Errorf("%d contacts were not seen for more than 90 days (%v), want 2900", n, err)
	}
	if fresh := update("new", 1); same(c, 3000, 1) != 100 || !c.Same(&fresh) {
		t.Errorf("%d of the 100 that were seen since are left; the new one: %t", same(c, 3000, 1), c.Same(&fresh))
	}
	if after := len(content(t, path)); after >= before {
		t.Errorf("the file has %d bytes, before it had %d", after, before)
	}
}

// TestPrune_tokens prunes where one token is used every night and another was used
// once.
func TestPrune_tokens(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	for night := range 100 {
		s, _ := openAt(t, path, noon.AddDate(0, 0, night))
		if night == 0 {
			must(t, s.SetAccount(s.Fingerprint("once"), "2"))
		}
		before := content(t, path)
		must(t, s.SetAccount(s.Fingerprint("nightly"), "1"))
		if wrote := !bytes.Equal(before, content(t, path)); wrote != (night%refreshAfter == 0) {
			t.Errorf("night %d writes the whole file: %t", night, wrote)
		}
		must(t, s.Close())
	}
	s, _ := openAt(t, path, noon.AddDate(0, 0, 100))
	if _, err := s.Prune(90); err != nil {
		t.Fatal(err)
	}
	if id, _ := s.Account(s.Fingerprint("nightly")); id != "1" {
		t.Errorf("the token of every night opens account %q, it was 1: without its id every row is sent again", id)
	}
	if _, ok := s.Account(s.Fingerprint("once")); ok {
		t.Error("a token that was used once, 100 days ago, is still known")
	}
}

// TestPrune_seen prunes what a run that is still open has seen.
func TestPrune_seen(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	filled(t, path, 10)
	s, c := openAt(t, path, noon.Add(100*aDay))
	if n := same(c, 4, 1); n != 4 {
		t.Fatalf("%d of 4 contacts are the same", n)
	}
	if n, err := s.Prune(90); n != 6 || err != nil {
		t.Errorf("%d contacts were not seen for 90 days (%v), want 6", n, err)
	}
}

// TestSame_refreshAndGrowth has the file grow after rows were seen.
func TestSame_refreshAndGrowth(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	filled(t, path, 1000)
	later := noon.Add(30 * aDay)
	s, c := openAt(t, path, later)
	if n := same(c, 500, 1); n != 500 {
		t.Fatalf("%d of 500 contacts are the same", n)
	}
	for n := range 3000 {
		must(t, c.Accept(update("new "+numbered(n), 1)))
	}
	if n := same(c, 600, 1); n != 600 {
		t.Fatalf("%d of 600 contacts are the same", n)
	}
	must(t, s.Close())
	s, _ = openAt(t, path, later)
	if n, err := s.Prune(7); n != 400 || err != nil {
		t.Errorf("%d contacts are pruned (%v), 400 were not seen", n, err)
	}
}

// TestPrune_future has entries from a clock that was ahead: they count as seen
// today, once.
func TestPrune_future(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	s, c := openAt(t, path, noon.AddDate(40, 0, 0))
	must(t, c.Accept(update("ann", 1)))
	must(t, s.SetAccount(s.Fingerprint("token"), "1"))
	for _, tt := range []struct{ days, gone int }{{0, 0}, {90, 0}, {91, 1}} {
		must(t, s.Close())
		s, _ = openAt(t, path, noon.Add(time.Duration(tt.days)*aDay))
		if n, err := s.Prune(90); n != tt.gone || err != nil {
			t.Errorf("%d days later %d contacts are pruned (%v), want %d", tt.days, n, err, tt.gone)
		}
	}
}
