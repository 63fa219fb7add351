package state

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
)

// TestDamage spoils a state at many places. It is refused, or nothing that was
// not accepted is the same by it.
func TestDamage(t *testing.T) {
	t.Parallel()
	const contacts = 300
	good := filled(t, newPath(t), contacts)
	random := rand.New(rand.NewPCG(6, 0))
	damages := map[string]func(b []byte) []byte{
		"a bit flipped":     func(b []byte) []byte { b[random.IntN(len(b))] ^= 1 << random.IntN(8); return b },
		"cut short":         func(b []byte) []byte { return b[:random.IntN(len(b))] },
		"two pages swapped": func(b []byte) []byte { return swap(b, len(b)-pageSize, len(b)-2*pageSize, pageSize) },
		"two sectors swapped": func(b []byte) []byte {
			return swap(b, random.IntN(len(b)/512)*512, random.IntN(len(b)/512)*512, 512)
		},
		"a sector of noise": func(b []byte) []byte {
			at := random.IntN(len(b)/512) * 512
			for i := range 64 {
				binary.LittleEndian.PutUint64(b[at+8*i:], random.Uint64())
			}
			return b
		},
		"a sector of zeros": func(b []byte) []byte { clear(b[random.IntN(len(b)/512)*512:][:512]); return b },
	}
	noticed := map[string]bool{"a bit flipped": true, "cut short": true, "a sector of noise": true, "two pages swapped": true}
	path := newPath(t)
	for what, damage := range damages {
		for range 100 {
			must(t, os.WriteFile(path, damage(bytes.Clone(good)), 0o600))
			s, err := Open(path, noon)
			if err != nil {
				if !strings.Contains(err.Error(), path) {
					t.Errorf("%s: the error does not name the file: %v", what, err)
				}
				continue
			}
			if noticed[what] {
				t.Fatalf("%s: it is not noticed", what)
			}
			if n := same(of(t, s, acme), contacts, 2); n != 0 {
				t.Fatalf("%s: %d contacts are the same in an edition that nobody accepted", what, n)
			}
			must(t, s.Close())
		}
	}
}

func swap(b []byte, i, j, size int) []byte {
	x := bytes.Clone(b[i : i+size])
	copy(b[i:i+size], b[j:j+size])
	copy(b[j:j+size], x)
	return b
}

// TestDamage_later flips bits in the file of a store that is open.
func TestDamage_later(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	good := filled(t, path, 300)
	s, c := openAt(t, path, noon)
	flipped := bytes.Clone(good)
	for at := s.table.start; at < int64(len(flipped)); at += slotSize {
		if flipped[at] != 0 {
			flipped[at+slotSum+at%16] ^= 1
		}
	}
	must(t, os.WriteFile(path, flipped, 0o600))
	if n := same(c, 300, 1) + same(c, 300, 2); n != 0 {
		t.Errorf("%d contacts are the same, though every entry is damaged", n)
	}
	var damage *damageError
	if err := c.Forget(update(numbered(1), 2)); !errors.As(err, &damage) {
		t.Errorf("forget: error is %v", err)
	}
	if err := s.Close(); !errors.As(err, &damage) {
		t.Errorf("close: error is %v", err)
	}
}

func FuzzOpen(f *testing.F) {
	f.Add(filled(f, newPath(f), 3))
	f.Add([]byte(magic + "1\n"))
	f.Fuzz(func(t *testing.T, file []byte) {
		path := newPath(t)
		must(t, os.WriteFile(path, file, 0o600))
		if s, err := Open(path, noon); err == nil {
			if _, err := s.Summary(); err != nil {
				t.Errorf("what was checked cannot be read: %v", err)
			}
			if err := s.Close(); err != nil {
				t.Errorf("what was checked cannot be closed: %v", err)
			}
		}
	})
}

// FuzzHead reads heads whose checksum is right.
func FuzzHead(f *testing.F) {
	f.Add([]byte(`{"key":"00112233445566778899aabbccddeeff","pages":1,"accounts":[{"number":1}],"tokens":[]}`), uint16(1))
	f.Add([]byte(`{"pages":4096}`), uint16(16))
	f.Fuzz(func(t *testing.T, text []byte, pages uint16) {
		file := []byte(magic + "1\n")
		file = binary.LittleEndian.AppendUint32(file, uint32(len(text)))
		file = binary.LittleEndian.AppendUint32(file, checksum(file[len(file)-4:], text))
		file = append(file, text...)
		h, start, err := readHead(bytes.NewReader(file), int64(len(file))+int64(pages)*pageSize)
		if err != nil {
			return
		}
		if start != int64(len(file)) || h.Pages != int(pages) {
			t.Errorf("a head of %d bytes before %d pages passes for one of %d before %d", len(file), pages, start, h.Pages)
		}
		again, err := h.encode()
		if err != nil || len(again)%pageSize != 0 {
			t.Errorf("what was read cannot be written: %d bytes, %v", len(again), err)
		}
	})
}
