package providers

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

var (
	dateLayouts     = mustLayouts("YYYY-MM-DD")
	timeLayouts     = mustLayouts("HH:mm", "HH:mm:ss")
	dateTimeLayouts = mustLayouts("YYYY-MM-DDTHH:mm:ssZ", "YYYY-MM-DD HH:mm:ss", "YYYY-MM-DDTHH:mm:ss",
		"YYYY-MM-DD HH:mm", "YYYY-MM-DDTHH:mm", "YYYY-MM-DD")
)

func mustLayouts(patterns ...string) []Layout {
	layouts := make([]Layout, len(patterns))
	for i, pattern := range patterns {
		layout, err := ParseLayout(pattern)
		if err != nil {
			panic(err)
		}
		layouts[i] = layout
	}
	return layouts
}

func appendTime(dst []byte, form Form, s string, reading *Reading) ([]byte, error) {
	m, err := readMoment(form, s, reading.Layouts)
	if err != nil {
		return dst, err
	}
	switch form {
	case Date:
		return fmt.Appendf(dst, `"%04d-%02d-%02d"`, m.of[year], m.of[month], m.of[day]), nil
	case Time:
		if m.of[second] != 0 || m.nanos != 0 {
			return dst, fmt.Errorf("%s has seconds: the field takes hours and minutes only", quote(s))
		}
		return fmt.Appendf(dst, `"%02d:%02d"`, m.of[hour], m.of[minute]), nil
	}
	t, err := m.in(reading.Zone)
	if err != nil {
		return dst, fmt.Errorf("%s %w", quote(s), err)
	}
	return t.AppendFormat(dst, `"`+time.RFC3339Nano+`"`), nil
}

// readMoment tries the layouts in order. Where none fits, the error is that of
// the first whose shape the text has, such as a day that is not in the calendar.
func readMoment(form Form, s string, layouts []Layout) (moment, error) {
	if layouts == nil {
		layouts = defaultLayouts(form)
	}
	var first error
	for _, layout := range layouts {
		m, ok := layout.read(s)
		if !ok {
			continue
		}
		err := m.check()
		if err == nil {
			return m, nil
		}
		if first == nil {
			first = fmt.Errorf("%s, read as %s, %w", quote(s), layout.pattern, err)
		}
	}
	if first == nil {
		first = fmt.Errorf("%s is not written as %s", quote(s), patterns(layouts))
	}
	return moment{}, first
}

func defaultLayouts(form Form) []Layout {
	switch form {
	case Date:
		return dateLayouts
	case Time:
		return timeLayouts
	}
	return dateTimeLayouts
}

func patterns(layouts []Layout) string {
	names := make([]string, len(layouts))
	for i, layout := range layouts {
		names[i] = layout.pattern
	}
	return strings.Join(names, " or ")
}

// A moment is what stands in the text, before anything is made of it.
type moment struct {
	of    [offset + 1]int // by unit; the offset in seconds
	nanos int
	dated bool
	zoned bool
}

func (m moment) check() error {
	if m.dated {
		t := time.Date(m.of[year], time.Month(m.of[month]), m.of[day], 0, 0, 0, 0, time.UTC)
		if m.of[year] < 1 || t.Month() != time.Month(m.of[month]) || t.Day() != m.of[day] {
			return errors.New("is no date in the calendar: correct the day, or the format in the mapping")
		}
	}
	if m.of[hour] > 23 || m.of[minute] > 59 || m.of[second] > 59 {
		return errors.New("is no time of day: hours go from 00 to 23, minutes and seconds from 00 to 59")
	}
	return nil
}

// twice reports whether the clocks of the zone show the same at another moment,
// and returns both in their order.
func twice(t time.Time) (first, second time.Time, is bool) {
	start, end := t.ZoneBounds()
	_, here := t.Zone()
	for _, beyond := range [...]time.Time{start.Add(-1), end} {
		_, there := beyond.Zone()
		again := t.Add(time.Duration(here-there) * time.Second)
		switch _, shown := again.Zone(); {
		case shown != there || there == here:
		case again.Before(t):
			return again, t, true
		default:
			return t, again, true
		}
	}
	return t, t, false
}

// in returns the moment in UTC; zone is that of a moment without an offset.
func (m moment) in(zone *time.Location) (time.Time, error) {
	switch {
	case m.zoned:
		zone = time.FixedZone("", m.of[offset])
	case zone == nil:
		zone = time.UTC
	}
	t := time.Date(m.of[year], time.Month(m.of[month]), m.of[day], m.of[hour], m.of[minute], m.of[second], m.nanos, zone)
	if t.Day() != m.of[day] || t.Hour() != m.of[hour] || t.Minute() != m.of[minute] {
		return t, fmt.Errorf("does not exist in %s: the clocks were put forward over it, so correct the hour", zone)
	}
	if first, second, is := twice(t); is {
		return t, fmt.Errorf("comes twice in %s, for the clocks were put back over it: write it with its offset, as %s or %s; a format in the mapping needs Z for that",
			zone, first.Format(time.RFC3339), second.Format(time.RFC3339))
	}
	t = t.UTC()
	if t.Year() < 1 || t.Year() > 9999 {
		return t, errors.New("is out of range: the years go from 0001 to 9999 in UTC")
	}
	return t, nil
}
