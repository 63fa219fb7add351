package draft

import (
	"fmt"
	"strings"
	"testing"
)

// TestNew_numbers drafts the same cells for a field that is a number and for a
// column without a field. Sent with the wrong sign a number is a thousand times
// too small or too large, and nobody is told.
func TestNew_numbers(t *testing.T) {
	t.Parallel()
	const text = "Ref"
	number := func(options string) string { return "{column: Ref, type: number" + options + "}" }
	unclear := func(cell string) string {
		return number("") + fmt.Sprintf(" # say with decimal or group which sign stands before the fraction, and which between the thousands, as in %q.", cell)
	}
	tests := []struct{ name, cells, want string }{
		{"thousands or fractions", "1.234;17.500", unclear("1.234")},
		{"the same with commas", "1,234;17,500", unclear("1,234")},
		{"both signs", "1.234;17,500", unclear("1.234")},
		{"among numbers without a sign", "7;1.234;2024;0;-3.500", unclear("1.234")},
		{"one among many whole numbers", "1;2;3;4;5;6;7;8;9;10;11;1.234", unclear("1.234")},
		{"a cell that is no number proves nothing", "1.234;2.345;3.456;4.567;5.678;6.789;7.890;8.901;9.012;n/a", unclear("1.234")},
		{"two digits behind a point", "1.234;17.50", number("")},
		{"no thousands begin with zero", "0.125;1.234", number("")},
		{"nor have they four digits before the first sign", "1234.567;1.234", number("")},
		{"two digits behind a comma", "1.234;17,50", number(`, decimal: ",", group: "."`)},
		{"two signs in one of the cells", "1.234;17.500.000", number(`, decimal: ",", group: "."`)},
		{"a blank is no decimal sign", "1 234;17 500", number(`, group: " "`)},
		{"negative ones", "-1.234.567;1.234.567", number(`, decimal: ",", group: "."`)},
		{"millions with a fraction", "1.234.567,50;2.000.000,00", number(`, decimal: ",", group: "."`)},
		{"addresses", "192.168.001.001;192.168.001.002", text},
		{"article numbers", "100.200.300;100.200.400", text},
		{"article numbers with commas", "100,200,300;100,200,400", text},
		{"article numbers with blanks", "100 200 300;7 200 400", text},
		{"a group of two digits", "1.23.456;1.23.456.789", text},
		{"a first group of four digits", "1234.567.890;1234.567.890.123", text},
		{"a first group with a leading zero", "01.234.567;01.234.567.890", text},
	}
	for _, tt := range tests {
		cells := strings.Split(tt.cells, ";")
		custom := draftOf(t, "Ref", cells)
		if want := "#   Ref: " + tt.want + "\n"; !strings.Contains(custom, want) {
			t.Errorf("%s: the draft lacks %q:\n%s", tt.name, want, custom)
		}
		field := draftOf(t, "last_latitude", cells)
		if want, ok := mapped(tt.want); ok && !strings.Contains(field, want) {
			t.Errorf("%s: the draft lacks %q:\n%s", tt.name, want, field)
		} else if !ok && strings.Contains(field, "\n  last_latitude:") {
			t.Errorf("%s: the draft sends codes as a number:\n%s", tt.name, field)
		}
	}
}

// draftOf drafts a mapping for a column of cells beside the identifiers.
func draftOf(t *testing.T, column string, cells []string) string {
	t.Helper()
	table := "id;Name;" + column
	for i, cell := range cells {
		table += fmt.Sprintf("\n550aac3da096734ce5000a%02x;;%s", i, cell)
	}
	got, header := drafted(t, "cendyn", table)
	compiles(t, column, settled(string(got.Text)), header)
	return string(got.Text)
}

// mapped returns what stands in fields for a line of custom; false for a text.
func mapped(line string) (string, bool) {
	rest, ok := strings.CutPrefix(line, "{column: Ref, type: number")
	options, todo, unclear := strings.Cut(rest, "} # ")
	options = strings.TrimSuffix(options, "}")
	switch {
	case !ok:
		return "", false
	case unclear:
		return "  # TODO: " + todo + "\n  last_latitude: last_latitude\n", true
	case options == "":
		return "\n  last_latitude: last_latitude\n", true
	}
	return "\n  last_latitude: {column: last_latitude" + options + "}\n", true
}
