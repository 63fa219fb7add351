package inspect

import (
	"slices"
	"strings"
)

// A moment is a date or a time taken apart.
type moment struct {
	dated     bool
	yearFirst bool
	mark      byte // between the numbers of the date
	first     int  // the two numbers that are no year, in the order of the text
	second    int
	loose     bool   // one of the two has one digit
	clock     string // how the time is written, with what stands before it; empty for none
}

// momentShape returns Date, Stamp, Clock or nothing.
func momentShape(text string) Shape {
	m, ok := readMoment(text)
	switch {
	case !ok:
		return 0
	case !m.dated:
		return Clock
	case m.clock != "":
		return Stamp
	}
	return Date
}

func readMoment(text string) (m moment, ok bool) {
	if len(text) < 4 || len(text) > 40 || !isDigit(text[0]) {
		return m, false
	}
	rest, ok := m.takeDate(text)
	if !ok {
		m = moment{}
		rest = " " + text
	}
	if rest == "" {
		return m, true
	}
	clock, ok := clockLayout(rest)
	if !m.dated {
		clock = strings.TrimPrefix(clock, " ")
	}
	m.clock = clock
	return m, ok
}

// takeDate reads the date at the beginning of text and returns what follows.
func (m *moment) takeDate(text string) (rest string, ok bool) {
	a, wide, rest := number(text, 4)
	if wide == 0 || rest == "" || !strings.ContainsRune("-/.", rune(rest[0])) {
		return text, false
	}
	m.mark = rest[0]
	b, middle, rest := number(rest[1:], 2)
	if middle == 0 || rest == "" || rest[0] != m.mark {
		return text, false
	}
	c, last, rest := number(rest[1:], 4)
	switch {
	case wide == 4 && last >= 1 && last <= 2:
		m.yearFirst, m.first, m.second = true, b, c
		m.loose = middle == 1 || last == 1
	case wide <= 2 && last == 4:
		m.first, m.second = a, b
		m.loose = wide == 1 || middle == 1
	default:
		return text, false
	}
	m.dated = m.first >= 1 && m.first <= 31 && m.second >= 1 && m.second <= 31
	return rest, m.dated
}

// number reads the digits at the beginning of text, up to limit of them.
func number(text string, limit int) (n, width int, rest string) {
	for width < len(text) && width < limit && isDigit(text[width]) {
		n = 10*n + int(text[width]-'0')
		width++
	}
	return n, width, text[width:]
}

// clockLayout returns the pattern of a time and what stands before it: " HH:mm",
// "THH:mm:ssZ".
func clockLayout(text string) (string, bool) {
	if text[0] != ' ' && text[0] != 'T' {
		return "", false
	}
	hours, width, rest := number(text[1:], 2)
	if width == 0 || hours > 23 || rest == "" || rest[0] != ':' && rest[0] != '.' {
		return "", false
	}
	mark := rest[:1]
	minutes, digits, rest := number(rest[1:], 2)
	if digits != 2 || minutes > 59 {
		return "", false
	}
	layout := text[:1] + "HH"[:width] + mark + "mm"
	if seconds, ok := strings.CutPrefix(rest, mark); ok {
		n, digits, after := number(seconds, 2)
		if digits != 2 || n > 60 {
			return "", false
		}
		layout, rest = layout+mark+"ss", fraction(after)
	}
	if rest == "" {
		return layout, true
	}
	return layout + "Z", isOffset(rest)
}

func fraction(text string) string {
	if after, ok := strings.CutPrefix(text, "."); ok {
		return strings.TrimLeft(after, "0123456789")
	}
	return text
}

func isOffset(text string) bool {
	if text == "Z" {
		return true
	}
	digits := strings.Replace(text[1:], ":", "", 1)
	_, width, rest := number(digits, 4)
	return (text[0] == '+' || text[0] == '-') && width == 4 && rest == ""
}

// A Layout is one way in which the dates or times of a column are written.
type Layout struct {
	// Pattern is the layout in the words of a mapping, such as DD/MM/YYYY;
	// empty where the cells do not tell the day from the month.
	Pattern string
	// Either holds the two patterns that the cells leave open.
	Either []string
	Cells  int
}

// layouts collects how the moments of a column are written.
type layouts struct {
	seen []*layoutSeen
}

type layoutSeen struct {
	moment             // its numbers are the largest met
	cells, looseClocks int
}

const maxLayouts = 6

func (l *layouts) add(m moment) {
	clock := strings.Replace(m.clock, "HH", "H", 1)
	i := slices.IndexFunc(l.seen, func(s *layoutSeen) bool {
		return s.dated == m.dated && s.yearFirst == m.yearFirst && s.mark == m.mark && s.clock == clock
	})
	if i < 0 {
		if len(l.seen) == maxLayouts {
			return
		}
		i = len(l.seen)
		l.seen = append(l.seen, &layoutSeen{moment: moment{dated: m.dated, yearFirst: m.yearFirst, mark: m.mark, clock: clock}})
	}
	s := l.seen[i]
	s.cells++
	s.first, s.second = max(s.first, m.first), max(s.second, m.second)
	s.loose = s.loose || m.loose
	if m.clock == clock && m.clock != "" {
		s.looseClocks++
	}
}

// list returns the layouts, the most frequent first.
func (l *layouts) list() []Layout {
	var list []Layout
	for _, s := range l.seen {
		list = append(list, s.layout())
	}
	slices.SortStableFunc(list, func(a, b Layout) int { return b.Cells - a.Cells })
	return list
}

func (s *layoutSeen) layout() Layout {
	clock := s.clock
	if s.looseClocks == 0 {
		clock = strings.Replace(clock, "H", "HH", 1)
	}
	out := Layout{Cells: s.cells}
	dayFirst, monthFirst := s.join("D", "M")+clock, s.join("M", "D")+clock
	switch {
	case !s.dated:
		out.Pattern = clock
	case s.yearFirst && s.first <= 12:
		out.Pattern = s.join("M", "D") + clock
	case s.yearFirst:
	case s.first > 12 && s.second <= 12:
		out.Pattern = dayFirst
	case s.second > 12 && s.first <= 12:
		out.Pattern = monthFirst
	case s.first <= 12:
		out.Either = []string{dayFirst, monthFirst}
	}
	return out
}

// join writes the pattern of the date with its two numbers in this order.
func (s *layoutSeen) join(first, second string) string {
	if !s.loose {
		first, second = first+first, second+second
	}
	parts := []string{first, second, "YYYY"}
	if s.yearFirst {
		parts = []string{"YYYY", first, second}
	}
	return strings.Join(parts, string(s.mark))
}
