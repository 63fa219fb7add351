package report

import (
	"errors"
	"io"
	"iter"
	"sync"
)

// Frames are read in stretches of about stretchSize bytes.
const (
	stretchSize = 256 << 10
	stretches   = 3 // one in use, one being filled, one ready
)

// A stretch is some frames in a row.
type stretch struct {
	frames []frame
	buf    []byte // that holds their bodies
	err    error  // behind the last of them
}

// frames yields the frames that are left. An error is the last thing that it
// yields. They are read and checked ahead, by a goroutine that has ended when the
// sequence has: that takes a sixth off the time of rendering.
func (s *scanner) frames() iter.Seq2[frame, error] {
	return func(yield func(frame, error) bool) {
		full, spare := make(chan *stretch, stretches), make(chan *stretch, stretches)
		for range stretches {
			spare <- &stretch{}
		}
		var reading sync.WaitGroup
		reading.Go(func() { s.fill(full, spare) })
		defer reading.Wait()
		defer close(spare)
		for next := range full {
			if !next.each(yield) {
				return
			}
			spare <- next
		}
	}
}

// fill fills stretches until the frames end, or no more are wanted.
func (s *scanner) fill(full chan<- *stretch, spare <-chan *stretch) {
	defer close(full)
	for next := range spare {
		next.fill(s)
		full <- next
		if next.err != nil {
			return
		}
	}
}

// fill reads new frames in the place of those before.
func (s *stretch) fill(from *scanner) {
	s.frames, s.buf = s.frames[:0], s.buf[:0]
	if cap(s.buf) > 2*splitSize {
		s.buf = nil
	}
	for len(s.buf) < stretchSize {
		var f frame
		if f, s.err = from.frame(&s.buf); s.err != nil {
			return
		}
		s.frames = append(s.frames, f)
	}
}

// each yields the frames and the error behind them, and reports whether more are
// wanted.
func (s *stretch) each(yield func(frame, error) bool) bool {
	for _, f := range s.frames {
		if !yield(f, nil) {
			return false
		}
	}
	return s.err == nil || errors.Is(s.err, io.EOF) || yield(frame{}, s.err)
}
