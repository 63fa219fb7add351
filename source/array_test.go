package source

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"rollcall/contact"
)

// openArray opens a text of a .json file.
func openArray(t testing.TB, text string, columns ...string) *Source {
	t.Helper()
	s, err := Open(Config{Path: "-", Stdin: strings.NewReader("[{}," + text)})
	if err != nil {
		t.Fatalf("Open(%.40q): %v", text, err)
	}
	if err := s.Bind(columns); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestArray(t *testing.T) {
	t.Parallel()
	blank := object{1, `{}`, true, ""}
	tests := []struct {
		name, text string // behind the start of the array and an empty object
		want       []object
		final      string
	}{
		{name: "one line", text: `{"a":1},{"a":2}]`, want: []object{blank, {1, `{"a":1}`, false, ""}, {1, `{"a":2}`, false, ""}}},
		{name: "a line each", text: "\n{\"a\":1},\r\n{\"a\":2}\n]\n", want: []object{blank, {2, `{"a":1}`, false, ""}, {3, `{"a":2}`, false, ""}}},
		{name: "many lines", text: "\n  {\n    \"a\": \"x y\",\n    \"b\": [\n1\n]\n  }\n,\n\n  { \"a\": 2 }\n]", want: []object{blank, {2, `{"a":"x y","b":[1]}`, false, ""}, {10, `{ "a": 2 }`, false, ""}}},
		{name: "elements that are no object", text: "1,\n[2],\"x\",null,{\"a\":3}]", want: []object{
			blank,
			{1, `1`, false, "line 1: no JSON object: write an array of objects"},
			{2, `[2]`, false, "line 2: no JSON object: write an array of objects"},
			{2, `"x"`, false, "line 2: no JSON object: write an array of objects"},
			{2, `null`, false, "line 2: no JSON object: write an array of objects"},
			{2, `{"a":3}`, false, ""},
		}},
		{name: "a key twice", text: "\n{\n\"a\":1,\n \"a\":2},{\"a\":3}]", want: []object{
			blank,
			{2, `{"a":1,"a":2}`, false, `line 4, column 2: the key "a" occurs twice: keep one of them`},
			{4, `{"a":3}`, false, ""},
		}},
		{name: "not UTF-8", text: "{\"a\":\"M\xfcller\"},{\"a\":3}]", want: []object{
			blank,
			{1, "{\"a\":\"M\xfcller\"}", false, "line 1, column 8: the object holds bytes that are not UTF-8: if the file is in Windows-1252, as many exports are, add --encoding windows-1252"},
			{1, `{"a":3}`, false, ""},
		}},
		{
			name: "broken element", text: "\n{\"a\":1},\n\n{\"a\" 2},{\"a\":3}]", want: []object{blank, {2, `{"a":1}`, false, ""}},
			final: "standard input:4: invalid JSON: invalid character '2' after object name (expecting ':')",
		},
		{
			name: "never closed", text: "\n{\"a\":1},\n", want: []object{blank, {2, `{"a":1}`, false, ""}},
			final: "standard input:3: the array is never closed: is the file cut off?",
		},
		{
			name: "cut off in an element", text: "{\"a\":1},\n{\"a\"", want: []object{blank, {1, `{"a":1}`, false, ""}},
			final: "standard input:2: the array is never closed: is the file cut off?",
		},
		{
			name: "text behind it", text: "{\"a\":1}]\n[1]", want: []object{blank, {1, `{"a":1}`, false, ""}},
			final: "standard input:2: text follows the array: write one array, or one object per line",
		},
		{
			name: "no comma", text: "{\"a\":1}\n{\"a\":2}]", want: []object{blank, {1, `{"a":1}`, false, ""}},
			final: "standard input:2: invalid JSON: invalid character '{' after array element (expecting ',' or ']')",
		},
		{
			name: "too deep", text: "{\"a\":" + strings.Repeat("[", 10_001), want: []object{blank},
			final: "standard input:1: invalid JSON: exceeded max depth",
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			s := openArray(t, tc.text, "a")
			rows, err := read(s)
			checkNumbers(t, rows)
			if diff := cmp.Diff(tc.want, objects(rows)); diff != "" {
				t.Errorf("rows of %.50q (-want +got):\n%s", tc.text, diff)
			}
			if message(err) != tc.final {
				t.Errorf("%.50q ends with\n%v, want\n%s", tc.text, err, tc.final)
			}
			if err == nil && s.Offset() != int64(len("[{},"+tc.text)) {
				t.Errorf("%d of %d bytes were read", s.Offset(), len("[{},"+tc.text))
			}
		})
	}
}

// An array is an array by its name, by its content, and where JSON lines are told.
func TestArrayFormat(t *testing.T) {
	t.Parallel()
	for _, cfg := range []Config{
		{Path: write(t, "a.json", "\n [\n1]")},
		{Path: write(t, "a.json", "[]")},
		{Path: write(t, "export", "[\n{}]")},
		{Path: write(t, "a.jsonl", "[{}]")},
		{Path: write(t, "a.txt", " [ {}\n]"), Format: JSONL},
		{Path: write(t, "b.json", "\xff\xfe[\x00]\x00")},
	} {
		s, err := Open(cfg)
		if err != nil {
			t.Errorf("%+v: %v", cfg, err)
			continue
		}
		if _, err := read(s); err != nil || s.Format() != JSONL || s.Header() != nil {
			t.Errorf("%+v is read as %s with the header %q, error %v", cfg, s.Format(), s.Header(), err)
		}
		s.Close()
	}
}

func TestArrayValues(t *testing.T) {
	t.Parallel()
	s := openArray(t, "\n{\n\"a\": {\n\"b\": \"x\\ny\"},\n\"id\": 12345678901234567890\n}]", "a.b", "id")
	rows, err := read(s)
	if err != nil || len(rows) != 2 {
		t.Fatalf("%d rows, error %v", len(rows), err)
	}
	want := []contact.Cell{{Kind: contact.Text, Text: "x\ny"}, {Kind: contact.Number, Text: "12345678901234567890"}}
	if diff := cmp.Diff(want, rows[1].Values); diff != "" {
		t.Errorf("values (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"a", "id"}, s.Keys()); diff != "" {
		t.Errorf("keys (-want +got):\n%s", diff)
	}
}

func TestBrokenArrayStream(t *testing.T) {
	t.Parallel()
	broken := errors.New("device gone")
	for text, line := range map[string]int{"[{\"a\":1},\n": 2, "[{\"a\":1},\n{\"a\"": 2, "[{\"a\":1}": 1} {
		s, err := Open(Config{Path: "-", Stdin: io.MultiReader(strings.NewReader(text), iotest.ErrReader(broken))})
		if err != nil {
			t.Fatal(err)
		}
		rows, err := read(s)
		e, ok := errors.AsType[*Error](err)
		if !ok || !errors.Is(err, broken) || e.Line != line || len(rows) != 1 {
			t.Errorf("%q: %d rows and error %v, want 1 row and an error of line %d", text, len(rows), err, line)
		}
	}
}

func TestEndlessElement(t *testing.T) {
	t.Parallel()
	for start, fill := range map[string]byte{"[{\"a\":1},\n{\"a\": \"": 'x', "[{\"a\":1},\n": ' ', "[{\"a\":1},\n{\"a\":": '1'} {
		s, err := Open(Config{Path: "-", Stdin: &endless{strings.NewReader(start), fill}})
		if err != nil {
			t.Fatal(err)
		}
		rows, err := read(s)
		want := "standard input:2: record is longer than 16 MiB: is a quote or a bracket missing?"
		if len(rows) != 1 || message(err) != want {
			t.Errorf("after %q: %d rows and error %v\nwant 1 row and %s", start, len(rows), err, want)
		}
	}
}

func FuzzArray(f *testing.F) {
	for _, seed := range []string{
		"[{\"a\":\n1},\n{\"A\":2}]", "[]", "[{},", "[{\"a\":[[{}]]} , null\r\n]", "[{\"a\":1,\"a\":2}]x", "[{\"a\":\"\xff\"}]",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := Open(Config{Path: "-", Stdin: strings.NewReader(text)})
		if err != nil || s.Format() != JSONL || !strings.HasPrefix(strings.TrimLeft(text, " \t\r\n"), "[") {
			return
		}
		if err := s.Bind([]string{"a", "b.c"}); err != nil {
			t.Fatal(err)
		}
		rows, err := read(s)
		checkNumbers(t, rows)
		for _, row := range rows {
			if bytes.IndexByte(row.Raw, '\n') >= 0 {
				t.Errorf("row %d is kept on several lines: %q", row.Number, row.Raw)
			}
		}
		var want []json.RawMessage
		if json.Unmarshal([]byte(text), &want) == nil && err == nil && len(rows) != len(want) {
			t.Errorf("%q gives %d rows, want %d", text, len(rows), len(want))
		}
		if s.SHA256() != "" != (err == nil) {
			t.Errorf("%q ends with %v and the digest %q", text, err, s.SHA256())
		}
	})
}
