package report

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"math/bits"
)

// A journal is the magic, then frames: a u32 with the payload's length, a u32
// with the CRC-32C of these length bytes and the payload, both little endian,
// and the payload, whose first byte is the kind.
const (
	magic     = "rollcall journal 1\n"
	frameHead = 8
	maxFrame  = 64 << 20
	// splitSize is where a frame of many entries is closed and another begun.
	splitSize = 1 << 20
)

type kind byte

const (
	kindStart    kind = 'S' // JSON of a Start
	kindRows     kind = 'R' // rows handed on
	kindSending  kind = '>' // entries: what a request that is about to leave holds
	kindOutcomes kind = 'O' // entries: rows settled, or cut off by a stop
	kindValid    kind = 'V' // rows handed on and settled as valid at once
	kindNoted    kind = 'N' // JSON of a Note
	kindEnd      kind = 'E' // JSON of an End
	kindSynced   kind = 'Y' // u64: so many bytes of the file are on the disk
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func checksum(length, payload []byte) uint32 {
	return crc32.Update(crc32.Checksum(length, castagnoli), castagnoli, payload)
}

// openFrame begins a frame at the end of buf.
func openFrame(buf []byte, k kind) []byte {
	return append(buf, 0, 0, 0, 0, 0, 0, 0, 0, byte(k))
}

// closeFrame fills in the head of the frame that begins at start.
func closeFrame(buf []byte, start int) error {
	frame := buf[start:]
	length := len(frame) - frameHead
	if length > maxFrame {
		return fmt.Errorf("%d bytes are too much for one entry", length)
	}
	binary.LittleEndian.PutUint32(frame, uint32(length))
	binary.LittleEndian.PutUint32(frame[4:], checksum(frame[:4], frame[frameHead:]))
	return nil
}

// synced appends the mark that says that the first n bytes are on the disk.
func synced(buf []byte, n int64) []byte {
	start := len(buf)
	buf = openFrame(buf, kindSynced)
	buf = binary.LittleEndian.AppendUint64(buf, uint64(n))
	if err := closeFrame(buf, start); err != nil {
		return buf[:start]
	}
	return buf
}

// A bitmap holds one bit per row.
type bitmap []uint64

func (b bitmap) has(n int) bool {
	return n>>6 < len(b) && b[n>>6]&(1<<(n&63)) != 0
}

func (b *bitmap) set(n int) {
	for n>>6 >= len(*b) {
		*b = append(*b, 0)
	}
	(*b)[n>>6] |= 1 << (n & 63)
}

// span sets n bits from the first on.
func (b *bitmap) span(first, n int) {
	for bit := first; bit < first+n; bit++ {
		b.set(bit)
	}
}

func (b bitmap) clear(n int) {
	if n>>6 < len(b) {
		b[n>>6] &^= 1 << (n & 63)
	}
}

func (b bitmap) count() int {
	n := 0
	for _, word := range b {
		n += bits.OnesCount64(word)
	}
	return n
}
