package source

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func openBytes(t testing.TB, text []byte, cfg Config) *Source {
	t.Helper()
	cfg.Path, cfg.Stdin = "-", bytes.NewReader(text)
	s, err := Open(cfg)
	if err != nil {
		t.Fatalf("Open: %v", err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func TestXLSX(t *testing.T) {
	t.Parallel()
	cells := func(c ...string) []string { return c }
	head := row(1, text("id"), text("name"))
	none := cellText{}
	tests := []struct {
		name, rows string
		want       []record
		final      string
	}{
		{name: "header only", rows: head},
		{name: "kinds of text", rows: head + row(2, typed("str", "=A1"), text(" x \n&amp; é")) + row(3, typed("e", "#N/A"), typed("e", "#REF!")), want: []record{
			{Line: 2, Cells: cells("=A1", " x \n& é")}, {Line: 3, Cells: cells("#N/A", "#REF!")},
		}},
		{name: "text is never a number", rows: head + row(2, text("00123"), text("1.23E+11")) + row(3, text("5.0"), typed("str", "0012.50")), want: []record{
			{Line: 2, Cells: cells("00123", "1.23E+11")}, {Line: 3, Cells: cells("5.0", "0012.50")},
		}},
		{name: "numbers", rows: head + row(2, value("60123456789"), value("6.0123456789E10")) +
			row(3, value("12345678901234567890"), value("1.2345678901234568E+17")) +
			row(4, value("60123456789.0"), value("0.30000000000000004")) +
			row(5, value("-1.5E-7"), value("1E+999")) + row(6, value("19.989999999999998"), value("123456789012345678.0")), want: []record{
			{Line: 2, Cells: cells("60123456789", "60123456789")},
			{Line: 3, Cells: cells("12345678901234567890", "123456789012345680")},
			{Line: 4, Cells: cells("60123456789", "0.3")},
			{Line: 5, Cells: cells("-0.00000015", "1E+999")},
			{Line: 6, Cells: cells("19.99", "123456789012345680")},
		}},
		{name: "booleans", rows: head + row(2, typed("b", "1"), typed("b", "0")) + row(3, typed("b", "true"), typed("b", "false")) + row(4, typed("b", "2")), want: []record{
			{Line: 2, Cells: cells("TRUE", "FALSE")}, {Line: 3, Cells: cells("TRUE", "FALSE")}, {Line: 4, Cells: cells("2", "")},
		}},
		{name: "formula", rows: head + row(2, cellText{"", `<f>A1*2</f><v>42</v>`}, cellText{` t="str"`, `<f>B1&amp;"x"</f><v>yx</v>`}), want: []record{{Line: 2, Cells: cells("42", "yx")}}},
		{name: "rich text", rows: head + row(2, cellText{` t="inlineStr"`, `<is><r><t>A</t></r><r><rPr><b/></rPr><t>nn</t></r></is>`}, text("_x0041_")), want: []record{{Line: 2, Cells: cells("Ann", "A")}}},
		{name: "cells that are left out", rows: head + row(2, none, text("Ann")) + row(3, text("1")), want: []record{
			{Line: 2, Cells: cells("", "Ann")}, {Line: 3, Cells: cells("1", "")},
		}},
		{name: "empty rows", rows: row(2) + row(4, text("id"), text(" ")) + row(5, text(" ")) + row(8, text("1")) + row(9) + `<row r="1000000"/>`, want: []record{
			{Line: 5, Cells: cells(""), Blank: true},
			{Line: 6, Cells: cells(""), Blank: true},
			{Line: 7, Cells: cells(""), Blank: true},
			{Line: 8, Cells: cells("1")},
		}},
		{name: "rows and cells without numbers", rows: `<row><c t="inlineStr"><is><t>id</t></is></c></row><row><c><v>1</v></c></row><row r="5"><c><v>2</v></c></row><row><c><v>3</v></c></row>`, want: []record{
			{Line: 2, Cells: cells("1")},
			{Line: 3, Cells: cells(""), Blank: true},
			{Line: 4, Cells: cells(""), Blank: true},
			{Line: 5, Cells: cells("2")},
			{Line: 6, Cells: cells("3")},
		}},
		{name: "more cells than the header", rows: head + row(2, text("1"), text("2"), text(" ")) + row(3, text("1"), none, text("x")), want: []record{
			{Line: 2, Cells: cells("1", "2")},
			{Line: 3, Cells: cells("1", "", "x"), Err: "has 3 cells, the header has 2: name the column behind the last one, or empty its cells"},
		}},
		{name: "NUL", rows: head + row(2, text("1"), text("a_x0000_b")), want: []record{
			{Line: 2, Cells: cells("1", "a\x00b"), Err: `line 2: column "name" holds a NUL byte: remove it`},
		}},
		{
			name: "cut off", rows: head + row(2, text("1")) + `<row r="3"><c r="A3"><v>2</v></c>`, want: []record{{Line: 2, Cells: cells("1", "")}},
			final: "standard input:3: the sheet cannot be read any further: XML syntax error on line 1: element <row> closed by </sheetData>",
		},
		{
			name: "not XML", rows: head + row(2, text("1")) + row(3, text("a\x01b")) + row(4, text("1")), want: []record{{Line: 2, Cells: cells("1", "")}},
			final: "standard input:3: the sheet cannot be read any further: XML syntax error on line 1: illegal character code U+0001",
		},
		{
			name: "rows out of order", rows: head + row(5, text("1")) + row(3, none, text("2")),
			final: "standard input:5: the sheet cannot be read any further: row 3 stands behind row 5",
		},
		{
			name: "cells out of order", rows: head + `<row r="2"><c r="B2"><v>1</v></c><c r="A2"><v>2</v></c></row>`,
			final: "standard input:2: the sheet cannot be read any further: the cells of row 2 are not in order",
		},
		{
			name: "cut off between rows", rows: head + row(2, text("1")) + "</x>", want: []record{{Line: 2, Cells: cells("1", "")}},
			final: "standard input:3: the sheet cannot be read any further: XML syntax error on line 1: element <sheetData> closed by </x>",
		},
		{
			name: "rows in rows", rows: head + `<row r="2"><c r="A2"><v>1</v></c><row r="3"></row></row>`,
			final: "standard input:2: the sheet cannot be read any further: its rows are not as they should be: save it again in a spreadsheet program",
		},
		{
			name: "a button behind the data", rows: head + row(2, text("1")) + `</sheetData><controls><from><row>7</row></from></controls><sheetData>`,
			want: []record{{Line: 2, Cells: cells("1", "")}},
		},
		{
			name: "too deep", rows: head + `<row r="2">` + strings.Repeat("<x>", 100) + strings.Repeat("</x>", 100) + `</row>`,
			final: "standard input:2: the sheet cannot be read any further: its elements are nested too deep",
		},
		{
			name: "a row without end", rows: head + row(2, text(strings.Repeat("x", maxRecord+bufferSize))),
			final: "standard input:2: the sheet cannot be read any further: record is longer than 16 MiB",
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			s := openBytes(t, one(tc.rows).bytes(t), Config{})
			rows, err := read(s)
			if diff := cmp.Diff(tc.want, records(rows)); diff != "" {
				t.Errorf("rows (-want +got):\n%s", diff)
			}
			if message(err) != tc.final {
				t.Errorf("the sheet ends with\n%v, want\n%s", err, tc.final)
			}
			if err == nil && (s.SHA256() == "" || s.Offset() == 0) {
				t.Errorf("at the end the digest is %q and the offset %d", s.SHA256(), s.Offset())
			}
		})
	}
}

func TestSharedTexts(t *testing.T) {
	t.Parallel()
	for name, n := range map[string]int{"in memory": 3, "on disk": 50_000} {
		var texts []string
		for i := range n {
			texts = append(texts, fmt.Sprintf("<t>text number %d</t><phoneticPr/>", i))
		}
		texts[2] = "<r><t>rich </t></r><r><t>text</t></r>"
		w := one(row(1, shared(0), shared(1)) + row(2, shared(2), shared(n-1)))
		w.texts = texts
		s := openBytes(t, w.bytes(t), Config{})
		rows, err := read(s)
		want := []record{{Line: 2, Cells: []string{"rich text", fmt.Sprintf("text number %d", n-1)}}}
		if n == 3 {
			want[0].Cells[1] = "rich text"
		}
		if diff := cmp.Diff(want, records(rows)); diff != "" || err != nil {
			t.Errorf("%s: error %v, rows (-want +got):\n%s", name, err, diff)
		}
	}
}

func TestSheets(t *testing.T) {
	t.Parallel()
	w := workbookText{sheets: map[string]string{"People": row(1, text("people")), "2": row(1, text("two")), "Old people": row(1, text("old"))}}
	w.order = []string{"People", "2", "Old people"}
	book := w.bytes(t)
	for sheet, want := range map[string]string{"": "people", "1": "people", "2": "two", "3": "old", "people": "people", "Old people": "old"} {
		if got := openBytes(t, book, Config{Sheet: sheet}).Header()[0]; got != want {
			t.Errorf("--sheet %q reads the sheet of %q, want that of %q", sheet, got, want)
		}
	}
	for _, sheet := range []string{"4", "0", "Person"} {
		_, err := Open(Config{Path: "-", Stdin: bytes.NewReader(book), Sheet: sheet})
		if want := fmt.Sprintf(`standard input: no sheet %q: the sheets are "People", "2", "Old people"`, sheet); message(err) != want {
			t.Errorf("--sheet %s gives %v, want %s", sheet, err, want)
		}
	}
}

func TestBadWorkbooks(t *testing.T) {
	t.Parallel()
	good := one(row(1, text("a"))).bytes(t)
	with := func(name, content string) string {
		w := one(row(1, shared(0)))
		w.texts, w.parts = []string{"<t>a</t>"}, map[string]string{name: content}
		return string(w.bytes(t))
	}
	tests := []struct {
		name, text string
		cfg        Config
		want       string
	}{
		{"cut off", string(good[:len(good)-30]), Config{}, "the workbook is cut off or damaged: zip: not a valid zip file"},
		{"no workbook", string(one("").zip(t, map[string]string{"a.txt": "x"})), Config{}, "is a zip archive, but no xlsx workbook: it has no xl/workbook.xml"},
		{"no sheets", with("xl/workbook.xml", "<workbook/>"), Config{}, "is a zip archive, but no xlsx workbook: it has no sheet with cells"},
		{"nothing in the sheet", string(one("").bytes(t)), Config{}, `sheet "Sheet1" holds no header: choose another with --sheet`},
		{"damaged texts", with("xl/sharedStrings.xml", "<sst><si><t>a</t>"), Config{}, "the workbook cannot be read: xl/sharedStrings.xml: XML syntax error on line 1: unexpected EOF"},
		{"damaged styles", with("xl/styles.xml", strings.Repeat("<a>", 1000)), Config{}, "the workbook cannot be read: xl/styles.xml: its elements are nested too deep"},
		{"old Excel", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Config{}, "is an Excel file of the old kind (.xls), or one with a password: save it as .xlsx without a password, or as CSV UTF-8"},
		{"said to be CSV", string(good), Config{Format: CSV}, "is a zip archive or a workbook, not csv: leave --input-format out"},
		{"said to be a workbook", "a,b\n", Config{Format: XLSX}, "is no xlsx workbook, whatever its name says: name its format with --input-format, or export it again"},
		{"with a delimiter", string(good), Config{Delimiter: ";"}, "a delimiter is for csv and tsv input: leave --delimiter out"},
		{"with an encoding", string(good), Config{Encoding: "utf-8"}, "a workbook has no encoding to choose: leave --encoding out"},
		{"a sheet of a CSV", "a,b\n", Config{Sheet: "1"}, "a sheet is for xlsx input: leave --sheet out"},
	}
	for _, tc := range tests {
		tc.cfg.Path, tc.cfg.Stdin = "-", strings.NewReader(tc.text)
		s, err := Open(tc.cfg)
		if err == nil {
			s.Close()
		}
		if want := "standard input: " + tc.want; message(err) != want {
			t.Errorf("%s:\ngot  %v\nwant %s", tc.name, err, want)
		}
	}
}

// A part that takes a thousand times its size must not fill the memory.
func TestWorkbookBomb(t *testing.T) {
	t.Parallel()
	w := one(row(1, text("a")))
	w.parts = map[string]string{"xl/styles.xml": strings.Repeat(" ", maxPart+1), "xl/media/image.png": strings.Repeat("x", 1000)}
	_, err := Open(Config{Path: "-", Stdin: bytes.NewReader(w.bytes(t))})
	if want := "standard input: the workbook cannot be read: xl/styles.xml: it is larger than rollcall reads: save the sheet as CSV UTF-8"; message(err) != want {
		t.Errorf("styles of %d bytes give %v, want %s", maxPart+1, err, want)
	}
}

// Nothing of a workbook is left behind, and what is written is for its owner only.
func TestWorkbookFiles(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	w := one(row(1, shared(0)) + row(2, shared(1)))
	w.texts = []string{"<t>a</t>", "<t>1</t>"}
	s, err := Open(Config{Path: "-", Stdin: bytes.NewReader(w.bytes(t))})
	if err != nil {
		t.Fatal(err)
	}
	err = fs.WalkDir(os.DirFS(dir), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || path == "." {
			return err
		}
		info, err := d.Info()
		if err == nil && info.Mode().Perm()&0o077 != 0 {
			t.Errorf("others can read %s: %v", path, info.Mode())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if _, err := read(s); !errors.Is(err, errClosed) {
		t.Errorf("a workbook that was closed goes on with %v", err)
	}
	w.parts = map[string]string{"xl/styles.xml": "<"}
	if _, err := Open(Config{Path: "-", Stdin: bytes.NewReader(w.bytes(t))}); err == nil {
		t.Error("a damaged workbook is opened")
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, error %v", left, err)
	}
}
