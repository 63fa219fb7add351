package cli

import (
	"iter"
	"slices"
	"sync"

	"rollcall/contact"
)

// stretchRows is how many rows are handed over at most at once.
const stretchRows = 256

// ahead yields the same rows in stretches, and reads them in a goroutine of its
// own: a second processor then parses what comes next, which takes a third off
// the time of a check. A stretch is valid until the next one is asked for.
//
// Pending, which is asked between two rows, reports whether the next row will
// probably not have to be waited for; where it is false the rows so far are
// handed over, so nobody waits for a fuller stretch while the input is slow.
//
// When the consumer stops early the goroutine ends at its next row, and nobody
// waits for it: it may be stuck in a read. Otherwise it has ended by the time
// the sequence has.
func ahead(rows iter.Seq2[contact.Row, error], pending func() bool) iter.Seq2[[]contact.Row, error] {
	return func(yield func([]contact.Row, error) bool) {
		l := &lookahead{}
		l.moved.L = &l.mu
		defer l.stop()
		go l.read(rows, pending)
		for {
			stretch, err := l.take()
			if err != nil {
				yield(nil, err)
				return
			}
			if stretch == nil || !yield(stretch, nil) {
				return
			}
		}
	}
}

// singly yields the same rows, each as a stretch of its own, and reads none
// before it is asked for.
func singly(rows iter.Seq2[contact.Row, error]) iter.Seq2[[]contact.Row, error] {
	return func(yield func([]contact.Row, error) bool) {
		for row, err := range rows {
			if err != nil {
				yield(nil, err)
				return
			}
			if !yield([]contact.Row{row}, nil) {
				return
			}
		}
	}
}

// readyStretches is how many stretches are ready at most. With one only, two
// sides that are as fast as each other wait for each other at every stretch;
// more of them take a sixth off the time of a check.
const readyStretches = 6

// A lookahead hands stretches from the goroutine that reads to the one that
// consumes. Beside those that are ready one is filled and one is in use.
type lookahead struct {
	mu      sync.Mutex
	moved   sync.Cond // one of the fields below has changed
	ready   [][]contact.Row
	used    []contact.Row   // what the consumer has
	spare   [][]contact.Row // to be filled again
	ended   bool            // nothing will be ready any more
	err     error           // why, if not for the end of the input
	stopped bool            // nothing will be taken any more
}

// read fills stretches until the rows end or nobody wants them.
func (l *lookahead) read(rows iter.Seq2[contact.Row, error], pending func() bool) {
	stretch := make([]contact.Row, 0, stretchRows)
	for row, err := range rows {
		if err != nil {
			l.end(stretch, err)
			return
		}
		stretch = append(stretch, row)
		if len(stretch) < stretchRows && pending() {
			continue
		}
		if stretch = l.hand(stretch); stretch == nil {
			return
		}
	}
	l.end(stretch, nil)
}

// hand makes a stretch ready and returns an empty one; nil if nobody wants more.
// Once as many are ready as may be, it waits until half of them were taken: to
// be woken for each of them takes longer.
func (l *lookahead) hand(stretch []contact.Row) []contact.Row {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.ready) == readyStretches {
		for len(l.ready) > readyStretches/2 && !l.stopped {
			l.moved.Wait()
		}
	}
	if l.stopped {
		return nil
	}
	l.ready = append(l.ready, stretch)
	l.moved.Signal()
	last := len(l.spare) - 1
	if last < 0 {
		return make([]contact.Row, 0, stretchRows)
	}
	next := l.spare[last]
	l.spare = l.spare[:last]
	return next[:0]
}

// end hands over the last rows and says why there are no more.
func (l *lookahead) end(stretch []contact.Row, err error) {
	if len(stretch) > 0 {
		l.hand(stretch)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.ended, l.err = true, err
	l.moved.Signal()
}

// take gives the stretch in use back and returns the next; nil at the end.
func (l *lookahead) take() ([]contact.Row, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.used != nil {
		l.spare = append(l.spare, l.used)
		l.used = nil
	}
	for len(l.ready) == 0 && !l.ended {
		l.moved.Wait()
	}
	if len(l.ready) == 0 {
		return nil, l.err
	}
	l.used = l.ready[0]
	l.ready = slices.Delete(l.ready, 0, 1)
	if len(l.ready) == readyStretches/2 {
		l.moved.Signal()
	}
	return l.used, nil
}

// stop lets the reading end at its next row.
func (l *lookahead) stop() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.stopped = true
	l.moved.Signal()
}
