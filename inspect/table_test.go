package inspect

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTable_object(t *testing.T) {
	t.Parallel()
	var table Table
	table.AddObject([]byte(`{"id": 12345678901234567890, "who": {"name": " Ann ", "age": null}, "tags": ["a", "b", {"x": 1}], "ok": true}`))
	table.AddObject([]byte(`{"id": "7", "ok": false, "tags": "c;d"}`))
	table.AddObject([]byte(`["no object"]`))
	table.AddObject([]byte(`{"id": 8, "late": 1, broken`))
	got := map[string][]string{}
	for _, c := range table.Columns {
		got[c.Name] = c.Cells
	}
	want := map[string][]string{
		"id": {"12345678901234567890", "7", "8"}, "who.name": {"Ann"}, "who.age": nil,
		"tags": {"a", "b", "c;d"}, "ok": {"true", "false"}, "late": {"1"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("cells by key (-want +got):\n%s", diff)
	}
	if table.Rows != 3 || !table.Columns[3].Array {
		t.Errorf("%d rows, and the tags are a list: %t", table.Rows, table.Columns[3].Array)
	}
}

func TestProfile(t *testing.T) {
	t.Parallel()
	table := NewTable([]string{" Tags "})
	for _, cell := range []string{"a;b", "c", "", " a;b ", "d"} {
		table.Add([]string{cell})
	}
	c := table.Columns[0]
	if c.Name != "Tags" || c.Filled != 4 || c.Separator() != ";" || c.Listed() != 0.5 || c.Unique() != 0.75 {
		t.Errorf("the column is %q, %d filled, cut at %q, %.2f lists, %.2f unique", c.Name, c.Filled, c.Separator(), c.Listed(), c.Unique())
	}
	if diff := cmp.Diff([]string{"a;b", "c", "d"}, c.Words); diff != "" {
		t.Errorf("words (-want +got):\n%s", diff)
	}
}

// FuzzTable_AddObject looks for a line that breaks the reader or gives more
// columns than are allowed.
func FuzzTable_AddObject(f *testing.F) {
	f.Add([]byte(`{"a": {"b": {"c": {"d": {"e": 1}}}}, "l": [1, [2], null, "x"]}`))
	f.Add([]byte(strings.Repeat(`{"a":`, 50)))
	f.Fuzz(func(t *testing.T, line []byte) {
		var table Table
		table.AddObject(line)
		for _, c := range table.Columns {
			if c.Filled != len(c.Cells) || strings.Count(c.Name, ".") > maxDepth+strings.Count(string(line), ".") {
				t.Errorf("%q gives a column %q with %d of %d cells", line, c.Name, c.Filled, len(c.Cells))
			}
		}
	})
}
