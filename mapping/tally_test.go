package mapping

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rollcall/contact"
)

func TestTally(t *testing.T) {
	t.Parallel()
	m := compile(t, head+"fields: {age: A, city: {column: B, empty: clear}, name: {template: '{A} {First Name}'}}\nwhere: B != 'out'\n", columns...)
	var one, two Tally
	for _, cells := range [][]string{{"7", "1", "x", "y"}, {"8", "x", "", ""}, {"z", "", "", ""}, {"9", "1", "out", ""}} {
		_, _ = m.Apply(filledRow(t, m, cells), &one)
	}
	_, _ = m.Apply(filledRow(t, m, []string{"7", "1", "x", "y"}), &two)
	one.Add(&two)
	var total Tally
	total.Add(&one)
	var lines []string
	for _, count := range total.Lines() {
		lines = append(lines, count.String())
	}
	want := []string{
		"ID: 3 filled, 1 invalid",
		"A: 2 filled, 1 left alone, 1 invalid",
		"B: 2 filled, 2 cleared",
		"First Name: 3 filled, 1 left alone",
	}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Errorf("the tally reads (-want +got):\n%s", diff)
	}
}

func TestKept(t *testing.T) {
	t.Parallel()
	m := compile(t, head+"fields: {name: A}\nreport: {keep: [B, A]}\n", columns...)
	row := filledRow(t, m, []string{"7", " x ", "y"})
	short := row
	short.Record, short.Err = []string{"7", "z"}, errors.New("too short")
	all := compile(t, head+"fields: {name: A}\nreport: {keep: all}\n", columns...)
	free := compile(t, head+"fields: {name: a}\nreport: {keep: [a, b, c]}\n")
	cells := map[string]contact.Cell{
		"a": {Kind: contact.List, Items: []contact.Cell{words("x"), literal("1")}},
		"b": {Kind: contact.Null, Text: "null"}, "c": literal("1.0"),
	}
	for _, c := range []struct {
		name      string
		got, want []string
	}{
		{"list", m.Kept(row), []string{"y", " x "}},
		{"short record", m.Kept(short), []string{"", "z"}},
		{"no record", m.Kept(contact.Row{Err: errors.New("bad")}), []string{"", ""}},
		{"all", all.Kept(row), []string{"7", " x ", "y", ""}},
		{"jsonl", free.Kept(object(free, cells)), []string{"x; 1", "", "1.0"}},
	} {
		if diff := cmp.Diff(c.want, c.got); diff != "" {
			t.Errorf("%s: kept cells (-want +got):\n%s", c.name, diff)
		}
	}
}
