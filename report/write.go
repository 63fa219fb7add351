package report

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"rollcall/contact"
)

// The methods of this file are called with the lock held, except sync.

// handOn appends a frame of rows, which must follow the last one.
func (j *Journal) handOn(rows []contact.Row) error {
	start := j.open(kindRows)
	j.buf = binary.AppendUvarint(j.buf, uint64(rows[0].Number))
	line := 0
	for i := range rows {
		row := &rows[i]
		if row.Number != j.last+1 {
			return j.refuse(start, fmt.Errorf("row %d was handed on after row %d", row.Number, j.last))
		}
		j.buf = appendRow(j.buf, row, line)
		line, j.last = row.Line, row.Number
	}
	return j.shut(start)
}

// entries appends frames of n entries.
func (j *Journal) entries(k kind, n int, entry func(i int) *contact.Outcome) error {
	if j.err != nil || n == 0 {
		return j.err
	}
	start := j.open(k)
	for i := range n {
		if len(j.buf)-start > splitSize {
			if err := j.shut(start); err != nil {
				return err
			}
			start = j.open(k)
		}
		o := entry(i)
		if err := j.admit(k, o); err != nil {
			return j.refuse(start, err)
		}
		j.buf = appendEntry(j.buf, o, &j.keep)
	}
	if err := j.shut(start); err != nil {
		return err
	}
	return j.added()
}

// admit keeps the laws: nothing is sent or settled that was not handed on, or
// that is settled.
func (j *Journal) admit(k kind, o *contact.Outcome) error {
	n := o.Row.Number
	switch {
	case n < 1 || n > j.last:
		return fmt.Errorf("row %d was not handed on", n)
	case j.settled.has(n):
		return fmt.Errorf("row %d is settled already", n)
	case k == kindOutcomes && !o.Open:
		j.settled.set(n)
	}
	return nil
}

// durable appends what begins or ends a session, and syncs.
func (j *Journal) durable(k kind, v any) error {
	if j.err != nil {
		return j.err
	}
	text, err := json.Marshal(v)
	if err != nil {
		return j.fail(err)
	}
	start := j.open(k)
	j.buf = append(j.buf, text...)
	if err := j.shut(start); err != nil {
		return err
	}
	if err := j.flush(); err != nil {
		return err
	}
	if err := j.file.Sync(); err != nil {
		return j.fail(err)
	}
	j.buf = synced(j.buf, j.size)
	return j.flush()
}

func (j *Journal) open(k kind) (start int) {
	start = len(j.buf)
	j.buf = openFrame(j.buf, k)
	return start
}

// refuse ends the journal because the caller broke a law. What was right is
// kept: the frame that begins at start, and those before it.
func (j *Journal) refuse(start int, err error) error {
	if shut := j.shut(start); shut != nil {
		return shut
	}
	if flush := j.flush(); flush != nil {
		return flush
	}
	return j.fail(err)
}

// shut ends the frame that begins at start. One that is too large is dropped,
// those before it are kept.
func (j *Journal) shut(start int) error {
	if err := closeFrame(j.buf, start); err != nil {
		j.buf = j.buf[:start]
		return j.fail(errors.Join(err, j.flush()))
	}
	return nil
}

// added writes what is in memory if it is much, and sees to it that it is synced
// in a second.
func (j *Journal) added() error {
	if !j.armed {
		j.armed = true
		j.timer = time.AfterFunc(syncEvery, j.sync)
	}
	if len(j.buf) >= flushSize {
		return j.flush()
	}
	return nil
}

func (j *Journal) flush() error {
	if j.err != nil || len(j.buf) == 0 {
		return j.err
	}
	n, err := j.file.Write(j.buf)
	j.size += int64(n)
	if cap(j.buf) > 2*splitSize {
		j.buf = nil
	}
	j.buf = j.buf[:0]
	if err != nil {
		return j.fail(err)
	}
	return nil
}

func (j *Journal) fail(err error) error {
	if j.err == nil {
		j.err = fmt.Errorf("journal: %w", err)
	}
	return j.err
}

// sync is what the timer does. The lock is not held while the disk works.
func (j *Journal) sync() {
	j.mu.Lock()
	j.armed = false
	err := j.flush()
	size := j.size
	j.mu.Unlock()
	if err != nil {
		return
	}
	err = j.file.Sync()
	j.mu.Lock()
	defer j.mu.Unlock()
	switch {
	case j.closed:
	case err != nil:
		_ = j.fail(err)
	default:
		j.buf = synced(j.buf, size)
	}
}
