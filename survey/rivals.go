package survey

import (
	"hash/maphash"
	"slices"
)

// A mark stands for the key of a contact, another one in each process. That two
// contacts share all of it does not happen; half of it they may share.
type mark [2]uint64

var seeds = [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()}

func markOf(key string) mark {
	return mark{maphash.String(seeds[0], key), maphash.String(seeds[1], key)}
}

// A rival is a contact that several rows are about.
type rival struct {
	half                uint64 // the second of its mark
	first, second, last uint32 // rows; 0 until they are met
	held                weight // of the row that counts so far
}

// Rivals are the contacts that may occur more than once. They take a third of
// the memory of a map.
type rivals struct {
	halves []uint64        // the first ones of their marks, in order
	list   []rival         // by these
	more   map[mark]*rival // those whose half another one has as well
}

// find returns the rival of a mark, nil if there is none. It may be called from
// many goroutines once all have entered.
func (r *rivals) find(m mark) *rival {
	i, ok := slices.BinarySearch(r.halves, m[0])
	if !ok {
		return nil
	}
	if one := &r.list[i]; one.half == m[1] {
		return one
	}
	return r.more[m]
}

// enter returns the rival of a mark, a new one where its half was heard of; nil
// for a contact that occurs once.
func (r *rivals) enter(m mark) *rival {
	i, ok := slices.BinarySearch(r.halves, m[0])
	if !ok {
		return nil
	}
	one := &r.list[i]
	if one.first == 0 {
		one.half = m[1]
	}
	if one.half == m[1] {
		return one
	}
	if r.more[m] == nil {
		if r.more == nil {
			r.more = map[mark]*rival{}
		}
		r.more[m] = &rival{half: m[1]}
	}
	return r.more[m]
}
