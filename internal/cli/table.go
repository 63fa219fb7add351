package cli

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

const (
	gap       = 2 // between two columns of a table
	narrowest = 6 // that a column becomes
)

// A table is columns of text, without blanks at the ends of its lines.
type table struct {
	indent int
	whole  bool // the first column gives way last: it is there to be copied
	rows   [][]string
}

func newTable(header ...string) *table { return &table{rows: [][]string{header}} }

func (t *table) row(cells ...string) { t.rows = append(t.rows, cells) }

// write writes the table. Where it is too wide for the sheet, the widest columns
// give way and their cells take more than one line.
func (t *table) write(s sheet) {
	widths, floors := t.widths()
	if s.columns > 0 {
		room := s.columns - t.indent - gap*(len(widths)-1)
		if t.whole {
			floors[0] = widths[0]
		}
		squeeze(widths, floors, room)
		squeeze(widths, slices.Repeat([]int{narrowest}, len(widths)), room)
	}
	for _, row := range t.rows {
		t.writeRow(s, row, widths)
	}
}

// widths returns how wide each column would be, and how wide its longest word is.
func (t *table) widths() (widths, floors []int) {
	for _, row := range t.rows {
		for i, cell := range row {
			if i == len(widths) {
				widths, floors = append(widths, 0), append(floors, narrowest)
			}
			widths[i] = max(widths[i], width(cell))
			for word := range strings.FieldsSeq(cell) {
				for _, part := range parts(word) {
					floors[i] = max(floors[i], width(part))
				}
			}
		}
	}
	return widths, floors
}

// squeeze takes from the widest columns that may give way until all fit in the
// room.
func squeeze(widths, floors []int, room int) {
	total := 0
	for _, w := range widths {
		total += w
	}
	for ; total > room; total-- {
		widest := -1
		for i, w := range widths {
			if w > floors[i] && (widest < 0 || w > widths[widest]) {
				widest = i
			}
		}
		if widest < 0 {
			return
		}
		widths[widest]--
	}
}

func (t *table) writeRow(s sheet, row []string, widths []int) {
	cells := make([][]string, len(row))
	height := 1
	for i, cell := range row {
		cells[i] = fold(cell, widths[i])
		height = max(height, len(cells[i]))
	}
	for n := range height {
		line := strings.Repeat(" ", t.indent)
		for i, lines := range cells {
			text := ""
			if n < len(lines) {
				text = lines[n]
			}
			line += text + strings.Repeat(" ", widths[i]-width(text)+gap)
		}
		fmt.Fprintln(s, strings.TrimRight(line, " "))
	}
}

// parts breaks a word where it may go on in the next line: behind a slash and
// before a bracket.
func parts(word string) []string { return part.FindAllString(word, -1) }

var part = regexp.MustCompile(`\[?[^/\[]*/?`)

// fold breaks a cell into lines that are no wider than its column: between words,
// between the parts of a longer word, or anywhere in one without.
func fold(cell string, columns int) []string {
	if width(cell) <= columns {
		return []string{cell}
	}
	var pieces []string
	for word := range strings.SplitAfterSeq(cell, " ") {
		if width(strings.TrimRight(word, " ")) <= columns {
			pieces = append(pieces, word)
			continue
		}
		for _, part := range parts(word) {
			for ; width(part) > columns; part = part[len(head(part, columns)):] {
				pieces = append(pieces, head(part, columns))
			}
			pieces = append(pieces, part)
		}
	}
	return fill(pieces, columns)
}
