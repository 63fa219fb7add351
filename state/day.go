package state

import (
	"math"
	"time"
)

// A day counts from 1 January 1970, UTC.
type day uint16

const daySeconds = 24 * 60 * 60

// dayOf returns the day of a time, or the nearest that can be stored.
func dayOf(t time.Time) day {
	return day(min(max(t.Unix()/daySeconds, 0), math.MaxUint16))
}

func (d day) time() time.Time { return time.Unix(int64(d)*daySeconds, 0).UTC() }

// age returns how many days before today the day is. It is negative for a day
// that is still to come, by a clock that was wrong.
func (d day) age(today day) int { return int(today) - int(d) }

// refreshAfter is how old in days an entry's day may be before it is written
// anew. It bounds the error of a prune and spares the disk.
const refreshAfter = 7

// A bitmap holds one bit for each slot.
type bitmap []uint64

func (b bitmap) has(slot int) bool { return b != nil && b[slot/64]&(1<<(slot%64)) != 0 }

func (b bitmap) set(slot int) { b[slot/64] |= 1 << (slot % 64) }

// any reports whether a slot of the page that begins at slot first has its bit.
func (b bitmap) any(first int) bool {
	for _, word := range b[first/64 : (first+pageSlots)/64] {
		if word != 0 {
			return true
		}
	}
	return false
}
