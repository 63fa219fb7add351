package draft

import (
	"fmt"

	"rollcall/contact"
	"rollcall/inspect"
	"rollcall/providers"
)

// A notation is the signs with which people write numbers, and JSON does not.
type notation struct{ decimal, group string }

// notations are tried in this order: of those that read the same out of every
// cell the plainest is proposed.
var notations = []notation{{",", ""}, {",", "."}, {"", ","}, {"", " "}, {",", " "}, {"", "'"}, {"", "\u2019"}}

// numbers states how the numbers of a column are written, where all of them are
// written so and none of them can mean another number. Where it is not clear, a
// person has to.
func numbers(e *entry, t *trial) {
	if t.unaided() {
		return
	}
	first, unclear, ok := t.notation()
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

// notation returns the first notation in which every cell is a number, and a
// cell of which another such notation makes another number; empty for none. It
// reports false where no notation fits.
func (t *trial) notation() (first notation, unclear string, ok bool) {
	var wires []string
	for _, n := range notations {
		read, fit := t.wires(n)
		switch {
		case !fit:
		case !ok:
			first, wires, ok = n, read, true
		default:
			for i := range read {
				if read[i] != wires[i] {
					return first, t.column.Cells[i], true
				}
			}
		}
	}
	return first, "", ok
}

// wires returns the wire form of every cell in a notation; false if one has none.
func (t *trial) wires(n notation) ([]string, bool) {
	signs, err := providers.ParseSigns(n.decimal, n.group)
	if err != nil || len(t.column.Cells) == 0 {
		return nil, false
	}
	var wires []string
	for _, cell := range t.column.Cells {
		wire, err := t.field.Conform(nil, contact.Cell{Kind: contact.Text, Text: cell}, &providers.Reading{Signs: signs})
		if err != nil {
			return nil, false
		}
		wires = append(wires, string(wire))
	}
	return wires, true
}

// isNotated reports whether the cells are numbers in a notation of their own.
func isNotated(form providers.Form, c *inspect.Profile) bool {
	t := trial{field: providers.Field{Form: form}, column: c}
	_, _, ok := t.notation()
	return ok
}
