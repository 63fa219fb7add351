package state

import (
	"encoding/binary"
	"hash/crc32"
)

// A slot holds an entry, little endian: tag, sum, account, day, and the CRC-32C
// of the bytes before it. A free slot is all zeros.
const (
	slotSize    = 32
	slotSum     = 8
	slotAccount = 24
	slotDay     = 26
	slotCheck   = 28
)

var (
	castagnoli = crc32.MakeTable(crc32.Castagnoli)
	freeSlot   [slotSize]byte
)

// An entry is what is remembered under a tag: of a contact the sum of its last
// update, of an input the number of its rows.
type entry struct {
	tag     uint64 // never 0
	sum     sum
	account uint16 // the account's number; 0 for what is no contact
	day     day    // on which it was last seen or accepted
}

// store writes the entry to a slot.
func (e *entry) store(s []byte) {
	binary.LittleEndian.PutUint64(s[:], e.tag)
	copy(s[slotSum:], e.sum[:])
	binary.LittleEndian.PutUint16(s[slotAccount:], e.account)
	binary.LittleEndian.PutUint16(s[slotDay:], uint16(e.day))
	binary.LittleEndian.PutUint32(s[slotCheck:], crc32.Checksum(s[:slotCheck], castagnoli))
}

// parse returns the entry of a slot; ok is false if the slot is damaged. The
// entry of a free slot has no tag.
func parse(slot []byte) (e entry, ok bool) {
	e.tag = tagOf(slot)
	if e.tag == 0 {
		return e, [slotSize]byte(slot) == freeSlot
	}
	copy(e.sum[:], slot[slotSum:])
	e.account = binary.LittleEndian.Uint16(slot[slotAccount:])
	e.day = day(binary.LittleEndian.Uint16(slot[slotDay:]))
	return e, crc32.Checksum(slot[:slotCheck], castagnoli) == binary.LittleEndian.Uint32(slot[slotCheck:])
}

func tagOf(slot []byte) uint64 { return binary.LittleEndian.Uint64(slot) }
