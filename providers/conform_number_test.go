package providers

import (
	"strings"
	"testing"
)

func TestConformNumber(t *testing.T) {
	t.Parallel()
	var cases []conformCase
	for _, s := range []string{"0", "-0", "42", "-1.50", "1e5", "2E-3", "12345678901234567890.123456789"} {
		cases = append(cases, conformCase{name: "number " + s, field: Field{Form: Number}, cell: text(s), want: s})
		cases = append(cases, conformCase{name: "text " + s, field: Field{Form: NumberText}, cell: number(s), want: `"` + s + `"`})
	}
	for s, fault := range map[string]string{
		"007": "leading zero", "-01": "leading zero", "+5": "plus sign", "1,234.5": "separators", "1,5": "separators", "1 000": "separators",
		"1.": "not a number", ".5": "not a number", "abc": "not a number", "0x1F": "not a number", "NaN": "not a number", "1e": "not a number",
		"-": "not a number", "1.2.3": "separators", "٣": "not a number",
	} {
		cases = append(cases, conformCase{name: "no number " + s, field: Field{Form: Number}, cell: text(s), fault: fault})
	}
	cases = append(cases,
		conformCase{name: "says what is accepted", field: Field{Form: Number}, cell: text("1,5"), fault: "write it like 1234.5"},
		conformCase{name: "integer", field: Field{Form: Integer}, cell: text("-12"), want: "-12"},
		conformCase{name: "integer text", field: Field{Form: IntegerText}, cell: number("42"), want: `"42"`},
		conformCase{name: "fraction", field: Field{Form: Integer}, cell: number("12.0"), fault: "not a whole number"},
		conformCase{name: "exponent", field: Field{Form: Integer}, cell: number("1e3"), fault: "not a whole number"},
		conformCase{name: "boolean", field: Field{Form: Number}, cell: boolean("true"), fault: "not a number"},
	)
	runConform(t, cases)
}

// signs must be right.
func signs(t testing.TB, decimal, group string) Reading {
	t.Helper()
	s, err := ParseSigns(decimal, group)
	if err != nil {
		t.Fatal(err)
	}
	return Reading{Signs: s}
}

func TestConformNumberWithSigns(t *testing.T) {
	t.Parallel()
	german, swiss, french, comma := signs(t, ",", "."), signs(t, "", "\u2019"), signs(t, ",", " "), signs(t, ",", "")
	n, whole := Field{Form: Number}, Field{Form: Integer}
	runConform(t, []conformCase{
		{name: "both", field: n, cell: text("1.234,50"), reading: german, want: "1234.50"},
		{name: "negative", field: n, cell: text("-12.345.678,9"), reading: german, want: "-12345678.9"},
		{name: "every digit", field: n, cell: text("12.345.678.901.234.567.890,10"), reading: german, want: "12345678901234567890.10"},
		{name: "without groups", field: n, cell: text("1234,5"), reading: german, want: "1234.5"},
		{name: "without fraction", field: n, cell: text("1.234"), reading: german, want: "1234"},
		{name: "as text", field: Field{Form: NumberText}, cell: text("1.234,5"), reading: german, want: `"1234.5"`},
		{name: "whole", field: whole, cell: text("1.234"), reading: german, want: "1234"},
		{name: "whole as text", field: Field{Form: IntegerText}, cell: text("1.234"), reading: german, want: `"1234"`},
		{name: "exponent", field: n, cell: text("1,5E+03"), reading: german, want: "1.5E+03"},
		{name: "apostrophe", field: n, cell: text("1\u2019234.5"), reading: swiss, want: "1234.5"},
		{name: "blank", field: n, cell: text("1 234,5"), reading: french, want: "1234.5"},
		{name: "narrow no-break space", field: n, cell: text("1\u202f234\u00a0567,5"), reading: french, want: "1234567.5"},
		{name: "decimal alone", field: n, cell: text("0,5"), reading: comma, want: "0.5"},
		{name: "a JSON number has its own", field: n, cell: number("1.234"), reading: german, want: "1.234"},
		{name: "wrong groups", field: n, cell: text("1.23,4"), reading: german, fault: "separators: write it like 1.234,5"},
		{name: "group too long", field: n, cell: text("1234.567"), reading: german, fault: "separators"},
		{name: "group in the fraction", field: n, cell: text("1,234.567"), reading: german, fault: "separators"},
		{name: "group in front", field: n, cell: text(".234"), reading: german, fault: "separators"},
		{name: "Indian groups", field: n, cell: text("12.34.567"), reading: german, fault: "separators"},
		{name: "two fractions", field: n, cell: text("1,2,3"), reading: german, fault: "separators"},
		{name: "point that is no sign", field: n, cell: text("1.5"), reading: comma, fault: "separators: write it like 1234,5"},
		{name: "zero in a group", field: n, cell: text("0.123"), reading: german, fault: "leading zero"},
		{name: "percent", field: n, cell: text("12 %"), reading: german, fault: "for the '%' in it: write it like 1.234,5"},
		{name: "percent of a plain number", field: n, cell: text("12%"), fault: "for the '%' in it"},
		{name: "currency", field: n, cell: text("€ 1.234,50"), reading: german, fault: "for the '€' in it"},
		{name: "currency behind", field: whole, cell: text("100$"), fault: "for the '$' in it"},
		{name: "fraction of a whole", field: whole, cell: text("1.234,0"), reading: german, fault: "not a whole number: write it like 1.234"},
		{name: "sign alone", field: n, cell: text(","), reading: german, fault: "not a number"},
	})
}

func TestParseSigns(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ decimal, group, fault string }{
		{"", "", ""},
		{".", ",", ""},
		{",", ".", ""},
		{",", " ", ""},
		{"", "'", ""},
		{"\u066b", "\u066c", ""},
		{",", ",", "both"},
		{".", ".", "both"},
		{"", ".", "say with decimal"},
		{"x", "", "decimal is"},
		{"", "0", "group is"},
		{"--", "", "one character"},
		{"-", "", "one character"},
		{"", "\xff", "one character"},
		{",", "\u00a0\u00a0", "one character"},
	} {
		_, err := ParseSigns(c.decimal, c.group)
		if (err == nil) != (c.fault == "") || err != nil && !strings.Contains(err.Error(), c.fault) {
			t.Errorf("decimal %q and group %q gave %v; want %q", c.decimal, c.group, err, c.fault)
		}
	}
}
