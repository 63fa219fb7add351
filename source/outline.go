package source

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"strconv"

	"github.com/xuri/excelize/v2"
)

// An outline says what excelize leaves out of the rows of a sheet: the number of
// a row, and of each cell its type and its style. It runs ahead of excelize, as
// far as the start of the row behind, so that a row which is damaged, too long or
// out of order is refused before that reads it.
type outline struct {
	walk   *walk
	texts  int // that cells share
	row    int // number of the row that was read last
	cells  []cellOutline
	behind int   // number of the row behind it
	err    error // what comes in its place; io.EOF once the sheet was found sound to its end
}

// A cellOutline is a cell without its value.
type cellOutline struct {
	column  int    // from 0
	kind    string // ECMA-376, 18.18.11 ST_CellType; empty for a number
	style   int
	formula bool
	result  bool // a value is stored, if only an empty one
}

// unsolved reports whether the cell has a formula and no result of it. That of a
// text may be empty, and is stored then.
func (c cellOutline) unsolved(values []string) bool {
	number := c.kind == "" || c.kind == "n"
	return c.formula && (number || !c.result) && (c.column >= len(values) || values[c.column] == "")
}

// newOutline begins with a sheet whose cells share so many texts.
func newOutline(part *zip.File, texts int) (*outline, error) {
	w, err := newWalk(part)
	if err != nil {
		return nil, err
	}
	o := &outline{walk: w, texts: texts}
	return o, o.pass()
}

// next reads the outline of the next row that the sheet holds; io.EOF behind the
// last.
func (o *outline) next() error {
	if o.err != nil {
		return o.err
	}
	o.row, o.cells = o.behind, o.cells[:0]
	for {
		token, err := o.walk.token()
		if err != nil {
			return err
		}
		switch element := token.(type) {
		case xml.StartElement:
			switch element.Name.Local {
			case "c":
				err = o.add(element)
			case "f", "v":
				err = o.note(element.Name.Local)
			case "row":
				err = errOutOfStep
			}
		case xml.EndElement:
			if element.Name.Local == "row" {
				return o.pass()
			}
		}
		if err != nil {
			return err
		}
	}
}

// pass goes on to the start of the next row. What prevents that is kept for the
// next time, since the row before is whole; but rows out of order are an error at
// once, for excelize would mix them.
func (o *outline) pass() error {
	for ended := false; ; {
		token, err := o.walk.token()
		if err != nil {
			o.err = err
			return nil
		}
		switch element := token.(type) {
		case xml.StartElement:
			if element.Name.Local == "row" && !ended {
				return o.start(element)
			}
		case xml.EndElement:
			// What is named row behind the data is the place of a button.
			ended = ended || element.Name.Local == "sheetData"
			if ended {
				o.walk.restart()
			}
		}
	}
}

// start takes the number of a row; a row without one follows the row before.
func (o *outline) start(row xml.StartElement) error {
	o.walk.restart()
	o.behind = o.row + 1
	if n, _ := strconv.Atoi(attribute(row, "r")); n != 0 {
		o.behind = n
	}
	if o.behind <= o.row {
		return fmt.Errorf("row %d stands behind row %d", o.behind, o.row)
	}
	return nil
}

// add takes a cell; one without a name follows the cell before.
func (o *outline) add(c xml.StartElement) error {
	cell := cellOutline{kind: attribute(c, "t")}
	last := -1
	if n := len(o.cells); n > 0 {
		last = o.cells[n-1].column
	}
	cell.column = last + 1
	if name := attribute(c, "r"); name != "" {
		column, _, err := excelize.CellNameToCoordinates(name)
		if err != nil {
			return err
		}
		cell.column = column - 1
	}
	if cell.column <= last {
		return fmt.Errorf("the cells of row %d are not in order", o.row)
	}
	cell.style, _ = strconv.Atoi(attribute(c, "s"))
	o.cells = append(o.cells, cell)
	return nil
}

// note takes what stands in a cell: f, a formula, or v, a value.
func (o *outline) note(element string) error {
	if len(o.cells) == 0 {
		return nil
	}
	c := &o.cells[len(o.cells)-1]
	c.formula, c.result = c.formula || element == "f", c.result || element == "v"
	if element == "v" && c.kind == "s" {
		return o.shared(c.column)
	}
	return nil
}

// shared reads the number of a text that cells share. One that there is not is
// refused, for excelize would take the cell for empty.
func (o *outline) shared(column int) error {
	token, err := o.walk.next()
	if err != nil {
		return err
	}
	switch token := token.(type) {
	case xml.EndElement:
		return nil
	case xml.CharData:
		if n, err := strconv.Atoi(string(bytes.TrimSpace(token))); err == nil && n >= 0 && n < o.texts {
			return nil
		}
	}
	cell, err := excelize.CoordinatesToCellName(column+1, o.row)
	if err != nil {
		return err
	}
	return fmt.Errorf("the text of cell %s is not in the workbook: it is damaged, so export it again, or save it in a spreadsheet program and look at that cell", cell)
}

func attribute(element xml.StartElement, name string) string {
	for _, a := range element.Attr {
		if a.Name.Local == name && a.Name.Space == "" {
			return a.Value
		}
	}
	return ""
}

// progress returns the share of the sheet that was read.
func (o *outline) progress() float64 {
	return min(1, float64(o.walk.xml.InputOffset())/float64(max(o.walk.size, 1)))
}
