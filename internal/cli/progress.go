package cli

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/schollz/progressbar/v3"

	"rollcall/contact"
)

const (
	barEvery  = 100 * time.Millisecond
	lineEvery = 10 * time.Second
	calm      = 2 * time.Second // without a row, before it is said that rows wait

	barColumns = 60 // from which on there is a bar, and not only words
)

// A progress is what shows how far a session is.
type progress struct {
	*session
	bar        *progressbar.ProgressBar // nil where there is none
	rows       tempo
	share      tempo
	moved      time.Time // when a row was settled last
	movedRows  int
	linesSoFar int
	pastRows   int // settled before this session
}

// progress shows how far the session is until the returned function is called:
// a bar on a terminal, elsewhere a plain line now and then.
func (s *session) progress() (finish func()) {
	if s.job.flags.output.quiet {
		return func() {}
	}
	p := &progress{session: s, rows: tempo{memory: 10 * time.Second}, share: tempo{memory: 30 * time.Second}}
	if s.past != nil {
		for _, status := range contact.Statuses() {
			p.pastRows += s.past.Count(status)
		}
	}
	p.look(time.Now()) // the first tick can then tell the speed
	every, show := lineEvery, p.line
	if s.console.width() > 0 {
		every, show = barEvery, p.draw
		p.bar = newBar(s.console.width())
	}
	done, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		tick := time.NewTicker(every)
		defer tick.Stop()
		for {
			select {
			case <-done:
				return
			case <-tick.C:
				show()
			}
		}
	}()
	return func() { close(done); <-ended; s.console.wipe() }
}

// barWhole is what a bar calls whole: ten-thousandths.
const barWhole = 10_000

// newBar returns a bar for a terminal of that width, which leaves room for words.
func newBar(columns int) *progressbar.ProgressBar {
	return progressbar.NewOptions64(barWhole,
		progressbar.OptionSetWriter(io.Discard),
		progressbar.OptionSetSpinnerChangeInterval(0),
		progressbar.OptionSetWidth(max(min((columns-50)/2, 30), 4)),
		progressbar.OptionSetElapsedTime(false),
		progressbar.OptionSetPredictTime(false),
	)
}

// draw draws the bar, if the share is known, and words behind it.
func (p *progress) draw() {
	st, columns := p.look(time.Now()), p.console.width()
	bar := ""
	if st.share >= 0 {
		// A full bar would end; the session has not.
		p.bar.Set64(min(int64(st.share*barWhole), barWhole-1))
		p.bar.RenderBlank()
		bar = strings.TrimRight(strings.TrimPrefix(p.bar.String(), "\r"), " ") + "  "
		if columns < barColumns {
			bar = fmt.Sprintf("%4.0f%%  ", 100*st.share)
		}
	}
	p.console.draw(bar + st.text(columns-1-width(bar)))
}

// line logs a line now and then: less and less often at first, then every ten
// minutes, so that the log of a night is a page.
func (p *progress) line() {
	st := p.look(time.Now())
	if p.linesSoFar++; !due(p.linesSoFar) {
		return
	}
	if st.share >= 0 {
		p.log.Infof("%.0f%%: %s", 100*st.share, st.text(0))
		return
	}
	p.log.Info(st.text(0))
}

// due reports whether the n-th tick, from 1, is one for a line.
func due(n int) bool {
	const rarely = int(10 * time.Minute / lineEvery)
	return n%rarely == 0 || n < rarely && n&(n-1) == 0
}

// look returns where the session stands.
func (p *progress) look(now time.Time) standing {
	st := standing{of: p.job.pilotRows(), why: p.wait(now), slow: p.notes.slowed()}
	st.rows, st.bad = p.runner.Stats().Rows()
	st.requests = p.runner.Stats().Requests().Sent
	p.rows.add(now, float64(st.rows))
	st.rate = p.rows.perSecond()
	if st.rows > p.movedRows || p.moved.IsZero() {
		p.moved, p.movedRows = now, st.rows
	} else if st.why == "" && now.Sub(p.moved) > calm {
		st.why = p.notes.resting(now)
	}
	if p.past != nil {
		st.rows += p.pastRows
		st.bad += p.pastBad()
	}
	if st.share = p.done(st); st.share >= 0 {
		p.share.add(now, st.share)
		st.left = p.share.until(1 - st.share)
	}
	return st
}

// done returns the share that is done: of a pilot's rows, or of the bytes, since
// nobody knows the number of rows beforehand; negative if it is not known.
func (p *progress) done(st standing) float64 {
	share := -1.0
	if size := p.job.src.Size(); size > 0 && p.job.sample == nil {
		share = p.bytes(st.rows) / float64(size)
	}
	if st.of > 0 {
		share = max(share, float64(st.rows)/float64(st.of))
	}
	return min(share, 1)
}

// bytes returns how much of the input is done with: of what was read, the share
// of the rows that have their outcome.
func (p *progress) bytes(settled int) float64 {
	taken := max(p.job.src.Taken(), 1)
	return float64(p.job.src.Offset()) * min(float64(settled)/float64(taken), 1)
}

// pilotRows returns how many rows a pilot takes at most; 0 for a job that takes
// all.
func (j *job) pilotRows() int {
	if j.sample != nil {
		return j.sample.size()
	}
	return j.flags.limit
}
