package source

import (
	"encoding/csv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rollcall/contact"
)

// A record is what a test looks at of a row of delimited input.
type record struct {
	Line  int
	Cells []string
	Blank bool
	Err   string
}

func records(rows []contact.Row) []record {
	var all []record
	for _, row := range rows {
		r := record{Line: row.Line, Cells: row.Record, Blank: row.Blank}
		if row.Err != nil {
			r.Err = row.Err.Error()
		}
		all = append(all, r)
	}
	return all
}

const (
	bare  = "a quote inside a cell that is not in quotes: put the whole cell in quotes and double those inside"
	after = "text after a closing quote: double the quotes inside the cell"
)

func TestCSV(t *testing.T) {
	t.Parallel()
	cells := func(c ...string) []string { return c }
	tests := []struct {
		name, text string
		want       []record
		final      string
	}{
		{name: "header only", text: "a,b\n"},
		{name: "header without line end", text: "a,b"},
		{name: "mark and CRLF", text: "\ufeffa,b\r\n1,2\r\n", want: []record{{Line: 2, Cells: cells("1", "2")}}},
		{name: "mark and quotes", text: "\ufeff\"a\",b\n1,2\n", want: []record{{Line: 2, Cells: cells("1", "2")}}},
		{name: "no final line end", text: "a,b\n1,2", want: []record{{Line: 2, Cells: cells("1", "2")}}},
		{name: "final carriage return", text: "a,b\n1,2\r", want: []record{{Line: 2, Cells: cells("1", "2")}}},
		{name: "cells stay as they stand", text: "a,b\n 1 ,00123\n", want: []record{{Line: 2, Cells: cells(" 1 ", "00123")}}},
		{name: "blank lines", text: "\n\na,b\n\n1,2\r\n\r\n\n3,4\n\n\r\n", want: []record{
			{Line: 4, Cells: cells("", ""), Blank: true},
			{Line: 5, Cells: cells("1", "2")},
			{Line: 6, Cells: cells("", ""), Blank: true},
			{Line: 7, Cells: cells("", ""), Blank: true},
			{Line: 8, Cells: cells("3", "4")},
			{Line: 9, Cells: cells("", ""), Blank: true},
			{Line: 10, Cells: cells("", ""), Blank: true},
		}},
		{name: "a carriage return at the end is a blank line", text: "a,b\n1,2\n\r", want: []record{
			{Line: 2, Cells: cells("1", "2")},
			{Line: 3, Cells: cells("", ""), Blank: true},
		}},
		{name: "cells of blanks", text: "a,b\n , \t\n  \n,,,\n\u00a0,\n", want: []record{
			{Line: 2, Cells: cells(" ", " \t"), Blank: true},
			{Line: 3, Cells: cells("  "), Blank: true},
			{Line: 4, Cells: cells("", "", "", ""), Blank: true},
			{Line: 5, Cells: cells("\u00a0", ""), Blank: true},
		}},
		{name: "cells of several lines", text: "a,b\r\n\"1\r\n\r\nx\",2\r\n3,4\n", want: []record{
			{Line: 2, Cells: cells("1\n\nx", "2")},
			{Line: 5, Cells: cells("3", "4")},
		}},
		{name: "header of several lines", text: "\"a\nA\",b\n1,2\n", want: []record{{Line: 3, Cells: cells("1", "2")}}},
		{name: "width", text: "a,b\n1\n1,2,3\n1,2\n", want: []record{
			{Line: 2, Cells: cells("1"), Err: "has 1 cell, the header has 2: a cell is missing, or a quote is"},
			{Line: 3, Cells: cells("1", "2", "3"), Err: "has 3 cells, the header has 2: put a cell that holds the delimiter in quotes"},
			{Line: 4, Cells: cells("1", "2")},
		}},
		{name: "quote in an open cell", text: "a,b\n1,say \"hi\"\n1,2\n", want: []record{
			{Line: 2, Cells: cells("1", `say "hi"`), Err: "line 2, column 7: " + bare},
			{Line: 3, Cells: cells("1", "2")},
		}},
		{name: "text behind a closing quote", text: "a,b\n\n\"1\"x,2\n3,4\n", want: []record{
			{Line: 2, Cells: cells("", ""), Blank: true},
			{Line: 3, Cells: cells("", "", `"1"x,2`), Err: "line 3, column 3: " + after},
			{Line: 4, Cells: cells("3", "4")},
		}},
		{name: "stray quote, nothing to salvage", text: "a,b\n1\"\r\n3,4\n", want: []record{
			{Line: 2, Cells: cells("", "", `1"`), Err: "line 2, column 2: " + bare},
			{Line: 3, Cells: cells("3", "4")},
		}},
		{name: "stray quote on the last line", text: "a,b\n1,2\n\"x\"y,4", want: []record{
			{Line: 2, Cells: cells("1", "2")},
			{Line: 3, Cells: cells("", "", `"x"y,4`), Err: "line 3, column 3: " + after},
		}},
		{name: "quote that closes on a later line", text: "a,b\n1,\"open\n2,\"x\"\n3,4\n", want: []record{
			{Line: 2, Cells: cells("", "", "1,\"open\n2,\"x\""), Err: "line 3, column 3: text after a closing quote: the quote opened on line 2 may lack its end, or one inside the cell is not doubled"},
			{Line: 4, Cells: cells("3", "4")},
		}},
		{
			name: "quote never closed", text: "a,b\n1,2\n3,\"4\n5,6\n",
			want:  []record{{Line: 2, Cells: cells("1", "2")}},
			final: "standard input:3: a quote opened on line 3 is never closed: close it, or double it where it belongs to the text",
		},
		{
			name: "quote never closed, not on the record's first line", text: "a,b\n\"1\n\"\"\n\",\"4\n5,6",
			final: "standard input:4: a quote opened on line 4 is never closed: close it, or double it where it belongs to the text",
		},
		{name: "not UTF-8", text: "a,Name\n1,M\xfcller\n\xff,2,3\n1,2\n", want: []record{
			{Line: 2, Cells: cells("1", "M\xfcller"), Err: `line 2: column "Name" holds bytes that are not UTF-8: if the file is in Windows-1252, as many exports are, add --encoding windows-1252`},
			{Line: 3, Cells: cells("\xff", "2", "3"), Err: `line 3: column "a" holds bytes that are not UTF-8: if the file is in Windows-1252, as many exports are, add --encoding windows-1252`},
			{Line: 4, Cells: cells("1", "2")},
		}},
		{name: "NUL", text: "a,\n1,x\x00y\n", want: []record{
			{Line: 2, Cells: cells("1", "x\x00y"), Err: "line 2: column 2 holds a NUL byte: remove it"},
		}},
		{name: "short record of a rejects file", text: "a,b,c,rollcall_message\n" +
			"1,,,\"has 1 cell, the header has 3: a cell is missing\"\n" +
			"1,,,\"still has 1 cells, the header has 3: fill in\"\n" +
			"1,x,,\"has 1 cell, the header has 3: a cell is missing\"\n" +
			"1,,,\n", want: []record{
			{Line: 2, Cells: cells("1", "", "", "has 1 cell, the header has 3: a cell is missing"), Err: "still has 1 cells, the header has 3: fill in what is missing; if it is meant to be empty, empty its rollcall_message"},
			{Line: 3, Cells: cells("1", "", "", "still has 1 cells, the header has 3: fill in"), Err: "still has 1 cells, the header has 3: fill in what is missing; if it is meant to be empty, empty its rollcall_message"},
			{Line: 4, Cells: cells("1", "x", "", "has 1 cell, the header has 3: a cell is missing")},
			{Line: 5, Cells: cells("1", "", "", "")},
		}},
		{name: "short record of a rejects file of rejects", text: "a,b,rollcall_row,rollcall_outcome,rollcall_message\n" +
			"1,,7,invalid,\"has 1 cell, the header has 5: a cell is missing\"\n" +
			"1,,7,invalid,\"has 1 cell, the header has 6: a cell is missing\"\n" +
			"1,2,7,invalid,\"has 2 cells, the header has 5: a cell is missing\"\n" +
			"1,,7,invalid,\"has -1 cells, the header has 5\"\n" +
			"1,,7,invalid,\"has 9 cells, the header has 5\"\n", want: []record{
			{Line: 2, Cells: cells("1", "", "7", "invalid", "has 1 cell, the header has 5: a cell is missing"), Err: "still has 1 cells, the header has 5: fill in what is missing; if it is meant to be empty, empty its rollcall_message"},
			{Line: 3, Cells: cells("1", "", "7", "invalid", "has 1 cell, the header has 6: a cell is missing"), Err: "still has 1 cells, the header has 6: fill in what is missing; if it is meant to be empty, empty its rollcall_message"},
			{Line: 4, Cells: cells("1", "2", "7", "invalid", "has 2 cells, the header has 5: a cell is missing")},
			{Line: 5, Cells: cells("1", "", "7", "invalid", "has -1 cells, the header has 5")},
			{Line: 6, Cells: cells("1", "", "7", "invalid", "has 9 cells, the header has 5")},
		}},
		{name: "surplus of a rejects file", text: "a,rollcall_surplus\n1,\n2, \n3,x\n", want: []record{
			{Line: 2, Cells: cells("1", "")},
			{Line: 3, Cells: cells("2", " ")},
			{Line: 4, Cells: cells("3", "x"), Err: "rollcall_surplus still holds the cells that did not fit: correct the row and empty that column"},
		}},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			s := open(t, CSV, tc.text)
			rows, err := read(s)
			checkNumbers(t, rows)
			if diff := cmp.Diff(tc.want, records(rows)); diff != "" {
				t.Errorf("rows of %q (-want +got):\n%s", tc.text, diff)
			}
			if final := message(err); final != tc.final {
				t.Errorf("%q ends with error\n%q, want\n%q", tc.text, final, tc.final)
			}
		})
	}
}

func message(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func TestTSV(t *testing.T) {
	t.Parallel()
	s := open(t, TSV, "a\tb\n1,5\t\"x\ty\"\n1\n")
	rows, err := read(s)
	want := []record{
		{Line: 2, Cells: []string{"1,5", "x\ty"}},
		{Line: 3, Cells: []string{"1"}, Err: "has 1 cell, the header has 2: a cell is missing, or a quote is"},
	}
	if diff := cmp.Diff(want, records(rows)); diff != "" || err != nil {
		t.Errorf("error %v, rows (-want +got):\n%s", err, diff)
	}
}

func TestHeader(t *testing.T) {
	t.Parallel()
	s := open(t, CSV, "\ufeff E-mail ,\"Phone\r\n2\",,E-mail\n")
	if diff := cmp.Diff([]string{"E-mail", "Phone\n2", "", "E-mail"}, s.Header()); diff != "" {
		t.Errorf("Header() (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{" E-mail ", "Phone\n2", "", "E-mail"}, s.RawHeader()); diff != "" {
		t.Errorf("RawHeader() (-want +got):\n%s", diff)
	}
	if s.Keys() != nil {
		t.Errorf("Keys() = %q for CSV, want none", s.Keys())
	}
}

func TestBindCSV(t *testing.T) {
	t.Parallel()
	s := open(t, CSV, "x, Name ,x\n1,Ann,2\n", "Name", "x")
	rows, err := read(s)
	if err != nil || len(rows) != 1 {
		t.Fatalf("%d rows, error %v", len(rows), err)
	}
	for i, want := range []string{"Ann", "1"} {
		if got := rows[0].Cell(i); !cmp.Equal(got, contact.Cell{Kind: contact.Text, Text: want}) {
			t.Errorf("bound column %d is %+v, want the text %q", i, got, want)
		}
	}
	if err := open(t, CSV, "Name\n").Bind([]string{"name"}); message(err) != `no column "name" in the header` {
		t.Errorf("an absent column gives %v", err)
	}
}

// The hash of a row is what a resumed run compares.
func TestSumCSV(t *testing.T) {
	t.Parallel()
	sums := func(text string) (all []uint64) {
		rows, err := read(open(t, CSV, text))
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			all = append(all, row.Sum)
		}
		return all
	}
	plain := sums("x,y\nab,\n\n1,2\n")
	if diff := cmp.Diff(plain, sums("x,y\r\n\"ab\",\"\"\r\n\r\n\"1\",2")); diff != "" {
		t.Errorf("quotes and line ends change the hash:\n%s", diff)
	}
	seen := map[uint64]string{}
	for _, text := range []string{"ab,", "a,b", ",ab", "ab", "ab,,", "a\"b,", "a\"c,", "a\xff,", "a\xfe,"} {
		sum := sums("x,y\n" + text + "\n")[0]
		if other, ok := seen[sum]; ok {
			t.Errorf("the records %q and %q have the same hash", text, other)
		}
		seen[sum] = text
	}
}

func TestUnsummed(t *testing.T) {
	t.Parallel()
	s, err := Open(Config{Path: "-", Stdin: strings.NewReader("x,y\nab,c\n1\n"), Format: CSV, Unsummed: true})
	if err != nil {
		t.Fatal(err)
	}
	rows, err := read(s)
	if err != nil || len(rows) != 2 || rows[0].Sum != 0 {
		t.Errorf("%+v, error %v; want two rows without a hash", rows, err)
	}
	if diff := cmp.Diff(records(rows)[0], record{Line: 2, Cells: []string{"ab", "c"}}); diff != "" || rows[1].Err == nil {
		t.Errorf("the rows are others without a hash: %+v\n%s", rows, diff)
	}
}

// A record that was refused stays invalid when it is fed back uncorrected, in
// the way rejects are written.
func TestSurplusStaysInvalid(t *testing.T) {
	t.Parallel()
	rows, err := read(open(t, CSV, "a,b\n\"x\"y,4\n"))
	if err != nil || len(rows) != 1 {
		t.Fatalf("%d rows, error %v", len(rows), err)
	}
	var back strings.Builder
	w := csv.NewWriter(&back)
	if err := w.WriteAll([][]string{{"a", "b", "rollcall_surplus"}, rows[0].Record}); err != nil {
		t.Fatal(err)
	}
	rows, err = read(open(t, CSV, back.String()))
	if err != nil || len(rows) != 1 || rows[0].Err == nil {
		t.Errorf("fed back, it gives %+v, error %v; want one invalid row", rows, err)
	}
}

// A record that was too short stays invalid until somebody has looked at its
// missing cells, whatever else is wrong with it meanwhile.
func TestShortStaysInvalid(t *testing.T) {
	t.Parallel()
	const missing = "has 2 cells, the header has 3: a cell is missing, or a quote is"
	rows, err := read(open(t, CSV, "a,b,c\n1,\xff\n"))
	if err != nil || len(rows) != 1 || !strings.HasPrefix(message(rows[0].Err), missing+"; line 2: column \"b\" holds bytes") {
		t.Fatalf("%+v, error %v; want one row that lacks a cell and is no UTF-8", rows, err)
	}
	for _, cell := range []string{"\xff", `An"n`, "Ann"} {
		back := "a,b,c,rollcall_message\n1," + cell + ",,\"" + strings.ReplaceAll(rows[0].Err.Error(), `"`, `""`) + "\"\n"
		rows, err = read(open(t, CSV, back))
		if err != nil || len(rows) != 1 || !strings.HasPrefix(message(rows[0].Err), "still has 2 cells, the header has 3") {
			t.Fatalf("fed back with %q it gives %+v, error %v; want one row that still lacks a cell", cell, rows, err)
		}
	}
}
