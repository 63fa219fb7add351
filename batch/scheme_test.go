package batch

import (
	"fmt"
	"math"
	"math/bits"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
)

// A scheme says how many rows to send next. Some must be told the number of
// culprits.
type scheme struct {
	name string
	next func(culprits int) func(search) int
}

var schemes = []scheme{
	{"one by one", blind(func(search) int { return 1 })},
	{"halves", blind(halves)},
	{"doubling", blind(doubling(func(int) int { return 1 }))},
	{"up and down", blind(doubling(func(size int) int { return max(size/2, 1) }))},
	{"search", blind(search.next)},
	{"best without k", func(int) func(search) int { return fadingOptimum().next }},
	{"binary splitting with k", binarySplitting},
	{"best with k", func(k int) func(search) int { return newNested(100, only(100, k), anySize).next }},
}

// blind is for a scheme that does without the number of culprits.
func blind(next func(search) int) func(int) func(search) int {
	return func(int) func(search) int { return next }
}

var fadingOptimum = sync.OnceValue(func() *nested { return newNested(100, fading(100), anySize) })

// halves sends the first half of what is bad. Where nothing is known it sends the
// other half of what was halved last and has not been sent.
func halves(s search) int {
	if s.bad > 0 {
		return max(s.bad/2, 1)
	}
	from, to := 0, s.rows
	for at := s.rows - s.left; from != at; {
		if middle := from + (to-from)/2; at < middle {
			to = middle
		} else {
			from = middle
		}
	}
	return to - from
}

// doubling sends twice as many rows after each request that passed, and finds a
// culprit by halves; then the size is what the function makes of it. So do the
// schemes that are called competitive, as those of Bar-Noy, Hwang, Kessler and
// Kutten (1992) and of Schlaghoff and Triesch (2005).
func doubling(after func(size int) int) func(search) int {
	size, found := 1, 0
	return func(s search) int {
		switch {
		case s.left == s.rows:
			size, found = 1, 0
		case s.bad > 0:
		case s.culprits > found:
			size, found = after(size), s.culprits
		default:
			size *= 2
		}
		if s.bad > 0 {
			return max(s.bad/2, 1)
		}
		return min(size, s.left)
	}
}

// binarySplitting is Hwang's generalized binary splitting (1972).
func binarySplitting(culprits int) func(search) int {
	return func(s search) int {
		left := culprits - s.culprits
		switch {
		case s.bad > 0 && s.bad < s.rows:
			return max(s.bad/2, 1)
		case left == 0:
			return s.left
		case s.left <= 2*left-2:
			return 1
		}
		return 1 << (bits.Len(uint((s.left-left+1)/left)) - 1)
	}
}

// requests plays a scheme on rows of which some are bad.
func requests(next func(search) int, bad []bool) int {
	n, s := 1, search{rows: len(bad), left: len(bad), bad: len(bad)}
	for ; s.left > 0; n++ {
		sent, refused := next(s), 0
		part := bad[s.rows-s.left:][:sent]
		passed := !slices.Contains(part, true)
		if !passed && sent > 1 {
			refused = sent
		}
		s.learn(sent, refused, passed)
	}
	return n
}

// draws returns the mean and the maximum of requests for 100 rows, k of them
// bad. The places are the same for each scheme, and turned so that each of them
// comes to stand everywhere.
func draws(next func(search) int, k int) (mean float64, most int) {
	const drawn, turns = 50, 100
	rng, total := rand.New(rand.NewPCG(5, 7)), 0
	for range drawn {
		places := rng.Perm(100)[:k]
		for turn := range turns {
			bad := make([]bool, 100)
			for _, i := range places {
				bad[(i+turn)%100] = true
			}
			n := requests(next, bad)
			total, most = total+n, max(most, n)
		}
	}
	return float64(total) / (drawn * turns), most
}

// BenchmarkApart compares schemes by the requests that a batch of 100 takes, the
// refused one included, for some numbers of culprits.
func BenchmarkApart(b *testing.B) {
	for _, sc := range schemes {
		b.Run(sc.name, func(b *testing.B) {
			means, mosts := map[int]float64{}, map[int]int{}
			for b.Loop() {
				for _, k := range []int{1, 2, 5, 10, 50} {
					means[k], mosts[k] = draws(sc.next(k), k)
				}
			}
			b.ReportMetric(0, "ns/op")
			for k := range means {
				b.ReportMetric(means[k], fmt.Sprintf("mean/k=%02d", k))
				b.ReportMetric(float64(mosts[k]), fmt.Sprintf("most/k=%02d", k))
			}
		})
	}
}

// BenchmarkApart_bounds reports what no scheme can do better in the usual count,
// where a culprit that is known needs no request of its own: the bits that there
// are to learn, and what the best nested scheme takes; both with the refused
// request and for one who knows the number of culprits.
func BenchmarkApart_bounds(b *testing.B) {
	ks := []int{1, 2, 5, 10, 50}
	usual := make([]float64, len(ks))
	for b.Loop() {
		for i, k := range ks {
			best := newNested(100, only(100, k), anySize)
			best.free = true
			usual[i] = best.mean()
		}
	}
	b.ReportMetric(0, "ns/op")
	for i, k := range ks {
		b.ReportMetric(1+math.Log2(ways(100, k)), fmt.Sprintf("bits/k=%02d", k))
		b.ReportMetric(usual[i], fmt.Sprintf("usual/k=%02d", k))
	}
}
