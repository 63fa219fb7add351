package page

import (
	"math/bits"
	"time"

	"rollcall/contact"
)

const (
	firstWidth = 20 * time.Millisecond // of a bucket
	maxBuckets = 512                   // more make every bucket twice as wide
	doomsday   = 1 << 62               // in 2116, in nanoseconds since 1970: a later time is that of a broken clock
)

// A course counts what was answered when. Its buckets are as wide as it takes
// for few of them to hold the whole run; times in which nothing was answered
// cost nothing.
type course struct {
	width   time.Duration
	buckets map[int64]*bucket // by the number of widths since 1970
	at      int64             // of the latest bucket
	latest  *bucket
}

// A bucket is what was answered in a stretch of time.
type bucket struct {
	well, bad int // rows
	times     histogram
}

// add counts a row that was sent. A row that took several tries tells nothing of
// how long one answer took.
func (c *course) add(o *contact.Outcome) {
	if o.SentAt.IsZero() {
		return
	}
	answered := o.SentAt.UnixNano()
	if o.Attempts == 1 {
		answered += int64(o.Duration)
	}
	if answered < 0 || answered > doomsday {
		return
	}
	b := c.bucket(answered)
	if o.Status.EndsWell() {
		b.well++
	} else {
		b.bad++
	}
	if o.Attempts == 1 && o.HTTPStatus != 0 {
		b.times.add(o.Duration)
	}
}

// bucket returns the one for a time. Neighbouring rows nearly always share it.
func (c *course) bucket(nano int64) *bucket {
	if c.width == 0 {
		c.width, c.buckets = firstWidth, map[int64]*bucket{}
	}
	at := nano / int64(c.width)
	if at == c.at && c.latest != nil {
		return c.latest
	}
	b := c.buckets[at]
	if b == nil {
		if len(c.buckets) == maxBuckets {
			c.widen()
			return c.bucket(nano)
		}
		b = &bucket{}
		c.buckets[at] = b
	}
	c.at, c.latest = at, b
	return b
}

// widen doubles the width of every bucket.
func (c *course) widen() {
	narrow := c.buckets
	c.width, c.buckets, c.latest = 2*c.width, make(map[int64]*bucket, maxBuckets), nil
	for at, b := range narrow {
		if wide := c.buckets[at>>1]; wide != nil {
			wide.join(b)
			continue
		}
		c.buckets[at>>1] = b
	}
}

func (b *bucket) join(other *bucket) {
	b.well += other.well
	b.bad += other.bad
	b.times.join(&other.times)
}

// A histogram counts durations to about six percent: eight bins for each
// doubling, from 64 microseconds to twenty minutes.
type histogram [200]uint32

const firstOctave = 6

func (h *histogram) add(d time.Duration) {
	us := uint64(max(d, 0) / time.Microsecond)
	octave := bits.Len64(us>>firstOctave) - 1
	if octave < 0 {
		h[0]++
		return
	}
	eighth := us >> (octave + firstOctave - 3) & 7
	h[min(octave*8+int(eighth), len(h)-1)]++
}

func (h *histogram) join(other *histogram) {
	for i, n := range other {
		h[i] += n
	}
}

// quantile returns the q-th quantile (0 to 1), and whether there is one.
func (h *histogram) quantile(q float64) (time.Duration, bool) {
	total := 0
	for _, n := range h {
		total += int(n)
	}
	if total == 0 {
		return 0, false
	}
	left := int(q * float64(total-1))
	for i, n := range h {
		if left -= int(n); left < 0 {
			return middle(i), true
		}
	}
	return middle(len(h) - 1), true
}

// middle returns the duration in the middle of a bin.
func middle(bin int) time.Duration {
	octave, eighth := bin/8, bin%8
	return time.Duration(float64(int64(1)<<(octave+firstOctave)) * (1 + (float64(eighth)+0.5)/8) * float64(time.Microsecond))
}
