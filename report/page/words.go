package page

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"rollcall/contact"
)

// count writes a number with a comma between thousands.
func count(n int) string {
	text := strconv.Itoa(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

// rows writes a number of rows.
func rows(n int) string {
	if n == 1 {
		return "1 row"
	}
	return count(n) + " rows"
}

// percent writes a share, in such a way that only nothing is 0 % and only the
// whole 100 %.
func percent(n, total int) string {
	if total == 0 || n == 0 {
		return "0 %"
	}
	share := 100 * float64(n) / float64(total)
	switch {
	case n == total:
		return "100 %"
	case share < 0.1:
		return "< 0.1 %"
	case share > 99.9:
		return "> 99.9 %"
	}
	return strconv.FormatFloat(share, 'f', 1, 64) + " %"
}

// rate writes how many there are in a second.
func rate(f float64) string {
	if f >= 10 {
		return count(int(math.Round(f)))
	}
	return strconv.FormatFloat(f, 'f', 1, 64)
}

// brief writes a duration as a person would say it.
func brief(d time.Duration) string {
	switch s := int(d.Round(time.Second) / time.Second); {
	case d < 10*time.Millisecond:
		return trim(float64(d)/float64(time.Millisecond)) + " ms"
	case d < time.Second:
		return fmt.Sprintf("%d ms", d.Round(time.Millisecond)/time.Millisecond)
	case d < time.Minute:
		return trim(d.Seconds()) + " s"
	case s < 3600:
		return fmt.Sprintf("%d min %02d s", s/60, s%60)
	case s < 48*3600:
		return fmt.Sprintf("%d h %02d min", s/3600, s/60%60)
	default:
		return fmt.Sprintf("%d days %d h", s/86400, s/3600%24)
	}
}

// trim writes a figure with one digit behind the point, or none.
func trim(f float64) string {
	return strings.TrimSuffix(strconv.FormatFloat(f, 'f', 1, 64), ".0")
}

// moment writes a time in UTC, for people.
func moment(t time.Time) string { return t.UTC().Format("2 Jan 2006, 15:04:05 UTC") }

// meaning says what became of rows with a status.
func meaning(s contact.Status) string {
	switch s {
	case contact.Updated:
		return "accepted"
	case contact.Verified:
		return "accepted, read back and found as sent"
	case contact.Unchanged:
		return "not sent: nothing has changed since the last time"
	case contact.Skipped:
		return "not sent: blank, or left out by the mapping"
	case contact.Duplicate:
		return "not sent: another row of the contact was preferred"
	case contact.Valid:
		return "would be sent"
	case contact.Invalid:
		return "not sent: the row cannot be mapped"
	case contact.NotFound:
		return "the contact is not known there"
	case contact.Conflict:
		return "clashes with another contact"
	case contact.Rejected:
		return "refused for another reason"
	case contact.Mismatch:
		return "accepted, but found otherwise when read back"
	case contact.Deferred:
		return "still throttled or queued after the last try"
	case contact.Failed:
		return "an error there, or not reached"
	case contact.Unknown:
		return "sent without a usable answer: may have been applied"
	case contact.NotSent:
		return "the run ended before it was their turn"
	}
	return ""
}
