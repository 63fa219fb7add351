package state

import (
	"cmp"
	"errors"
	"os"
	"time"
)

// The methods of this file take the lock, or say that they are called with it.

// fail remembers the first error. It is called with the lock held.
func (s *Store) fail(err error) error {
	if s.err == nil {
		s.err = about(s.path, err)
	}
	return s.err
}

// writable returns why the store cannot be written to. It is called with the
// lock held.
func (s *Store) writable() error {
	if s.err == nil && s.readOnly {
		return about(s.path, errReadOnly)
	}
	return s.err
}

// get returns the entry of a tag. It is called with the lock held.
func (s *Store) get(tag uint64) (e entry, slot int, ok bool) {
	if s.err != nil {
		return e, 0, false
	}
	e, slot, err := s.table.get(tag)
	if err != nil {
		_ = s.fail(err)
	}
	return e, slot, err == nil && e.tag != 0
}

// put stores an entry with today's day. An entry that cannot be stored is the
// last that is tried; to forget needs no room and goes on.
func (s *Store) put(e entry) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := cmp.Or(s.writable(), s.full); err != nil {
		return err
	}
	e.day = s.today
	if err := s.place(e); err != nil {
		s.full = err
		return err
	}
	if !s.armed {
		s.armed = true
		s.timer = time.AfterFunc(syncEvery, s.sync)
	}
	return nil
}

// place puts an entry in the table, which grows where it must. It is called with
// the lock held.
func (s *Store) place(e entry) error {
	for {
		err := s.table.put(e)
		if !errors.Is(err, errFull) {
			return about(s.path, err)
		}
		if err := s.renew(s.head, s.table.bits+1, all); err != nil {
			return err
		}
	}
}

// forget erases the entries of tags, and returns when they, and those that
// others are erasing, are gone from the disk.
func (s *Store) forget(tags []uint64) error {
	s.mu.Lock()
	err := s.writable()
	for i := 0; i < len(tags) && err == nil; i++ {
		var gone bool
		if gone, err = s.table.erase(tags[i]); gone {
			s.erased++
		}
		if err != nil {
			err = s.fail(err)
		}
	}
	t, erased, done := s.table, s.erased, s.synced == s.erased
	s.mu.Unlock()
	if err != nil || done {
		return err
	}
	return s.settle(t, erased)
}

// sync is what the timer does.
func (s *Store) sync() {
	s.mu.Lock()
	s.armed = false
	t, erased := s.table, s.erased
	s.mu.Unlock()
	_ = s.settle(t, erased)
}

// settle brings a table to the disk from which so many entries were erased. The
// lock is not held while the disk works.
func (s *Store) settle(t *table, erased uint64) error {
	err := t.file.Sync()
	s.mu.Lock()
	defer s.mu.Unlock()
	if errors.Is(err, os.ErrClosed) && s.synced >= erased {
		return nil // whoever closed the file had brought it to the disk before
	}
	if err != nil {
		return s.fail(err)
	}
	s.synced = max(s.synced, erased)
	return nil
}

// flush brings all that is left to the disk. It is called with the lock held.
func (s *Store) flush() error {
	err := s.refresh()
	if synced := s.table.file.Sync(); synced != nil {
		return errors.Join(err, synced)
	}
	s.synced = s.erased
	return err
}

// see notes that the entry of a slot was seen. It is called with the lock held.
func (s *Store) see(slot int, d day) {
	if s.readOnly || d.age(s.today) < refreshAfter {
		return
	}
	if s.seen == nil {
		s.seen = make(bitmap, s.table.pages()*pageSlots/64)
	}
	s.seen.set(slot)
}

// refresh writes the day of what was seen, a page at a time. It is called with
// the lock held.
func (s *Store) refresh() error {
	for first := 0; s.seen != nil && first < s.table.pages()*pageSlots; first += pageSlots {
		if !s.seen.any(first) {
			continue
		}
		if err := s.refreshPage(first); err != nil {
			return err
		}
	}
	s.seen = nil
	return nil
}

func (s *Store) refreshPage(first int) error {
	p := &s.table.page
	if err := s.table.read(p[:], first); err != nil {
		return err
	}
	for i := range pageSlots {
		e, ok := parse(p.slot(i))
		if !ok {
			return s.table.damage(first + i)
		}
		if s.seen.has(first+i) && e.tag != 0 {
			e.day = max(e.day, s.today)
			e.store(p.slot(i))
		}
	}
	return s.table.write(p[:], first)
}
