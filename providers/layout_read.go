package providers

import (
	"strconv"
	"strings"
)

// read takes s apart; it is false where s has not the shape of the layout.
func (l Layout) read(s string) (moment, bool) {
	m := moment{dated: l.has[year] || l.has[month] || l.has[day], zoned: l.has[offset]}
	ok := true
	for _, part := range l.parts {
		if s, ok = m.take(part, s); !ok {
			return m, false
		}
	}
	return m, s == "" && len(l.parts) > 0
}

// take reads one part off the front of s and returns the rest.
func (m *moment) take(part layoutPart, s string) (string, bool) {
	switch part.unit {
	case literal:
		return strings.CutPrefix(s, part.literal)
	case offset:
		return m.takeOffset(s)
	case second:
		s, ok := m.takeDigits(part, s)
		if !ok {
			return s, false
		}
		return m.takeFraction(s), true
	}
	return m.takeDigits(part, s)
}

func (m *moment) takeDigits(part layoutPart, s string) (string, bool) {
	width, n := 2, leadingDigits(s)
	switch {
	case part.unit == year:
		width = 4
	case part.loose && n == 1:
		width = 1
	}
	if n < width {
		return s, false
	}
	m.of[part.unit], _ = strconv.Atoi(s[:width])
	return s[width:], true
}

// takeFraction reads a fraction of a second where there is one, up to
// nanoseconds; what is finer is left over, so that it is not lost in silence.
func (m *moment) takeFraction(s string) string {
	rest, ok := strings.CutPrefix(s, ".")
	n := leadingDigits(rest)
	if !ok || n == 0 || n > 9 {
		return s
	}
	m.nanos, _ = strconv.Atoi(rest[:n] + strings.Repeat("0", 9-n))
	return rest[n:]
}

func (m *moment) takeOffset(s string) (string, bool) {
	if rest, ok := strings.CutPrefix(s, "Z"); ok {
		return rest, true
	}
	if s == "" || s[0] != '+' && s[0] != '-' {
		return s, false
	}
	hours, rest, ok := twoDigits(s[1:])
	if !ok {
		return s, false
	}
	minutes, rest, ok := twoDigits(strings.TrimPrefix(rest, ":"))
	if !ok || hours > 23 || minutes > 59 {
		return s, false
	}
	m.of[offset] = hours*3600 + minutes*60
	if s[0] == '-' {
		m.of[offset] = -m.of[offset]
	}
	return rest, true
}

func twoDigits(s string) (int, string, bool) {
	if leadingDigits(s) < 2 {
		return 0, s, false
	}
	n, _ := strconv.Atoi(s[:2])
	return n, s[2:], true
}
