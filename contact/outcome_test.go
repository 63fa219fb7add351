package contact

import "testing"

// Scripts go by these words and by what ends well.
func TestStatuses(t *testing.T) {
	t.Parallel()
	want := []struct {
		status   Status
		word     string
		well     bool
		accepted bool
	}{
		{Updated, "updated", true, true},
		{Verified, "verified", true, true},
		{Unchanged, "unchanged", true, false},
		{Skipped, "skipped", true, false},
		{Duplicate, "duplicate", true, false},
		{Valid, "valid", true, false},
		{Invalid, "invalid", false, false},
		{NotFound, "not_found", false, false},
		{Conflict, "conflict", false, false},
		{Rejected, "rejected", false, false},
		{Mismatch, "mismatch", false, true},
		{Deferred, "deferred", false, false},
		{Failed, "failed", false, false},
		{Unknown, "unknown", false, false},
		{NotSent, "not_sent", false, false},
	}
	all := Statuses()
	if len(all) != len(want) {
		t.Fatalf("%d statuses are listed, %d have a word here", len(all), len(want))
	}
	for i, w := range want {
		text, err := w.status.MarshalText()
		var back Status
		if err != nil || string(text) != w.word || w.status.String() != w.word || back.UnmarshalText(text) != nil || back != w.status {
			t.Errorf("%s is written %q (%v) and read back as %s", w.word, text, err, back)
		}
		if all[i] != w.status || w.status.EndsWell() != w.well || w.status.Accepted() != w.accepted {
			t.Errorf("%s: in its place %s, ends well %t, accepted %t", w.word, all[i], w.status.EndsWell(), w.status.Accepted())
		}
	}
}

func TestNoStatus(t *testing.T) {
	t.Parallel()
	for _, s := range []Status{0, statusEnd, 255} {
		if text, err := s.MarshalText(); err == nil {
			t.Errorf("%s is written as the outcome %q", s, text)
		}
	}
	for _, word := range []string{"", "Updated", "not sent", "other"} {
		s := Failed
		if err := s.UnmarshalText([]byte(word)); err == nil || s != Failed {
			t.Errorf("the word %q is read as the outcome %s, error %v", word, s, err)
		}
	}
}

func TestMerges(t *testing.T) {
	t.Parallel()
	for mode, want := range map[Mode]bool{Replace: false, Add: true, Remove: true} {
		u := Update{Fields: []Field{{Name: "name"}, {Name: "tags", Mode: mode}}}
		if u.Merges() != want {
			t.Errorf("an update with mode %s must read its contact first: %t, want %t", mode, u.Merges(), want)
		}
	}
}
