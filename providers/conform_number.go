package providers

import (
	"errors"
	"fmt"
	"strings"
)

func appendNumber(dst []byte, form Form, s string) ([]byte, error) {
	if err := checkNumber(s, form == Integer || form == IntegerText); err != nil {
		return dst, err
	}
	if form == Number || form == Integer {
		return append(dst, s...), nil
	}
	dst = append(dst, '"')
	dst = append(dst, s...)
	return append(dst, '"'), nil
}

// checkNumber reports why s is no number as JSON writes it: the only way of
// writing one that goes out with exactly the digits that came in.
func checkNumber(s string, whole bool) error {
	accepted := "write it like 1234.5"
	if whole {
		accepted = "write it like 1234"
	}
	fault := numberFault(s)
	if fault == "" && whole && strings.ContainsAny(s, ".eE") {
		fault = "is not a whole number"
	}
	if fault == "" {
		return nil
	}
	return fmt.Errorf("%s %s: %s", quote(s), fault, accepted)
}

func numberFault(s string) string {
	if isNumber(s) {
		return ""
	}
	digits := strings.TrimPrefix(s, "-")
	switch {
	case strings.HasPrefix(s, "+"):
		return "is not a number here, for the plus sign"
	case len(digits) > 1 && digits[0] == '0' && isNumber(strings.TrimLeft(digits, "0")):
		return "is not a number here, for the leading zero"
	case strings.Trim(digits, "0123456789., \u00a0\u202f'_") == "" && strings.ContainsAny(digits, "0123456789"):
		return "is not a number here, for its separators"
	}
	return "is not a number"
}

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
