package contact

import (
	"fmt"
	"time"
)

// An Outcome is the fate of one row.
type Outcome struct {
	Row        Row
	Contact    string // the identifier as sent; empty when the row has none
	Status     Status
	HTTPStatus int    // of the last answer; 0 if there was none
	Code       string // the provider's own code in the body
	Message    string // the provider's or our reason, on one line
	Field      string // the provider field at fault, where known
	Attempts   int    // tries in which the row took part
	Duration   time.Duration
	RequestID  string
	SentAt     time.Time // of the last try; zero if none went out

	// Open marks a row that a stop cut off before it was settled, or one that was
	// accepted and not read back yet. The outcome tells what its tries so far give;
	// a resumed run sends it again.
	Open bool
}

// A Status is the kind of an outcome.
type Status uint8

// The statuses, in the order in which they are reported.
const (
	Updated   Status = iota + 1 // the provider accepted the row
	Verified                    // read back and found as sent
	Unchanged                   // identical to what the provider last accepted
	Skipped                     // left out by the mapping, or blank
	Duplicate                   // another row of the same contact was preferred
	Valid                       // dry run: would be sent
	Invalid                     // our no: the row cannot be mapped
	NotFound                    // the provider does not know the contact
	Conflict                    // the provider sees a clash with another contact
	Rejected                    // the provider's no for another reason
	Mismatch                    // read back and found otherwise
	Deferred                    // still throttled or queued after the last attempt
	Failed                      // an error of the provider's own, or it was never reached
	Unknown                     // sent, but no usable answer came: may have been applied
	NotSent                     // the run stopped before the row was applied
	statusEnd
)

var statusText = [statusEnd]string{
	Updated: "updated", Verified: "verified", Unchanged: "unchanged", Skipped: "skipped",
	Duplicate: "duplicate", Valid: "valid", Invalid: "invalid", NotFound: "not_found",
	Conflict: "conflict", Rejected: "rejected", Mismatch: "mismatch", Deferred: "deferred",
	Failed: "failed", Unknown: "unknown", NotSent: "not_sent",
}

// Statuses lists every status in the order in which they are reported.
func Statuses() []Status {
	all := make([]Status, 0, statusEnd-1)
	for s := Updated; s < statusEnd; s++ {
		all = append(all, s)
	}
	return all
}

// String returns the word that the reports use.
func (s Status) String() string {
	if s == 0 || s >= statusEnd {
		return fmt.Sprintf("status(%d)", uint8(s))
	}
	return statusText[s]
}

// EndsWell reports whether a row with this status needs nobody's attention.
func (s Status) EndsWell() bool {
	switch s {
	case Updated, Verified, Unchanged, Skipped, Duplicate, Valid:
		return true
	}
	return false
}

// Accepted reports whether the provider took the row.
func (s Status) Accepted() bool { return s == Updated || s == Verified || s == Mismatch }

// MarshalText writes the word that the reports use.
func (s Status) MarshalText() ([]byte, error) {
	if s == 0 || s >= statusEnd {
		return nil, fmt.Errorf("no such outcome: %d", uint8(s))
	}
	return []byte(statusText[s]), nil
}

// UnmarshalText reads the word that the reports use.
func (s *Status) UnmarshalText(text []byte) error {
	for i, word := range statusText {
		if i > 0 && word == string(text) {
			*s = Status(i)
			return nil
		}
	}
	return fmt.Errorf("no such outcome: %q", text)
}
