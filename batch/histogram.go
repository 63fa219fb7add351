package batch

import (
	"math/bits"
	"sync/atomic"
	"time"
)

// A histogram counts durations in buckets that grow with them: 32 to each power
// of two of microseconds, so that a quantile is right to about three percent.
// It may be used by many goroutines at once.
type histogram struct {
	buckets [32 * 40]atomic.Int64
	max     atomic.Int64
}

func (h *histogram) add(d time.Duration) {
	h.buckets[bucket(d.Microseconds())].Add(1)
	for {
		old := h.max.Load()
		if int64(d) <= old || h.max.CompareAndSwap(old, int64(d)) {
			return
		}
	}
}

func (h *histogram) quantile(q float64) time.Duration {
	var total int64
	for i := range h.buckets {
		total += h.buckets[i].Load()
	}
	if total == 0 || q >= 1 {
		return time.Duration(h.max.Load())
	}
	rank, seen := int64(q*float64(total)), int64(0)
	for i := range h.buckets {
		if seen += h.buckets[i].Load(); seen > rank {
			return min(upper(i), time.Duration(h.max.Load()))
		}
	}
	return time.Duration(h.max.Load())
}

// bucket returns the bucket of a number of microseconds.
func bucket(us int64) int {
	if us < 32 {
		return int(max(us, 0))
	}
	shift := bits.Len64(uint64(us)) - 6
	return min(32*(shift+1)+int(us>>shift)-32, 32*40-1)
}

// upper returns the longest duration of a bucket.
func upper(i int) time.Duration {
	if i < 32 {
		return time.Duration(i+1) * time.Microsecond
	}
	shift := i/32 - 1
	return time.Duration(int64(i%32+33)<<shift) * time.Microsecond
}
