package providers

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"rollcall/contact"
)

// appendNumber appends a number with exactly the digits that came in. The signs
// are those of text; a number of JSON has its own.
func appendNumber(dst []byte, form Form, cell contact.Cell, signs Signs) ([]byte, error) {
	if cell.Kind == contact.Number {
		signs = Signs{}
	}
	s, err := readNumber(cell.Text, signs, form == Integer || form == IntegerText)
	if err != nil {
		return dst, err
	}
	if form == Number || form == Integer {
		return append(dst, s...), nil
	}
	dst = append(dst, '"')
	dst = append(dst, s...)
	return append(dst, '"'), nil
}

// readNumber returns a number as JSON writes it.
func readNumber(s string, signs Signs, whole bool) (string, error) {
	number, ok := s, true
	if signs != (Signs{}) {
		number, ok = signs.plain(s)
	}
	fault := ""
	switch {
	case !ok && strings.IndexFunc(s, isUnit) < 0:
		fault = separatorFault
	case !ok || !isNumber(number):
		fault = numberFault(s, number)
	case whole && strings.ContainsAny(number, ".eE"):
		fault = "is not a whole number"
	default:
		return number, nil
	}
	cure := ""
	if fault == separatorFault && signs == (Signs{}) {
		cure = ", or say in the mapping how the file writes numbers, with decimal and group"
	}
	return "", fmt.Errorf("%s %s: write it like %s%s", quote(s), fault, signs.example(whole), cure)
}

const separatorFault = "is not a number here, for its separators"

// numberFault says why s is no number; plain is what its separators leave of it.
func numberFault(s, plain string) string {
	digits := strings.TrimPrefix(plain, "-")
	unit := strings.IndexFunc(s, isUnit)
	switch {
	case strings.HasPrefix(s, "+"):
		return "is not a number here, for the plus sign"
	case unit >= 0 && strings.ContainsAny(s, "0123456789"):
		r, _ := utf8.DecodeRuneInString(s[unit:])
		return fmt.Sprintf("is not a number alone, for the %q in it", r)
	case len(digits) > 1 && digits[0] == '0' && isNumber(strings.TrimLeft(digits, "0")):
		return "is not a number here, for the leading zero"
	case strings.Trim(digits, "0123456789., \u00a0\u202f'\u2019_") == "" && strings.ContainsAny(digits, "0123456789"):
		return separatorFault
	}
	return "is not a number"
}

// isUnit reports whether r says of what a number is, such as a currency.
func isUnit(r rune) bool { return r == '%' || r == '\u2030' || unicode.Is(unicode.Sc, r) }

// isNumber reports whether s is a number in the grammar of RFC 8259, section 6.
func isNumber(s string) bool {
	s = strings.TrimPrefix(s, "-")
	whole := leadingDigits(s)
	if whole == 0 || whole > 1 && s[0] == '0' {
		return false
	}
	s = s[whole:]
	if rest, ok := strings.CutPrefix(s, "."); ok {
		n := leadingDigits(rest)
		if n == 0 {
			return false
		}
		s = rest[n:]
	}
	if s == "" {
		return true
	}
	return isExponent(s)
}

func isExponent(s string) bool {
	if s[0] != 'e' && s[0] != 'E' {
		return false
	}
	s = s[1:]
	if s != "" && (s[0] == '+' || s[0] == '-') {
		s = s[1:]
	}
	return s != "" && leadingDigits(s) == len(s)
}

func leadingDigits(s string) int {
	n := 0
	for n < len(s) && isDigit(s[n]) {
		n++
	}
	return n
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func allDigits(s string) bool { return s != "" && leadingDigits(s) == len(s) }

// spreadsheetDamage says what a spreadsheet did to a long number, or nothing.
func spreadsheetDamage(s string) error {
	unsigned := strings.TrimPrefix(s, "+")
	mantissa, exponent, ok := strings.Cut(strings.ToUpper(unsigned), "E")
	switch {
	case ok && allDigits(strings.TrimPrefix(exponent, "+")) && strings.Trim(mantissa, "0123456789.,") == "" && mantissa != "":
		return errors.New("was shortened by a spreadsheet and has lost digits: export the column as text")
	case hasZeroFraction(unsigned):
		return errors.New("ends in a fraction that a spreadsheet has added: export the column as text")
	}
	return nil
}

func hasZeroFraction(s string) bool {
	whole, fraction, ok := strings.Cut(s, ".")
	return ok && allDigits(whole) && fraction != "" && strings.Trim(fraction, "0") == ""
}
