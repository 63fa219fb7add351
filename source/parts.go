package source

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strconv"
	"strings"
)

// parts are the files in the archive of a workbook, by name in lower case: names
// that differ in case alone are those of one part.
//
// How they hang together is laid down in ECMA-376, part 2, Open Packaging
// Conventions: https://ecma-international.org/publications-and-standards/standards/ecma-376/
type parts map[string]*zip.File

func newParts(archive *zip.Reader) parts {
	p := parts{}
	for _, part := range archive.File {
		p[strings.ToLower(strings.ReplaceAll(part.Name, `\`, "/"))] = part
	}
	return p
}

// find returns the part of that name, nil if there is none.
func (p parts) find(name string) *zip.File { return p[strings.ToLower(name)] }

// A sheetRef is a worksheet as the workbook lists it.
type sheetRef struct{ name, part string }

// A relation leads from one part to another.
type relation struct {
	ID     string `xml:"Id,attr"`
	Type   string `xml:"Type,attr"`
	Target string `xml:"Target,attr"`
}

// relationsOf names the part that holds the relations of another one; the empty
// name stands for the archive.
func relationsOf(name string) string {
	return path.Join(path.Dir(name), "_rels", strings.TrimSuffix(path.Base(name), ".")+".rels")
}

func (p parts) relations(name string) ([]relation, error) {
	var list struct {
		Relations []relation `xml:"Relationship"`
	}
	if err := p.decode(relationsOf(name), &list); err != nil {
		return nil, err
	}
	for i, r := range list.Relations {
		if !strings.HasPrefix(r.Target, "/") {
			r.Target = path.Join(path.Dir(name), r.Target)
		}
		list.Relations[i].Target = strings.TrimPrefix(r.Target, "/")
	}
	return list.Relations, nil
}

// workbook names the part that lists the sheets.
func (p parts) workbook() string {
	list, _ := p.relations("")
	for _, r := range list {
		if strings.HasSuffix(r.Type, "/officeDocument") {
			return r.Target
		}
	}
	return "xl/workbook.xml"
}

// related names the part to which the workbook leads by a relation of that kind;
// without one it is the usual part beside the workbook.
func (p parts) related(workbook, kind, usual string) string {
	list, _ := p.relations(workbook)
	for _, r := range list {
		if strings.HasSuffix(r.Type, "/"+kind) {
			return r.Target
		}
	}
	return path.Join(path.Dir(workbook), usual)
}

// sheets lists the worksheets in the order of their tabs. Charts are none.
func (p parts) sheets() ([]sheetRef, error) {
	var list struct {
		Sheets []struct {
			Name string `xml:"name,attr"`
			ID   string `xml:"id,attr"`
		} `xml:"sheets>sheet"`
	}
	workbook := p.workbook()
	if err := p.decode(workbook, &list); err != nil {
		return nil, err
	}
	relations, err := p.relations(workbook)
	if err != nil {
		return nil, err
	}
	var sheets []sheetRef
	for _, s := range list.Sheets {
		for _, r := range relations {
			if r.ID == s.ID && strings.HasSuffix(r.Type, "/worksheet") {
				sheets = append(sheets, sheetRef{s.Name, r.Target})
			}
		}
	}
	if len(sheets) == 0 {
		return nil, errors.New("it has no sheet with cells")
	}
	return sheets, nil
}

func (p parts) decode(name string, into any) error {
	part := p.find(name)
	if part == nil {
		return errors.New("it has no " + name)
	}
	r, err := part.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	return xml.NewDecoder(io.LimitReader(r, maxPart)).Decode(into)
}

// numbered returns the number of a sheet, from 1; 0 if it is none. The empty
// text stands for the first.
func numbered(sheet string) int {
	if sheet == "" {
		return 1
	}
	n, err := strconv.Atoi(sheet)
	if err != nil {
		return 0
	}
	return n
}
