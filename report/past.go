package report

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"time"

	"rollcall/contact"
)

// A Past is what a journal held when it was loaded. It may be read by many
// goroutines.
type Past struct {
	First    Start // zero if Sessions is 0
	Latest   Start // of the last session
	End      *End  // of the last session; nil if it ended without saying so
	Sessions int
	LastRow  int   // highest row handed on; rows 1 to LastRow were
	Accepted int   // settled rows that the provider took
	Torn     int64 // bytes at the end that were cut off by a crash

	dir     string
	size    int64 // of the journal without the torn end
	settled bitmap
	counts  [contact.NotSent + 1]int
	sent    Requests
	figures *End // of the last session that sent anything, or else of the last
	killed  int  // sessions before the last that ended without saying so
	starts  []time.Time
	waits   waits
}

// Load reads the journal in dir and changes nothing. The error is fs.ErrNotExist
// if there is none, a *DamagedError if it does not hold what was written to it.
func Load(dir string) (*Past, error) {
	f, size, err := openJournal(dir)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	p := &Past{dir: dir}
	return p, p.load(f, size)
}

// Began returns how the run in dir began, from the head of its journal; what
// follows is not looked at. The errors are those of [Load], and io.EOF of a
// journal that ends before that.
func Began(dir string) (start Start, err error) {
	f, size, err := openJournal(dir)
	if err != nil {
		return start, err
	}
	defer f.Close()
	s, err := scan(f, size)
	if err != nil {
		return start, err
	}
	var buf []byte
	head, err := s.frame(&buf)
	if err != nil {
		return start, err
	}
	if head.kind != kindStart {
		return start, &DamagedError{head.offset, fmt.Sprintf("a frame of the kind %q stands first", byte(head.kind))}
	}
	err = json.Unmarshal(head.body, &start)
	return start, err
}

func openJournal(dir string) (*os.File, int64, error) {
	f, err := os.Open(filepath.Join(dir, journalName))
	if err != nil {
		return nil, 0, fmt.Errorf("journal: %w", err)
	}
	info, err := f.Stat()
	if err != nil {
		return nil, 0, errors.Join(err, f.Close())
	}
	return f, info.Size(), nil
}

func (p *Past) load(at io.ReaderAt, size int64) error {
	s, err := scan(at, size)
	if err != nil {
		return err
	}
	if err := s.each(p.take); err != nil {
		return err
	}
	p.size, p.Torn = size-s.torn, s.torn
	return nil
}

// take learns what one frame says.
func (p *Past) take(f frame) error {
	switch f.kind {
	case kindStart:
		return p.begin(f.body)
	case kindRows:
		return p.handOn(f)
	case kindSending:
		return p.entries(f, p.checkSent)
	case kindOutcomes:
		return p.entries(f, p.settle)
	case kindValid:
		_, _, err := p.pass(f)
		return err
	case kindNoted:
		return p.note(f.body)
	case kindEnd:
		return p.finish(f.body)
	case kindSynced:
		return nil
	}
	return fmt.Errorf("a frame of the unknown kind %q", byte(f.kind))
}

func (p *Past) begin(body []byte) error {
	if p.Sessions > 0 && p.End == nil {
		p.killed++
	}
	p.Latest, p.End = Start{}, nil
	if err := json.Unmarshal(body, &p.Latest); err != nil {
		return err
	}
	if p.Sessions == 0 {
		p.First = p.Latest
	}
	p.Sessions++
	p.starts = append(p.starts, p.Latest.StartedAt)
	p.waits.end(p.Latest.StartedAt)
	return nil
}

func (p *Past) handOn(f frame) error {
	for m, ok := range f.rows() {
		if !ok || m.Row != p.LastRow+1 {
			return fmt.Errorf("row %d follows row %d", m.Row, p.LastRow)
		}
		p.LastRow = m.Row
	}
	return nil
}

// entries calls take for each entry of the frame.
func (p *Past) entries(f frame, take func(head, int64, []byte) error) error {
	for offset, body := range f.entries() {
		h, err := p.head(body)
		if err == nil {
			err = take(h, offset, body)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// head decodes the head of an entry and checks what holds for every one.
func (p *Past) head(body []byte) (head, error) {
	d := decoder{b: body}
	h := d.head()
	switch {
	case d.bad || h.status == 0 || h.status > contact.NotSent:
		return h, errMalformed
	case h.row < 1 || h.row > p.LastRow:
		return h, fmt.Errorf("row %d was never handed on", h.row)
	}
	return h, nil
}

func (p *Past) checkSent(h head, _ int64, _ []byte) error {
	if p.settled.has(h.row) {
		return fmt.Errorf("row %d was sent after it was settled", h.row)
	}
	return nil
}

func (p *Past) settle(h head, _ int64, _ []byte) error {
	if p.settled.has(h.row) {
		return fmt.Errorf("row %d has two outcomes", h.row)
	}
	if h.open() {
		return nil
	}
	p.settled.set(h.row)
	p.counts[h.status]++
	if h.status.Accepted() {
		p.Accepted++
	}
	return nil
}

func (p *Past) finish(body []byte) error {
	p.End = &End{}
	if err := json.Unmarshal(body, p.End); err != nil {
		return err
	}
	p.waits.end(p.End.FinishedAt)
	p.sent.add(p.End.Requests)
	if p.figures == nil || p.End.Requests.Sent > 0 {
		p.figures = p.End
	}
	return nil
}

func (r *Requests) add(more Requests) {
	r.Sent += more.Sent
	r.Retried += more.Retried
	r.Split += more.Split
	for status, n := range more.ByStatus {
		if r.ByStatus == nil {
			r.ByStatus = map[string]int{}
		}
		r.ByStatus[status] += n
	}
}

// State returns the state of the last session.
func (p *Past) State() string {
	if p.End == nil {
		return Unfinished
	}
	return p.End.State
}

// Settled reports whether the row has its final outcome.
func (p *Past) Settled(row int) bool { return p.settled.has(row) }

// Count returns how many rows settled with the status.
func (p *Past) Count(s contact.Status) int { return p.counts[s] }

func (p *Past) settledRows() int {
	sum := 0
	for _, n := range p.counts {
		sum += n
	}
	return sum
}

// Rows yields the rows that were handed on, in order, from the file, but not
// those of a check. An error is the last thing that it yields.
func (p *Past) Rows() iter.Seq2[RowMark, error] {
	return func(yield func(RowMark, error) bool) {
		if err := p.marks(func(m RowMark) bool { return yield(m, nil) }); err != nil {
			yield(RowMark{}, err)
		}
	}
}

func (p *Past) marks(yield func(RowMark) bool) error {
	file, _, err := openJournal(p.dir)
	if err != nil {
		return err
	}
	defer file.Close()
	s, err := scan(file, p.size)
	if err != nil {
		return err
	}
	for f, err := range s.frames() {
		if err != nil {
			return err
		}
		if f.kind != kindRows {
			continue
		}
		for m := range f.rows() {
			if !yield(m) {
				return nil
			}
		}
	}
	return nil
}

// Append opens the journal in dir for a resumption that begins with start, and
// returns what it held; see [Load] and [Past.Append].
func Append(dir string, start Start) (*Journal, *Past, error) {
	p, err := Load(dir)
	if err != nil {
		return nil, nil, err
	}
	j, err := p.Append(start)
	return j, p, err
}

// Append opens the journal that was loaded for a resumption that begins with
// start. A torn end is cut off first. Nobody may have written to the journal
// since it was loaded.
func (p *Past) Append(start Start) (*Journal, error) {
	f, err := os.OpenFile(filepath.Join(p.dir, journalName), os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return nil, fmt.Errorf("journal: %w", err)
	}
	if err := f.Truncate(p.size); err != nil {
		return nil, errors.Join(fmt.Errorf("journal: %w", err), f.Close())
	}
	j := &Journal{file: f, size: p.size, last: p.LastRow, settled: append(bitmap(nil), p.settled...)}
	if p.size == 0 {
		j.buf = []byte(magic)
	}
	if err := j.begin(start); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return j, nil
}
