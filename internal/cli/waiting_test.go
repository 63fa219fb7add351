package cli

import (
	"os"
	"testing"

	"rollcall/report"
)

// waits returns how often a run that ended waited, by the reason.
func waits(t *testing.T, dir string) map[string]int {
	t.Helper()
	past, err := report.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	counts := map[string]int{}
	for _, w := range past.Waits() {
		if w.Total < 0 || w.Longest > w.Total {
			t.Errorf("%s: %s in all, the longest %s", w.Why, w.Total, w.Longest)
		}
		counts[w.Why] = w.Count
	}
	return counts
}

func TestPauseFile_isInTheReport(t *testing.T) {
	t.Parallel()
	_, _, dir, _ := held(t, func(pauseFile string, _ func(), _ uint64) { os.Remove(pauseFile) })
	if got := waits(t, dir)[waitHeld]; got != 1 {
		t.Errorf("the run was held once, and its report knows of %d times", got)
	}
	_, _, dir, _ = held(t, func(_ string, interrupt func(), _ uint64) { interrupt() })
	if got := waits(t, dir)[waitHeld]; got != 1 {
		t.Errorf("the run ended while it was held, and its report knows of %d times", got)
	}
}

func TestWaiting(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	journal, err := report.Create(dir, report.Start{})
	if err != nil {
		t.Fatal(err)
	}
	s := &session{journal: journal}
	for _, on := range []bool{false, true, true, false, false, true} {
		s.away.turn(s, on, waitAway)
	}
	s.noteRest()
	s.noteRest()
	if err := journal.Close(); err != nil {
		t.Fatal(err)
	}
	if got := waits(t, dir)[waitAway]; got != 2 {
		t.Errorf("the provider was away twice, and the report knows of %d times", got)
	}
}
