package state

import (
	"errors"
	"fmt"
	"io"
)

// errFull says that a page has no free slot.
var errFull = errors.New("a page is full")

// A file is what a table stands in.
type file interface {
	io.ReaderAt
	io.WriterAt
	Sync() error
	Close() error
}

// A table finds the slot of a tag. One goroutine at a time may use it, except
// for file.Sync.
type table struct {
	file  file
	start int64 // of the first page in the file
	bits  uint  // it has 2^bits pages; the first bits of a tag are its page
	page  page  // scratch
}

func pageOf(tag uint64, bits uint) int { return int(tag >> (64 - bits)) }

func (t *table) pages() int { return 1 << t.bits }

// at returns where in the file a slot is; slots are numbered through.
func (t *table) at(slot int) int64 { return t.start + int64(slot)*slotSize }

func (t *table) read(into []byte, slot int) error {
	_, err := t.file.ReadAt(into, t.at(slot))
	return err
}

func (t *table) write(from []byte, slot int) error {
	_, err := t.file.WriteAt(from, t.at(slot))
	return err
}

// load reads the page of a tag and returns the number of its first slot.
func (t *table) load(tag uint64) (first int, err error) {
	first = pageOf(tag, t.bits) * pageSlots
	return first, t.read(t.page[:], first)
}

// get returns the entry of a tag and its slot. An entry that is not there has
// no tag.
func (t *table) get(tag uint64) (e entry, slot int, err error) {
	slot = pageOf(tag, t.bits)*pageSlots + section(tag)
	slots := t.page[:sectionSize]
	if err := t.read(slots, slot); err != nil {
		return e, slot, err
	}
	i := find(slots, tag)
	if i < 0 {
		slots = t.page[:]
		if slot, err = t.load(tag); err != nil {
			return e, slot, err
		}
		i = find(slots, tag)
	}
	if i < 0 {
		return entry{}, slot, nil
	}
	return t.entry(slots[i*slotSize:], slot+i)
}

func (t *table) entry(bytes []byte, slot int) (entry, int, error) {
	e, ok := parse(bytes[:slotSize])
	if !ok {
		return entry{}, slot, t.damage(slot)
	}
	return e, slot, nil
}

func (t *table) damage(slot int) error {
	return &damageError{fmt.Sprintf("the entry at byte %d does not fit its checksum", t.at(slot))}
}

// put stores an entry in the place of the one that its tag has. The error is
// errFull where there is no room.
func (t *table) put(e entry) error {
	first, err := t.load(e.tag)
	if err != nil {
		return err
	}
	i := find(t.page[:], e.tag)
	if i < 0 {
		i = t.page.vacant(e.tag)
	}
	if i < 0 {
		return errFull
	}
	slot := t.page.slot(i)
	before := [slotSize]byte(slot)
	e.store(slot)
	if before == [slotSize]byte(slot) {
		return nil
	}
	return t.write(slot, first+i)
}

// erase takes out the entry of a tag and reports whether there was one.
func (t *table) erase(tag uint64) (bool, error) {
	first, err := t.load(tag)
	if err != nil {
		return false, err
	}
	i := find(t.page[:], tag)
	if i < 0 {
		return false, nil
	}
	slot := t.page.slot(i)
	clear(slot)
	return true, t.write(slot, first+i)
}

// scanPages is how many pages are read at once where all of them are read.
const scanPages = 32

// scan shows every entry and its slot, and fails at the first that is damaged
// or in a page where nobody would find it.
func (t *table) scan(visit func(slot int, e entry)) error {
	chunk := make([]byte, min(scanPages, t.pages())*pageSize)
	for first := 0; first < t.pages()*pageSlots; first += len(chunk) / slotSize {
		if err := t.read(chunk, first); err != nil {
			return err
		}
		for i := 0; i < len(chunk); i += slotSize {
			e, slot, err := t.entry(chunk[i:], first+i/slotSize)
			if err == nil && e.tag != 0 && pageOf(e.tag, t.bits) != slot/pageSlots {
				err = t.damage(slot)
			}
			if err != nil {
				return err
			}
			if e.tag != 0 {
				visit(slot, e)
			}
		}
	}
	return nil
}
