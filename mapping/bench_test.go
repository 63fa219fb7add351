package mapping

import "testing"

func BenchmarkApplyTenTexts(b *testing.B) {
	names := []string{"ID", "c0", "c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "c9"}
	yaml, cells := "provider: acme\nsettings: {region: eu}\ncontact: ID\ncustom:\n", []string{"7"}
	for _, name := range names[1:] {
		yaml += "  Field " + name + ": " + name + "\n"
		cells = append(cells, "a value of "+name)
	}
	m := compile(b, yaml, names...)
	row := record(b, m, names, cells...)
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
	names := []string{"ID", "c0", "c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8"}
	yaml, cells := "provider: acme\nsettings: {region: eu}\ncontact: ID\ncustom:\n", []string{"7"}
	for _, name := range names[1:] {
		yaml += "  Field " + name + ": " + name + "\n"
		cells = append(cells, "a value of "+name)
	}
	m := compile(b, yaml, names...)
	row := record(b, m, names, cells...)
	a := NewApplier(m, &Tally{})
	b.ReportAllocs()
	for b.Loop() {
		if _, err := a.Apply(&row); err != nil {
			b.Fatal(err)
		}
	}
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
