package providers

import (
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// A decimal is a number as 0.digits times ten to the exponent: no digit is lost,
// and equal numbers are equal decimals.
type decimal struct {
	negative bool
	digits   string // neither begins nor ends in a zero; empty for zero
	exponent int
}

// sameNumber compares two numbers, each of which may stand in a text.
func sameNumber(a, b jsontext.Value) bool {
	x, okX := readDecimal(a)
	y, okY := readDecimal(b)
	return okX && okY && x == y
}

// readDecimal is false for what is no number of JSON, and for an exponent that
// nobody means.
func readDecimal(value jsontext.Value) (decimal, bool) {
	text, ok := PlainText(value)
	if !ok || !isNumber(text) {
		return decimal{}, false
	}
	mantissa, power, _ := strings.Cut(strings.ToLower(text), "e")
	if power == "" {
		power = "0"
	}
	exponent, err := strconv.ParseInt(power, 10, 32)
	if err != nil {
		return decimal{}, false
	}
	return newDecimal(mantissa, int(exponent)), true
}

func newDecimal(mantissa string, exponent int) decimal {
	whole, fraction, _ := strings.Cut(strings.TrimPrefix(mantissa, "-"), ".")
	all := whole + fraction
	digits := strings.TrimLeft(all, "0")
	if digits == "" {
		return decimal{}
	}
	return decimal{
		negative: mantissa[0] == '-',
		digits:   strings.TrimRight(digits, "0"),
		exponent: exponent + len(whole) - (len(all) - len(digits)),
	}
}
