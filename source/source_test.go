package source

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"rollcall/contact"
)

// open opens a text as if it came from standard input.
func open(t testing.TB, format Format, text string, columns ...string) *Source {
	t.Helper()
	s, err := Open(Config{Path: "-", Stdin: strings.NewReader(text), Format: format})
	if err != nil {
		t.Fatalf("Open(%.40q): %v", text, err)
	}
	if err := s.Bind(columns); err != nil {
		t.Fatalf("Bind(%q): %v", columns, err)
	}
	return s
}

// read returns the rows up to the end or the final error.
func read(s *Source) (rows []contact.Row, final error) {
	for row, err := range s.Rows() {
		if err != nil {
			return rows, err
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// checkNumbers holds for the rows of every input.
func checkNumbers(t testing.TB, rows []contact.Row) {
	t.Helper()
	line := 0
	for i, row := range rows {
		if row.Number != i+1 {
			t.Errorf("row %d bears number %d", i+1, row.Number)
		}
		if row.Line < line {
			t.Errorf("row %d starts on line %d, the one before it on line %d", row.Number, row.Line, line)
		}
		line = row.Line
	}
}

func write(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestFormat(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text string
		given      Format
		want       Format
	}{
		{"a.csv", "x\ty\n", "", CSV},
		{"a.CSV", "x\ty\n", "", CSV},
		{"a.tsv", "x,y\n", "", TSV},
		{"a.tab", "x,y\n", "", TSV},
		{"a.jsonl", "{}\n", "", JSONL},
		{"a.ndjson", "[]\n", "", JSONL},
		{"a.json", "\n {}\n", "", JSONL},
		{"a.csv", "{}\n", JSONL, JSONL},
		{"a.jsonl", "x,y\n", CSV, CSV},
		{"a.txt", "x,y\n1,2\n", "", CSV},
		{"a.txt", "x\ty\n1\t2,3\n", "", TSV},
		{"a.txt", "x,a\ty\n", "", CSV},
		{"a.txt", "one column\n", "", CSV},
		{"a.txt", "no newline", "", CSV},
		{"export", "\r\n\n  {\"a\": 1}", "", JSONL},
		{"export", "\ufeff{\"a\": 1}", "", JSONL},
		{"export", "[Name],[Phone]\n", "", CSV},
		{"export", strings.Repeat("x", 2*bufferSize) + "\t\n", "", CSV},
	}
	for _, tc := range tests {
		s, err := Open(Config{Path: write(t, tc.name, tc.text), Format: tc.given})
		if err != nil {
			t.Errorf("%s holding %.30q: %v", tc.name, tc.text, err)
			continue
		}
		if s.Format() != tc.want {
			t.Errorf("%s holding %.30q is read as %s, want %s", tc.name, tc.text, s.Format(), tc.want)
		}
		s.Close()
	}
}

func TestOpenErrors(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text string
		format     Format
		line       int
		want       string
	}{
		{"a.csv", "", "", 0, "is empty: 0 bytes: check the export that wrote it"},
		{"a.jsonl", "", "", 0, "is empty: 0 bytes: check the export that wrote it"},
		{"a.csv", "x\n", "xls", 0, `unknown input format "xls": use csv, tsv, jsonl or xlsx`},
		{"a.csv", "\ufeff", "", 0, "has no header: it holds nothing but blank lines"},
		{"a.csv", "\n\r\n", "", 0, "has no header: it holds nothing but blank lines"},
		{"a.csv", "\n\na,b\"c\n", "", 3, "the header cannot be read: line 3, column 4: a quote inside a cell that is not in quotes: put the whole cell in quotes and double those inside"},
		{"a.csv", "a,\"b\nc", "", 1, "a quote opened on line 1 is never closed: close it, or double it where it belongs to the text"},
		{"a.csv", "Name,Stra\xdfe\n", "", 1, "the header cannot be read: column 2 holds bytes that are not UTF-8: if the file is in Windows-1252, as many exports are, add --encoding windows-1252"},
		{"a.csv", "a\x00,b\n", "", 1, "the header cannot be read: column 1 holds a NUL byte: remove it"},
		{"a.csv", "a,b\r1,2\n", "", 1, "the header cannot be read: it holds lone carriage returns, though other lines end otherwise: save the file with LF or CRLF line ends"},
	}
	for _, tc := range tests {
		path := write(t, tc.name, tc.text)
		_, err := Open(Config{Path: path, Format: tc.format})
		e, ok := errors.AsType[*Error](err)
		if !ok {
			t.Errorf("%s holding %q: %v, want an *Error", tc.name, tc.text, err)
			continue
		}
		if e.Path != path || e.Line != tc.line || e.Err.Error() != tc.want {
			t.Errorf("%s holding %q:\ngot  %d: %v\nwant %d: %s", tc.name, tc.text, e.Line, e.Err, tc.line, tc.want)
		}
	}
}

func TestOpenNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	_, err := Open(Config{Path: filepath.Join(dir, "absent.csv")})
	if !errors.Is(err, fs.ErrNotExist) || strings.Count(err.Error(), "absent.csv") != 1 {
		t.Errorf("an absent file gives %v, want its name once and that it does not exist", err)
	}
	if _, err = Open(Config{Path: dir}); err == nil || err.Error() != dir+": is a directory: give one of its files" {
		t.Errorf("a directory gives %v", err)
	}
	_, err = Open(Config{Path: "-", Stdin: iotest.ErrReader(errors.New("cable pulled"))})
	if want := "standard input:1: cannot be read any further: cable pulled"; err == nil || err.Error() != want {
		t.Errorf("broken standard input gives %v, want %s", err, want)
	}
}

func TestProgress(t *testing.T) {
	t.Parallel()
	text := "\ufeffid,name\r\n1,Ann\r\n\r\n2,\"B\nC\"\r\n"
	s, err := Open(Config{Path: write(t, "a.csv", text)})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	got := []int64{s.Offset()}
	for _, err := range s.Rows() {
		if err != nil {
			t.Fatal(err)
		}
		if s.SHA256() != "" {
			t.Error("a digest is given before the input was read to its end")
		}
		got = append(got, s.Offset())
		if s.Taken() != len(got)-1 {
			t.Errorf("after %d rows %d were taken", len(got)-1, s.Taken())
		}
	}
	if diff := cmp.Diff([]int64{12, 19, 21, 30}, got); diff != "" {
		t.Errorf("offsets after the header and each row (-want +got):\n%s", diff)
	}
	digest := sha256.Sum256([]byte(text))
	if want := hex.EncodeToString(digest[:]); s.SHA256() != want {
		t.Errorf("SHA256() = %q, want that of the raw bytes, %s", s.SHA256(), want)
	}
	if s.Size() != int64(len(text)) {
		t.Errorf("Size() = %d, want %d", s.Size(), len(text))
	}
}

func TestStdinHasNoSize(t *testing.T) {
	t.Parallel()
	if s := open(t, "", "a,b\n"); s.Size() != -1 {
		t.Errorf("the size of standard input is %d, want -1", s.Size())
	}
}

func TestEarlyStop(t *testing.T) {
	t.Parallel()
	for format, text := range map[Format]string{CSV: "a\n1\n2\n3\n", JSONL: "{}\n{}\n{}\n"} {
		s := open(t, format, text)
		for range s.Rows() {
			break
		}
		if s.SHA256() != "" {
			t.Errorf("%s: a digest is given though reading stopped early", format)
		}
		if rows, err := read(s); err == nil || rows != nil {
			t.Errorf("%s: a second pass gives %d rows and error %v, want the error alone", format, len(rows), err)
		}
		if err := s.Bind(nil); err == nil {
			t.Errorf("%s: Bind after Rows is taken", format)
		}
	}
}

// An input that breaks must never look like one that ended.
func TestBrokenStream(t *testing.T) {
	t.Parallel()
	broken := errors.New("device gone")
	tests := []struct {
		name   string
		format Format
		text   string // what comes before the failure
		rows   int
		line   int
	}{
		{"csv between rows", CSV, "a,b\n1,2\n3,4\n", 2, 4},
		{"csv in a cell", CSV, "a,b\n1,2\n3,", 1, 3},
		{"csv in quotes", CSV, "a,b\n1,2\n3,\"x\ny", 1, 3},
		{"csv behind a stray quote", CSV, "a,b\n1,2\n3,x\"", 1, 3},
		{"csv behind a carriage return", CSV, "a,b\n1,2\n\r", 1, 3},
		{"jsonl between rows", JSONL, "{}\n{}\n", 2, 3},
		{"jsonl in a row", JSONL, "{}\n{\"a\":", 1, 2},
	}
	for _, tc := range tests {
		for way, wrap := range map[string]func(io.Reader) io.Reader{
			"whole":        func(r io.Reader) io.Reader { return r },
			"byte by byte": iotest.OneByteReader,
			"error early":  iotest.DataErrReader,
		} {
			stream := wrap(io.MultiReader(strings.NewReader(tc.text), iotest.ErrReader(broken)))
			s, err := Open(Config{Path: "-", Stdin: stream, Format: tc.format})
			if err != nil {
				t.Fatalf("%s, %s: %v", tc.name, way, err)
			}
			rows, err := read(s)
			if len(rows) != tc.rows {
				t.Errorf("%s, %s: %d rows came before the failure, want %d", tc.name, way, len(rows), tc.rows)
			}
			e, ok := errors.AsType[*Error](err)
			if !ok || !errors.Is(err, broken) || e.Line != tc.line {
				t.Errorf("%s, %s: the final error is %v, want one of line %d", tc.name, way, err, tc.line)
			}
			if s.SHA256() != "" {
				t.Errorf("%s, %s: a digest is given for a part of the input", tc.name, way)
			}
		}
	}
}

// A consumer that gathers rows asks whether it may go on, or must hand over what
// it has because the next row is still to come.
func TestPendingTellsOfAWholeLine(t *testing.T) {
	t.Parallel()
	for format, text := range map[Format][]string{
		CSV:   {"id,name\n", "1,Ann\n2,Bob\n3,Ca", "rl\n4,Dora"},
		JSONL: {"", "{\"id\":1}\n{\"id\":2}\n{\"id\":", "3}\n{\"id\":4}"},
	} {
		t.Run(string(format), func(t *testing.T) {
			t.Parallel()
			// Each part arrives once the one before was read.
			var parts []io.Reader
			for _, part := range text {
				parts = append(parts, strings.NewReader(part))
			}
			s, err := Open(Config{Path: "-", Stdin: io.MultiReader(parts...), Format: format})
			if err != nil {
				t.Fatal(err)
			}
			var pending []bool
			for _, err := range s.Rows() {
				if err != nil {
					t.Fatal(err)
				}
				pending = append(pending, s.Pending())
			}
			if want := []bool{true, false, false, false}; !slices.Equal(pending, want) {
				t.Fatalf("after the rows Pending was %v, want %v", pending, want)
			}
		})
	}
}
