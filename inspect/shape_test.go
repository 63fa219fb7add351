package inspect

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestShapes(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text string
		want Shape
	}{
		{"", 0},
		{"Nurul Aisyah", 0},
		{"a.b+c@example.com", Email},
		{"a@localhost", 0},
		{"a@b@example.com", 0},
		{"https://example.com/x?y=1", URL},
		{"www.example.com", URL},
		{"HTTP://EXAMPLE.COM", URL},
		{"httpd is down.", 0},
		{"+60 12-345 6789", Phone},
		{"0049 30 1234567", Phone},
		{"(0491) 570 100", Phone},
		{"0491570102", Phone | Padded},
		{"198.51.100.49", 0},
		{"00000088", Padded},
		{"700019", Integer},
		{"-12", Integer},
		{"676.5", Decimal},
		{"12,50", Decimal},
		{"1.234.567", 0},
		{"61bcb437-7716-4001-acf7-b739274dff8c", UUID},
		{"674d9650b0000000000001a0", Hex24},
		{"d73c43fad1272a253bb427c1a1da059d", Hex32},
		{"123456789012345678901234", Hex24 | Integer},
		{"31/12/2024", Date},
		{"2024-12-31", Date},
		{"1.2.1990", Date},
		{"32/12/2024", 0},
		{"2024-12-31T10:00:00Z", Stamp},
		{"31.12.2024 9:05", Stamp},
		{"14:30", Clock},
		{"20.15", Clock},
		{"25:00", 0},
		{"tidak", Boolean},
		{"NO", Boolean | Code},
		{"de", Code},
		{"1", Integer | Boolean},
	}
	for _, tt := range tests {
		if got := Shapes(tt.text); got != tt.want {
			t.Errorf("%q looks like %014b, want %014b", tt.text, got, tt.want)
		}
	}
}

func TestLayouts(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		cells []string
		want  []Layout
	}{
		{"day above 12", []string{"01/02/2024", "13/02/2024"}, []Layout{{Pattern: "DD/MM/YYYY", Cells: 2}}},
		{"month last", []string{"02/13/2024"}, []Layout{{Pattern: "MM/DD/YYYY", Cells: 1}}},
		{"one digit", []string{"1.2.2024", "25.12.2024"}, []Layout{{Pattern: "D.M.YYYY", Cells: 2}}},
		{"nothing proves it", []string{"01/02/2024"}, []Layout{{Either: []string{"DD/MM/YYYY", "MM/DD/YYYY"}, Cells: 1}}},
		{"both orders", []string{"13/02/2024", "02/13/2024"}, []Layout{{Cells: 2}}},
		{"ISO", []string{"2024-02-13"}, []Layout{{Pattern: "YYYY-MM-DD", Cells: 1}}},
		{"with a time", []string{"13/02/2024 9:30", "14/02/2024 10:30"}, []Layout{{Pattern: "DD/MM/YYYY H:mm", Cells: 2}}},
		{"with an offset", []string{"2024-02-13T10:00:00+08:00"}, []Layout{{Pattern: "YYYY-MM-DDTHH:mm:ssZ", Cells: 1}}},
		{"several", []string{"2024-02-13", "13.02.2024", "14.02.2024"}, []Layout{
			{Pattern: "DD.MM.YYYY", Cells: 2}, {Pattern: "YYYY-MM-DD", Cells: 1},
		}},
		{"time of day", []string{"14:30", "09:00"}, []Layout{{Pattern: "HH:mm", Cells: 2}}},
	}
	for _, tt := range tests {
		table := NewTable([]string{"x"})
		for _, cell := range tt.cells {
			table.Add([]string{cell})
		}
		if diff := cmp.Diff(tt.want, table.Columns[0].Layouts()); diff != "" {
			t.Errorf("%s: a draft would say (-want +got):\n%s", tt.name, diff)
		}
	}
}

// FuzzShapes looks for a text that is taken for several things that exclude each
// other, or breaks a recogniser.
func FuzzShapes(f *testing.F) {
	for _, seed := range []string{"", "a@b.c", "+60123456789", "31/12/2024 10:00:00.5+0800", "d73c43fad1272a253bb427c1a1da059d", "#N/A", "1.2E+11", "Ã©", "T1:1"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s := Shapes(strings.TrimSpace(text))
		for _, only := range []Shape{Email, UUID, Date, Stamp, Clock} {
			if s&only != 0 && s != only {
				t.Errorf("%q is %014b: %014b excludes all else", text, s, only)
			}
		}
		if c := Plain(text); Plain(c) != c {
			t.Errorf("the plain name of %q is %q, and that of this %q", text, c, Plain(c))
		}
		ConceptOf(text)
		if utf8.RuneCountInString(cut(text)) > maxExample+1 {
			t.Errorf("%q is not cut", text)
		}
		garbled(text)
	})
}

func BenchmarkShapes(b *testing.B) {
	for b.Loop() {
		Shapes("nurulaisyah.rahman@example.com")
	}
}
