package batch

import (
	"strconv"
	"sync/atomic"
	"time"

	"rollcall/contact"
)

// Stats are the figures of a run. They may be read while it goes on.
type Stats struct {
	sent, retried, split, accepted atomic.Int64
	byStatus                       [600]atomic.Int64
	byOutcome                      [32]atomic.Int64
	latency                        histogram
}

// Requests are the counts of requests.
type Requests struct {
	Sent     int            // all, repeats included
	Retried  int            // repeats
	Split    int            // refused batches that were taken apart
	ByStatus map[string]int // complete answers by HTTP status
}

// Requests returns the counts of requests so far.
func (s *Stats) Requests() Requests {
	r := Requests{
		Sent: int(s.sent.Load()), Retried: int(s.retried.Load()), Split: int(s.split.Load()),
		ByStatus: map[string]int{},
	}
	for status := range s.byStatus {
		if n := s.byStatus[status].Load(); n > 0 {
			r.ByStatus[strconv.Itoa(status)] = int(n)
		}
	}
	return r
}

// Rows returns how many rows have an outcome so far, and how many of these
// ended badly. Rows that a stop cut off are not counted.
func (s *Stats) Rows() (settled, bad int) {
	for i := range s.byOutcome {
		n := int(s.byOutcome[i].Load())
		settled += n
		if !contact.Status(i).EndsWell() {
			bad += n
		}
	}
	return settled, bad
}

// Latency returns the q-th quantile (0 to 1) of the time that an answer took,
// to about three percent; 1 is the longest.
func (s *Stats) Latency(q float64) time.Duration { return s.latency.quantile(q) }

func (s *Stats) count(outcomes []contact.Outcome) {
	for i := range outcomes {
		if !outcomes[i].Open {
			s.byOutcome[outcomes[i].Status].Add(1)
		}
	}
}

// tried counts a request that updates, asked one that reads.
func (s *Stats) tried(try Try, repeat bool) {
	s.asked(try, repeat)
	for _, v := range try.Verdicts {
		if !v.Status.Accepted() {
			return
		}
	}
	if try.Err == nil {
		s.accepted.Add(1)
	}
}

func (s *Stats) asked(try Try, repeat bool) {
	s.sent.Add(1)
	if repeat {
		s.retried.Add(1)
	}
	if try.Err != nil {
		return
	}
	if try.Status > 0 && try.Status < len(s.byStatus) {
		s.byStatus[try.Status].Add(1)
	}
	s.latency.add(try.Took)
}
