package cli

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"time"
)

// A console is standard error, shared by what is shown for a while, such as the
// progress bar, and by the log: a line of the log wipes the other first, which is
// drawn again below it.
type console struct {
	mu    sync.Mutex
	out   io.Writer
	size  func() int // in columns; 0 for what is no terminal
	draws bool       // it understands control sequences
	world World
	drawn int // columns of the line that is drawn; 0 for none
}

func newConsole(w World) *console {
	return &console{out: w.Stderr, size: func() int { return columns(w.Stderr) }, draws: w.obeys(w.Stderr), world: w}
}

// sheet returns out, on the way to the console, as a person sees it there.
func (c *console) sheet(out io.Writer) sheet {
	return sheet{Writer: out, columns: c.size(), colour: c.world.colours(c.out)}
}

// width returns how many columns a line may have that is drawn; 0 where none can
// be.
func (c *console) width() int {
	if !c.draws {
		return 0
	}
	return c.size()
}

// Write writes lines of the log.
func (c *console) Write(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.clear()
	return c.out.Write(p)
}

// draw shows a line until the next one, cut to the width of the terminal. The
// last column stays free: some terminals go to the next line there.
func (c *console) draw(line string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	columns := c.width()
	if columns == 0 {
		return
	}
	line = shorten(strings.TrimRight(line, " "), columns-1)
	c.rewind(columns)
	fmt.Fprint(c.out, line+"\x1b[K")
	c.drawn = max(width(line), 1)
}

// wipe takes off the screen what was drawn.
func (c *console) wipe() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.clear()
}

func (c *console) clear() {
	if c.drawn > 0 {
		c.rewind(c.width())
		fmt.Fprint(c.out, "\x1b[K")
		c.drawn = 0
	}
}

// rewind goes back to where the drawn line begins. In a window that was made
// narrower meanwhile it takes several lines.
func (c *console) rewind(columns int) {
	if columns > 0 && c.drawn > columns {
		fmt.Fprintf(c.out, "\x1b[%dA\r\x1b[J", (c.drawn-1)/columns)
		return
	}
	fmt.Fprint(c.out, "\r")
}

// patience is how long nothing is said of what is under way.
const patience = 300 * time.Millisecond

// during shows on a terminal what is under way, if it takes long, until the
// returned function is called. A quiet command shows nothing.
func (a *app) during(what string) (done func()) {
	if a.quiet {
		return func() {}
	}
	stop, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		select {
		case <-stop:
		case <-time.After(patience):
			a.console.draw(what + " …")
			<-stop
			a.console.wipe()
		}
	}()
	return func() { close(stop); <-ended }
}
