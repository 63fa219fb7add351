package source

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"rollcall/contact"
)

// A sheet reads the rows of a worksheet. excelize gives the values; the outline,
// which runs ahead, tells what they are. Rows behind the last one that holds
// anything are none, whatever a spreadsheet keeps of their looks.
type sheet struct {
	columns
	book    *book
	size    int64 // of the input
	outline *outline
	passed  int // rows that the grid gave
	numbers *numbers
	line    int      // of the row that was handed on last
	ahead   []string // the next row that holds anything; nil if it is not read yet
	ended   bool
}

func newSheet(b *book, size int64) (*sheet, error) {
	outline, err := newOutline(b.parts.find(b.sheet.part), b.texts)
	if err != nil {
		return nil, err
	}
	s := &sheet{book: b, size: size, outline: outline, numbers: newNumbers(b.grid)}
	if err := b.grid.start(b.sheet.name); err != nil {
		return nil, err
	}
	b.release()
	return s, s.readHeader()
}

// readHeader takes the first row that holds anything as the header.
func (s *sheet) readHeader() error {
	err := s.read()
	if err == io.EOF {
		return fmt.Errorf("sheet %s holds no header: choose another with --sheet", cut(s.book.sheet.name))
	}
	if err != nil {
		return err
	}
	s.columns = newColumns(s.ahead, "name the column behind the last one, or empty its cells")
	s.line, s.ahead = s.outline.row, nil
	return nil
}

// consumed returns as large a share of the input as that of the sheet is.
func (s *sheet) consumed() int64 {
	if s.ended {
		return s.size
	}
	return int64(float64(s.size) * s.outline.progress())
}

func (s *sheet) pending() bool { return !s.ended }

func (s *sheet) next(row *contact.Row) error {
	s.book.mu.Lock()
	defer s.book.mu.Unlock()
	if s.book.closed {
		return errClosed
	}
	if s.ahead == nil {
		if err := s.read(); err != nil {
			s.ended = err == io.EOF
			return err
		}
	}
	s.line++
	row.Line, row.Slots = s.line, s.slots
	if s.line < s.outline.row {
		s.empty(row)
		return nil
	}
	row.Record, s.ahead = s.ahead, nil
	if i := garbled(row.Record); i >= 0 {
		row.Sum = s.sum(row.Record)
		row.Err = s.unusable(row.Record, fmt.Errorf("line %d: %s %w", row.Line, column(i, s.names), utf8Charset.refuse(row.Record[i])))
		return nil
	}
	s.judge(row)
	return nil
}

// read reads the next row that holds anything. io.EOF is that there is none.
func (s *sheet) read() error {
	for {
		switch err := s.outline.next(); {
		case err == io.EOF:
			return io.EOF
		case err != nil && s.outline.err != nil:
			return unreadableSheet(s.outline.row+1, err)
		case err != nil:
			return unreadableSheet(s.outline.row, err)
		}
		values, err := s.values()
		if err == nil {
			err = s.unsolved(values)
		}
		if err != nil {
			return unreadableSheet(s.outline.row, err)
		}
		if cells := s.cells(values); !allBlank(cells) {
			s.ahead = cells
			return nil
		}
	}
}

func unreadableSheet(line int, err error) error {
	return errorAt(line, "the sheet cannot be read any further: %w", err)
}

var errOutOfStep = errors.New("its rows are not as they should be: save it again in a spreadsheet program")

// values returns what excelize reads in the row of the outline.
func (s *sheet) values() ([]string, error) {
	for ; s.passed < s.outline.row; s.passed++ {
		if err := s.book.grid.next(); err != nil {
			return nil, err
		}
	}
	values, err := s.book.grid.row()
	if n := len(s.outline.cells); err == nil && len(values) > 0 && (n == 0 || len(values) > s.outline.cells[n-1].column+1) {
		return nil, errOutOfStep
	}
	return values, err
}

// unsolved refuses a formula in a bound column of which no spreadsheet program
// has saved the result: a person sees a value there, and the file holds none.
func (s *sheet) unsolved(values []string) error {
	for _, c := range s.outline.cells {
		if c.unsolved(values) && slices.Contains(s.slots, c.column) {
			return fmt.Errorf("%s holds a formula without its result: open the workbook in a spreadsheet program and save it there", column(c.column, s.names))
		}
	}
	return nil
}

// cells returns the cells of the row, as many as the header has, and more only if
// they hold anything.
func (s *sheet) cells(values []string) []string {
	cells := make([]string, max(len(values), len(s.names)))
	for _, c := range s.outline.cells {
		if c.column < len(values) {
			cells[c.column] = s.numbers.text(c, values[c.column])
		}
	}
	end := len(cells)
	for end > len(s.names) && strings.TrimSpace(cells[end-1]) == "" {
		end--
	}
	return cells[:end]
}
