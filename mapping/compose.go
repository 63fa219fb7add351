package mapping

import (
	"fmt"
	"strings"

	"rollcall/contact"
)

// A composition makes one text of the texts of several columns, at least one of
// which is not empty.
type composition interface {
	compose(texts []string) string
}

// compose returns the text of several columns, empty where all of them are.
func (s *source) compose(row *contact.Row, names []string) (string, error) {
	texts := make([]string, len(s.bound))
	filled := false
	for i, column := range s.bound {
		text, ok := s.part(row.Cell(column))
		if !ok {
			return "", fmt.Errorf("the column %s holds more than one value, which has no place in a text of several columns", quote(names[column]))
		}
		texts[i] = text
		filled = filled || text != ""
	}
	if !filled {
		return "", nil
	}
	return strings.TrimSpace(s.composed.compose(texts)), nil
}

// part returns what a cell adds to a text: nothing where it is null or the clear
// word. It is false for a cell that is no single value.
func (s *source) part(cell contact.Cell) (string, bool) {
	if cell.Kind == contact.Null {
		return "", true
	}
	text := strings.TrimSpace(cell.Text)
	if s.clearWord != "" && text == s.clearWord {
		text = ""
	}
	return text, isScalar(cell)
}

// A join puts a text between the columns that are not empty.
type join struct{ with string }

func (j join) compose(texts []string) string {
	filled := make([]string, 0, len(texts))
	for _, text := range texts {
		if text != "" {
			filled = append(filled, text)
		}
	}
	return strings.Join(filled, j.with)
}
