package cli

import (
	"fmt"
	"io"
	"os"
	"regexp"
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
	return sheet{Writer: w, columns: columns(a.world.Stdout), colour: a.world.colours(a.world.Stdout)}
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

// obeys reports whether out is a terminal that understands control sequences.
func (w World) obeys(out any) bool { return terminal(out) && w.Getenv("TERM") != "dumb" && vivid(out) }

// colours reports whether what is written to out may be coloured, as
// https://no-color.org and https://bixense.com/clicolors ask for it.
func (w World) colours(out any) bool {
	force := w.Getenv("CLICOLOR_FORCE")
	switch {
	case w.Getenv("NO_COLOR") != "":
		return false
	case force != "" && force != "0":
		return true
	}
	return w.obeys(out)
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
	indent := width(lead)
	fmt.Fprintln(s, lead+strings.Join(wrap(text, s.room(indent)), "\n"+strings.Repeat(" ", indent)))
}

// next writes what to do next, and the command line for it: on a terminal on a
// line of its own, whole however long it is, for it is there to be copied.
func (s sheet) next(lead, text, command string) {
	if s.columns == 0 {
		fmt.Fprintf(s, "%s%s %s\n", lead, text, command)
		return
	}
	s.say(lead, text)
	s.command(command)
}

// tell is say for a message that may end in a command line.
func (s sheet) tell(lead, message string) {
	at := commandAtEnd.FindStringSubmatchIndex(message)
	if at == nil || s.columns == 0 {
		s.say(lead, message)
		return
	}
	s.say(lead, message[:at[2]-1])
	s.command(message[at[2]:])
}

// commandAtEnd finds the command line in which a message ends.
var commandAtEnd = regexp.MustCompile(`: ((?:[A-Z_]+=\S+ )?rollcall [a-z].*)$`)

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
	return fill(strings.SplitAfter(strings.Join(strings.Fields(text), " "), " "), columns)
}

// fill puts as many pieces into each line as it has room for.
func fill(pieces []string, columns int) []string {
	var lines []string
	line := ""
	for _, piece := range pieces {
		if line != "" && width(line)+width(strings.TrimRight(piece, " ")) > columns {
			lines, line = append(lines, strings.TrimRight(line, " ")), ""
		}
		line += piece
	}
	return append(lines, line)
}

var inks = regexp.MustCompile(`\x1b\[[0-9;]*m`)

// width returns how many columns a text takes; colours take none.
func width(text string) int {
	if strings.Contains(text, "\x1b") {
		text = inks.ReplaceAllString(text, "")
	}
	return uniseg.StringWidth(text)
}

// shorten cuts a text to so many columns and shows that it did.
func shorten(text string, columns int) string {
	if width(text) <= columns {
		return text
	}
	return head(text, columns-1) + "…"
}

// head returns as much of the beginning of a text as so many columns hold, but
// one character at least.
func head(text string, columns int) string {
	end, used := 0, 0
	for g := uniseg.NewGraphemes(text); g.Next(); {
		if used += g.Width(); end > 0 && used > columns {
			break
		}
		_, end = g.Positions()
	}
	return text[:end]
}
