package report

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"

	"rollcall/contact"
)

// heldBytes is how much of the entries that wait for their turn is kept in
// memory; those beyond it are fetched again.
const heldBytes = 8 << 20

const (
	messageUnanswered = "the process ended before the answer came"
	messageNotSent    = "the run ended before this row was sent"
)

// An order hands out the last entry of each row in the order of the rows, in a
// second pass over the journal.
type order struct {
	index *index
	at    io.ReaderAt
	emit  func(o *contact.Outcome, kept []string) error
	next  int // the row whose turn it is
	fetch []position
	// waiting holds rows whose turn has not come: fewer than window of them.
	waiting map[int]arrival
	held    int
	outcome contact.Outcome // that was handed out last, here for one room to serve all
}

// An arrival is what is known of a row whose turn has not come.
type arrival struct {
	offset int64  // of the entry; 0 if none will come
	body   []byte // of the entry; nil if it is to be fetched
	line   int    // of a row without an entry
}

// inOrder calls emit for every row that was handed on. The outcome is valid
// during the call only.
func inOrder(x *index, at io.ReaderAt, emit func(*contact.Outcome, []string) error) error {
	o := &order{index: x, at: at, emit: emit, next: 1, fetch: x.fetch, waiting: map[int]arrival{}}
	s, err := scan(at, x.size)
	if err != nil {
		return err
	}
	for f, err := range s.frames() {
		if err == nil {
			err = o.take(f)
		}
		if err != nil {
			return err
		}
	}
	return o.advance()
}

func (o *order) take(f frame) error {
	switch f.kind {
	case kindRows:
		o.remember(f)
		return o.advance()
	case kindOutcomes:
		for offset, body := range f.entries() {
			if err := o.arrive(offset, body); err != nil {
				return err
			}
		}
	case kindValid:
		return o.valid(f)
	}
	return nil
}

// remember keeps the lines of the rows for which no entry will come.
func (o *order) remember(f frame) {
	for m := range f.rows() {
		if !o.index.listed.has(m.Row) {
			o.waiting[m.Row] = arrival{line: m.Line}
		}
	}
}

// arrive hands out the entry if it is its turn, and keeps it otherwise. An
// entry of a row that is to be fetched may come too; it is not looked at again.
func (o *order) arrive(offset int64, body []byte) error {
	d := decoder{b: body}
	h := d.head()
	if h.row < o.next {
		return nil
	}
	if h.row == o.next {
		if err := o.hand(body, offset, 0); err != nil {
			return err
		}
		return o.advance()
	}
	o.keep(h, offset, body)
	return nil
}

func (o *order) keep(h head, offset int64, body []byte) {
	before, known := o.waiting[h.row]
	if known && h.status == contact.NotSent {
		return
	}
	o.held -= len(before.body)
	a := arrival{offset: offset}
	if o.held+len(body) <= heldBytes {
		a.body = bytes.Clone(body)
		o.held += len(body)
	}
	o.waiting[h.row] = a
}

// advance hands out what is ready.
func (o *order) advance() error {
	for o.next <= o.index.LastRow {
		ready, err := o.step()
		if !ready || err != nil {
			return err
		}
	}
	return nil
}

// step hands out the row whose turn it is, if it is ready.
func (o *order) step() (ready bool, err error) {
	row := o.next
	a, known := o.waiting[row]
	if known {
		delete(o.waiting, row)
		o.held -= len(a.body)
	}
	switch {
	case len(o.fetch) > 0 && o.fetch[0].row == row:
		p := o.fetch[0]
		o.fetch = o.fetch[1:]
		return true, o.hand(nil, p.offset, p.tries)
	case !known:
		return false, nil
	case a.offset == 0:
		return true, o.orphan(row, a.line)
	}
	return true, o.hand(a.body, a.offset, 0)
}

// hand hands out an entry, fetched where body is nil.
func (o *order) hand(body []byte, offset int64, tries int) (err error) {
	if body == nil {
		if body, err = readEntry(o.at, offset); err != nil {
			return err
		}
	}
	var kept []string
	if o.outcome, kept, err = decodeEntry(body); err != nil {
		return &DamagedError{offset, err.Error()}
	}
	if tries > 0 {
		o.outcome.Attempts, o.outcome.Message = tries, messageUnanswered
	}
	o.next++
	return o.emit(&o.outcome, kept)
}

func (o *order) orphan(number, line int) error {
	o.next++
	row := contact.Row{Number: number, Line: line}
	return o.emit(&contact.Outcome{Row: row, Status: contact.NotSent, Message: messageNotSent, Open: true}, nil)
}

// readEntry reads the body of the entry at offset.
func readEntry(at io.ReaderAt, offset int64) ([]byte, error) {
	var prefix [binary.MaxVarintLen64]byte
	n, err := at.ReadAt(prefix[:], offset)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	length, width := binary.Uvarint(prefix[:n])
	if width <= 0 || length > maxFrame {
		return nil, &DamagedError{offset, errMalformed.Error()}
	}
	body := make([]byte, length)
	if _, err := at.ReadAt(body, offset+int64(width)); err != nil {
		return nil, err
	}
	return body, nil
}
