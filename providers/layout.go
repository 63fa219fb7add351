package providers

import (
	"errors"
	"fmt"
	"strings"
)

// A Layout is a compiled pattern of a date or time, such as DD/MM/YYYY. The
// zero Layout matches nothing.
type Layout struct {
	pattern string
	parts   []layoutPart
	has     map[unit]bool
}

// A layoutPart is one token, or a literal where the unit is none.
type layoutPart struct {
	unit    unit
	loose   bool // one or two digits
	literal string
}

type unit byte

const (
	literal unit = iota
	year
	month
	day
	hour
	minute
	second
	offset
)

var layoutTokens = map[string]layoutPart{
	"YYYY": {unit: year}, "MM": {unit: month}, "DD": {unit: day},
	"HH": {unit: hour}, "mm": {unit: minute}, "ss": {unit: second},
	"M": {unit: month, loose: true}, "D": {unit: day, loose: true}, "H": {unit: hour, loose: true},
	"Z": {unit: offset}, "T": {literal: "T"},
}

const layoutHelp = "use YYYY MM DD HH mm ss, M D H for one or two digits, Z for an offset such as +08:00"

// ParseLayout compiles a pattern. Its tokens are YYYY MM DD HH mm ss, of fixed
// width, M D H of one or two digits, and Z for an offset (Z, +02:00, +0200);
// every other character that is no letter, and T, stands for itself. Names of
// months and years of two digits are not known.
func ParseLayout(pattern string) (Layout, error) {
	l := Layout{pattern: pattern, has: map[unit]bool{}}
	for rest := pattern; rest != ""; {
		run := rest[:runLength(rest)]
		rest = rest[len(run):]
		if err := l.add(run); err != nil {
			return Layout{}, fmt.Errorf("%q: %w", Excerpt(pattern, 60), err)
		}
	}
	if len(l.has) == 0 {
		return Layout{}, fmt.Errorf("%q has no date and no time: %s", Excerpt(pattern, 60), layoutHelp)
	}
	return l, nil
}

// runLength returns how often the first byte is repeated; a byte that is no
// letter stands alone.
func runLength(s string) int {
	n := 1
	for isLetter(s[0]) && n < len(s) && s[n] == s[0] {
		n++
	}
	return n
}

func (l *Layout) add(run string) error {
	part, known := layoutTokens[run]
	switch {
	case !known && isLetter(run[0]):
		return unknownToken(run)
	case !known:
		part.literal = run
	case part.unit != literal && l.has[part.unit]:
		return fmt.Errorf("the %s stands in it twice: MM is the month, mm the minute", part.unit)
	}
	if part.unit != literal {
		if n := len(l.parts); n > 0 && l.parts[n-1].loose && part.unit != offset {
			return errors.New("one of M, D and H has no end: put something between it and the next digits")
		}
		l.has[part.unit] = true
	}
	l.parts = append(l.parts, part)
	return nil
}

func unknownToken(run string) error {
	run = Excerpt(run, 20)
	switch {
	case strings.Trim(run, "Yy") == "" && len(run) != 4:
		return fmt.Errorf("%s: years are written with four digits: %s", run, layoutHelp)
	case strings.Trim(run, "M") == "":
		return fmt.Errorf("%s: names of months are not read: %s", run, layoutHelp)
	case strings.Trim(run, "aA") == "":
		return fmt.Errorf("%s: hours go from 0 to 23: %s", run, layoutHelp)
	}
	return fmt.Errorf("%s is not known: %s", run, layoutHelp)
}

// Fits reports why values of the form cannot be read with the layout.
func (l Layout) Fits(form Form) error {
	switch {
	case form == Time && (!l.has[hour] || !l.has[minute]):
		return fmt.Errorf("%q has no HH and mm, which a time needs", l.pattern)
	case form == Time && l.has[offset]:
		return fmt.Errorf("%q has an offset, which a time of day cannot keep", l.pattern)
	case form != Time && (!l.has[year] || !l.has[month] || !l.has[day]):
		return fmt.Errorf("%q has no YYYY, MM and DD, which a date needs", l.pattern)
	case l.has[minute] && !l.has[hour], l.has[second] && !l.has[minute]:
		return fmt.Errorf("%q has minutes without hours, or seconds without minutes", l.pattern)
	}
	return nil
}

func (u unit) String() string {
	return [...]string{"literal", "year", "month", "day", "hour", "minute", "second", "offset"}[u]
}
