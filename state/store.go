package state

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"time"

	"github.com/gofrs/flock"
)

// syncEvery is how long what was accepted may wait for the disk.
const syncEvery = time.Second

// A Store is an open state file. Its methods are safe for many goroutines. The
// first error that says that the file is damaged, or that it is not known what
// is on the disk, is returned by every later call.
type Store struct {
	path     string // without symbolic links
	today    day
	readOnly bool
	lock     *flock.Flock

	mu     sync.Mutex
	head   head
	table  *table
	seen   bitmap // slots whose day is to be written anew; nil for none
	erased uint64 // entries so far
	synced uint64 // of those, how many are gone from the disk as well
	timer  *time.Timer
	armed  bool
	closed bool
	full   error // why no more entries are stored
	err    error
}

// Open opens a state file for one process alone, and makes it (0600) if there is
// none. Every entry is compared with its checksum. Today becomes the day of what
// is seen or accepted. The error is ErrBusy where another process has the file
// open. The caller closes the store.
func Open(path string, today time.Time) (*Store, error) {
	return open(path, today, acquire, func(s *Store) error {
		err := s.load()
		if errors.Is(err, fs.ErrNotExist) {
			return s.create()
		}
		return err
	})
}

// Read opens a state file for reading, which many processes may do at once. The
// error is fs.ErrNotExist where there is none, ErrBusy where a process writes.
// What would change the file is an error. The caller closes the store.
func Read(path string, today time.Time) (*Store, error) {
	return open(path, today, share, func(s *Store) error {
		s.readOnly = true
		return s.load()
	})
}

func open(path string, today time.Time, lock func(string) (*flock.Flock, error), load func(*Store) error) (*Store, error) {
	s := &Store{path: path, today: dayOf(today)}
	if target, err := filepath.EvalSymlinks(path); err == nil {
		s.path = target
	}
	if err := plausible(s.path); err != nil {
		return nil, about(path, s.access(err))
	}
	l, err := lock(s.path)
	if err != nil {
		return nil, about(path, s.access(err))
	}
	s.lock = l
	if err := load(s); err != nil {
		return nil, errors.Join(about(path, s.access(err)), l.Close())
	}
	return s, nil
}

// access adds to an error what it needs to open the file.
func (s *Store) access(err error) error {
	switch {
	case !errors.Is(err, fs.ErrPermission) && !errors.Is(err, syscall.EROFS):
		return err
	case s.readOnly:
		return fmt.Errorf("%w: it must be readable", err)
	}
	return fmt.Errorf("%w: it must be writable, and so must its directory", err)
}

// plausible reports why a path is no state file, before a lock is made beside
// it. To open a pipe would wait for its other end.
func plausible(path string) error {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case info.IsDir():
		return errors.New("it is a directory: name a file")
	case !info.Mode().IsRegular():
		return fmt.Errorf("it is no regular file (%s): name another", info.Mode().Type())
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	start := make([]byte, min(int64(headSize), info.Size()))
	if _, err := f.ReadAt(start, 0); err != nil {
		return err
	}
	return recognize(start)
}

// load opens the file that is there and checks every entry.
func (s *Store) load() error {
	f, err := s.openFile()
	if err != nil {
		return err
	}
	info, err := f.Stat()
	if err != nil {
		return errors.Join(err, f.Close())
	}
	h, start, err := readHead(f, info.Size())
	if err != nil {
		return errors.Join(err, f.Close())
	}
	t := &table{file: f, start: start, bits: bitsOf(h.Pages)}
	if err := t.scan(func(int, entry) {}); err != nil {
		return errors.Join(err, f.Close())
	}
	s.head, s.table = h, t
	return nil
}

func (s *Store) openFile() (*os.File, error) {
	if s.readOnly {
		return os.Open(s.path)
	}
	return os.OpenFile(s.path, os.O_RDWR, 0)
}

// Close writes what is left and unlocks the file. Its error is the first that
// the store met, or that of the last writing. Closing twice is harmless; after
// it nothing is the same, and what would change the file is os.ErrClosed.
func (s *Store) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil
	}
	s.closed = true
	if s.timer != nil {
		s.timer.Stop()
	}
	err := s.err
	if err == nil && !s.readOnly {
		err = cmp.Or(about(s.path, s.flush()), s.full)
	}
	s.err = about(s.path, os.ErrClosed)
	if closing := s.table.file.Close(); err == nil {
		err = about(s.path, closing)
	}
	return errors.Join(err, s.lock.Close())
}
