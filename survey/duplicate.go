package survey

import (
	"fmt"

	"rollcall/contact"
	"rollcall/mapping"
)

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
		other := r.first
		if n == r.first {
			other = r.second
		}
		out.Status = contact.Invalid
		out.Message = fmt.Sprintf("row %d is about the same contact, and the mapping says duplicates: error", other)
	default:
		return contact.Outcome{}, false
	}
	return out, true
}

func preferred(row int) string {
	return fmt.Sprintf("row %d is about the same contact and is sent instead", row)
}
