package draft

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"rollcall/contact"
	"rollcall/inspect"
	"rollcall/providers"
)

// A notation is the signs with which people write numbers, and JSON does not.
type notation struct{ decimal, group string }

// notations are tried in this order: of those that read the same out of every
// cell the plainest is proposed. The first is that of JSON, read without help.
var notations = []notation{{}, {",", ""}, {",", "."}, {"", ","}, {"", " "}, {",", " "}, {"", "'"}, {"", "\u2019"}}

// numbers states how the numbers of a column are written, where all of them are
// written so and none of them can mean another number. Where it is not clear, a
// person has to. Cells that are no number prove nothing.
func numbers(e *entry, t *trial) {
	first, unclear, ok := t.notation(t.numeric())
	switch {
	case !ok:
		return
	case unclear != "":
		e.todo = append(e.todo, fmt.Sprintf("say with decimal or group which sign stands before the fraction, and which between the thousands, as in %s.", quoted(unclear)))
		return
	}
	t.reading.Signs, _ = providers.ParseSigns(first.decimal, first.group)
	if first.decimal != "" {
		e.source.set("decimal", quoted(first.decimal))
	}
	if first.group != "" {
		e.source.set("group", quoted(first.group))
	}
}

// numeric returns the cells that are numbers in any of the notations.
func (t *trial) numeric() []string {
	return slices.DeleteFunc(slices.Clone(t.column.Cells), func(cell string) bool {
		return !slices.ContainsFunc(notations, func(n notation) bool {
			_, fit := t.wires(n, []string{cell})
			return fit
		})
	})
}

// notation returns the first notation in which every cell is a number, and a
// cell of which another such notation makes another number; empty for none. It
// reports false where no notation fits, or the cells are more probably codes.
func (t *trial) notation(cells []string) (first notation, unclear string, ok bool) {
	if len(cells) == 0 || areCodes(cells) {
		return first, "", false
	}
	var wires []string
	for _, n := range notations {
		read, fit := t.wires(n, cells)
		switch {
		case !fit:
		case !ok:
			first, wires, ok = n, read, true
		default:
			for i := range read {
				if read[i] != wires[i] {
					return first, cells[i], true
				}
			}
		}
	}
	return first, "", ok
}

// wires returns the wire form of every cell in a notation; false if one has none.
func (t *trial) wires(n notation, cells []string) ([]string, bool) {
	signs, err := providers.ParseSigns(n.decimal, n.group)
	if err != nil {
		return nil, false
	}
	var wires []string
	for _, cell := range cells {
		wire, err := t.field.Conform(nil, contact.Cell{Kind: contact.Text, Text: cell}, &providers.Reading{Signs: signs})
		if err != nil {
			return nil, false
		}
		wires = append(wires, string(wire))
	}
	return wires, true
}

// areCodes reports whether every cell has the same sign between its digits,
// equally often and more than once. Numbers are not all of one size, addresses
// and article numbers are: 192.168.001.001.
func areCodes(cells []string) bool {
	marks := marksOf(cells[0])
	sign, size := utf8.DecodeRuneInString(marks)
	return len(marks) > size && strings.Trim(marks, string(sign)) == "" &&
		!slices.ContainsFunc(cells, func(cell string) bool { return marksOf(cell) != marks })
}

// marksOf returns what a cell has besides digits.
func marksOf(cell string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return -1
		}
		return r
	}, cell)
}

// isNotated reports whether all cells are numbers in one and the same notation.
func isNotated(form providers.Form, c *inspect.Profile) bool {
	t := trial{field: providers.Field{Form: form}, column: c}
	_, _, ok := t.notation(c.Cells)
	return ok
}
