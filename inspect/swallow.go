package inspect

import "strings"

// delimiters are what separates the cells of a row that a cell may hold.
var delimiters = [...]string{",", ";", "\t", "|"}

// manyColumns make whole lines with the delimiters of a row more than chance.
const manyColumns = 5

// swallowed reports whether a cell with a line break seems to hold the rows behind
// its own: a quote that opened in it by mistake was closed by the next one, in the
// same column of a later row. The cell then holds the rest of its row, perhaps whole
// rows, and the beginning of the last one, each with its delimiters. That may be
// chance too, so the last one must begin as its own row does, or there must be whole
// ones of many columns.
func swallowed(record []string, column int) bool {
	lines := strings.Split(record[column], "\n")
	for _, mark := range delimiters {
		if fit(lines, mark, column, len(record)-1) && (len(lines) > 2 && len(record) >= manyColumns || alike(record, lines, column, mark)) {
			return true
		}
	}
	return false
}

// fit reports whether lines have as many delimiters as the parts of rows that they
// would be; all is how many a whole row has. Behind a blank no quote opens a cell,
// so a blank behind a mark makes it one of a text.
func fit(lines []string, mark string, column, all int) bool {
	last := len(lines) - 1
	for i, line := range lines {
		want := all
		switch i {
		case 0:
			want = all - column
		case last:
			want = column
		}
		if strings.Count(line, mark) != want || strings.Contains(line, mark+" ") {
			return false
		}
	}
	return all > 0
}

// alike reports whether the last line begins with a cell that looks like the first
// one of the record.
func alike(record, lines []string, column int, mark string) bool {
	first := record[0]
	if column == 0 {
		first, _, _ = strings.Cut(lines[0], mark)
	}
	next, _, _ := strings.Cut(lines[len(lines)-1], mark)
	return Shapes(strings.TrimSpace(first))&Shapes(strings.TrimSpace(next)) != 0
}
