package source

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// A workbookText is the XML of a workbook as a test writes it.
type workbookText struct {
	styles string            // the format codes of the styles from 1 on, one a line
	texts  []string          // the shared ones
	date04 bool              // days are counted from 1904
	sheets map[string]string // rows by name
	order  []string          // of the names, if there are several
	parts  map[string]string // to be added, or to take the place of others
}

const sheetHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` +
	`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`

// bytes returns the workbook in the way that spreadsheet programs write it.
func (w workbookText) bytes(t testing.TB) []byte {
	t.Helper()
	const relations = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%s</Relationships>`
	const kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	var list, links strings.Builder
	parts := map[string]string{
		"[Content_Types].xml": `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"></Types>`,
		"_rels/.rels":         fmt.Sprintf(relations, `<Relationship Id="rId1" Type="`+kind+`officeDocument" Target="xl/workbook.xml"/>`),
		"xl/styles.xml":       w.stylesXML(),
	}
	order := w.order
	if order == nil {
		order = slices.Collect(maps.Keys(w.sheets))
	}
	for i, name := range order {
		rows := w.sheets[name]
		fmt.Fprintf(&list, `<sheet name="%s" sheetId="%d" r:id="rId%d"/>`, name, i, i)
		fmt.Fprintf(&links, `<Relationship Id="rId%d" Type="%sworksheet" Target="worksheets/sheet%d.xml"/>`, i, kind, i)
		parts[fmt.Sprintf("xl/worksheets/sheet%d.xml", i)] = sheetHead + rows + `</sheetData></worksheet>`
	}
	parts["xl/workbook.xml"] = fmt.Sprintf(`<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" `+
		`xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><workbookPr date1904="%t"/><sheets>%s</sheets></workbook>`, w.date04, &list)
	parts["xl/_rels/workbook.xml.rels"] = fmt.Sprintf(relations, &links)
	if w.texts != nil {
		parts["xl/sharedStrings.xml"] = `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si>` + strings.Join(w.texts, "</si><si>") + `</si></sst>`
	}
	maps.Copy(parts, w.parts)
	return w.zip(t, parts)
}

func (workbookText) zip(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		f, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(f, parts[name]); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func (w workbookText) stylesXML() string {
	var codes, styles strings.Builder
	for i, code := range strings.Split(w.styles, "\n") {
		fmt.Fprintf(&codes, `<numFmt numFmtId="%d" formatCode="%s"/>`, 164+i, strings.NewReplacer(`"`, "&quot;", "&", "&amp;").Replace(code))
		fmt.Fprintf(&styles, `<xf numFmtId="%d"/>`, 164+i)
	}
	return `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts>` + codes.String() +
		`</numFmts><cellXfs><xf numFmtId="0"/>` + styles.String() + `</cellXfs></styleSheet>`
}

// one returns a workbook of one sheet.
func one(rows string) workbookText { return workbookText{sheets: map[string]string{"Sheet1": rows}} }

// A cellText is the XML of a cell without its name.
type cellText struct{ attributes, content string }

func text(s string) cellText {
	return cellText{` t="inlineStr"`, `<is><t xml:space="preserve">` + s + `</t></is>`}
}

func shared(i int) cellText { return cellText{` t="s"`, fmt.Sprintf(`<v>%d</v>`, i)} }

func value(v string) cellText { return cellText{"", `<v>` + v + `</v>`} }

func typed(kind, v string) cellText { return cellText{` t="` + kind + `"`, `<v>` + v + `</v>`} }

func styled(style int, v string) cellText {
	return cellText{fmt.Sprintf(` s="%d"`, style), `<v>` + v + `</v>`}
}

// row returns the XML of a row whose cells begin in column A; a cell without
// content is left out.
func row(number int, cells ...cellText) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<row r="%d">`, number)
	for i, c := range cells {
		if c == (cellText{}) {
			continue
		}
		name, err := excelize.CoordinatesToCellName(i+1, number)
		if err != nil {
			panic(err)
		}
		fmt.Fprintf(&b, `<c r="%s"%s>%s</c>`, name, c.attributes, c.content)
	}
	return b.String() + `</row>`
}
