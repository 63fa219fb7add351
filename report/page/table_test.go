package page

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"rollcall/contact"
)

func TestTable_hasRoomForSoMany(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		rows, kept int
		message    string
	}{
		"few":       {3, 3, "no"},
		"many":      {maxRows + 10, maxRows, "no"},
		"long ones": {maxRows, 15_000, strings.Repeat("<&>", 1000)},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			list := table{dir: t.TempDir()}
			defer list.close()
			o := contact.Outcome{Status: contact.Rejected, Contact: "id:1"}
			for i := range test.rows {
				o.Row.Number = i + 1
				if err := list.add(&o, test.message); err != nil {
					t.Fatal(err)
				}
			}
			var text bytes.Buffer
			if err := list.write(&text); err != nil {
				t.Fatal(err)
			}
			var rows [][]any
			if err := json.Unmarshal(text.Bytes(), &rows); err != nil {
				t.Fatal(err)
			}
			if list.total != test.rows || list.kept != len(rows) || len(rows) > test.kept || len(rows) < min(test.kept, 1000) {
				t.Errorf("%d rows of %d, of which %d are said to be there, want %d", len(rows), list.total, list.kept, test.kept)
			}
			if text.Len() > maxBytes+10_000 {
				t.Errorf("the rows take %d bytes", text.Len())
			}
			if len(list.first) != min(test.rows, firstRows) {
				t.Errorf("%d rows stand in the page itself", len(list.first))
			}
		})
	}
}

// FuzzTable puts any text in a row: it must come out as it was, and must not end
// the element in which it stands.
func FuzzTable(f *testing.F) {
	for _, seed := range []string{"", "</script>", "<!--", "]]>", "\u2028", "\xff\xfe", "\x00", `"\`, "é"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		list := table{dir: t.TempDir()}
		defer list.close()
		if err := list.add(&contact.Outcome{Status: contact.Rejected, Contact: text, Field: text}, text); err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if err := list.write(&out); err != nil {
			t.Fatal(err)
		}
		if strings.ContainsAny(out.String(), "<>&\u2028\u2029") || !utf8.Valid(out.Bytes()) {
			t.Errorf("not safe in a page: %q", out.String())
		}
		var rows [][]any
		if err := json.Unmarshal(out.Bytes(), &rows); err != nil {
			t.Fatalf("%q: %v", out.String(), err)
		}
		if got, want := rows[0][6], cut(text, maxMessage); got != want {
			t.Errorf("a reader sees %q, want %q", got, want)
		}
	})
}
