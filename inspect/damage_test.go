package inspect

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"rollcall/contact"
)

func columns(header string) []Column {
	var all []Column
	for name := range strings.SplitSeq(header, ",") {
		c := Column{Name: name}
		switch name {
		case "id":
			c.Role = Identifier
		case "mobile":
			c.Role = Dialled
		case "zip":
			c.Role = Postal
		case "customer":
			c.Role = Key
		case "spare":
			c.Spare = true
		}
		all = append(all, c)
	}
	return all
}

// findings shows rows to a watch; their cells stand between commas.
func findings(header string, rows ...string) []Finding {
	w := NewWatch(columns(header))
	for i, row := range rows {
		w.Row(&contact.Row{Number: i + 1, Line: i + 2, Record: strings.Split(row, ",")})
	}
	return w.Findings(true)
}

func repeat(n int, row string) []string {
	rows := make([]string, n)
	for i := range rows {
		rows[i] = strings.ReplaceAll(row, "%d", fmt.Sprint(10+i))
	}
	return rows
}

func TestDamage(t *testing.T) {
	t.Parallel()
	people := repeat(4, "Ann,a%d@example.com,+60 12 345 67%d,12/05/19%d")
	tests := []struct {
		name   string
		header string
		rows   []string
		want   []Finding
	}{
		{"exponents", "id,mobile,x", []string{"1.23E+11,6.01E+10,1.5E+3", "5,6E+10,7"}, []Finding{
			{Kind: Exponent, Column: "id", Count: 1, Lines: []int{2}, Example: "1.23E+11"},
			{Kind: Exponent, Column: "mobile", Count: 2, Lines: []int{2, 3}, Example: "6.01E+10"},
		}},
		{"a hex id is no exponent", "id", []string{"674d9650b0000000000001e0", "1e5", "12e10"}, nil},
		{"overflow", "x", []string{"########", "#", "##", "#1", "# 3"}, []Finding{
			{Kind: Overflow, Column: "x", Count: 1, Lines: []int{2}, Example: "########"},
		}},
		{"formulas", "x,y", []string{"#N/A, #REF!", "#DIV/0!,#team", "#name?,#BEZUG!", "#VALUE!,"}, []Finding{
			{Kind: FormulaError, Column: "x", Count: 4, Lines: []int{2, 3, 4}, Example: "#N/A"},
			{Kind: FormulaError, Column: "y", Count: 2, Lines: []int{2, 4}, Example: "#REF!"},
		}},
		{"mojibake", "x", []string{"JosÃ©", "itâ€™s", "a\u00c2\u00a0b", "WrocÅ‚aw", "GroÃŸ"}, []Finding{
			{Kind: Mojibake, Column: "x", Count: 5, Lines: []int{2, 3, 4}, Example: "JosÃ©"},
		}},
		{"letters that are right", "x", []string{"SÃO PAULO", "CÂMARA", "“MAÇÔ", "Åsa", "«CAFÉ»", "pâté", "Ã", "château"}, nil},
		{"a delimiter not used", "a;b;c", []string{"1;2;3"}, []Finding{
			{Kind: Delimiter, Column: "a;b;c", Count: 1, Lines: []int{1}, Example: "a;b;c"},
		}},
		{"a name with a semicolon", "a;b,c", []string{"1,2"}, nil},
		{"rounded", "x", []string{"1234567890123450000", "12345678901234500", "7"}, []Finding{
			{Kind: Rounded, Column: "x", Count: 2, Lines: []int{2, 3}, Example: "1234567890123450000"},
		}},
		{"one zero is chance", "x", []string{"1234567890123450", "1234567890123457"}, nil},
		{"ids of which few end in zeros", "x", append(repeat(20, "12345678901234567%d"), "1234567890123450000"), nil},
		{"empty column", "a,b,spare", []string{"1,,", "2, ,", "3,,"}, []Finding{
			{Kind: Hollow, Column: "b", Count: 3},
		}},
		{"two rows are few", "a,b", []string{"1,", "2,"}, nil},
		{"one cell to the left", "name,mail,phone,born", append(people, "b@example.com,+60 12 345 6789,13/05/1990,"), []Finding{
			{Kind: Shifted, Column: "mail", Count: 1, Lines: []int{6}, Example: "+60 12 345 6789"},
		}},
		{"one cell to the right", "name,mail,phone,born", append(people, "Ann,bin,b@example.com,+60 12 345 6789"), []Finding{
			{Kind: Shifted, Column: "mail", Count: 1, Lines: []int{6}, Example: "bin"},
		}},
		{"a single stray", "name,mail,phone,born", append(people, "b@example.com,,+60 12 345 6789,13/05/1990", "Ann,none,,"), nil},
		{"postal codes", "zip", []string{"10115", "80331", "01067"[1:], "20095", "60311"}, []Finding{
			{Kind: LostZeros, Column: "zip", Count: 1, Lines: []int{4}, Example: "1067"},
		}},
		{"postal codes with their zeros", "zip", []string{"10115", "80331", "01067", "2009", "60311"}, nil},
		{"padded numbers", "customer", []string{"00088", "00101", "99", "12345"}, []Finding{
			{Kind: LostZeros, Column: "customer", Count: 1, Lines: []int{4}, Example: "99"},
		}},
		{"a sequence", "customer", []string{"8", "9", "10", "11", "100"}, nil},
	}
	for _, tt := range tests {
		got := findings(tt.header, tt.rows...)
		if diff := cmp.Diff(tt.want, got, cmpopts.IgnoreFields(Finding{}, "Cause")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

// TestDamage_late judges rows long after the look of the columns was learnt.
func TestDamage_late(t *testing.T) {
	t.Parallel()
	rows := repeat(3*learned, "Ann,a%d@example.com,+60 12 345 6789")
	rows = append(rows, "b@example.com,+60 12 345 6780,")
	got := findings("name,mail,phone", rows...)
	if len(got) != 1 || got[0].Kind != Shifted || got[0].Lines[0] != 3*learned+2 {
		t.Errorf("a late row that stands aside gives %v", got)
	}
}

// TestDamage_swallowed tells rows inside a cell from a text with several lines.
func TestDamage_swallowed(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		record []string
		column string // in which rows are found; empty for none
	}{
		{"the rest of a row and one more", []string{"1", "Ann\n2,Bob"}, "b"},
		{"in the middle", []string{"1", "Ann;x\n2;Bob", "y"}, "b"},
		{"in the first column", []string{"1,Ann\n2", "Bob"}, "a"},
		{"whole rows, which begin with a name", []string{"Ann", "x", "y", "z", "1\nBob,x,y,z,2\nCid,x,y,z,3"}, "e"},
		{"an address of three lines", []string{"Ann", "x", "Block B\n12 Main Street, Kuala Lumpur, MY\nKL, 50450, MY"}, ""},
		{"an address", []string{"1", "12 Main Street\n50450 Kuala Lumpur, MY"}, ""},
		{"a longer one", []string{"1", "Ann", "a@example.com", "12 Main Street\nFlat 3, Block B, KL, MY"}, ""},
		{"an address with a number in front", []string{"1001", "Ann", "Block B\n12, Jalan Ampang, KL"}, ""},
		{"an address that begins with a name", []string{"MY", "Ann", "Flat 3\nKL, 50450, Malaysia"}, ""},
		{"a note", []string{"1", "a\nb"}, ""},
		{"a list of numbers", []string{"1", "7, 8\n9, 10"}, ""},
		{"one column", []string{"a\nb"}, ""},
	} {
		w := NewWatch(columns("a,b,c,d,e"[:2*len(tt.record)-1]))
		w.Row(&contact.Row{Line: 2, Record: tt.record})
		var got string
		for _, f := range w.Findings(true) {
			if got = f.Column; f.Kind != Swallowed || f.Count != 1 || f.Lines[0] != 2 {
				t.Errorf("%s: found %v", tt.name, f)
			}
		}
		if got != tt.column {
			t.Errorf("%s: rows are found inside column %q, want %q", tt.name, got, tt.column)
		}
	}
}

func TestDamage_object(t *testing.T) {
	t.Parallel()
	w := NewWatch(columns("id,tags,note"))
	for i := range 3 {
		w.Row(&contact.Row{Line: i + 1, Values: []contact.Cell{
			{Kind: contact.Number, Text: "1.2E+11"}, {Kind: contact.List}, {Kind: contact.Null},
		}})
	}
	w.Row(&contact.Row{Line: 4, Err: fmt.Errorf("no object")})
	want := []Finding{
		{Kind: Exponent, Column: "id", Count: 3, Lines: []int{1, 2, 3}, Example: "1.2E+11"},
		{Kind: Hollow, Column: "note", Count: 3},
	}
	if diff := cmp.Diff(want, w.Findings(true), cmpopts.IgnoreFields(Finding{}, "Cause")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestDamage_part says nothing of empty columns before the input's end.
func TestDamage_part(t *testing.T) {
	t.Parallel()
	w := NewWatch(columns("a,b"))
	for i := range 9 {
		w.Row(&contact.Row{Line: i + 2, Record: []string{"1", ""}})
	}
	if got := w.Findings(false); got != nil {
		t.Errorf("the first rows of a sparse column give %v", got)
	}
}

func TestFinding_String(t *testing.T) {
	t.Parallel()
	f := Finding{Kind: FormulaError, Column: "Mobile", Count: 5, Lines: []int{2, 4, 9}, Example: "#N/A", Cause: "ask"}
	want := `column "Mobile": errors of a formula, such as "#N/A" (5, lines 2, 4, 9, …): ask`
	if f.String() != want {
		t.Errorf("the finding reads\n%s\nwant\n%s", f, want)
	}
}

// FuzzWatch looks for a row that breaks the watch, or makes a finding without a
// place, a cause or a bound.
func FuzzWatch(f *testing.F) {
	f.Add("id,mobile,zip", "1.2E+11,########,01067\nÃ©,#N/A,1067\n,,\n12345678901234567890,a@b.c,x")
	f.Add("a;b", "")
	f.Fuzz(func(t *testing.T, header, text string) {
		rows := strings.Split(text, "\n")
		for _, found := range findings(header, rows...) {
			switch {
			case found.Count < 1 || found.Cause == "" || len(found.Lines) > 3:
				t.Errorf("%+v says too little or too much", found)
			case found.Kind != Hollow && found.Kind != Delimiter && (len(found.Lines) == 0 || found.Lines[len(found.Lines)-1] > len(rows)+1):
				t.Errorf("%+v names lines that are none of %d", found, len(rows)+1)
			}
		}
	})
}

// BenchmarkWatch gives the cost of a row of twelve ordinary cells.
func BenchmarkWatch(b *testing.B) {
	names := "id,first,last,mobile,mail,street,zip,city,country,born,tags,note"
	record := strings.Split("674d9650b0000000000001a0,Nurul Aisyah,binti Rahman,0123456101,nurul@example.com,83 Persiaran Contoh,75200,Melaka,MY,28/04/2025,a;b,prefers WhatsApp", ",")
	w := NewWatch(columns(names))
	row := contact.Row{Line: 2, Record: record}
	b.ReportAllocs()
	for b.Loop() {
		w.Row(&row)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(record)), "ns/cell")
}
