package report

import (
	"encoding/binary"
	"errors"
	"iter"
	"math"
	"time"

	"rollcall/contact"
)

var errMalformed = errors.New("an entry is malformed")

// A decoder takes values off b. After the first that is not there, bad is set
// and all that follow are zero. Strings are parts of copy, which holds b.
type decoder struct {
	b    []byte
	copy string
	bad  bool
}

func (d *decoder) fail() { d.b, d.bad = nil, true }

func (d *decoder) take(n int) []byte {
	if n < 0 || n > len(d.b) {
		d.fail()
		return nil
	}
	b := d.b[:n]
	d.b = d.b[n:]
	return b
}

// number takes a uvarint that fits an int. Nearly all are one byte long.
func (d *decoder) number() int {
	if len(d.b) > 0 && d.b[0] < 0x80 {
		v := d.b[0]
		d.b = d.b[1:]
		return int(v)
	}
	return d.uvarint()
}

func (d *decoder) uvarint() int {
	v, n := binary.Uvarint(d.b)
	if n <= 0 || v > math.MaxInt {
		d.fail()
		return 0
	}
	d.b = d.b[n:]
	return int(v)
}

func (d *decoder) delta() int {
	v, n := binary.Varint(d.b)
	if n <= 0 {
		d.fail()
		return 0
	}
	d.b = d.b[n:]
	return int(v)
}

func (d *decoder) byte() byte {
	if b := d.take(1); b != nil {
		return b[0]
	}
	return 0
}

func (d *decoder) uint64() uint64 {
	if b := d.take(8); b != nil {
		return binary.LittleEndian.Uint64(b)
	}
	return 0
}

func (d *decoder) text() []byte { return d.take(d.number()) }

func (d *decoder) string() string { return d.last(len(d.text())) }

// last returns the last n bytes that were taken.
func (d *decoder) last(n int) string {
	end := len(d.copy) - len(d.b)
	return d.copy[end-n : end]
}

func (d *decoder) strings() []string {
	n := d.number()
	if n > len(d.b) {
		d.fail()
		return nil
	}
	list := make([]string, n)
	for i := range list {
		list[i] = d.string()
	}
	return list
}

// A head is what stands first in an entry.
type head struct {
	flags   byte
	status  contact.Status
	row     int
	line    int
	contact []byte
}

func (h head) open() bool { return h.flags&flagOpen != 0 }

func (d *decoder) head() head {
	return head{d.byte(), contact.Status(d.byte()), d.number(), d.number(), d.text()}
}

// decodeEntry decodes the body of an entry. The outcome owns what it holds.
func decodeEntry(body []byte) (o contact.Outcome, kept []string, err error) {
	d := decoder{b: body, copy: string(body)}
	h := d.head()
	o.Row.Number, o.Row.Line = h.row, h.line
	o.Status, o.Open, o.Contact = h.status, h.open(), d.last(len(h.contact))
	o.HTTPStatus, o.Attempts, o.Duration = d.number(), d.number(), time.Duration(d.number())
	if h.flags&flagSentAt != 0 {
		o.SentAt = time.Unix(0, int64(d.uint64())).UTC()
	}
	o.Code, o.Message, o.Field, o.RequestID = d.string(), d.string(), d.string(), d.string()
	if h.flags&flagKept != 0 {
		kept = d.strings()
	}
	if h.flags&flagRecord != 0 {
		o.Row.Record = d.strings()
	}
	if h.flags&flagRaw != 0 {
		o.Row.Raw = []byte(d.string())
	}
	if d.bad {
		return o, nil, errMalformed
	}
	return o, kept, nil
}

// entries yields the bodies of a frame's entries and their offsets in the file.
// The offset is that of the length before the body. A malformed frame yields a
// nil body last.
func (f frame) entries() iter.Seq2[int64, []byte] {
	return func(yield func(int64, []byte) bool) {
		d := decoder{b: f.body}
		for len(d.b) > 0 {
			offset := f.offset + int64(len(f.body)-len(d.b))
			if !yield(offset, d.text()) {
				return
			}
		}
	}
}

// A RowMark is what the journal holds of a row that was handed on.
type RowMark struct {
	Row  int
	Line int
	Sum  uint64
}

// rows yields the rows of a frame of rows, and whether they are well-formed.
func (f frame) rows() iter.Seq2[RowMark, bool] {
	return func(yield func(RowMark, bool) bool) {
		d := decoder{b: f.body}
		m := RowMark{Row: d.number() - 1}
		for len(d.b) > 0 {
			m.Row++
			m.Line += d.delta()
			m.Sum = d.uint64()
			if !yield(m, !d.bad) {
				return
			}
		}
	}
}
