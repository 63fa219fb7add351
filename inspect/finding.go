package inspect

import (
	"fmt"
	"strings"
)

// A Kind is a way in which cells get spoilt.
type Kind uint8

// The kinds of damage.
const (
	Exponent     Kind = iota // 6.01234E+10 in an identifier or a phone number
	Overflow                 // ########
	FormulaError             // #N/A, #REF! and their like
	Mojibake                 // Ã© for é
	Delimiter                // a header cell that holds several
	Rounded                  // 16 digits or more that end in zeros
	Hollow                   // a column whose cells are all empty
	Shifted                  // the cells of a row stand one column aside
	LostZeros                // numbers that were written with leading zeros
	Swallowed                // a cell holds the rows behind its own
	kinds
)

var kindTexts = [kinds]struct{ what, cause string }{
	Exponent:     {"numbers with an exponent", "a spreadsheet has cut the digits: format the column as text where the file comes from, and export again"},
	Overflow:     {"cells full of #", "the column was too narrow for its values when it was exported: widen it and export again"},
	FormulaError: {"errors of a formula", "the formula failed in the spreadsheet: mend it there, or empty the cells"},
	Mojibake:     {"garbled letters", "the text was read in a wrong encoding before it was saved: export it again as UTF-8"},
	Delimiter:    {"several names in one header cell", "the file is split at another sign than this: say which with --delimiter"},
	Rounded:      {"long numbers that end in zeros", "a spreadsheet keeps 15 digits of a number: format the column as text where the file comes from, and export again"},
	Hollow:       {"all cells empty", "the export has left the values out, or the column is not needed: export it again, or delete it"},
	Shifted:      {"rows whose cells stand one column aside", "a cell is missing or one too many: put the cells of these rows in their places"},
	LostZeros:    {"perhaps leading zeros lost", "a spreadsheet drops them from numbers: format the column as text where the file comes from, and export again"},
	Swallowed:    {"rows inside a cell", "a quote opens the cell and is closed rows later, so these rows are not read: take the quote out, or double it, where the file comes from"},
}

// String names the kind in a few words.
func (k Kind) String() string { return kindTexts[k].what }

// A Finding is one kind of damage in one column.
type Finding struct {
	Kind    Kind
	Column  string // its name in the file; empty for a column without one
	Count   int    // of the cells, or rows, that show it
	Lines   []int  // physical lines on which the first three of their rows start; none for a whole column
	Example string // one of the cells, cut to 40 characters; empty for none
	Cause   string // what has likely happened, and what to do
}

// String puts a finding on one line.
func (f Finding) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "column %q: %s", cut(f.Column), f.Kind)
	if f.Example != "" {
		fmt.Fprintf(&b, ", such as %q", f.Example)
	}
	if len(f.Lines) > 0 {
		fmt.Fprintf(&b, " (%d, %s)", f.Count, f.lines())
	}
	return b.String() + ": " + f.Cause
}

func (f Finding) lines() string {
	var text strings.Builder
	text.WriteString("line")
	if len(f.Lines) > 1 || f.Count > 1 {
		text.WriteString("s")
	}
	for i, line := range f.Lines {
		if i > 0 {
			text.WriteString(",")
		}
		fmt.Fprintf(&text, " %d", line)
	}
	if f.Count > len(f.Lines) {
		text.WriteString(", …")
	}
	return text.String()
}

const maxExample = 40 // characters

// cut shortens foreign text for a message. It is a copy, so that no record is kept
// in memory for its sake.
func cut(text string) string {
	n := 0
	for i := range text {
		if n++; n > maxExample {
			return strings.Clone(text[:i]) + "…"
		}
	}
	return strings.Clone(text)
}
