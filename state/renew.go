package state

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

const minBits = 4

func bitsOf(pages int) (bits uint) {
	for 1<<bits < pages {
		bits++
	}
	return bits
}

// create makes a new file.
func (s *Store) create() error {
	h := head{Key: newKey()}
	if err := s.write(&h, minBits, all); err != nil {
		return err
	}
	return s.take()
}

// renew replaces the file by one with this head and 2^bits pages, or more where
// they are needed. Keep is asked of each entry whether it stays, and may change
// its day. When renew returns the new file is on the disk; where that could not
// be written, the old one stays. It is called with the lock held.
func (s *Store) renew(h head, bits uint, keep func(*entry) bool) error {
	if err := s.writable(); err != nil {
		return err
	}
	if err := s.refresh(); err != nil {
		return s.fail(err)
	}
	if err := s.write(&h, bits, keep); err != nil {
		return about(s.path, err)
	}
	// There are systems that rename no open file.
	if err := errors.Join(s.table.file.Close(), s.take()); err != nil {
		return s.fail(err)
	}
	s.synced = s.erased
	return nil
}

func all(*entry) bool { return true }

func (s *Store) temporary() string { return s.path + ".new" }

// take puts the new file in the place of the old one and opens it.
func (s *Store) take() error {
	if err := os.Rename(s.temporary(), s.path); err != nil {
		return err
	}
	if err := syncDir(filepath.Dir(s.path)); err != nil {
		return err
	}
	return s.load()
}

// syncDir makes a rename durable. Not every system can sync a directory; there
// it is as durable as it gets.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	err = d.Sync()
	if errors.Is(err, errors.ErrUnsupported) || errors.Is(err, syscall.EINVAL) || errors.Is(err, fs.ErrPermission) {
		return nil
	}
	return err
}

// write writes the new file, and leaves none behind if it cannot.
func (s *Store) write(h *head, bits uint, keep func(*entry) bool) error {
	err := errFull
	for ; errors.Is(err, errFull) && bits <= maxBits; bits++ {
		err = s.writeFile(h, bits, keep)
	}
	if err != nil {
		_ = os.Remove(s.temporary())
	}
	return err
}

func (s *Store) writeFile(h *head, bits uint, keep func(*entry) bool) error {
	if err := os.Remove(s.temporary()); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err // a name that is no file's, or that we may not use
	}
	f, err := os.OpenFile(s.temporary(), os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	return errors.Join(s.fill(f, h, bits, keep), f.Close())
}

// fill writes head and table, and syncs. Pages without entries stay holes.
func (s *Store) fill(f *os.File, h *head, bits uint, keep func(*entry) bool) error {
	h.Pages = 1 << bits
	start, err := h.encode()
	if err != nil {
		return err
	}
	to := &table{file: f, start: int64(len(start)), bits: bits}
	if _, err := f.Write(start); err != nil {
		return err
	}
	if err := f.Truncate(to.at(to.pages() * pageSlots)); err != nil {
		return err
	}
	if s.table != nil {
		if err := s.table.copy(to, keep); err != nil {
			return err
		}
	}
	return f.Sync()
}
