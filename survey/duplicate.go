package survey

import (
	"fmt"

	"rollcall/contact"
	"rollcall/mapping"
)

// A rival is a contact that several rows are about.
type rival struct {
	first, second, last int     // rows
	all, sent           Figures // of its rows, and of the one that is sent
}

// meet takes the next row of the contact in.
func (r *rival) meet(rule mapping.Duplicates, row int, f Figures) {
	switch {
	case r.first == 0:
		r.first = row
	case r.second == 0:
		r.second = row
	}
	r.last = row
	r.all.add(f)
	if rule == mapping.DuplicatesLast || rule == mapping.DuplicatesFirst && row == r.first {
		r.sent = f
	}
}

// Judge returns the outcome of an update that the rule for duplicates keeps from
// being sent, and reports whether it does. A nil survey keeps nothing. It may be
// called from many goroutines at once.
func (s *Survey) Judge(u *contact.Update) (contact.Outcome, bool) {
	if s == nil {
		return contact.Outcome{}, false
	}
	r, several := s.rivals[u.Contact]
	if !several {
		return contact.Outcome{}, false
	}
	out := contact.Outcome{Row: u.Row, Contact: u.Contact, Status: contact.Duplicate}
	n := u.Row.Number
	switch {
	case s.rule == mapping.DuplicatesFirst && n != r.first:
		out.Message = preferred(r.first)
	case s.rule == mapping.DuplicatesLast && n != r.last:
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
func (r rival) other(n int) int {
	if n == r.first {
		return r.second
	}
	return r.first
}

func preferred(row int) string {
	return fmt.Sprintf("row %d is about the same contact and is preferred", row)
}
