package mapping

import (
	"encoding/json"
	"strings"
	"testing"
)

func FuzzApply(f *testing.F) {
	f.Add("a", "b", "c", "1.234,50")
	f.Add(" ", "#", "x;y", "12 %")
	f.Add("\u00a0", "\xff", ";;", "-0,1")
	const all = head + `
clear_word: "#"
numbers: {decimal: ",", group: "."}
fields:
  name: {join: [A, B, First Name], with: "/"}
  city: {template: "{A}{{{B}}}", empty: clear}
  tags: {column: First Name, split: ";", options: [x, y]}
  score: {column: Score, empty: skip}
`
	names := []string{"ID", "A", "B", "First Name", "Score"}
	m := compile(f, all, names...)
	f.Fuzz(func(t *testing.T, a, b, c, number string) {
		u, err := m.Apply(record(t, m, names, "7", a, b, c, number), nil)
		if err != nil {
			return
		}
		for _, field := range u.Fields {
			if !json.Valid(field.Value) {
				t.Fatalf("the field %s goes out as %q, which is not JSON", field.Name, field.Value)
			}
			if name := string(field.Value); field.Name == "name" && a == "" && b == "" && strings.Contains(name, "/") != strings.Contains(c, "/") {
				t.Fatalf("the join of %q alone is %s", c, name)
			}
		}
	})
}
