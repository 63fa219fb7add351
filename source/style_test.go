package source

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

func TestStyles(t *testing.T) {
	t.Parallel()
	tests := []struct{ code, value, want string }{
		{"General", "45360", "45360"},
		{"0", "60123456789", "60123456789"},
		{"#,##0.00", "1234.5", "1234.5"},
		{"0.00E+00", "60123456789", "60123456789"},
		{"0%", "0.25", "0.25"},
		{`"€" #,##0.00;[Red]-"€" #,##0.00`, "-3", "-3"},
		{"@", "123", "123"},
		{`"days" 0`, "3", "3"},
		{`\d0`, "3", "3"},
		{"[Magenta]0", "3", "3"},
		{"[$-409]0.00", "3", "3"},
		{"dd/mm/yyyy", "45360", "2024-03-09"},
		{"m/d/yy", "45360.99999999", "2024-03-09"},
		{"[$-F800]dddd, mmmm dd, yyyy", "45360", "2024-03-09"},
		{`yyyy"年"m"月"d"日"`, "45360", "2024-03-09"},
		{"mmmm", "45360", "2024-03-09"},
		{"dd.mm.yyyy;@", "1", "1900-01-01"},
		{"dd.mm.yyyy", "59", "1900-02-28"},
		{"dd.mm.yyyy", "61", "1900-03-01"},
		{"dd.mm.yyyy", "2958465", "9999-12-31"},
		{"dd.mm.yyyy", "2958466", "2958466"},
		{"dd.mm.yyyy", "-1", "-1"},
		{"dd.mm.yyyy", "soon", "soon"},
		{"yyyy-mm-dd hh:mm", "45360.4375", "2024-03-09 10:30:00"},
		{"d/m/yy h:mm AM/PM", "45360.4375", "2024-03-09 10:30:00"},
		{"yyyy-mm-dd hh:mm:ss.000", "45360.999999", "2024-03-10 00:00:00"},
		{"yyyy-mm-dd hh:mm", "0.5", "12:00:00"},
		{"h:mm", "0.4375", "10:30:00"},
		{"h:mm:ss A/P", "45360.4375", "10:30:00"},
		{"mm:ss", "0.0007", "00:01:00"},
		{"[h]:mm", "1.5", "36:00:00"},
		{"[mm]:ss", "0.5", "12:00:00"},
		{"00000", "1234", "01234"},
		{"00000", "123456", "123456"},
		{"00000", "12.5", "12.5"},
		{`000\-00\-0000`, "12345678", "012-34-5678"},
		{"(000) 000-0000", "60123456789", "(6012) 345-6789"},
		{"00.00", "1", "1"},
		{"0000000000", "1.23E9", "1230000000"},
	}
	var codes []string
	rows := row(1, text("value"))
	for i, tc := range tests {
		codes = append(codes, tc.code)
		rows += row(i+2, styled(i+1, tc.value))
	}
	w := one(rows)
	w.styles = strings.Join(codes, "\n")
	got, err := read(openBytes(t, w.bytes(t), Config{}))
	if err != nil || len(got) != len(tests) {
		t.Fatalf("%d rows, error %v, want %d rows", len(got), err, len(tests))
	}
	for i, tc := range tests {
		if got := got[i].Record[0]; got != tc.want {
			t.Errorf("%s in the format %s becomes %q, want %q", tc.value, tc.code, got, tc.want)
		}
	}
}

func TestBuiltInStyles(t *testing.T) {
	t.Parallel()
	for id, want := range map[int]numberKind{
		0: general, 1: general, 4: general, 11: general, 14: date, 17: date, 18: timeOfDay, 22: dateTime, 37: general, 45: timeOfDay, 46: elapsed, 49: general, 57: date,
	} {
		if got := styleOf(&excelize.Style{NumFmt: id}).kind; got != want {
			t.Errorf("format %d is of kind %d, want %d", id, got, want)
		}
	}
}

func TestDaysFrom1904(t *testing.T) {
	t.Parallel()
	w := one(row(1, text("day"), text("moment"), text("time")) + row(2, styled(1, "43898"), styled(2, "0.5"), styled(3, "0.25")) + row(3, typed("d", "2024-03-09"), typed("d", "2024-03-09T10:30:00Z"), typed("d", "soon")))
	w.styles, w.date04 = "dd/mm/yyyy\ndd/mm/yyyy hh:mm\nhh:mm", true
	rows, err := read(openBytes(t, w.bytes(t), Config{}))
	want := []record{
		{Line: 2, Cells: []string{"2024-03-09", "1904-01-01 12:00:00", "06:00:00"}},
		{Line: 3, Cells: []string{"2024-03-09", "2024-03-09 10:30:00", "soon"}},
	}
	if diff := cmp.Diff(want, records(rows)); diff != "" || err != nil {
		t.Errorf("error %v, rows (-want +got):\n%s", err, diff)
	}
}

// A number never loses a digit that a spreadsheet would show.
func FuzzNumber(f *testing.F) {
	f.Add("60123456789.0", "00000")
	f.Add("1.23E+11", `"x"yy[h]`)
	f.Add("-0.30000000000000004", "00-00")
	f.Fuzz(func(t *testing.T, value, code string) {
		style := styleOfCode(code)
		got := (&numbers{}).number(style, value)
		var before, after float64
		if n, _ := fmt.Sscan(value, &before); n == 1 && style.kind == general && got != value {
			if n, _ := fmt.Sscan(got, &after); n != 1 || before-after > 1e-9*max(before, -before) || after-before > 1e-9*max(before, -before) {
				t.Errorf("%s in the format %q becomes %s", value, code, got)
			}
		}
	})
}
