package source

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"rollcall/contact"
)

// readHeader takes the first record that is no blank line as the header.
func (t *table) readHeader() error {
	for {
		line := t.line
		switch blank, err := t.blankLine(); {
		case err == io.EOF:
			return errNoHeader
		case err != nil:
			return err
		case !blank:
			return t.takeHeader(line)
		}
	}
}

var errNoHeader = errors.New("has no header: it holds nothing but blank lines")

func (t *table) takeHeader(line int) error {
	cells, text, err := t.parse()
	if err != nil {
		row := contact.Row{Line: line}
		if err := t.refused(&row, text, err); err != nil {
			return err
		}
		return errorAt(line, "the header cannot be read: %w", row.Err)
	}
	if err := t.checkHeader(cells); err != nil {
		return errorAt(line, "the header cannot be read: %w", err)
	}
	t.columns = newColumns(cells, "put a cell that holds the delimiter in quotes")
	return nil
}

func (t *table) checkHeader(cells []string) error {
	if i := garbled(cells); i >= 0 {
		return fmt.Errorf("column %d %w", i+1, t.charset.refuse(cells[i]))
	}
	for _, cell := range cells {
		if strings.ContainsRune(strings.TrimSpace(cell), '\r') {
			return errors.New("it holds lone carriage returns, though other lines end otherwise: save the file with LF or CRLF line ends")
		}
	}
	return nil
}
