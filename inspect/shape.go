package inspect

import "strings"

// A Shape is what a cell looks like: a set, since one cell may look like several
// things. The zero Shape is plain text.
type Shape uint16

// The shapes. A look is no proof: nothing but the form of the text counts.
const (
	Email   Shape = 1 << iota
	URL           // begins with http://, https:// or www.
	Phone         // clearly one: a plus, a trunk zero, or marks between the digits
	UUID          // with dashes
	Hex24         // 24 hex digits
	Hex32         // 32 hex digits
	Integer       // digits, perhaps with a minus
	Decimal       // digits with one point or comma in them
	Padded        // digits that begin with a zero: text, whatever a spreadsheet thinks
	Date          // numbers of year, month and day
	Stamp         // a date with a time
	Clock         // a time of day
	Boolean       // a word for yes or no
	Code          // two letters
)

const (
	shapes    = 14
	maxShaped = 320 // bytes: nothing that has a shape is longer
)

// Shapes returns what a trimmed cell looks like.
func Shapes(text string) Shape {
	if text == "" || len(text) > maxShaped {
		return 0
	}
	if strings.IndexByte(text, '@') >= 0 {
		return when(isEmail(text), Email)
	}
	m := measure(text)
	switch {
	case m.hex+m.digits == len(text) && (len(text) == 24 || len(text) == 32):
		return hexShape(text) | numberShape(text, m)
	case m.digits == 0:
		return wordShape(text, m)
	case isUUID(text, m):
		return UUID
	}
	if s := momentShape(text); s != 0 {
		return s
	}
	return when(isURL(text), URL) | numberShape(text, m) | when(isPhone(text, m), Phone) | wordShape(text, m)
}

func when(yes bool, s Shape) Shape {
	if yes {
		return s
	}
	return 0
}

// A makeup counts the bytes of a text by their kind.
type makeup struct {
	digits int
	hex    int // a to f, in either case
	words  int // the other letters and all that is not ASCII
	marks  int // what people put between the digits of a number: blank ( ) - . / +
	points int // of the marks: the points and commas
	dashes int // of the marks
	slants int // of the marks: the slashes
	others int
}

func measure(text string) (m makeup) {
	for i := range len(text) {
		switch c := text[i]; {
		case c >= '0' && c <= '9':
			m.digits++
		case c|0x20 >= 'a' && c|0x20 <= 'f':
			m.hex++
		case c|0x20 >= 'g' && c|0x20 <= 'z', c >= 0x80:
			m.words++
		default:
			m.mark(c)
		}
	}
	return m
}

func (m *makeup) mark(c byte) {
	switch c {
	case '.', ',':
		m.points++
	case '-':
		m.dashes++
	case '/':
		m.slants++
	case ' ', '(', ')', '+':
	default:
		m.others++
		return
	}
	m.marks++
}

func isEmail(text string) bool {
	name, domain, ok := strings.Cut(text, "@")
	if !ok || name == "" || strings.IndexByte(domain, '@') >= 0 || strings.IndexByte(strings.Trim(domain, "."), '.') < 0 {
		return false
	}
	for i := range len(text) {
		if c := text[i]; c < 64 && notInEmail>>c&1 != 0 {
			return false
		}
	}
	return true
}

// notInEmail is a set of characters below 64, a bit each.
const notInEmail = 1<<' ' | 1<<'\t' | 1<<'\r' | 1<<'\n' | 1<<',' | 1<<';' | 1<<'<' | 1<<'>'

func isURL(text string) bool {
	rest, ok := cutPrefixFold(text, "http://")
	if !ok {
		rest, ok = cutPrefixFold(text, "https://")
	}
	if !ok {
		rest, ok = cutPrefixFold(text, "www.")
	}
	return ok && strings.Contains(rest, ".") && !strings.ContainsAny(text, " \t\r\n")
}

func cutPrefixFold(text, prefix string) (string, bool) {
	if len(text) < len(prefix) || !strings.EqualFold(text[:len(prefix)], prefix) {
		return text, false
	}
	return text[len(prefix):], true
}

func hexShape(text string) Shape {
	if len(text) == 24 {
		return Hex24
	}
	return Hex32
}

func isUUID(text string, m makeup) bool {
	return len(text) == 36 && m.dashes == 4 && m.digits+m.hex == 32 &&
		text[8] == '-' && text[13] == '-' && text[18] == '-' && text[23] == '-'
}

// isPhone asks for a sign that the digits are a phone number; a bare number may
// be anything. An IP address and a decimal are none.
func isPhone(text string, m makeup) bool {
	if m.digits < 7 || m.digits > 15 || m.digits+m.marks != len(text) {
		return false
	}
	switch {
	case text[0] == '+', m.marks > m.points+m.slants && m.digits >= 8 && text[0] != '-':
		return true
	case m.marks > 0:
		return text[0] == '0' && m.digits >= 9
	}
	return text[0] == '0' && m.digits >= 9 && m.digits <= 14 && text[:3] != "000"
}

func numberShape(text string, m makeup) Shape {
	digits := strings.TrimPrefix(text, "-")
	switch {
	case m.digits == len(text) && len(text) > 1 && text[0] == '0':
		return Padded
	case m.digits == len(digits):
		return Integer
	case m.points == 1 && m.digits == len(digits)-1 && isDigit(digits[0]) && isDigit(digits[len(digits)-1]):
		return Decimal
	}
	return 0
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func wordShape(text string, m makeup) Shape {
	s := when(isURL(text), URL)
	if len(text) == 2 && m.hex+m.words == 2 && text[0] < 0x80 {
		s |= Code
	}
	if _, ok := Truth(text); ok {
		s |= Boolean
	}
	return s
}
