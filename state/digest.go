package state

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"sync"

	"rollcall/contact"
)

// A key makes the hashes of one account, or the file's own, unlike any other's.
// A hash is the SHA-256 of the key and a text that stands for one thing only,
// cut short.
type key [16]byte

// A sum tells one update of a contact from another.
type sum [16]byte

// What is hashed begins with its kind. A kind is not used again for another text.
const (
	kindContact = 'c'
	kindUpdate  = 'v'
	kindRows    = 'r'
	kindToken   = 't'
)

func newKey() (k key) {
	rand.Read(k[:]) // never fails
	return k
}

// mark returns the tag of an update's contact and the sum of the update. Neither
// the case of the identifier nor the order of the fields matters.
func (k *key) mark(u *contact.Update) (tag uint64, s sum) {
	p := preimages.Get().(*preimage)
	defer preimages.Put(p)
	id := u.Key()
	tag = tagFrom(p.begin(k, kindContact, id).hash())
	p.begin(k, kindUpdate, id)
	fields := p.sorted(u.Fields)
	for i := range fields {
		p.field(&fields[i])
	}
	clear(p.fields)
	h := p.hash()
	return tag, sum(h[:])
}

// tag returns the tag of a contact or an input.
func (k *key) tag(kind byte, what string) uint64 { return tagFrom(k.hash(kind, what)) }

func tagFrom(h [sha256.Size]byte) uint64 { return max(binary.LittleEndian.Uint64(h[:]), 1) }

func (k *key) hash(kind byte, what string) [sha256.Size]byte {
	p := preimages.Get().(*preimage)
	defer preimages.Put(p)
	return p.begin(k, kind, what).hash()
}

// MarshalText writes the key in hexadecimal digits.
func (k key) MarshalText() ([]byte, error) { return hex.AppendEncode(nil, k[:]), nil }

// UnmarshalText reads what MarshalText wrote.
func (k *key) UnmarshalText(digits []byte) error {
	if len(digits) != hex.EncodedLen(len(k)) {
		return fmt.Errorf("a key has %d digits", len(digits))
	}
	_, err := hex.Decode(k[:], digits)
	return err
}

// A preimage is what is hashed.
type preimage struct {
	bytes  []byte
	fields []contact.Field // scratch
}

var preimages = sync.Pool{New: func() any { return new(preimage) }}

func (p *preimage) hash() [sha256.Size]byte { return sha256.Sum256(p.bytes) }

func (p *preimage) begin(k *key, kind byte, what string) *preimage {
	p.bytes = append(append(p.bytes[:0], k[:]...), kind)
	p.add(what)
	return p
}

// field is the one place that knows what a field consists of.
func (p *preimage) field(f *contact.Field) {
	p.add(f.Name)
	custom := byte(0)
	if f.Custom {
		custom = 1
	}
	p.bytes = append(p.bytes, custom, byte(f.Mode))
	p.bytes = binary.AppendUvarint(p.bytes, uint64(len(f.Value)))
	p.bytes = append(p.bytes, f.Value...)
}

func (p *preimage) add(s string) {
	p.bytes = binary.AppendUvarint(p.bytes, uint64(len(s)))
	p.bytes = append(p.bytes, s...)
}

// sorted returns the fields by name. Fields that share a name keep their order.
func (p *preimage) sorted(fields []contact.Field) []contact.Field {
	for i := 1; i < len(fields); i++ {
		if byName(&fields[i-1], &fields[i]) > 0 {
			p.fields = append(p.fields[:0], fields...)
			slices.SortStableFunc(p.fields, func(a, b contact.Field) int { return byName(&a, &b) })
			return p.fields
		}
	}
	return fields
}

func byName(a, b *contact.Field) int {
	switch c := strings.Compare(a.Name, b.Name); {
	case c != 0 || a.Custom == b.Custom:
		return c
	case a.Custom:
		return 1
	}
	return -1
}
