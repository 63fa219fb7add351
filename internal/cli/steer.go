package cli

import (
	"math"
	"os"
	"os/signal"
	"strconv"
	"time"
)

// holdEvery is how often the pause file is looked for.
const holdEvery = 500 * time.Millisecond

// steer lets a person change the pace of the session, by signals and by the
// pause file, until the returned function is called. Signals that come later do
// nothing: the report may still be under way.
func (s *session) steer() (release func()) {
	if s.job.dry {
		return func() {}
	}
	hands := make(chan os.Signal, 8)
	if slower != nil {
		signal.Notify(hands, slower, faster)
	}
	s.hold()
	done, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		tick := time.NewTicker(holdEvery)
		defer tick.Stop()
		for {
			select {
			case <-done:
				return
			case hand := <-hands:
				s.changePace(hand)
			case <-tick.C:
				s.hold()
			}
		}
	}()
	return func() { close(done); <-ended }
}

func (s *session) changePace(hand os.Signal) {
	word, steer := "faster", s.runner.Faster
	if hand == slower {
		word, steer = "slower", s.runner.Slower
	}
	limit := steer()
	s.notes.steered(limit, s.job.send.rate)
	s.log.Infof("%s: %s", word, pace(limit))
}

// pace says how many requests a second that is.
func pace(perSecond float64) string {
	if math.IsInf(perSecond, 1) {
		return "no fixed limit"
	}
	return strconv.FormatFloat(perSecond, 'g', 3, 64) + " requests a second"
}

// hold lets no request start while the pause file is there. It is called by one
// goroutine at a time.
func (s *session) hold() {
	file := s.job.flags.unattended.pauseFile
	if file == "" {
		return
	}
	_, err := os.Lstat(file)
	there := err == nil
	if s.held.Swap(there) == there {
		return
	}
	s.runner.Hold(there)
	s.standby.turn(s, there, waitHeld)
	if there {
		s.log.Warnf("held: no new request starts until %s is gone", file)
	} else {
		s.log.Warnf("%s is gone: going on", file)
	}
}
