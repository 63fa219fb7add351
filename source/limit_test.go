package source

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
)

// endless yields a start, then one byte for ever.
type endless struct {
	start *strings.Reader
	fill  byte
}

func (e *endless) Read(p []byte) (int, error) {
	if e.start.Len() > 0 {
		return e.start.Read(p)
	}
	copy(p, bytes.Repeat([]byte{e.fill}, len(p)))
	return len(p), nil
}

// A record without end must end the run, not the memory.
func TestEndlessRecord(t *testing.T) {
	t.Parallel()
	tests := []struct {
		format Format
		start  string
		want   string
	}{
		{CSV, "a,b\n1,2\n3,", "standard input:3: record is longer than 16 MiB: are its line ends missing?"},
		{CSV, "a,b\n1,2\n\"3\n\",\"", "standard input:3: record is longer than 16 MiB: the quote opened on line 4 may never be closed"},
		{JSONL, "{}\n{\"a\": \"", "standard input:2: record is longer than 16 MiB: write one object per line"},
	}
	for _, tc := range tests {
		stream := &endless{strings.NewReader(tc.start), 'x'}
		s, err := Open(Config{Path: "-", Stdin: stream, Format: tc.format})
		if err != nil {
			t.Fatal(err)
		}
		rows, err := read(s)
		if len(rows) != 1 || err == nil || err.Error() != tc.want {
			t.Errorf("after %q: %d rows and error %v\nwant 1 row and %s", tc.start, len(rows), err, tc.want)
		}
	}
}

// Blank lines without end are rows like any other: nothing piles up behind them.
func TestEndlessBlankLines(t *testing.T) {
	t.Parallel()
	s, err := Open(Config{Path: "-", Stdin: &endless{strings.NewReader("a\n"), '\n'}, Format: CSV})
	if err != nil {
		t.Fatal(err)
	}
	for row, err := range s.Rows() {
		if err != nil || !row.Blank || row.Line != row.Number+1 {
			t.Fatalf("row %d: line %d, blank %t, error %v", row.Number, row.Line, row.Blank, err)
		}
		if kept := len(s.rows.(*table).record.kept); kept > bufferSize {
			t.Fatalf("after %d blank lines %d bytes are kept", row.Number, kept)
		}
		if row.Number == 3*bufferSize {
			break
		}
	}
}

// What nobody would make by hand must not bring the program down.
func TestManyColumns(t *testing.T) {
	t.Parallel()
	const n = 100_000
	head, cells := strings.Builder{}, strings.Builder{}
	for i := range n {
		fmt.Fprintf(&head, "c%d;", i)
		fmt.Fprintf(&cells, "%d;", i)
	}
	s := open(t, CSV, head.String()+"end\n"+cells.String()+"x\n1;2\n", "c99999", "end")
	rows, err := read(s)
	if err != nil || len(rows) != 2 || len(s.Header()) != n+1 {
		t.Fatalf("%d columns, %d rows, error %v, want %d columns and 2 rows", len(s.Header()), len(rows), err, n+1)
	}
	if rows[0].Cell(0).Text != "99999" || rows[0].Cell(1).Text != "x" || rows[1].Err == nil {
		t.Errorf("the last cells are %q and %q, the error of the short row %v", rows[0].Cell(0).Text, rows[0].Cell(1).Text, rows[1].Err)
	}
}

func TestEndlessHeader(t *testing.T) {
	t.Parallel()
	for start, want := range map[string]string{
		"a;":            "standard input:1: record is longer than 16 MiB: are its line ends missing?",
		"\"":            "standard input:1: record is longer than 16 MiB: the quote opened on line 1 may never be closed",
		"\xff\xfea\x00": "standard input:1: record is longer than 16 MiB: are its line ends missing?",
		"{\"a\":":       "standard input:1: record is longer than 16 MiB: write one object per line",
	} {
		_, err := Open(Config{Path: "-", Stdin: &endless{strings.NewReader(start), 'x'}})
		if err == nil {
			s, _ := Open(Config{Path: "-", Stdin: &endless{strings.NewReader(start), 'x'}})
			_, err = read(s)
		}
		if message(err) != want {
			t.Errorf("%q and no end gives %v, want %s", start, err, want)
		}
	}
}

// Blanks without end before anything else must not be waited for in vain.
func TestEndlessBlanks(t *testing.T) {
	t.Parallel()
	stream := io.LimitReader(&endless{strings.NewReader(""), ' '}, 1<<22)
	s, err := Open(Config{Path: "-", Stdin: stream})
	if err != nil || s.Format() != CSV {
		t.Fatalf("4 MiB of blanks: %v", err)
	}
}

// Pending is as right for text that is decoded or unpacked.
func TestPendingBehindReaders(t *testing.T) {
	t.Parallel()
	text := manyRows(2000)
	inputs := packed(t, text)
	inputs["utf-16"] = []byte("\xff\xfe" + in(t, "utf-16le", text))
	inputs["CR"] = []byte(strings.ReplaceAll(text, "\n", "\r"))
	for name, data := range inputs {
		s, err := Open(Config{Path: "-", Stdin: bytes.NewReader(data)})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		n, alone := 0, 0
		for _, err := range s.Rows() {
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if n++; !s.Pending() {
				alone++
			}
		}
		if n != 2000 || alone > 20 {
			t.Errorf("%s: behind %d of %d rows the next one is not thought to be at hand", name, alone, n)
		}
		if s.Pending() {
			t.Errorf("%s: at the end a row more is promised", name)
		}
	}
}
