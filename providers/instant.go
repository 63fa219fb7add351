package providers

import "time"

// The ways in which APIs write moments, beside the one in which they are sent.
var (
	clockLayouts  = []string{"15:04", "15:04:05"}
	momentLayouts = []string{
		time.RFC3339, "2006-01-02T15:04:05Z0700", "2006-01-02T15:04:05",
		"2006-01-02 15:04:05 UTC", "2006-01-02 15:04:05 -0700", "2006-01-02 15:04:05",
	}
)

// readInstant reads a moment so that two can be compared: a day as its midnight
// in UTC, whatever midnight it is shown with, a time of day without its day. It
// is false where the text says less or more than the form holds.
func readInstant(form Form, s string) (time.Time, bool) {
	if form == Time {
		return parseAny(clockLayouts, s)
	}
	if day, err := time.Parse(time.DateOnly, s); err == nil {
		return day, true
	}
	t, ok := parseAny(momentLayouts, s)
	if form == DateTime || !ok {
		return t, ok
	}
	year, month, day := t.Date()
	midnight := t.Equal(time.Date(year, month, day, 0, 0, 0, 0, t.Location()))
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC), midnight
}

func parseAny(layouts []string, s string) (time.Time, bool) {
	for _, layout := range layouts {
		if t, err := time.Parse(layout, s); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}
