package cli

import (
	"errors"
	"iter"
	"sync/atomic"

	"rollcall/contact"
	"rollcall/inspect"
)

// screenRows is how many rows at most are looked at for damage before a run
// sends anything.
const screenRows = 1000

// pending reports whether the next row will hardly have to be waited for. It
// must be asked between two rows.
func (j *job) pending() bool { return j.held > 0 || j.src.Pending() }

// screened yields the same rows. It holds the first ones back, as far as they
// need not be waited for, and tells what is damaged in them before it lets the
// first one go; the error of tell takes the place of all rows.
func (j *job) screened(tell func([]inspect.Finding) error) iter.Seq2[contact.Row, error] {
	return func(yield func(contact.Row, error) bool) {
		s := screen{job: j, watch: j.watch(), left: screenRows, tell: tell, yield: yield}
		if limit := j.flags.limit; limit > 0 {
			s.left = min(s.left, limit)
		}
		var end error
		for row, err := range j.rows {
			if err != nil {
				end = err
				break
			}
			waiting := j.src.Size() < 0 && !j.src.Pending()
			if !s.pass(row, waiting) {
				return
			}
		}
		if s.left > 0 && !s.open(end == nil) {
			return
		}
		if end != nil {
			yield(contact.Row{}, end)
		}
	}
}

// A screen holds rows back until their damage was told.
type screen struct {
	job   *job
	watch *inspect.Watch
	held  []contact.Row
	left  int // rows that are still to be held; 0 once they were let go
	tell  func([]inspect.Finding) error
	yield func(contact.Row, error) bool
}

// pass takes a row; last says that the next one may have to be waited for. It
// reports false when nobody wants more.
func (s *screen) pass(row contact.Row, last bool) bool {
	if s.left == 0 {
		return s.yield(row, nil)
	}
	s.watch.Row(&row)
	s.held = append(s.held, row)
	if s.left > 1 && !last {
		s.left--
		return true
	}
	return s.open(false)
}

// open tells the damage and lets the rows go.
func (s *screen) open(whole bool) bool {
	s.left = 0
	if err := s.tell(s.watch.Findings(whole)); err != nil {
		s.yield(contact.Row{}, err)
		return false
	}
	for i, row := range s.held {
		s.job.held = len(s.held) - i - 1
		if !s.yield(row, nil) {
			return false
		}
	}
	s.held = nil
	return true
}

// strict looks at the first rows before anything is written or sent, and refuses
// them if they look damaged. The rows are then ready to be read from the first
// on; the caller calls done when it wants none, or no more.
func (j *job) strict() (done func(), err error) {
	next, done := iter.Pull2(j.screened(func(found []inspect.Finding) error { return usageErr(damaged(found)) }))
	first, err, any := next()
	if _, refused := errors.AsType[*exitError](err); refused {
		done()
		return nil, err
	}
	var taken atomic.Bool
	j.rows = func(yield func(contact.Row, error) bool) {
		taken.Store(true)
		defer done()
		for row, err, ok := first, err, any; ok; row, err, ok = next() {
			if !yield(row, err) || err != nil {
				return
			}
		}
	}
	// A reader that is stuck in a read may still have the rows: it ends them itself.
	return func() {
		if !taken.Load() {
			done()
		}
	}, nil
}
