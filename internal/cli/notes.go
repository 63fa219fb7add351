package cli

import (
	"math"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/sirupsen/logrus"
)

// notes are what a session remembers of its waits for those who watch it. Safe
// for many goroutines.
type notes struct {
	mu    sync.Mutex
	until time.Time // all requests are held back, as the log said
	why   string    // they are
	again time.Time // rows wait until then to be sent again
	pace  float64   // that a signal asked for; 0 for none
}

// paused notes a pause and reports whether it is news: requests that were under
// way together are refused together.
func (n *notes) paused(until time.Time, why string) (news bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	news = until.Sub(n.until) > time.Second
	n.until, n.why = until, why
	return news
}

func (n *notes) repeat(at time.Time) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if at.After(n.again) {
		n.again = at
	}
}

// steered notes the pace that a signal brought about. One that is no less than
// the session's own is nothing of note.
func (n *notes) steered(pace, own float64) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.pace = pace
	if math.IsInf(pace, 1) || own > 0 && pace >= own {
		n.pace = 0
	}
}

// throttled says why all requests are held back; empty if they are not.
func (n *notes) throttled(title string, wait time.Duration) string {
	n.mu.Lock()
	defer n.mu.Unlock()
	if wait <= 0 {
		return ""
	}
	return "throttled: " + spell(wait) + ", " + strings.Replace(n.why, "the provider", title, 1)
}

// resting says how long rows wait to be sent again; empty if none do.
func (n *notes) resting(now time.Time) string {
	n.mu.Lock()
	defer n.mu.Unlock()
	wait := n.again.Sub(now)
	if wait < time.Second {
		return ""
	}
	return "rows to be tried again wait " + spell(wait)
}

// slowed says what a signal made of the pace; empty for nothing.
func (n *notes) slowed() string {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.pace == 0 {
		return ""
	}
	return "slowed to " + strconv.FormatFloat(n.pace, 'g', 3, 64) + "/s by signal"
}

// paused notes that all requests are held back, and logs it. A terminal shows
// short pauses anyway.
func (s *session) paused(d time.Duration, why string) {
	at := now()
	s.note(at, d, why)
	if !s.notes.paused(at.Add(d), why) {
		return
	}
	level := logrus.InfoLevel
	if s.console.width() > 0 && d < time.Minute {
		level = logrus.DebugLevel
	}
	s.log.Logf(level, "waiting %s, %s", d.Round(time.Millisecond), why)
}

// wait says why the session starts no request now; empty if it may.
func (s *session) wait(now time.Time) string {
	title := s.job.spec.Title
	switch {
	case s.stop.Err() != nil:
		return "ending: for the answers to what was sent"
	case s.held.Load():
		return "paused: " + filepath.Base(s.job.flags.unattended.pauseFile) + " is there"
	case s.runner.Away():
		left := s.job.send.outage - s.away.lasted(now)
		return "no answer from " + title + ": probing, " + spell(max(left, 0)) + " more"
	}
	return s.notes.throttled(title, s.runner.Paused().Sub(now))
}
