package cli

import (
	"sync"
	"time"

	"rollcall/report"
)

// Why a session waits that does not know for how long.
const (
	waitAway = "the provider did not answer"
	waitHeld = "held by the pause file"
)

// note has the journal remember a pause. Should the journal be lost, the next
// request is what fails.
func (s *session) note(at time.Time, d time.Duration, why string) {
	_ = s.journal.Note(report.Note{At: at, For: d, Why: why})
}

// A waiting is a pause of which nobody knows the end beforehand.
type waiting struct {
	mu    sync.Mutex
	since time.Time // zero while there is none
}

// turn begins the pause, or ends and notes it. Once more of the same is nothing.
func (w *waiting) turn(s *session, on bool, why string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case on && w.since.IsZero():
		w.since = now()
	case !on && !w.since.IsZero():
		s.note(w.since, now().Sub(w.since), why)
		w.since = time.Time{}
	}
}

// lasted returns how long the pause has lasted; 0 if there is none.
func (w *waiting) lasted(now time.Time) time.Duration {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.since.IsZero() {
		return 0
	}
	return now.Sub(w.since)
}

// noteRest notes the pauses in which the session ends.
func (s *session) noteRest() {
	s.away.turn(s, false, waitAway)
	s.standby.turn(s, false, waitHeld)
}
