//go:build unix

package crash

import (
	"strings"
	"sync"
)

// lines is the standard error of a child. One can wait for what it says.
type lines struct {
	mu      sync.Mutex
	text    strings.Builder
	awaited string
	heard   chan struct{} // closed once awaited was said
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	n, err := l.text.Write(p)
	l.look()
	return n, err
}

func (l *lines) look() {
	if l.heard != nil && strings.Contains(l.text.String(), l.awaited) {
		close(l.heard)
		l.heard = nil
	}
}

// says returns a channel that is closed once the text contains the words. There
// is one at a time.
func (l *lines) says(words string) <-chan struct{} {
	heard := make(chan struct{})
	l.mu.Lock()
	defer l.mu.Unlock()
	l.awaited, l.heard = words, heard
	l.look()
	return heard
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}
