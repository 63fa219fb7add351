package mapping

import (
	"fmt"
	"testing"

	"rollcall/contact"
)

func BenchmarkApplyTenTexts(b *testing.B) {
	m, row := customTexts(b, 10)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := m.Apply(row, nil); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkApplier applies a mapping as a check does: in the same memory, and
// counting.
func BenchmarkApplier(b *testing.B) {
	m, row := customTexts(b, 9)
	a := NewApplier(m, &Tally{})
	b.ReportAllocs()
	for b.Loop() {
		if _, err := a.Apply(&row); err != nil {
			b.Fatal(err)
		}
	}
}

// customTexts returns a mapping of n custom fields, and a row that fills them.
func customTexts(b *testing.B, n int) (*Mapping, contact.Row) {
	b.Helper()
	yaml, names, cells := "provider: acme\nsettings: {region: eu}\ncontact: ID\ncustom:\n", []string{"ID"}, []string{"7"}
	for i := range n {
		name := fmt.Sprint("c", i)
		yaml += "  Field " + name + ": " + name + "\n"
		names, cells = append(names, name), append(cells, "a value of "+name)
	}
	m := compile(b, yaml, names...)
	return m, record(b, m, names, cells...)
}

func BenchmarkWhere(b *testing.B) {
	m := compile(b, head+"fields: {name: A}\nwhere: B != 'archived'\n", columns...)
	row := filledRow(b, m, []string{"7", "x", "live"})
	b.ReportAllocs()
	for b.Loop() {
		if _, err := m.Apply(row, nil); err != nil {
			b.Fatal(err)
		}
	}
}
