package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/gofrs/flock"
)

// A lock keeps a run directory to one run at a time. It belongs to the process:
// one that died holds nothing.
type lock struct{ file *flock.Flock }

// acquire makes the directory if need be and locks it. The file of the lock
// stays when it is released: removing it would let two runs lock two files.
func acquire(dir string) (*lock, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, usage("run directory: %w", err)
	}
	path := filepath.Join(dir, "lock")
	l := &lock{flock.New(path, flock.SetFlag(os.O_CREATE|os.O_RDWR), flock.SetPermissions(0o600))}
	held, err := l.file.TryLock()
	if err != nil {
		return nil, usage("run directory: lock %s: %w", path, err)
	}
	if !held {
		holder, _ := os.ReadFile(path)
		return nil, &exitError{codeBusy, fmt.Errorf("%s is in use by %s; nothing was sent: wait for it to end, or choose another directory with --dir",
			dir, orUnknown(strings.TrimSpace(string(holder))))}
	}
	host, _ := os.Hostname()
	note := fmt.Sprintf("process %d on %s since %s\n", os.Getpid(), orUnknown(host), now().Format("2006-01-02 15:04:05"))
	os.WriteFile(path, []byte(note), 0o600) // a courtesy to the next one; the lock holds without it
	return l, nil
}

func (l *lock) release() { l.file.Close() }

func orUnknown(s string) string {
	if s == "" {
		return "another process"
	}
	return s
}
