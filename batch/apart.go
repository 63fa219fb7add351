package batch

import (
	"math"
	"slices"
)

// apart brings refused items to verdicts. They go out in their order, a part at
// a time. What is refused again, and what was not sent with it, stays for the
// next parts: good items that stood between culprits end in one request.
func (d *delivery) apart(rest []*item) {
	d.run.splits(rest)
	s := search{rows: len(rest), left: len(rest), bad: len(rest)}
	for len(rest) > 0 {
		part := rest[:s.next()]
		for _, it := range part {
			it.fresh()
		}
		refused, passed := d.send(part)
		s.learn(len(part), len(refused), passed)
		rest = slices.Concat(refused, rest[len(part):])
	}
}

// A search is what is known while the culprits of a refused batch are looked
// for: an adaptive group test of which nobody knows the number of culprits. It
// always asks about the first of the rows that are left, so a part that is
// refused takes the place of all that was known of a larger one.
type search struct {
	rows     int // refused together at the beginning
	left     int // of these, without a verdict
	bad      int // so many at the front hold a culprit; 0 if none is known of
	culprits int // found so far
}

// next returns how many rows to send: as many as pass about as often as not,
// which is when an answer tells most. Where the front is known to be bad that is
// a part of it.
func (s search) next() int {
	good := 1 - s.share()
	none, most := 0.0, s.left
	if s.bad > 0 {
		none, most = math.Pow(good, float64(s.bad)), max(s.bad-1, 1)
	}
	n := math.Log((1+none)/2) / math.Log(good)
	return min(max(int(math.Round(n)), 1), most)
}

// share estimates how many of the rows that are left are culprits. It begins
// with half a culprit in as many rows as the batch has; each one that is found
// makes less of this guess.
func (s search) share() float64 {
	found, seen := float64(s.culprits), float64(s.rows-s.left)
	return (found + 0.5) / (seen + float64(s.rows)/(found+1))
}

// learn takes in what became of the rows that were sent: how many were refused
// together, and whether all were accepted. A row that had to be bad and passes
// alone is a culprit all the same: it is company that it does not stand.
func (s *search) learn(sent, refused int, passed bool) {
	switch {
	case refused > 0:
		s.bad = refused
	case passed && s.bad != 1:
		s.bad = max(s.bad-sent, 0)
	default:
		s.bad = 0
		s.culprits++
	}
	s.left -= sent - refused
}
