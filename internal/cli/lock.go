package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/gofrs/flock"
)

// A lock keeps a run directory to one run at a time. It belongs to the process:
// one that died holds nothing.
type lock struct {
	file *flock.Flock
	made bool // with its directory, by this process
}

// acquire makes the directory if need be and locks it. The file of the lock
// stays when it is released: removing it would let two runs lock two files.
func acquire(dir string) (*lock, error) {
	_, err := os.Stat(dir)
	made := errors.Is(err, fs.ErrNotExist)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, usage("run directory: %w", err)
	}
	path := filepath.Join(dir, "lock")
	l := &lock{flock.New(path, flock.SetFlag(os.O_CREATE|os.O_RDWR), flock.SetPermissions(0o600)), made}
	held, err := l.file.TryLock()
	if err != nil {
		return nil, usage("run directory: lock %s: %w", path, err)
	}
	if !held {
		holder, _ := os.ReadFile(path)
		return nil, &exitError{codeBusy, fmt.Errorf("%s is in use by %s; nothing was sent: wait for it to end, or choose another directory with --dir",
			dir, orUnknown(strings.TrimSpace(string(holder))))}
	}
	if !l.stands() {
		l.release()
		return acquire(dir)
	}
	host, _ := os.Hostname()
	note := fmt.Sprintf("process %d on %s since %s\n", os.Getpid(), orUnknown(host), now().Format("2006-01-02 15:04:05"))
	os.WriteFile(path, []byte(note), 0o600) // a courtesy to the next one; the lock holds without it
	return l, nil
}

// stands reports whether the file that is locked still has its name: a run that
// never began removes it.
func (l *lock) stands() bool {
	locked, err := l.file.Stat()
	named, gone := os.Stat(l.file.Path())
	return err == nil && gone == nil && os.SameFile(locked, named)
}

func (l *lock) release() { l.file.Close() }

// yield releases the lock where the system removes and moves no file that is
// open. What another run has opened since stays where it is there.
func (l *lock) yield() {
	if runtime.GOOS == "windows" {
		l.release()
	}
}

// discard releases the lock of a run that never began, and removes the directory
// if it was made for it and holds nothing else.
func (l *lock) discard() {
	if l.made {
		l.yield()
		os.Remove(l.file.Path()) // while it is held: nobody else has begun
		os.Remove(filepath.Dir(l.file.Path()))
	}
	l.release()
}

func orUnknown(s string) string {
	if s == "" {
		return "another process"
	}
	return s
}
