package cli

import (
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/rivo/uniseg"
	"golang.org/x/term"
)

// widest is how many columns a text takes at most, however wide the terminal:
// longer lines are hard to read.
const widest = 100

// A sheet is what text for a person is written on. On a terminal it has a width,
// and colour where that is wanted; elsewhere every text stays in one line.
type sheet struct {
	io.Writer
	columns int // 0 for any number
	colour  bool
}

// sheet returns w as a person sees it. Text that goes anywhere but a terminal is
// the same everywhere.
func (a *app) sheet(w io.Writer) sheet {
	return sheet{Writer: w, columns: columns(a.world.Stdout), colour: a.colours(a.world.Stdout)}
}

// terminal reports whether w is a terminal.
func terminal(w any) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// columns returns how wide a terminal is now, 0 for what is none. One that does
// not say is taken for 80 columns wide.
func columns(w any) int {
	if !terminal(w) {
		return 0
	}
	n, _, err := term.GetSize(int(w.(*os.File).Fd()))
	if err != nil || n <= 0 {
		return 80
	}
	return n
}

// dumb reports whether the terminal knows no control sequences.
func (w World) dumb() bool { return w.Getenv("TERM") == "dumb" }

// colours reports whether what is written to w may be coloured, as
// https://no-color.org and https://bixense.com/clicolors ask for it.
func (a *app) colours(w any) bool {
	force := a.world.Getenv("CLICOLOR_FORCE")
	switch {
	case a.world.Getenv("NO_COLOR") != "":
		return false
	case force != "" && force != "0":
		return true
	}
	return terminal(w) && !a.world.dumb() && vivid(w)
}

// The colours, by what they say.
const (
	inkGood  = "32"
	inkWarn  = "33"
	inkBad   = "31"
	inkFaint = "2"
	inkBold  = "1"
)

// ink returns the text in a colour, where there is any.
func (s sheet) ink(colour, text string) string {
	if !s.colour || text == "" {
		return text
	}
	return "\x1b[" + colour + "m" + text + "\x1b[0m"
}

// say writes a text behind a lead. The lines that it needs beside the first
// begin below its own beginning.
func (s sheet) say(lead, text string) {
	indent := uniseg.StringWidth(lead)
	fmt.Fprintln(s, lead+strings.Join(wrap(text, s.room(indent)), "\n"+strings.Repeat(" ", indent)))
}

// command writes a command line, which is one line however long: it is there to
// be copied.
func (s sheet) command(line string) { fmt.Fprintln(s, "  "+s.ink(inkBold, line)) }

// room returns how many columns are left behind an indent; 0 for any number.
func (s sheet) room(indent int) int {
	if s.columns == 0 {
		return 0
	}
	return max(min(s.columns, widest)-indent, 20)
}

// wrap breaks a text between words into lines of so many columns. A longer word
// has a line of its own: it is a path, or part of a command. With 0 columns there
// is one line.
func wrap(text string, columns int) []string {
	if columns == 0 {
		return []string{text}
	}
	var lines []string
	line, used := "", 0
	for word := range strings.FieldsSeq(text) {
		width := uniseg.StringWidth(word)
		if used > 0 && used+1+width > columns {
			lines, line, used = append(lines, line), "", 0
		}
		if used > 0 {
			line, used = line+" ", used+1
		}
		line, used = line+word, used+width
	}
	return append(lines, line)
}

// cut shortens a text to so many columns and shows that it did.
func cut(text string, columns int) string {
	if uniseg.StringWidth(text) <= columns {
		return text
	}
	short, used := "", 0
	for g := uniseg.NewGraphemes(text); g.Next(); {
		if used += g.Width(); used >= columns {
			break
		}
		short += g.Str()
	}
	return short + "…"
}
