package cli

import (
	"io"
	"os"
	"sync"

	"golang.org/x/term"
)

// A console is standard error, shared by the progress bar and the log: a line of
// the log wipes the bar first, and the bar is drawn again below it.
type console struct {
	mu    sync.Mutex
	out   io.Writer
	drawn bool // the bar stands on the current line
}

// terminal reports whether w is a terminal.
func terminal(w any) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// Write writes lines of the log.
func (c *console) Write(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.drawn {
		io.WriteString(c.out, "\r\x1b[K")
		c.drawn = false
	}
	return c.out.Write(p)
}

// bar is the side of the console on which the progress bar draws.
func (c *console) bar() io.Writer { return barWriter{c} }

type barWriter struct{ c *console }

func (b barWriter) Write(p []byte) (int, error) {
	b.c.mu.Lock()
	defer b.c.mu.Unlock()
	b.c.drawn = true
	return b.c.out.Write(p)
}

// wipe takes the bar off the screen.
func (c *console) wipe() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.drawn {
		io.WriteString(c.out, "\r\x1b[K")
		c.drawn = false
	}
}
