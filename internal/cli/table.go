package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/rivo/uniseg"
)

// gap is the space between two columns of a table.
const gap = 2

// A table is columns of text, without blanks at the ends of its lines.
type table struct {
	indent int
	rows   [][]string
}

func newTable(header ...string) *table { return &table{rows: [][]string{header}} }

func (t *table) row(cells ...string) { t.rows = append(t.rows, cells) }

// write writes the table. Where it is too wide for the sheet, the widest columns
// give way and their cells take more than one line.
func (t *table) write(s sheet) {
	widths := t.widths()
	if s.columns > 0 {
		squeeze(widths, s.columns-t.indent-gap*(len(widths)-1))
	}
	for _, row := range t.rows {
		t.writeRow(s, row, widths)
	}
}

func (t *table) widths() []int {
	var widths []int
	for _, row := range t.rows {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], uniseg.StringWidth(cell))
		}
	}
	return widths
}

// squeeze takes from the widest columns until all fit in the room.
func squeeze(widths []int, room int) {
	const narrowest = 6
	total := 0
	for _, w := range widths {
		total += w
	}
	for ; total > room; total-- {
		i := slices.Index(widths, slices.Max(widths))
		if widths[i] <= narrowest {
			return
		}
		widths[i]--
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
			line += text + strings.Repeat(" ", widths[i]-uniseg.StringWidth(text)+gap)
		}
		fmt.Fprintln(s, strings.TrimRight(line, " "))
	}
}

// fold breaks a cell into lines that are no wider than its column, between words
// if it can, behind a slash if it must, or anywhere.
func fold(cell string, width int) []string {
	if uniseg.StringWidth(cell) <= width {
		return []string{cell}
	}
	var lines []string
	for _, line := range wrap(cell, width) {
		for uniseg.StringWidth(line) > width {
			head := strings.TrimSuffix(cut(line, width+1), "…")
			if i := strings.LastIndexByte(head, '/'); i > 0 {
				head = head[:i+1]
			}
			lines, line = append(lines, head), line[len(head):]
		}
		lines = append(lines, line)
	}
	return lines
}
