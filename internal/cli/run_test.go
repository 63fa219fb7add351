package cli

import (
	"errors"
	"testing"
)

// Where two things go wrong at the end, both are told, in one line.
func TestBoth(t *testing.T) {
	t.Parallel()
	journal, reports := errors.New("journal: full"), errors.New("report: no such directory")
	for _, tt := range []struct {
		first, second error
		want          string
	}{
		{journal, nil, "journal: full"},
		{nil, reports, "report: no such directory"},
		{journal, reports, "journal: full; report: no such directory"},
	} {
		got := both(tt.first, tt.second)
		if got == nil || got.Error() != tt.want || !errors.Is(got, tt.first) && tt.first != nil || !errors.Is(got, tt.second) && tt.second != nil {
			t.Errorf("%v and %v are told as %v, want %q", tt.first, tt.second, got, tt.want)
		}
	}
	if both(nil, nil) != nil {
		t.Error("all went well, and an error is told")
	}
}
