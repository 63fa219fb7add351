package report

import (
	"encoding/binary"
	"fmt"
	"iter"

	"rollcall/contact"
)

// A frame of kindValid is a uvarint with the number of its first row, one with
// how many rows there are, and for each of them a varint with its line, counted
// from that of the row before, and the contact. It takes the place of a frame of
// rows and one of outcomes, which are twice as long and take several times the
// time. Every row before it is settled.

// Decided records rows that are handed on together with their outcomes, in
// order, as those of a check are. They cannot be resumed: of a valid one nothing
// is kept to know it by. Like those of Settled, the outcomes may stay in memory
// for a while. All rows of a journal come so, or none.
func (j *Journal) Decided(outcomes []contact.Outcome) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if err := j.follow(outcomes); err != nil {
		return err
	}
	for len(outcomes) > 0 {
		n, brief := j.alike(outcomes)
		record := j.inFull
		if brief {
			record = j.briefly
		}
		if err := record(outcomes[:n]); err != nil {
			return err
		}
		outcomes = outcomes[n:]
	}
	j.decided = j.last
	return j.err
}

// follow keeps the law of Decided. What was right is kept.
func (j *Journal) follow(outcomes []contact.Outcome) error {
	if j.err != nil {
		return j.err
	}
	for i := range outcomes {
		if row := outcomes[i].Row.Number; row != j.decided+i+1 || j.last != j.decided {
			if err := j.flush(); err != nil {
				return err
			}
			return j.fail(fmt.Errorf("row %d was decided after row %d", row, j.last+i))
		}
	}
	return nil
}

// alike returns how many of the first outcomes are brief, or are not: a brief
// one says no more than that the row is valid.
func (j *Journal) alike(outcomes []contact.Outcome) (n int, brief bool) {
	bare := !j.keep.All && len(j.keep.Columns) == 0
	isBrief := func(o *contact.Outcome) bool { return bare && o.Status == contact.Valid && o.Message == "" }
	brief = isBrief(&outcomes[0])
	for n = 1; n < len(outcomes) && isBrief(&outcomes[n]) == brief; n++ {
	}
	return n, brief
}

// briefly appends a frame of valid rows.
func (j *Journal) briefly(outcomes []contact.Outcome) error {
	start := j.open(kindValid)
	j.buf = binary.AppendUvarint(j.buf, uint64(j.last+1))
	j.buf = binary.AppendUvarint(j.buf, uint64(len(outcomes)))
	line := 0
	for i := range outcomes {
		o := &outcomes[i]
		j.buf = binary.AppendVarint(j.buf, int64(o.Row.Line-line))
		j.buf = appendText(j.buf, o.Contact)
		line = o.Row.Line
		j.last++
		j.settled.set(j.last)
	}
	if err := j.shut(start); err != nil {
		return err
	}
	return j.added()
}

// inFull appends a frame of rows and those of their outcomes.
func (j *Journal) inFull(outcomes []contact.Outcome) error {
	rows := make([]contact.Row, len(outcomes))
	for i := range outcomes {
		rows[i] = outcomes[i].Row
	}
	if err := j.handOn(rows); err != nil {
		return err
	}
	return j.entries(kindOutcomes, len(outcomes), func(i int) *contact.Outcome { return &outcomes[i] })
}

// A validRow is what the journal holds of a row of a check that was found valid.
type validRow struct {
	row, line int
	contact   string
}

// span returns which rows a frame of valid ones holds, and whether that can be.
func (d *decoder) span() (first, n int, ok bool) {
	first, n = d.number(), d.number()
	return first, n, !d.bad && n > 0 && n <= len(d.b)/2
}

// valid yields the rows of a frame of valid ones, and whether they are
// well-formed. Their contacts share one text.
func (f frame) valid() iter.Seq2[validRow, bool] {
	return func(yield func(validRow, bool) bool) {
		d := decoder{b: f.body, copy: string(f.body)}
		first, n, _ := d.span()
		line := 0
		for row := first; row < first+n; row++ {
			line += d.delta()
			if !yield(validRow{row, line, d.string()}, !d.bad) {
				return
			}
		}
	}
}

// pass takes a frame of valid rows and returns which ones it holds. Of what the
// frame says nothing else is looked at.
func (p *Past) pass(f frame) (first, n int, err error) {
	d := decoder{b: f.body}
	first, n, ok := d.span()
	switch settled := p.settledRows(); {
	case !ok:
		return 0, 0, errMalformed
	case first != p.LastRow+1, settled != p.LastRow:
		return 0, 0, fmt.Errorf("row %d follows row %d as valid, %d of these are settled", first, p.LastRow, settled)
	}
	p.LastRow += n
	p.counts[contact.Valid] += n
	p.settled.span(first, n)
	return first, n, nil
}

// valid hands out the rows of a frame of valid ones, whose turn it is.
func (o *order) valid(f frame) error {
	o.outcome = contact.Outcome{Status: contact.Valid}
	for v, ok := range f.valid() {
		if !ok || v.row != o.next {
			return &DamagedError{f.offset, errMalformed.Error()}
		}
		o.next++
		o.outcome.Row.Number, o.outcome.Row.Line, o.outcome.Contact = v.row, v.line, v.contact
		if err := o.emit(&o.outcome, nil); err != nil {
			return err
		}
	}
	return nil
}
