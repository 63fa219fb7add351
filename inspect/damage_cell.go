package inspect

import "strings"

// hash looks at a cell that begins with a #.
func (c *watched) hash(text string, line int) {
	switch {
	case len(text) >= 3 && strings.Trim(text, "#") == "":
		c.note(Overflow, text, line)
	case formulaErrors[strings.ToUpper(text)]:
		c.note(FormulaError, text, line)
	}
}

// formulaErrors are what spreadsheets write for a formula that failed, in the
// languages in which they do.
var formulaErrors = map[string]bool{
	"#N/A": true, "#REF!": true, "#VALUE!": true, "#NAME?": true, "#DIV/0!": true, "#NULL!": true, "#NUM!": true,
	"#SPILL!": true, "#CALC!": true, "#FIELD!": true, "#BLOCKED!": true, "#ERROR!": true,
	"#NV": true, "#BEZUG!": true, "#WERT!": true, "#ZAHL!": true,
	"#VALEUR!": true, "#NOM?": true, "#NOMBRE!": true,
	"#¡REF!": true, "#¡VALOR!": true, "#¿NOMBRE?": true, "#¡DIV/0!": true, "#¡NUM!": true,
	"#RIF!": true, "#VALORE!": true, "#NOME?": true, "#N/D": true, "#VALOR!": true,
	"#VERW!": true, "#WAARDE!": true, "#NAAM?": true, "#DEEL/0!": true, "#GETAL!": true, "#N/B": true,
}

// number looks at a cell that begins like a number.
func (c *watched) number(text string, line int) {
	if (c.Role == Identifier || c.Role == Dialled) && isExponent(text) {
		c.note(Exponent, text, line)
	}
	n := 0
	for n < len(text) && isDigit(text[n]) {
		n++
	}
	if n < len(text) {
		return
	}
	if n > 15 {
		c.wide(text, line)
	}
	if c.lengths != nil {
		c.lengths.add(text, line)
	}
}

// isExponent recognises 6.01234E+10, as spreadsheets show a long number. The
// plus, which they always write, tells it from an id in hex digits.
func isExponent(text string) bool {
	at := strings.IndexByte(text, '+')
	if at < 2 || text[at-1]|0x20 != 'e' || at+1 == len(text) || strings.Trim(text[at+1:], "0123456789") != "" {
		return false
	}
	mantissa := strings.TrimPrefix(text[:at-1], "-")
	return mantissa != "" && isDigit(mantissa[0]) && strings.Trim(mantissa[1:], "0123456789.,") == ""
}

const keptDigits = 15 // of a number in a spreadsheet

// wide looks at the digits of a long number that a spreadsheet would have lost.
func (c *watched) wide(digits string, line int) {
	c.long++
	if strings.Trim(digits[keptDigits:], "0") == "" {
		c.zeros += len(digits) - keptDigits
		c.note(Rounded, digits, line)
	}
}

// rounded reports whether the zeros at the ends of the long numbers are more
// than chance: nearly all of the numbers have them, and they are three at least.
func (c *watched) rounded() bool {
	return c.zeros >= 3 && 10*c.marks[Rounded].count >= 9*c.long
}
