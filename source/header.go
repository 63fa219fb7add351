package source

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"rollcall/contact"
)

// readHeader takes the first record that is no blank line as the header.
func (t *table) readHeader() error {
	for {
		line := t.line
		switch blank, err := t.blankLine(); {
		case err == io.EOF:
			return errors.New("has no header: it holds nothing but blank lines")
		case err != nil:
			return err
		case !blank:
			return t.takeHeader(line)
		}
	}
}

func (t *table) takeHeader(line int) error {
	cells, text, err := t.parse()
	if err != nil {
		row := contact.Row{Line: line}
		if err := t.refused(&row, text, err); err != nil {
			return err
		}
		return errorAt(line, "the header cannot be read: %w", row.Err)
	}
	if err := checkHeader(cells); err != nil {
		return errorAt(line, "the header cannot be read: %w", err)
	}
	t.raw = cells
	t.names = make([]string, len(cells))
	for i, cell := range cells {
		t.names[i] = strings.TrimSpace(cell)
	}
	t.surplus, t.message = slices.Index(t.names, surplusColumn), slices.Index(t.names, messageColumn)
	t.blank = make([]string, len(cells))
	return nil
}

func checkHeader(cells []string) error {
	for i, cell := range cells {
		if err := undecodable(cell); err != nil {
			return fmt.Errorf("column %d %w", i+1, err)
		}
		if strings.ContainsRune(strings.TrimSpace(cell), '\r') {
			return errors.New("its line ends are lone carriage returns: save the file with LF or CRLF line ends")
		}
	}
	return nil
}
