package mapping

import (
	"fmt"
	"strings"

	"golang.org/x/text/cases"
	"golang.org/x/text/language"

	"rollcall/contact"
)

// A source is where the value of a field comes from, compiled.
type source struct {
	name      string      // of the column; empty for several of them and for a constant
	column    int         // bound column; -1 for several of them and for a constant
	composed  composition // of several columns; nil for one and for a constant
	bound     []int       // the columns of a composition
	list      bool        // the field takes a list
	direct    bool        // text goes through unchanged, but for its ends
	clearWord string      // the cell that asks to clear the field; empty for none

	initial   *string
	words     map[string]string
	keepOther bool
	letters   letters
	split     string
}

// An origin says what stands behind a value.
type origin int

const (
	nothing  origin = iota // the value is empty
	given                  // the row gave it
	filledIn               // the default did
	null                   // the row asks to clear the field
)

// read returns the value that the row has for the source, through all the steps
// before the field's form.
func (s *source) read(row *contact.Row, names []string) (contact.Cell, origin, error) {
	if s.composed != nil {
		text, err := s.compose(row, names)
		if err != nil {
			return contact.Cell{}, nothing, err
		}
		return s.steps(contact.Cell{Kind: contact.Text, Text: text})
	}
	cell := trim(row.Cell(s.column))
	if s.clearWord != "" && cell.Kind == contact.Text && cell.Text == s.clearWord {
		cell.Kind = contact.Null
	}
	return s.steps(cell)
}

func trim(cell contact.Cell) contact.Cell {
	if cell.Kind == contact.Text {
		cell.Text = strings.TrimSpace(cell.Text)
	}
	return cell
}

// steps takes a trimmed cell through split, default, map and case.
func (s *source) steps(cell contact.Cell) (contact.Cell, origin, error) {
	switch {
	case s.direct && cell.Kind == contact.Text:
		if cell.Text == "" {
			return cell, nothing, nil
		}
		return cell, given, nil
	case cell.Kind == contact.Null:
		return cell, null, nil
	case s.list && cell.Kind == contact.List:
		return s.parts(cell.Items)
	case s.split != "" && isScalar(cell) && cell.Text != "":
		return s.parts(s.pieces(cell.Text))
	}
	return s.scalar(cell)
}

func (s *source) pieces(text string) []contact.Cell {
	var pieces []contact.Cell
	for piece := range strings.SplitSeq(text, s.split) {
		if piece = strings.TrimSpace(piece); piece != "" {
			pieces = append(pieces, contact.Cell{Kind: contact.Text, Text: piece})
		}
	}
	return pieces
}

// parts takes each part through its steps; those that end empty are dropped. A
// list without any part takes the default.
func (s *source) parts(items []contact.Cell) (contact.Cell, origin, error) {
	if len(items) == 0 {
		return s.scalar(contact.Cell{Kind: contact.Text})
	}
	list := contact.Cell{Kind: contact.List, Items: make([]contact.Cell, 0, len(items))}
	from := nothing
	for _, item := range items {
		item, of, err := s.scalar(trim(item))
		if err != nil {
			return list, nothing, err
		}
		if of == nothing {
			continue
		}
		if from != given {
			from = of
		}
		list.Items = append(list.Items, item)
	}
	return list, from, nil
}

// scalar takes one value through default, map and case.
func (s *source) scalar(cell contact.Cell) (contact.Cell, origin, error) {
	if !isScalar(cell) {
		return cell, given, nil
	}
	from := given
	if cell.Text == "" && s.initial != nil {
		cell, from = contact.Cell{Kind: contact.Text, Text: *s.initial}, filledIn
	}
	if s.words != nil {
		var err error
		if cell, err = s.translate(cell); err != nil {
			return cell, from, err
		}
	}
	if cell.Kind == contact.Text {
		cell.Text = s.letters.apply(cell.Text)
	}
	if cell.Text == "" {
		from = nothing
	}
	return cell, from, nil
}

func isScalar(cell contact.Cell) bool {
	switch cell.Kind {
	case contact.List, contact.Object, contact.Null:
		return false
	}
	return true
}

func (s *source) translate(cell contact.Cell) (contact.Cell, error) {
	to, ok := s.words[cell.Text]
	switch {
	case ok:
		return contact.Cell{Kind: contact.Text, Text: to}, nil
	case cell.Text == "" || s.keepOther:
		return cell, nil
	}
	hint := ""
	if len(s.words) <= hintedWords {
		hint = didYouMean(cell.Text, keysOf(s.words))
	}
	return cell, fmt.Errorf("%s is not in the map of the mapping: add it there, or set map_other: keep%s", quote(cell.Text), hint)
}

// hintedWords is how large a map may be for its words to be compared with a
// stranger. Of a column that is wrong throughout every row pays for it.
const hintedWords = 300

func (l letters) apply(text string) string {
	switch l {
	case lower:
		return strings.ToLower(text)
	case upper:
		return strings.ToUpper(text)
	case title:
		return cases.Title(language.Und).String(text)
	}
	return text
}
