package cli

import (
	"fmt"
	"strings"

	"github.com/cespare/xxhash/v2"

	"rollcall/mapping"
)

const (
	repeatsHeld  = 1 << 16 // contacts of which further rows are noticed
	repeatsSlots = 2 * repeatsHeld
	repeatsShown = 3 // rows
)

// A repeats notices contacts that several rows of a check are about. It looks at
// the rows until it holds as many contacts as it can, in two megabytes: a table for
// all of a long file would take a tenth of the time of its check. A nil one notices
// nothing. It belongs to one goroutine.
type repeats struct {
	slots    []repeat
	held     int
	full     bool   // no more rows are looked at
	contacts int    // with more rows than one
	rows     []int  // of the first of these
	example  uint64 // which it is
	more     bool   // it has more rows than are listed
}

// A repeat is one contact, by the hash of its key.
type repeat struct {
	sum   uint64
	row   uint32 // its first; 0 for an empty slot
	again bool
}

func newRepeats() *repeats { return &repeats{slots: make([]repeat, repeatsSlots)} }

// repeats returns what notices them in a check, where all of them are sent.
func (s *session) repeats() *repeats {
	if s.job.m.Duplicates != mapping.DuplicatesSend {
		return nil
	}
	return newRepeats()
}

// add takes in that a row is about the contact with that key.
func (r *repeats) add(key string, row int) {
	if r == nil || r.full {
		return
	}
	sum := xxhash.Sum64String(key)
	at := sum % repeatsSlots
	for r.slots[at].row != 0 && r.slots[at].sum != sum {
		at = (at + 1) % repeatsSlots
	}
	switch slot := &r.slots[at]; {
	case slot.row != 0:
		r.repeated(slot, row)
	case r.held == repeatsHeld:
		r.full = true
	default:
		*slot = repeat{sum: sum, row: uint32(row)}
		r.held++
	}
}

func (r *repeats) repeated(slot *repeat, row int) {
	if !slot.again {
		slot.again = true
		r.contacts++
	}
	if r.rows == nil {
		r.example, r.rows = slot.sum, []int{int(slot.row)}
	}
	switch {
	case slot.sum != r.example:
	case len(r.rows) < repeatsShown:
		r.rows = append(r.rows, row)
	default:
		r.more = true
	}
}

// String says it in a line; empty where no contact has several rows.
func (r *repeats) String() string {
	if r == nil || r.contacts == 0 {
		return ""
	}
	rows := "rows " + strings.Trim(strings.ReplaceAll(fmt.Sprint(r.rows), " ", ", "), "[]")
	if r.more {
		rows += ", …"
	}
	who := "1 contact has"
	if r.contacts > 1 {
		rows = "such as " + rows
	}
	if r.contacts > 1 {
		who = fmt.Sprintf("%d contacts have", r.contacts)
	}
	if r.full {
		who = "at least " + who
	}
	return fmt.Sprintf("%s more than one row (%s): each is sent, in the order of the file; see duplicates in the mapping", who, rows)
}
