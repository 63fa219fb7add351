package providers

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Signs say how the numbers of a file are written. The zero Signs are those of
// JSON: a point before the fraction, nothing between the thousands.
type Signs struct {
	decimal string // before the fraction; empty for a point
	group   string // between groups of three digits; empty for none
}

// ParseSigns returns the signs, one character each. An empty decimal stands for
// a point, an empty group for none; a blank as group stands for any kind of
// blank.
func ParseSigns(decimal, group string) (Signs, error) {
	for _, sign := range []struct{ key, text string }{{"decimal", decimal}, {"group", group}} {
		if sign.text != "" && !isSign(sign.text) {
			return Signs{}, fmt.Errorf("%s is %s: write one character that is no letter, digit, plus or minus", sign.key, quote(sign.text))
		}
	}
	s := Signs{decimal: decimal, group: oneBlank(group)}
	switch {
	case s.point() == s.group && decimal == "":
		return Signs{}, fmt.Errorf("group is %q, which stands before the fraction: say with decimal what does in this file", s.group)
	case s.point() == s.group:
		return Signs{}, fmt.Errorf("decimal and group are both %q", s.group)
	}
	return s, nil
}

func isSign(s string) bool {
	r, size := utf8.DecodeRuneInString(s)
	return size == len(s) && r != utf8.RuneError && r != '+' && r != '-' &&
		!unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsControl(r)
}

// oneBlank makes every blank the usual one: nobody sees which one a file has.
func oneBlank(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Zs, r) {
			return ' '
		}
		return r
	}, s)
}

func (s Signs) point() string {
	if s.decimal == "" {
		return "."
	}
	return s.decimal
}

// example returns a number that is written so.
func (s Signs) example(whole bool) string {
	if whole {
		return "1" + s.group + "234"
	}
	return "1" + s.group + "234" + s.point() + "5"
}

// plain rewrites a number as JSON writes it, every digit kept; false where a
// separator stands in the wrong place.
func (s Signs) plain(number string) (string, bool) {
	if s.group == " " {
		number = oneBlank(number)
	}
	whole, fraction, hasFraction := strings.Cut(number, s.point())
	whole, ok := s.ungrouped(whole)
	if !ok || s.point() != "." && strings.Contains(whole+fraction, ".") {
		return "", false
	}
	if hasFraction {
		return whole + "." + fraction, true
	}
	return whole, true
}

// ungrouped takes the group signs out: one to three digits stand before the
// first of them and three behind each.
func (s Signs) ungrouped(whole string) (string, bool) {
	if s.group == "" || !strings.Contains(whole, s.group) {
		return whole, true
	}
	minus := whole[:len(whole)-len(strings.TrimPrefix(whole, "-"))]
	groups := strings.Split(whole[len(minus):], s.group)
	for i, digits := range groups {
		if !allDigits(digits) || len(digits) > 3 || i > 0 && len(digits) < 3 {
			return "", false
		}
	}
	return minus + strings.Join(groups, ""), true
}
