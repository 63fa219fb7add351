package inspect

import "slices"

// lengths counts the numbers of a column by their length.
type lengths struct {
	all    int
	of     [maxLength + 1]mark
	padded [maxLength + 1]int // those that begin with a zero
}

const maxLength = 15

func (l *lengths) add(digits string, line int) {
	if len(digits) > maxLength {
		return
	}
	l.all++
	l.of[len(digits)].add(digits, line)
	if digits[0] == '0' {
		l.padded[len(digits)]++
	}
}

// lost returns the numbers that seem to have lost their zeros. Postal codes show
// it when none of them begins with a zero and some are one digit short; keys,
// whose lengths differ by nature, when some of them are padded and others not.
func (l *lengths) lost(role Role) (mark, bool) {
	if role == Postal {
		return l.short()
	}
	return l.unpadded()
}

func (l *lengths) short() (mark, bool) {
	usual := 0
	for n := range l.of {
		if l.padded[n] > 0 {
			return mark{}, false
		}
		if l.of[n].count > l.of[usual].count {
			usual = n
		}
	}
	if usual < 4 || l.all < 5 || l.of[usual].count*10 < l.all*6 {
		return mark{}, false
	}
	m := l.of[usual-1]
	return m, m.count > 0
}

func (l *lengths) unpadded() (mark, bool) {
	width := 0
	for n, count := range l.padded {
		switch {
		case count > 0 && width > 0:
			return mark{}, false
		case count > 0:
			width = n
		}
	}
	if width == 0 || l.padded[width] < 2 {
		return mark{}, false
	}
	var all mark
	for n := range width {
		all.merge(l.of[n])
	}
	return all, all.count > 0
}

// merge adds places that may lie anywhere among the present ones.
func (m *mark) merge(other mark) {
	m.count += other.count
	m.lines = firstLines(m.lines, other.lines)
	if m.example == "" {
		m.example = other.example
	}
}

func firstLines(a, b []int) []int {
	all := slices.Sorted(slices.Values(slices.Concat(a, b)))
	return all[:min(len(all), 3)]
}
