package source

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

// A dialect is how delimited text is written.
type dialect struct {
	comma   rune
	mac     bool  // lines end with lone carriage returns
	skipped int   // lines before the header, which say nothing but the delimiter
	bytes   int64 // of these lines
}

// delimiters are those that are found from the content; among equals the first
// is taken.
const delimiters = ",;\t|"

// noDelimiter delimits the cells of a file of one column. It is the ASCII
// character for this, which no spreadsheet writes.
const noDelimiter = '\x1f'

// parseDelimiter reads a delimiter as people name it.
func parseDelimiter(name string) (rune, error) {
	switch name {
	case "":
		return 0, nil
	case "tab", `\t`:
		return '\t', nil
	}
	r, size := utf8.DecodeRuneInString(name)
	if size != len(name) || r == utf8.RuneError || r == '"' || r == '\r' || r == '\n' || r == 0 {
		return 0, fmt.Errorf("delimiter %s: use a single character, or tab", cut(name))
	}
	return r, nil
}

// findDialect looks at the start of a text. A delimiter that was given is taken;
// then that of a sep= line, which Excel writes and reads.
func findDialect(head *bufio.Reader, given rune) (dialect, error) {
	s, sample := surveyHeader(head)
	d := dialect{comma: given, mac: s.mac()}
	if comma, size := separatorLine(sample); size > 0 {
		d.skipped, d.bytes = 1, int64(size)
		if given == 0 {
			d.comma = comma
		}
		_, err := head.Discard(size)
		return d, err
	}
	if d.comma == 0 {
		d.comma = s.delimiter()
	}
	return d, nil
}

// separatorLine recognises the line sep=; at the start of a text and returns its
// delimiter and its length, 0 if there is none.
func separatorLine(sample []byte) (comma rune, size int) {
	end := bytes.IndexAny(sample, "\r\n")
	if end < 0 {
		return 0, 0
	}
	line := bytes.Trim(sample[:end], `"`)
	if len(line) < 5 || !bytes.EqualFold(line[:4], []byte("sep=")) {
		return 0, 0
	}
	comma, err := parseDelimiter(string(line[4:]))
	if err != nil {
		return 0, 0
	}
	if bytes.HasPrefix(sample[end:], []byte("\r\n")) {
		end++
	}
	return comma, end + 1
}

// surveyHeader returns what is buffered once the survey is done, at most a full
// buffer. It never waits for more.
func surveyHeader(head *bufio.Reader) (*survey, []byte) {
	s := &survey{}
	for all := false; ; {
		seen, _ := head.Peek(head.Buffered())
		if s.look(seen); all || s.done() {
			return s, seen
		}
		_, err := head.Peek(len(seen) + 1) // which moves what was seen
		all = err != nil
	}
}

// macReader turns carriage returns into line feeds.
type macReader struct{ r io.Reader }

func (m macReader) Read(p []byte) (int, error) {
	n, err := m.r.Read(p)
	for text := p[:n]; ; {
		i := bytes.IndexByte(text, '\r')
		if i < 0 {
			return n, err
		}
		text[i] = '\n'
		text = text[i+1:]
	}
}

var errNotDelimited = errors.New("a delimiter is for csv and tsv input: leave --delimiter out")
