package report

import (
	"cmp"
	"io"
	"slices"
	"strings"

	"rollcall/contact"
)

// window is how many rows may have been handed on behind a row when its entry
// is written; the entry of a row that is older is fetched when it is its turn.
const window = 1 << 16

// An index is what a first pass over the journal finds out, so that a second
// one can write the rows in order.
type index struct {
	Past
	seen    bitmap // rows that have an entry
	listed  bitmap // rows of which an entry, or what was sent, tells the fate
	bad     bitmap // rows that belong in the rejects
	fetch   []position
	pending map[int]position // sent, and no entry since
	layout  layout
	surplus bool // some reject does not fit the header
	keys    keys // of the lines, where all of them are kept
}

// A position says where the last entry of a row stands.
type position struct {
	row     int
	offset  int64
	tries   int // of a pending row; 0 for an outcome
	session int // in which a pending row was sent
}

func indexJournal(at io.ReaderAt, size int64) (*index, error) {
	x := &index{pending: map[int]position{}, keys: keys{}}
	s, err := scan(at, size)
	if err != nil {
		return nil, err
	}
	if err := s.each(x.take); err != nil {
		return nil, err
	}
	x.size, x.Torn = size-s.torn, s.torn
	if err := x.addPending(at); err != nil {
		return nil, err
	}
	x.sortFetch()
	return x, nil
}

func (x *index) take(f frame) error {
	switch f.kind {
	case kindSending:
		return x.entries(f, x.send)
	case kindOutcomes:
		return x.entries(f, x.settle)
	case kindValid:
		first, n, err := x.pass(f)
		x.seen.span(first, n)
		x.listed.span(first, n)
		return err
	case kindStart:
		err := x.begin(f.body)
		x.layout = newLayout(x.Latest)
		return err
	}
	return x.Past.take(f)
}

func (x *index) send(h head, offset int64, body []byte) error {
	x.pending[h.row] = position{h.row, offset, x.pending[h.row].tries + 1, x.Sessions}
	return x.checkSent(h, offset, body)
}

func (x *index) settle(h head, offset int64, body []byte) error {
	if err := x.Past.settle(h, offset, body); err != nil {
		return err
	}
	again := x.seen.has(h.row)
	x.seen.set(h.row)
	if h.status == contact.NotSent && x.triedBefore(h.row) {
		return nil
	}
	delete(x.pending, h.row)
	if again || h.row+window <= x.LastRow {
		x.fetch = append(x.fetch, position{row: h.row, offset: offset})
	}
	return x.list(h, body)
}

// triedBefore reports whether an earlier session may have had the row applied,
// which a later word that it was not sent does not undo. Such a word does answer
// what was sent in the same session: a request that was refused as a whole.
func (x *index) triedBefore(row int) bool {
	p, sent := x.pending[row]
	if sent && p.session == x.Sessions {
		delete(x.pending, row)
		sent = false
	}
	return sent || x.listed.has(row)
}

// list notes what the last entry of a row means for the files as a whole.
func (x *index) list(h head, body []byte) error {
	x.listed.set(h.row)
	x.bad.clear(h.row)
	if rejected(h.status) {
		x.bad.set(h.row)
	}
	if !x.layout.keepLines() && (x.surplus || !rejected(h.status)) {
		return nil
	}
	o, _, err := decodeEntry(body)
	if err != nil {
		return err
	}
	x.surplus = x.surplus || rejected(h.status) && x.layout.surplus(o.Row.Record) != ""
	if x.layout.keepLines() {
		x.keys.add(h.row, o.Row.Raw)
	}
	return nil
}

// addPending lists the rows that were sent and never answered.
func (x *index) addPending(at io.ReaderAt) error {
	for _, p := range x.pending {
		body, err := readEntry(at, p.offset)
		if err != nil {
			return err
		}
		h, err := x.head(body)
		if err == nil {
			err = x.list(h, body)
		}
		if err != nil {
			return &DamagedError{p.offset, err.Error()}
		}
		x.fetch = append(x.fetch, p)
	}
	return nil
}

// sortFetch leaves the last position of each row, in the order of the rows.
func (x *index) sortFetch() {
	slices.SortFunc(x.fetch, func(a, b position) int {
		return cmp.Or(cmp.Compare(a.row, b.row), cmp.Compare(b.offset, a.offset))
	})
	x.fetch = slices.CompactFunc(x.fetch, func(a, b position) bool { return a.row == b.row })
}

// keptNames returns the names of the source columns that are repeated.
func (x *index) keptNames() []string {
	switch {
	case x.layout.keepLines():
		return x.keys.first()
	case !x.layout.keep.All:
		return x.layout.keep.Columns
	}
	names := make([]string, len(x.layout.header))
	for i, name := range x.layout.header {
		names[i] = strings.TrimSpace(name)
	}
	return names
}
