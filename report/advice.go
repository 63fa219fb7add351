package report

import (
	"cmp"
	"fmt"

	"rollcall/contact"
)

// advice says what to do about rows that ended like this one.
func advice(o *contact.Outcome) string {
	if o.Open && o.Status != contact.NotSent {
		return "--resume sends them again"
	}
	switch o.Status {
	case contact.Invalid:
		return "correct the cells in the rejects, or the mapping, and feed them back"
	case contact.NotFound:
		return "check the identifiers; the contacts must exist before they can be updated"
	case contact.Conflict:
		return "another contact holds the value: correct one of the two, then feed the rejects back"
	case contact.Rejected:
		return "correct what the message names in the rejects and feed them back with the same mapping"
	case contact.Mismatch:
		return "look at the contact: the provider took the update but holds something else"
	case contact.Deferred:
		return "feed the rejects back later, with a lower --rate"
	case contact.Failed:
		return "feed the rejects back once the provider answers again"
	case contact.Unknown:
		return "the update may have been applied: look at a contact, or feed the rejects back to send it again"
	case contact.NotSent:
		return "go on with --resume"
	}
	return "see the reconciliation"
}

// alikeRows is how many invalid rows are enough to blame what they share.
const alikeRows = 10

// Alike reports whether nearly all rows of a check are invalid for one reason:
// then the mapping or a flag is to be mended, and not the cells.
func (s Summary) Alike() bool {
	if s.Command != "check" || len(s.Problems) == 0 {
		return false
	}
	worst := s.Problems[0]
	tried := s.Rows - s.Count(contact.Skipped) - s.Count(contact.NotSent)
	return worst.Outcome == contact.Invalid.String() && worst.Count >= alikeRows && 10*worst.Count >= 9*tried
}

// Passed reports whether a check has rows to send: it came to its end, and
// nothing was refused but rows.
func (s Summary) Passed() bool {
	ended := s.ExitCode != nil && (*s.ExitCode == 0 || *s.ExitCode == 1 && s.Rejected() > 0)
	return ended && s.Count(contact.Valid) > 0
}

// Rejected returns how many rows stand in the rejects.
func (s Summary) Rejected() (n int) {
	for status, rows := range s.Outcomes {
		if rejected(status) {
			n += rows
		}
	}
	return n
}

// Faultless reports whether nothing in the rejects is to be corrected: no row of
// them was refused.
func (s Summary) Faultless() bool {
	return s.Count(contact.Deferred)+s.Count(contact.Failed)+s.Count(contact.Unknown) == s.Rejected()
}

// Remedy says what must happen before the rejects are fed back; title is the
// provider's.
func (s Summary) Remedy(title string) string {
	switch {
	case !s.Faultless():
		return "correct the rejects, then"
	case s.Count(contact.Deferred) < s.Rejected():
		return "once " + cmp.Or(title, "the provider") + " answers again"
	}
	return "later, with a lower --rate"
}

// Untold names the requests that are not among the figures; empty for none.
func (s Summary) Untold() string {
	atWork := ""
	if s.State == Unfinished {
		atWork = " or is still at work"
	}
	switch s.Killed {
	case 0:
		return ""
	case 1:
		return "the requests of a session that was killed" + atWork
	}
	return fmt.Sprintf("the requests of %d sessions, each of which was killed%s", s.Killed, atWork)
}
