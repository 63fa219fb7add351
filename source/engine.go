package source

import (
	"errors"

	"github.com/xuri/excelize/v2"
)

// A grid reads one sheet of a workbook. It consists of functions, so that no type
// of excelize is part of one of ours that is ever behind an interface: the linker
// keeps every exported method of such types, which are 3.7 MB of the program.
type grid struct {
	start    func(sheet string) error // before the first row
	next     func() error             // goes on to the next row
	row      func() ([]string, error) // the values of the cells, without the empty ones at its end
	style    func(id int) numberStyle // general for an unknown one
	date1904 bool                     // days are counted from 1904
	close    func() error
}

// An engine is excelize, reading.
type engine struct {
	file *excelize.File
	rows *excelize.Rows // nil until the start
}

// openGrid opens the workbook of that name. What does not fit into memory goes to
// the directory.
func openGrid(name, dir string) (*grid, error) {
	file, err := excelize.OpenFile(name, excelize.Options{
		RawCellValue: true, TmpDir: dir, UnzipXMLSizeLimit: heldPart, UnzipSizeLimit: maxBook,
	})
	if err != nil {
		return nil, err
	}
	e := &engine{file: file}
	return &grid{start: e.start, next: e.next, row: e.row, style: e.style, date1904: e.date1904(), close: e.close}, nil
}

func (e *engine) start(sheet string) (err error) {
	e.rows, err = e.file.Rows(sheet)
	return err
}

func (e *engine) next() error {
	if !e.rows.Next() {
		return errors.Join(errOutOfStep, e.rows.Error())
	}
	return nil
}

func (e *engine) row() ([]string, error) { return e.rows.Columns() }

func (e *engine) style(id int) numberStyle {
	s, err := e.file.GetStyle(id)
	if err != nil {
		return numberStyle{}
	}
	return styleOf(s)
}

func (e *engine) date1904() bool {
	props, err := e.file.GetWorkbookProps()
	return err == nil && props.Date1904 != nil && *props.Date1904
}

func (e *engine) close() error {
	var err error
	if e.rows != nil {
		err = e.rows.Close()
	}
	return errors.Join(err, e.file.Close())
}
