package source

import (
	"bufio"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
)

func TestDelimiter(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text string
		header     []string
		first      []string
	}{
		{"comma", "a,b\n1,2\n", []string{"a", "b"}, []string{"1", "2"}},
		{"semicolon", "a;b\n1;2,5\n", []string{"a", "b"}, []string{"1", "2,5"}},
		{"tab", "a\tb\n1\t2;3\n", []string{"a", "b"}, []string{"1", "2;3"}},
		{"pipe", "a|b\n1|2\n", []string{"a", "b"}, []string{"1", "2"}},
		{"one column", "name\n\"Bell\"\n", []string{"name"}, []string{"Bell"}},
		{"one column whose cells hold delimiters", "name\nBell, Ann; Jr|x\ty\n", []string{"name"}, []string{"Bell, Ann; Jr|x\ty"}},
		{"header alone", "a;b;c", []string{"a", "b", "c"}, nil},
		{"header alone with its line end", "a|b\r\n", []string{"a", "b"}, nil},
		{"the one that the rows agree on", "name, full;phone\nAnn;1\nBob;2\n", []string{"name, full", "phone"}, []string{"Ann", "1"}},
		{"the one that occurs most", "a;b;c,d\n1;2;3,4\n", []string{"a", "b", "c,d"}, []string{"1", "2", "3,4"}},
		{"quotes hide it", "\"a,b,c\";d\n\"1,2,3\";4\n", []string{"a,b,c", "d"}, []string{"1,2,3", "4"}},
		{"a header of several lines", "\"a,\n,\";b\n1;2\n", []string{"a,\n,", "b"}, []string{"1", "2"}},
		{"doubled quotes", "\"a\"\",\";b\n1;2\n", []string{`a",`, "b"}, []string{"1", "2"}},
		{"a quote that is no quote", "a;5\"\n", nil, nil},
		{"blank lines before the header", "\r\n\na;b\n1;2\n", []string{"a", "b"}, []string{"1", "2"}},
		{"some rows that do not fit", "a;b\n1\n1;2;3\n4;5\n", []string{"a", "b"}, []string{"1"}},
		{"no row that fits", "a,b\n1;2\n", []string{"a", "b"}, []string{"1;2"}},
		{"the first of equals", "a,b;c\n", []string{"a", "b;c"}, nil},
		{"trailing delimiters", "a;b;\n1;2;\n", []string{"a", "b", ""}, []string{"1", "2", ""}},
	}
	for _, tc := range tests {
		for way, wrap := range map[string]func(io.Reader) io.Reader{
			"whole": func(r io.Reader) io.Reader { return r }, "byte by byte": iotest.OneByteReader,
		} {
			s, err := Open(Config{Path: "-", Stdin: wrap(strings.NewReader(tc.text)), Format: CSV})
			if tc.header == nil {
				if err == nil {
					t.Errorf("%s: the header %q is taken", tc.name, s.RawHeader())
				}
				continue
			}
			if err != nil {
				t.Errorf("%s: %v", tc.name, err)
				continue
			}
			if diff := cmp.Diff(tc.header, s.RawHeader()); diff != "" {
				t.Errorf("%s, %s: header of %q (-want +got):\n%s", tc.name, way, tc.text, diff)
			}
			rows, err := read(s)
			if err != nil || len(rows) == 0 != (tc.first == nil) {
				t.Errorf("%s: %d rows, error %v", tc.name, len(rows), err)
			} else if tc.first != nil && !cmp.Equal(tc.first, rows[0].Record) {
				t.Errorf("%s: the first row of %q is %q, want %q", tc.name, tc.text, rows[0].Record, tc.first)
			}
		}
	}
}

func TestGivenDelimiter(t *testing.T) {
	t.Parallel()
	tests := []struct {
		given, text string
		want        []string
		err         string
	}{
		{";", "a,b;c\n", []string{"a,b", "c"}, ""},
		{"tab", "a,b\tc\n", []string{"a,b", "c"}, ""},
		{`\t`, "a,b\tc\n", []string{"a,b", "c"}, ""},
		{"^", "a^b\n", []string{"a", "b"}, ""},
		{"§", "a§\"b\"§c\n1§\"2\"x§3\n", []string{"a", "b", "c"}, ""},
		{",", "sep=;\na;b,c\n", []string{"a;b", "c"}, ""},
		{";;", "a\n", nil, `standard input: delimiter ";;": use a single character, or tab`},
		{`"`, "a\n", nil, `standard input: delimiter "\"": use a single character, or tab`},
		{"\n", "a\n", nil, `standard input: delimiter "\n": use a single character, or tab`},
		{"\xff", "a\n", nil, `standard input: delimiter "\xff": use a single character, or tab`},
		{";", `{"a":1}`, nil, "standard input: a delimiter is for csv and tsv input: leave --delimiter out"},
	}
	for _, tc := range tests {
		s, err := Open(Config{Path: "-", Stdin: strings.NewReader(tc.text), Delimiter: tc.given})
		if message(err) != tc.err {
			t.Errorf("--delimiter %q: error %v, want %s", tc.given, err, tc.err)
		}
		if err != nil {
			continue
		}
		if diff := cmp.Diff(tc.want, s.RawHeader()); diff != "" {
			t.Errorf("--delimiter %q: header of %q (-want +got):\n%s", tc.given, tc.text, diff)
		}
		if rows, err := read(s); err != nil {
			t.Errorf("--delimiter %q: %d rows, error %v", tc.given, len(rows), err)
		}
	}
}

// The line that Excel takes the delimiter from is no row and no header, but a line.
func TestSeparatorLine(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		"sep=;\r\na,b;c\r\n1;2\r\n": {"a,b", "c"},
		"\ufeffsep=;\na;b\n1;2\n":   {"a", "b"},
		"\"sep=|\"\na|b\n1|2\n":     {"a", "b"},
		"SEP=\t\na\tb\n1\t2\n":      {"a", "b"},
		"sep=^\na^b\n1^2\n":         {"a", "b"},
		"sep=;\ra;b\r1;2\r":         {"a", "b"},
		"sep=,\n\"a\",b\n1,2":       {"a", "b"},
		"sep=;\na,b\n1;2\n":         {"a,b"},
		"\xff\xfes\x00e\x00p\x00=\x00;\x00\n\x00a\x00;\x00b\x00\n\x001\x00;\x002\x00": {"a", "b"},
	} {
		s := open(t, CSV, text)
		if diff := cmp.Diff(want, s.RawHeader()); diff != "" {
			t.Errorf("header of %q (-want +got):\n%s", text, diff)
		}
		rows, err := read(s)
		if err != nil || len(rows) != 1 || rows[0].Line != 3 {
			t.Errorf("%q gives rows %+v, error %v; want one, of line 3", text, rows, err)
		}
	}
	if s := open(t, CSV, "sep=\nx\n"); !cmp.Equal(s.RawHeader(), []string{"sep="}) {
		t.Errorf("a column named sep= is taken for a separator line: header %q", s.RawHeader())
	}
}

func TestLineEnds(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text string
		lines      []int
		last       string
	}{
		{"LF", "a,b\n1,2\n3,4\n", []int{2, 3}, "4"},
		{"CRLF", "a,b\r\n1,2\r\n3,4\r\n", []int{2, 3}, "4"},
		{"CR", "a,b\r1,2\r3,4\r", []int{2, 3}, "4"},
		{"CR, no last line end", "a,b\r1,2\r3,4", []int{2, 3}, "4"},
		{"CR, a break in a cell", "a,b\r1,\"2\n2\"\r3,\"4\r5\"\r", []int{2, 4}, "4\n5"},
		{"CR, blank lines", "\r\ra,b\r\r1,2\r\r", []int{4, 5, 6}, ""},
		{"CR, a header of several lines", "\"a\rA\",b\r1,2\r", []int{3}, "2"},
	}
	for _, tc := range tests {
		rows, err := read(open(t, CSV, tc.text))
		var lines []int
		for _, row := range rows {
			lines = append(lines, row.Line)
		}
		if diff := cmp.Diff(tc.lines, lines); diff != "" || err != nil {
			t.Errorf("%s: error %v, lines of the rows of %q (-want +got):\n%s", tc.name, err, tc.text, diff)
		} else if got := rows[len(rows)-1].Record[1]; got != tc.last {
			t.Errorf("%s: the last cell of %q is %q, want %q", tc.name, tc.text, got, tc.last)
		}
	}
}

// What is found about a text must not depend on how its bytes arrive.
func FuzzDialect(f *testing.F) {
	for _, seed := range []string{"a;b\n1;2", "\"a\r\n,\"|b\r", "sep=;\n\na", "a\"b,\"\"c\n\n", "\r\r\n\"", "\t\t\n;"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		whole, once := &survey{}, []byte(text)
		whole.look(once)
		parts := &survey{}
		for i := range once {
			parts.look(once[:i+1])
		}
		if diff := cmp.Diff(whole, parts, cmp.AllowUnexported(survey{})); diff != "" {
			t.Errorf("a survey of %q differs (-at once +byte by byte):\n%s", text, diff)
		}
		d, err := findDialect(bufio.NewReader(strings.NewReader(text)), 0)
		if err != nil || d.comma == '"' || d.comma == '\n' || d.comma == '\r' || d.comma == 0 {
			t.Errorf("%q is read with the delimiter %q, error %v", text, d.comma, err)
		}
	})
}
