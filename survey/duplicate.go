package survey

import (
	"fmt"

	"rollcall/contact"
	"rollcall/mapping"
)

// meet takes the next row of a contact in, and those that are left out for it
// from the figures.
func (s *Survey) meet(r *rival, row uint32, w weight) {
	switch {
	case r.first == 0:
		r.first, r.held = row, w
	case s.rule == mapping.DuplicatesLast:
		s.count(r.held, -1)
		r.held = w
	default:
		s.count(w, -1)
	}
	if r.second == 0 && row != r.first {
		r.second = row
		if s.rule == mapping.DuplicatesError {
			s.count(r.held, -1)
		}
	}
	r.last = row
}

// Judge returns the outcome of an update that the rule for duplicates keeps from
// being sent, and reports whether it does. A row that was added to the input since
// comes after all others. A nil survey keeps nothing. It may be called from many
// goroutines at once.
func (s *Survey) Judge(u *contact.Update) (contact.Outcome, bool) {
	if s == nil || s.rivals.list == nil {
		return contact.Outcome{}, false
	}
	r := s.rivals.find(markOf(u.Key()))
	if r == nil || r.second == 0 {
		return contact.Outcome{}, false
	}
	out := contact.Outcome{Row: u.Row, Contact: u.Contact, Status: contact.Duplicate}
	n := uint32(u.Row.Number)
	switch {
	case s.rule == mapping.DuplicatesFirst && n > r.first:
		out.Message = preferred(r.first)
	case s.rule == mapping.DuplicatesLast && n < r.last:
		out.Message = preferred(r.last)
	case s.rule == mapping.DuplicatesError:
		out.Status = contact.Invalid
		out.Message = fmt.Sprintf("row %d is about the same contact, and the mapping says duplicates: error", r.other(n))
	default:
		return contact.Outcome{}, false
	}
	return out, true
}

// other returns a row of the contact beside row n.
func (r *rival) other(n uint32) uint32 {
	if n == r.first {
		return r.second
	}
	return r.first
}

func preferred(row uint32) string {
	return fmt.Sprintf("row %d is about the same contact and is preferred", row)
}
