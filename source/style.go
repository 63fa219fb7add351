package source

import (
	"regexp"
	"strings"

	"github.com/xuri/excelize/v2"
)

// A numberStyle is how the numbers of a cell are meant.
type numberStyle struct {
	kind    numberKind
	pattern string // of padded
}

type numberKind uint8

const (
	general   numberKind = iota
	date                 // YYYY-MM-DD
	dateTime             // YYYY-MM-DD HH:MM:SS
	timeOfDay            // HH:MM:SS
	elapsed              // HH:MM:SS, more than a day too
	padded               // digits in the places of the pattern's zeros
)

// builtIn are the formats that a style names by number and no workbook spells
// out: ECMA-376, 18.8.30 numFmt, those of East Asian languages included.
var builtIn = []struct {
	first, last int
	kind        numberKind
}{
	{14, 17, date},
	{18, 21, timeOfDay},
	{22, 22, dateTime},
	{27, 31, date},
	{32, 35, timeOfDay},
	{36, 36, date},
	{45, 45, timeOfDay},
	{46, 46, elapsed},
	{47, 47, timeOfDay},
	{50, 58, date},
}

func styleOf(s *excelize.Style) numberStyle {
	if s.CustomNumFmt != nil {
		return styleOfCode(*s.CustomNumFmt)
	}
	for _, b := range builtIn {
		if b.first <= s.NumFmt && s.NumFmt <= b.last {
			return numberStyle{kind: b.kind}
		}
	}
	return numberStyle{}
}

var (
	quotes    = regexp.MustCompile(`"[^"]*"?`)
	escapes   = regexp.MustCompile(`[\\_*].`)
	elapsing  = regexp.MustCompile(`\[(h+|m+|s+)\]`)
	brackets  = regexp.MustCompile(`\[[^\]]*\]`)
	noon      = regexp.MustCompile(`am/pm|a/p`)
	zeroPlace = regexp.MustCompile(`^[0()/. -]*$`)
)

// styleOfCode reads a format code, such as dd/mm/yyyy;@ or 00000, for the section
// of positive numbers.
func styleOfCode(code string) numberStyle {
	section, _, _ := strings.Cut(strings.ToLower(code), ";")
	bare := escapes.ReplaceAllString(quotes.ReplaceAllString(section, ""), "")
	lasting := elapsing.MatchString(bare)
	bare = noon.ReplaceAllString(brackets.ReplaceAllString(bare, ""), "h")
	day := strings.ContainsAny(bare, "yd")
	hour := strings.ContainsAny(bare, "hs")
	switch {
	case lasting:
		return numberStyle{kind: elapsed}
	case day && hour:
		return numberStyle{kind: dateTime}
	case hour:
		return numberStyle{kind: timeOfDay}
	case day, strings.Contains(bare, "m"):
		return numberStyle{kind: date}
	}
	return paddedStyle(section)
}

// paddedStyle recognises a pattern of zeros for the digits of an integer: 00000
// for postal codes, 000-00-0000 and the like.
func paddedStyle(section string) numberStyle {
	pattern := strings.NewReplacer(`\`, "", `"`, "").Replace(section)
	if strings.Count(pattern, "0") < 2 || strings.Contains(pattern, ".") || !zeroPlace.MatchString(pattern) {
		return numberStyle{}
	}
	return numberStyle{kind: padded, pattern: pattern}
}

// pad puts the digits of an integer in the places of the zeros, from the right;
// those that are too many stand in the first place. Anything else stays as it is.
func pad(pattern, number string) string {
	if strings.Trim(number, "0123456789") != "" {
		return number
	}
	extra := len(number) - strings.Count(pattern, "0")
	digits := strings.Repeat("0", max(0, -extra)) + number
	var text strings.Builder
	for _, c := range pattern {
		if c != '0' {
			text.WriteRune(c)
			continue
		}
		n := 1 + max(0, extra)
		text.WriteString(digits[:n])
		digits, extra = digits[n:], 0
	}
	return text.String()
}
