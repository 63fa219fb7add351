package source

import (
	"bytes"
	"strings"
	"testing"
)

func FuzzXLSX(f *testing.F) {
	w := one(row(1, text("a"), shared(0)) + row(3, styled(1, "45360.5"), shared(1)) + row(4, typed("b", "1"), typed("d", "2024-03-09")))
	w.texts, w.styles = []string{"<t>b</t>", "<r><t>x</t></r>"}, "dd/mm/yy hh:mm"
	f.Add(w.bytes(f), "")
	f.Add(w.bytes(f)[:300], "1")
	f.Fuzz(readSome)
}

// FuzzSheet changes what is inside the archive, which FuzzXLSX can hardly.
func FuzzSheet(f *testing.F) {
	f.Add(row(1, text("a"))+row(3, styled(1, "1.5"), shared(0)), "<t>x</t>", "yyyy")
	f.Add(`<row><c r="C1" t="s"><v>0</v></c><c><v>1</v></c></row><row r="7"/>`, "<r><t/></r>", "[h]:mm")
	f.Add(`<row r="1048577"><c r="XFE1"/></row>`, "", "00-0;@")
	f.Fuzz(func(t *testing.T, rows, texts, code string) {
		w := one(rows)
		w.texts, w.styles = []string{texts}, strings.ReplaceAll(code, "<", "")
		readSome(t, w.bytes(t), "")
	})
}

// readSome reads some rows of what may be a workbook.
func readSome(t *testing.T, data []byte, sheet string) {
	s, err := Open(Config{Path: "-", Stdin: bytes.NewReader(data), Sheet: sheet})
	if err != nil {
		return
	}
	defer s.Close()
	n := 0
	for row, err := range s.Rows() {
		if n++; n > 2000 || err != nil {
			break
		}
		if row.Number != n || row.Line <= 0 || s.Format() == XLSX && row.Err == nil && !row.Blank && len(row.Record) != len(s.Header()) {
			t.Errorf("row %d is %+v", n, row)
		}
	}
}
