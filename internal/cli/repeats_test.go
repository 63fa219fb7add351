package cli

import (
	"fmt"
	"testing"
)

func TestRepeats(t *testing.T) {
	t.Parallel()
	const end = ": each is sent, in the order of the file; see duplicates in the mapping"
	for _, test := range []struct {
		name string
		keys []string // of the rows from 1 on
		want string
	}{
		{"each once", []string{"a", "b", "c"}, ""},
		{"one twice", []string{"a", "b", "a"}, "1 contact has more than one row (rows 1, 3)" + end},
		{"one often", []string{"x", "a", "a", "a", "a"}, "1 contact has more than one row (rows 2, 3, 4, …)" + end},
		{"several", []string{"x", "a", "b", "b", "a", "b"}, "2 contacts have more than one row (such as rows 3, 4, 6)" + end},
	} {
		r := newRepeats()
		for i, key := range test.keys {
			r.add(key, i+1)
		}
		if got := r.String(); got != test.want {
			t.Errorf("%s: a check says %q, want %q", test.name, got, test.want)
		}
	}
}

// TestRepeats_many looks at a long file, and makes nothing up.
func TestRepeats_many(t *testing.T) {
	t.Parallel()
	r := newRepeats()
	for row := 1; row <= repeatsHeld; row++ {
		r.add(fmt.Sprint("contact ", row), row)
	}
	if got := r.String(); got != "" {
		t.Errorf("of a file with each contact once a check says %q", got)
	}
	r.add("contact 7", repeatsHeld+1)
	r.add("one more", repeatsHeld+2)
	r.add("contact 8", repeatsHeld+3) // which nobody looks at any more
	if got := r.String(); got != "at least 1 contact has more than one row (rows 7, 65537): each is sent, in the order of the file; see duplicates in the mapping" {
		t.Errorf("of a long file a check says %q", got)
	}
	var none *repeats
	none.add("a", 1)
	if none.String() != "" {
		t.Error("nothing was looked for, and something found")
	}
}
