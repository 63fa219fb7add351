package source

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What a person sees in a sheet must not be taken for an empty cell: a program
// that writes formulas without working them out leaves no value in the file.
func TestFormulaWithoutResult(t *testing.T) {
	t.Parallel()
	const line2 = `standard input:2: the sheet cannot be read any further: column "name" holds a formula without its result: ` +
		`open the workbook in a spreadsheet program and save it there`
	head := row(1, text("id"), text("name"), text("other"))
	bare, hollow := cellText{"", `<f>A1</f>`}, cellText{"", `<f>A1</f><v></v>`}
	tests := []struct {
		name, rows, final string
		want              []record
	}{
		{name: "none", rows: head + row(2, text("1"), bare), final: line2},
		{name: "an empty number", rows: head + row(2, text("1"), hollow), final: line2},
		{name: "no text", rows: head + row(2, text("1"), cellText{` t="str"`, `<f>A1</f>`}), final: line2},
		{name: "nothing else in the row", rows: head + row(2, cellText{}, bare) + row(3, text("1")), final: line2},
		{name: "behind the last value", rows: head + row(2, text("1"), bare, text("x")) + row(3, text("1")), final: line2},
		{
			name: "rows before it", rows: head + row(2, text("1"), text("Ann")) + row(3, text("2"), bare),
			want:  []record{{Line: 2, Cells: []string{"1", "Ann", ""}}},
			final: strings.Replace(line2, "input:2", "input:3", 1),
		},
		{
			name: "an empty text", rows: head + row(2, text("1"), cellText{` t="str"`, `<f>""</f><v></v>`}),
			want: []record{{Line: 2, Cells: []string{"1", "", ""}}},
		},
		{
			name: "in a column that nobody asks for", rows: head + row(2, text("1"), text("Ann"), bare),
			want: []record{{Line: 2, Cells: []string{"1", "Ann", ""}}},
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			s := openBytes(t, one(tc.rows).bytes(t), Config{})
			if err := s.Bind([]string{"id", "name"}); err != nil {
				t.Fatal(err)
			}
			rows, err := read(s)
			if diff := cmp.Diff(tc.want, records(rows)); diff != "" {
				t.Errorf("rows (-want +got):\n%s", diff)
			}
			if message(err) != tc.final {
				t.Errorf("the sheet ends with\n%v, want\n%s", err, tc.final)
			}
		})
	}
}

// A text that the workbook has lost must not be taken for an empty cell.
func TestLostText(t *testing.T) {
	t.Parallel()
	head := row(1, text("id"), text("name"))
	many := slices.Repeat([]string{"<t>" + strings.Repeat("x", 1000) + "</t>"}, 2*heldPart/1000)
	for _, tc := range []struct {
		name, stored string
		texts        []string
		lost         bool
	}{
		{"the last one", "1", []string{"<t>a</t>", "<t>b</t>"}, false},
		{"blanks around", " 1 ", []string{"<t>a</t>", "<t>b</t>"}, false},
		{"one behind the last", "2", []string{"<t>a</t>", "<t>b</t>"}, true},
		{"one behind the last of those on disk", strconv.Itoa(len(many)), many, true},
		{"none at all", "0", nil, true},
		{"before the first", "-1", []string{"<t>a</t>"}, true},
		{"no number", "x", []string{"<t>a</t>"}, true},
		{"blanks alone", " ", []string{"<t>a</t>"}, true},
		{"an element", "<x>0</x>", []string{"<t>a</t>"}, true},
		{"nothing", "", []string{"<t>a</t>"}, false},
	} {
		w := one(head + row(2, text("1"), cellText{` t="s"`, "<v>" + tc.stored + "</v>"}))
		w.texts = tc.texts
		want := ""
		if tc.lost {
			want = "standard input:2: the sheet cannot be read any further: the text of cell B2 is not in the workbook: " +
				"it is damaged, so export it again, or save it in a spreadsheet program and look at that cell"
		}
		rows, err := read(openBytes(t, w.bytes(t), Config{}))
		if message(err) != want || tc.lost != (len(rows) == 0) {
			t.Errorf("%s: the sheet ends with\n%v, want\n%s\nrows %+v", tc.name, err, want, records(rows))
		}
	}
}

// What follows the rows may be long, and is no record.
func TestMuchBehindTheRows(t *testing.T) {
	t.Parallel()
	const merged = `<mergeCell ref="A1:B1"/>`
	rows := row(1, text("id")) + row(2, text("1")) +
		`</sheetData><mergeCells>` + strings.Repeat(merged, (maxRecord+2*bufferSize)/len(merged)) + `</mergeCells><sheetData>`
	got, err := read(openBytes(t, one(rows).bytes(t), Config{}))
	if len(got) != 1 || err != nil {
		t.Errorf("%d rows and error %v, want 1 row", len(got), err)
	}
}

// Not every program names the parts of a workbook as Excel does.
func TestPartNames(t *testing.T) {
	t.Parallel()
	const (
		texts = `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>Day</t></si></sst>`
		links = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%</Relationships>`
		kind  = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
		sheet = `<Relationship Id="rId0" Type="` + kind + `worksheet" Target="/xl/worksheets/sheet0.xml"/>`
	)
	rows := row(1, shared(0)) + row(2, styled(1, "45360"))
	book := workbookText{styles: "yyyy-mm-dd", sheets: map[string]string{"Sheet1": rows}}
	tests := map[string]map[string]string{
		"another case":  {"xl/SharedStrings.xml": texts},
		"another name":  {"xl/words.xml": texts, "xl/_rels/workbook.xml.rels": strings.Replace(links, "%", sheet+`<Relationship Id="t" Type="`+kind+`sharedStrings" Target="words.xml"/>`, 1)},
		"another place": {"texts/1.xml": texts, "xl/_rels/workbook.xml.rels": strings.Replace(links, "%", sheet+`<Relationship Id="t" Type="`+kind+`sharedStrings" Target="/texts/1.xml"/>`, 1)},
		"another folder": {
			"_rels/.rels":                   strings.Replace(links, "%", `<Relationship Id="w" Type="`+kind+`officeDocument" Target="book/workbook.xml"/>`, 1),
			"book/workbook.xml":             `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="` + strings.TrimSuffix(kind, "/") + `"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId0"/></sheets></workbook>`,
			"book/_rels/workbook.xml.rels":  strings.Replace(links, "%", sheet, 1),
			"book/sharedStrings.xml":        texts,
			"book/styles.xml":               book.stylesXML(),
			"xl/sharedStrings.xml":          "<",
			"xl/_rels/workbook.xml.rels":    "<",
			"xl/worksheets/_rels/sheet.xml": "<",
		},
	}
	for name, parts := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := book
			w.parts = parts
			s := openBytes(t, w.bytes(t), Config{})
			rows, err := read(s)
			if diff := cmp.Diff([]string{"Day"}, s.Header()); diff != "" || err != nil {
				t.Errorf("error %v, header (-want +got):\n%s", err, diff)
			}
			if diff := cmp.Diff([]record{{Line: 2, Cells: []string{"2024-03-09"}}}, records(rows)); diff != "" {
				t.Errorf("rows (-want +got):\n%s", diff)
			}
		})
	}
}
