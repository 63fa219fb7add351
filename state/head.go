package state

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"math/bits"
	"strconv"
	"strings"
)

// A file begins with the magic and the version of its form, on a line of their
// own. A u32 with the length of a JSON text follows, a u32 with the CRC-32C of
// these length bytes and the text, both little endian, and the text, filled up
// with blanks to the end of a page. The pages of the table follow.
const (
	magic    = "rollcall state "
	version  = 1
	headSize = len(magic) + len("1\n") + 8
	maxHead  = 64 << 20
	maxBits  = 23
)

// A head is what a state file says of itself. It is not changed in place.
type head struct {
	Key      key       `json:"key"` // of the fingerprints
	Pages    int       `json:"pages"`
	Accounts []account `json:"accounts"`
	Tokens   []token   `json:"tokens"` // the latest last
}

type account struct {
	Account
	Number uint16 `json:"number"`         // in the entries; from 1
	Name   string `json:"name,omitempty"` // what people call it; empty where nobody told
	Key    key    `json:"key"`
}

// A token remembers which account a secret opened.
type token struct {
	Fingerprint string `json:"fingerprint"`
	Account     string `json:"account"`
	Day         day    `json:"day"`
}

// encode returns the bytes before the first page.
func (h *head) encode() ([]byte, error) {
	text, err := json.Marshal(h)
	if err != nil {
		return nil, err
	}
	size := (headSize + len(text) + pageSize - 1) / pageSize * pageSize
	text = append(text, bytes.Repeat([]byte(" "), size-headSize-len(text))...)
	if len(text) > maxHead {
		return nil, fmt.Errorf("%d accounts are too many", len(h.Accounts))
	}
	out := fmt.Appendf(nil, "%s%d\n", magic, version)
	out = binary.LittleEndian.AppendUint32(out, uint32(len(text)))
	out = binary.LittleEndian.AppendUint32(out, checksum(out[len(out)-4:], text))
	return append(out, text...), nil
}

func checksum(length, text []byte) uint32 {
	return crc32.Update(crc32.Checksum(length, castagnoli), castagnoli, text)
}

// readHead returns the head of a file of that size, and how long it is.
func readHead(r io.ReaderAt, size int64) (h head, length int64, err error) {
	start := make([]byte, min(int64(headSize), size))
	if _, err := r.ReadAt(start, 0); err != nil {
		return h, 0, err
	}
	if err := recognize(start); err != nil {
		return h, 0, err
	}
	frame := start[headSize-8:]
	length = int64(headSize) + int64(binary.LittleEndian.Uint32(frame))
	if length > min(size, maxHead) {
		return h, 0, damaged("its head is cut short")
	}
	text := make([]byte, length-int64(headSize))
	if _, err := r.ReadAt(text, int64(headSize)); err != nil {
		return h, 0, err
	}
	if checksum(frame[:4], text) != binary.LittleEndian.Uint32(frame[4:]) {
		return h, 0, damaged("its head does not fit its checksum")
	}
	if err := json.Unmarshal(text, &h); err != nil {
		return h, 0, damaged("its head cannot be read: %v", err)
	}
	return h, length, h.check(size - length)
}

// recognize reports why a file that begins so is none of this form.
func recognize(start []byte) error {
	line, ok := strings.CutPrefix(string(start), magic)
	if !ok {
		return errors.New("it is not a state file of rollcall: choose another name, or move the file away")
	}
	if strings.HasPrefix(line, strconv.Itoa(version)+"\n") {
		if len(start) < headSize {
			return damaged("its head is cut short")
		}
		return nil
	}
	number, _, _ := strings.Cut(line, "\n")
	if _, err := strconv.ParseUint(number, 10, 32); err != nil {
		return damaged("it has no version")
	}
	return fmt.Errorf("it is of version %s, this rollcall knows version %d: use the rollcall that wrote it, or %s", number, version, remedy)
}

// check reports what in a head contradicts itself or the size of the table.
func (h *head) check(size int64) error {
	if h.Pages < 1 || h.Pages > 1<<maxBits || bits.OnesCount(uint(h.Pages)) != 1 {
		return damaged("it has %d pages", h.Pages)
	}
	if want := int64(h.Pages) * pageSize; size != want {
		return damaged("its table has %d bytes, not %d", size, want)
	}
	seen := map[uint16]bool{0: true}
	for _, a := range h.Accounts {
		if seen[a.Number] {
			return damaged("two accounts have number %d", a.Number)
		}
		seen[a.Number] = true
	}
	return nil
}

// free returns a number that no account has, 0 if there is none.
func (h *head) free() uint16 {
	taken := map[uint16]bool{}
	for _, a := range h.Accounts {
		taken[a.Number] = true
	}
	number := uint16(1)
	for taken[number] {
		number++
	}
	return number
}
