package source

import (
	"fmt"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/go-cmp/cmp"

	"rollcall/contact"
)

// An object is what a test looks at of a row of JSONL.
type object struct {
	Line  int
	Raw   string
	Blank bool
	Err   string
}

func objects(rows []contact.Row) []object {
	var all []object
	for _, row := range rows {
		reason, parser, _ := strings.Cut(message(row.Err), "invalid JSON: ")
		if parser != "" {
			reason += "invalid JSON"
		}
		all = append(all, object{row.Line, string(row.Raw), row.Blank, reason})
	}
	return all
}

func TestJSONL(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text string
		want       []object
	}{
		{"mark and CRLF", "\ufeff{\"a\":1}\r\n{\"a\":2}\r\n", []object{{1, `{"a":1}`, false, ""}, {2, `{"a":2}`, false, ""}}},
		{"no final line end", "{\"a\":1}\n{\"a\":2}", []object{{1, `{"a":1}`, false, ""}, {2, `{"a":2}`, false, ""}}},
		{"blanks around", " {\"a\":1} \t\n", []object{{1, " {\"a\":1} \t", false, ""}}},
		{"blank lines", "\n{\"a\":1}\n \r\n\n", []object{{1, "", true, ""}, {2, `{"a":1}`, false, ""}, {3, " ", true, ""}, {4, "", true, ""}}},
		{"blank objects", `{}` + "\n" + `{"a":"","b":" \t"}`, []object{{1, `{}`, true, ""}, {2, `{"a":"","b":" \t"}`, true, ""}}},
		{"objects that hold something", `{"a":"","b":null}` + "\n" + `{"a":[]}` + "\n" + `{"a":{}}` + "\n" + `{"a":false}`, []object{
			{1, `{"a":"","b":null}`, false, ""}, {2, `{"a":[]}`, false, ""}, {3, `{"a":{}}`, false, ""}, {4, `{"a":false}`, false, ""},
		}},
		{"broken lines", "{\"a\":1,}\n{\"a\" 1}\n{\"a\":01}\n{\"a\":1\n{\n{\"a\":1} {\"a\":2}\n{\"a\":1}]\n{a:1}\n{\"a\":\"\\x\"}\n{\"a\":2}\n", []object{
			{1, `{"a":1,}`, false, "line 1, column 7: invalid JSON"},
			{2, `{"a" 1}`, false, "line 2, column 6: invalid JSON"},
			{3, `{"a":01}`, false, "line 3, column 7: invalid JSON"},
			{4, `{"a":1`, false, "line 4, column 7: the object does not end on this line: write one object per line (jq -c .)"},
			{5, `{`, false, "line 5, column 2: the object does not end on this line: write one object per line (jq -c .)"},
			{6, `{"a":1} {"a":2}`, false, "line 6: text follows the object: write one object per line"},
			{7, `{"a":1}]`, false, "line 7, column 8: invalid JSON"},
			{8, `{a:1}`, false, "line 8, column 2: invalid JSON"},
			{9, `{"a":"\x"}`, false, "line 9, column 7: invalid JSON"},
			{10, `{"a":2}`, false, ""},
		}},
		{"carriage returns", "{\"a\":1}\r{\"a\":2}\n{\"a\":3} \r x\n{\"a\":4}\r\r\n", []object{
			{1, "{\"a\":1}\r{\"a\":2}", false, "line 1: text follows the object behind a lone carriage return: save the file with LF or CRLF line ends"},
			{2, "{\"a\":3} \r x", false, "line 2: text follows the object behind a lone carriage return: save the file with LF or CRLF line ends"},
			{3, "{\"a\":4}\r", false, ""},
		}},
		{"lines that are no object", "[1]\n\"a\"\n7\nnull\nx,y\n", []object{
			{1, `[1]`, false, "line 1: an array, no object: write one object per line (jq -c '.[]')"},
			{2, `"a"`, false, "line 2: no JSON object: write one object per line"},
			{3, `7`, false, "line 3: no JSON object: write one object per line"},
			{4, `null`, false, "line 4: no JSON object: write one object per line"},
			{5, `x,y`, false, "line 5: no JSON object: write one object per line"},
		}},
		{"a key twice", `{"a":1,"a":2}` + "\n" + `{"x":{"a":1,"a":2}}`, []object{
			{1, `{"a":1,"a":2}`, false, `line 1, column 8: the key "a" occurs twice: keep one of them`},
			{2, `{"x":{"a":1,"a":2}}`, false, `line 2, column 13: the key "a" occurs twice: keep one of them`},
		}},
		{"not UTF-8", "{\"a\":\"M\xfcller\"}\n{\"a\":\"\\ud800\"}\n", []object{
			{1, "{\"a\":\"M\xfcller\"}", false, "line 1, column 8: the object holds bytes that are not UTF-8: if the file is in Windows-1252, as many exports are, add --encoding windows-1252"},
			{2, `{"a":"\ud800"}`, false, "line 2, column 7: invalid JSON"},
		}},
		{"NUL", `{"a":"x\u0000y"}` + "\n" + `{"b":"x\u0000y"}`, []object{
			{1, `{"a":"x\u0000y"}`, false, `line 1: key "a": the text holds a NUL character: remove it`},
			{2, `{"b":"x\u0000y"}`, false, ""},
		}},
		{"rejects fed back", `{"rollcall_raw":"x,y","rollcall_row":7}` + "\n" + `{"rollcall_raw":"","a":1}` + "\n" + `{"rollcall_raw":null,"a":1}`, []object{
			{1, `{"rollcall_raw":"x,y","rollcall_row":7}`, false, "line 1: rollcall_raw still holds a line that is no object: put the corrected object in its place"},
			{2, `{"rollcall_raw":"","a":1}`, false, ""},
			{3, `{"rollcall_raw":null,"a":1}`, false, ""},
		}},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			rows, err := read(open(t, JSONL, tc.text, "a"))
			checkNumbers(t, rows)
			if diff := cmp.Diff(tc.want, objects(rows)); diff != "" || err != nil {
				t.Errorf("error %v, rows of %q (-want +got):\n%s", err, tc.text, diff)
			}
		})
	}
}

func TestValues(t *testing.T) {
	t.Parallel()
	text := func(s string) contact.Cell { return contact.Cell{Kind: contact.Text, Text: s} }
	number := func(s string) contact.Cell { return contact.Cell{Kind: contact.Number, Text: s} }
	list := func(items ...contact.Cell) contact.Cell {
		return contact.Cell{Kind: contact.List, Items: append([]contact.Cell{}, items...)}
	}
	object := func(s string) contact.Cell { return contact.Cell{Kind: contact.Object, Text: s} }
	yes, null, missing := contact.Cell{Kind: contact.Bool, Text: "true"}, contact.Cell{Kind: contact.Null}, contact.Cell{}
	tests := []struct {
		name, line string
		columns    []string
		want       []contact.Cell
	}{
		{
			"kinds", `{"t":" x ","n":-1.50e2,"b":true,"z":null,"l":[],"o":{ "x" : 1 }}`,
			[]string{"t", "n", "b", "z", "l", "o", "m"},
			[]contact.Cell{text(" x "), number("-1.50e2"), yes, null, list(), object(`{ "x" : 1 }`), missing},
		},
		{"every digit", `{"id":12345678901234567890, "zip":"00123"}`, []string{"zip", "id"}, []contact.Cell{text("00123"), number("12345678901234567890")}},
		{"escapes", `{"a":"é\n\"x\"","b\u0061":"y"}`, []string{"a", "ba"}, []contact.Cell{text("é\n\"x\""), text("y")}},
		{
			"lists", ` {"a": ["x\t", 1, true, null, [2, []], {"k":[3]} ] }`,
			[]string{"a"},
			[]contact.Cell{list(text("x\t"), number("1"), yes, null, list(number("2"), list()), object(`{"k":[3]}`))},
		},
		{
			"paths", `{"a":{"b":{"c":[1]},"d":2},"e":3}`,
			[]string{"a.b.c", "a.d", "a", "e.f", "a.x"},
			[]contact.Cell{list(number("1")), number("2"), object(`{"b":{"c":[1]},"d":2}`), missing, missing},
		},
		{"a key with a dot goes before the path", `{"a":{"b":1},"a.b":2}`, []string{"a.b"}, []contact.Cell{number("2")}},
		{"wherever it stands", `{"a.b":2,"a":{"b":1}}`, []string{"a.b"}, []contact.Cell{number("2")}},
		{"case", `{"E-MAIL":"x","Address":{"CITY":"y"}}`, []string{"e-mail", "address.city"}, []contact.Cell{text("x"), text("y")}},
		{"exact key before a like one", `{"EMAIL":"x","email":"y","Email":"z"}`, []string{"email"}, []contact.Cell{text("y")}},
		{"blanks around a key", `{" a ":"x"}`, []string{"a"}, []contact.Cell{text("x")}},
		{"columns that differ in case", `{"A":"x"}`, []string{"a", "A"}, []contact.Cell{text("x"), text("x")}},
		{"one column twice", `{"a":"x"}`, []string{"a", "a"}, []contact.Cell{text("x"), text("x")}},
		{"like keys of different objects", `{"a":{"X":1},"b":{"x":2}}`, []string{"a.x", "b.x"}, []contact.Cell{number("1"), number("2")}},
	}
	for _, tc := range tests {
		rows, err := read(open(t, JSONL, tc.line, tc.columns...))
		if err != nil || len(rows) != 1 || rows[0].Err != nil {
			t.Errorf("%s: rows %+v, error %v", tc.name, rows, err)
			continue
		}
		for i, want := range tc.want {
			if diff := cmp.Diff(want, rows[0].Cell(i)); diff != "" {
				t.Errorf("%s: column %q of %s (-want +got):\n%s", tc.name, tc.columns[i], tc.line, diff)
			}
		}
	}
}

// A value must not come from a key that only may be meant.
func TestAmbiguousKeys(t *testing.T) {
	t.Parallel()
	for _, line := range []string{`{"EMAIL":"x","Email":"y"}`, `{"email ":"x"," email":"y"}`} {
		rows, err := read(open(t, JSONL, line+"\n"+`{"EMAIL":"x"}`, "email"))
		want := `line 1: more than one key is "email" but for case: keep one, or write it exactly so`
		if err != nil || len(rows) != 2 || message(rows[0].Err) != want {
			t.Errorf("%s gives rows %+v, error %v, want the row error %s", line, rows, err, want)
			continue
		}
		if rows[1].Err != nil || rows[1].Cell(0).Text != "x" {
			t.Errorf("the row behind %s is %+v, want it unharmed", line, rows[1])
		}
	}
}

func TestDeepNesting(t *testing.T) {
	t.Parallel()
	deep := func(n int) string {
		return `{"a":` + strings.Repeat("[", n) + strings.Repeat("]", n) + "}\n"
	}
	rows, err := read(open(t, JSONL, deep(9000)+deep(11000)+deep(1), "a"))
	if err != nil || len(rows) != 3 {
		t.Fatalf("%d rows, error %v, want 3 rows", len(rows), err)
	}
	for i, bad := range []bool{false, true, false} {
		if (rows[i].Err != nil) != bad {
			t.Errorf("row %d: error %v, want one: %t", i+1, rows[i].Err, bad)
		}
	}
}

func TestLongLine(t *testing.T) {
	t.Parallel()
	name := strings.Repeat("x", 3*bufferSize)
	rows, err := read(open(t, JSONL, `{"a":"`+name+`"}`+"\n"+`{"a":"y"}`, "a"))
	if err != nil || len(rows) != 2 {
		t.Fatalf("%d rows, error %v, want 2 rows", len(rows), err)
	}
	if rows[0].Cell(0).Text != name || rows[1].Cell(0).Text != "y" {
		t.Error("a line that is longer than the buffer does not come whole, or spoils the next")
	}
}

func TestKeys(t *testing.T) {
	t.Parallel()
	s := open(t, JSONL, `{"b":1,"a":{"x":1}}`+"\n"+`{"a":2,"c\n":3}`)
	if _, err := read(s); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"b", "a", "c\n"}, s.Keys()); diff != "" {
		t.Errorf("Keys() (-want +got):\n%s", diff)
	}
	if s.Header() != nil || s.RawHeader() != nil {
		t.Errorf("JSONL has the header %q", s.RawHeader())
	}
}

func TestKeysAreBounded(t *testing.T) {
	t.Parallel()
	var text strings.Builder
	for i := range 3 * maxKeys {
		fmt.Fprintf(&text, "{\"k%d\":1,\"a\":%d}\n", i, i)
	}
	s := open(t, JSONL, text.String(), fmt.Sprintf("K%d", 3*maxKeys-1))
	rows, err := read(s)
	if err != nil || len(s.Keys()) != maxKeys {
		t.Errorf("%d keys are kept, error %v, want %d", len(s.Keys()), err, maxKeys)
	}
	if last := rows[len(rows)-1].Cell(0); last.Text != "1" {
		t.Errorf("a key behind the first %d is %+v, want it found all the same", maxKeys, last)
	}
}

func TestSumJSONL(t *testing.T) {
	t.Parallel()
	rows, err := read(open(t, JSONL, "{\"a\":1}\n {\"a\":1} \r\n{\"a\":2}\n{\"a\"\n"))
	if err != nil || len(rows) != 4 {
		t.Fatalf("%d rows, error %v", len(rows), err)
	}
	if rows[0].Sum != rows[1].Sum {
		t.Error("blanks around an object change the hash")
	}
	if rows[0].Sum == rows[2].Sum || rows[2].Sum == rows[3].Sum {
		t.Error("different lines have the same hash")
	}
}

func FuzzJSONL(f *testing.F) {
	for _, seed := range []string{
		`{"a":"x","b":{"c":[1,{"d":null}]}}` + "\n\n", `{"A":1,"a":2}` + "\r\n{}", `{"a":[[["\u0000"]]]}`, "[1]\n{", `{"rollcall_raw":1}`, `{"b.c":1,"b":{"C":2}}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := Open(Config{Path: "-", Stdin: strings.NewReader(text), Format: JSONL})
		if err != nil {
			return
		}
		if _, lines := s.rows.(*jsonLines); !lines || !s.exact {
			return
		}
		if err := s.Bind([]string{"a", "b.c", "b"}); err != nil {
			t.Fatal(err)
		}
		rows, err := read(s)
		checkNumbers(t, rows)
		if err != nil {
			t.Fatalf("a stream without fault ends with %v", err)
		}
		body := strings.TrimPrefix(text, "\ufeff")
		if lines := strings.Split(strings.TrimSuffix(body, "\n"), "\n"); body != "" && len(rows) != len(lines) {
			t.Errorf("%d rows of %d lines", len(rows), len(lines))
		}
		for _, row := range rows {
			if row.Err == nil && !row.Blank && !jsontext.Value(row.Raw).IsValid() {
				t.Errorf("line %d is taken for valid: %q", row.Line, row.Raw)
			}
		}
	})
}
