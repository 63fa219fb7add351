package cli

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// A window stands for a terminal, as far as a console uses one: it knows the end
// of a line, the way back, and the sequences that clear and go up.
type window struct {
	columns  int
	lines    []string
	row, col int
}

func newWindow(columns int) (*window, *console) {
	w := &window{columns: columns, lines: []string{""}}
	return w, &console{out: w, size: func() int { return w.columns }, draws: true}
}

func (w *window) Write(p []byte) (int, error) {
	for text := string(p); text != ""; {
		text = text[w.step(text):]
	}
	return len(p), nil
}

// step does what the text begins with and returns how many bytes that took.
func (w *window) step(text string) int {
	switch {
	case text[0] == '\r':
		w.col = 0
	case text[0] == '\n':
		w.down()
	case strings.HasPrefix(text, "\x1b["):
		end := strings.IndexAny(text, "AJK")
		w.control(text[2:end], text[end])
		return end + 1
	default:
		r, size := utf8.DecodeRuneInString(text)
		w.put(r)
		return size
	}
	return 1
}

func (w *window) control(argument string, what byte) {
	if what == 'A' {
		up, _ := strconv.Atoi(argument)
		w.row -= up
		return
	}
	w.lines[w.row] = string([]rune(w.lines[w.row])[:w.col])
	if what == 'J' {
		w.lines = w.lines[:w.row+1]
	}
}

func (w *window) down() {
	if w.row, w.col = w.row+1, 0; w.row == len(w.lines) {
		w.lines = append(w.lines, "")
	}
}

func (w *window) put(r rune) {
	if w.col == w.columns {
		w.down()
	}
	line := []rune(w.lines[w.row])
	w.lines[w.row] = string(append(line[:w.col:w.col], r)) + string(line[min(w.col+1, len(line)):])
	w.col++
}

// resize makes the window narrower, which breaks the last line.
func (w *window) resize(columns int) {
	last := w.lines[len(w.lines)-1]
	var broken []string
	for part := range slices.Chunk([]byte(last), columns) {
		broken = append(broken, string(part))
	}
	w.columns, w.lines = columns, append(w.lines[:len(w.lines)-1], broken...)
	w.row, w.col = len(w.lines)-1, len(w.lines[len(w.lines)-1])
}

func (w *window) shows(t *testing.T, when string, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, w.lines); diff != "" {
		t.Errorf("%s the terminal shows (-want +got):\n%s", when, diff)
	}
}

func TestConsole(t *testing.T) {
	t.Parallel()
	w, c := newWindow(20)
	c.draw("10% of the rows")
	w.shows(t, "while it runs", "10% of the rows")
	c.draw("20%")
	w.shows(t, "after a shorter line", "20%")
	c.Write([]byte("a line of the log\n"))
	w.shows(t, "after a line of the log", "a line of the log", "")
	c.draw("30% of the rows, waiting")
	w.shows(t, "where the window is too narrow", "a line of the log", "30% of the rows, w…")
	c.wipe()
	c.wipe()
	w.shows(t, "at the end", "a line of the log", "")
}

// TestConsole_resize makes the window so narrow that the drawn line takes three.
func TestConsole_resize(t *testing.T) {
	t.Parallel()
	for _, next := range []struct {
		name string
		do   func(*console)
		want []string
	}{
		{"a line is drawn", func(c *console) { c.draw("40%") }, []string{"log", "40%"}},
		{"the log goes on", func(c *console) { c.Write([]byte("more\n")) }, []string{"log", "more", ""}},
		{"it ends", func(c *console) { c.wipe() }, []string{"log", ""}},
	} {
		w, c := newWindow(40)
		c.Write([]byte("log\n"))
		c.draw("30% of the rows, 10 bad")
		w.resize(10)
		w.shows(t, "made narrower", "log", "30% of the", " rows, 10 ", "bad")
		next.do(c)
		w.shows(t, "made narrower, when "+next.name+",", next.want...)
	}
}

// TestConsole_plain draws nothing on what is no terminal.
func TestConsole_plain(t *testing.T) {
	t.Parallel()
	w, c := newWindow(40)
	c.draws = false
	c.draw("30%")
	c.wipe()
	w.shows(t, "without control sequences", "")
}
