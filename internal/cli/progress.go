package cli

import (
	"fmt"
	"time"

	"github.com/schollz/progressbar/v3"
)

const (
	barEvery  = 100 * time.Millisecond
	lineEvery = 10 * time.Second
)

// progress shows how far the session is until the returned function is called:
// a bar on a terminal, elsewhere a plain line now and then.
func (s *session) progress() (finish func()) {
	if s.job.flags.output.quiet {
		return func() {}
	}
	every, draw, clear := lineEvery, s.lines(), func() {}
	if terminal(s.world.Stderr) {
		every, draw, clear = s.bar()
	}
	done, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		tick := time.NewTicker(every)
		defer tick.Stop()
		for {
			select {
			case <-done:
				clear()
				return
			case <-tick.C:
				draw()
			}
		}
	}()
	return func() { close(done); <-ended }
}

// lines returns what logs a line of progress now and then: less and less often
// at first, then every ten minutes, so that the log of a night is a page.
func (s *session) lines() func() {
	n := 0
	return func() {
		if n++; due(n) {
			s.log.Info(s.standing())
		}
	}
}

// due reports whether the n-th tick, from 1, is one for a line.
func due(n int) bool {
	const rarely = int(10 * time.Minute / lineEvery)
	return n%rarely == 0 || n < rarely && n&(n-1) == 0
}

// bar returns how to draw a progress bar. It is driven by bytes, since nobody
// knows the number of rows beforehand.
func (s *session) bar() (every time.Duration, draw, clear func()) {
	bar := progressbar.NewOptions64(max(s.job.src.Size(), -1),
		progressbar.OptionSetWriter(s.console.bar()),
		progressbar.OptionSetSpinnerChangeInterval(0),
		progressbar.OptionSetWidth(16),
		progressbar.OptionSetElapsedTime(false),
		progressbar.OptionSetPredictTime(s.job.src.Size() > 0),
		progressbar.OptionClearOnFinish(),
	)
	draw = func() {
		bar.Describe(s.standing())
		bar.Set64(min(s.bytes(), max(s.job.src.Size()-1, 0)))
	}
	return barEvery, draw, func() { bar.Exit(); s.console.wipe() }
}

// bytes returns how much of the input is done with: of what was read, the share
// of the rows that have their outcome.
func (s *session) bytes() int64 {
	settled, _ := s.runner.Stats().Rows()
	settled += int(s.feed.passed.Load())
	if s.past != nil {
		settled += s.past.LastRow
	}
	read := max(s.feed.read.Load(), 1)
	return int64(float64(s.job.src.Offset()) * min(float64(settled)/float64(read), 1))
}

// standing says in a few words where the session stands.
func (s *session) standing() string {
	settled, bad := s.runner.Stats().Rows()
	text := fmt.Sprintf("%d rows", settled)
	if took := time.Since(s.began).Seconds(); took >= 1 {
		text += fmt.Sprintf(", %.0f/s", float64(settled)/took)
	}
	if bad > 0 {
		text += fmt.Sprintf(", %d bad", bad)
	}
	if wait := time.Until(s.runner.Paused()); s.held.Load() {
		text += ", held by " + s.job.flags.unattended.pauseFile
	} else if s.runner.Away() {
		text += fmt.Sprintf(", waiting for %s to answer", s.job.spec.Title)
	} else if wait > 0 {
		text += fmt.Sprintf(", waiting %s as %s asked", wait.Round(time.Second), s.job.spec.Title)
	}
	return text
}
