package report

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"rollcall/contact"
)

const (
	journalName = "journal"
	flushSize   = 64 << 10
	syncEvery   = time.Second
)

// A Journal is open for appending. Its methods are safe for many goroutines.
// The first error that says that the journal could not be written, or that the
// caller broke a law, is returned by every later call.
//
// What was written is synced to the disk at most a second later; a timer does
// that, armed by what is new and stopped by Close, so an idle journal runs
// nothing.
type Journal struct {
	mu      sync.Mutex
	file    file
	keep    Keep
	buf     []byte // whole frames, not written yet
	size    int64  // of the file
	last    int    // highest row handed on
	decided int    // highest row that Decided recorded
	settled bitmap
	timer   *time.Timer
	armed   bool
	closed  bool
	err     error
	sending contact.Outcome // room for what Sending writes
}

// A file is what a journal is written to.
type file interface {
	Write([]byte) (int, error)
	Sync() error
	Close() error
}

// Create makes dir (0700, with its parents) if need be, and in it a new journal
// (0600) that begins with start. The error is fs.ErrExist if one is there.
func Create(dir string, start Start) (*Journal, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("run directory: %w", err)
	}
	f, err := os.OpenFile(filepath.Join(dir, journalName), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, fmt.Errorf("journal: %w", err)
	}
	syncDir(dir)
	j := &Journal{file: f, buf: []byte(magic)}
	if err := j.begin(start); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return j, nil
}

// syncDir makes the name of a new file durable. Not every system can sync a
// directory; there the name is as durable as it gets.
func syncDir(dir string) {
	if d, err := os.Open(dir); err == nil {
		_ = d.Sync()
		_ = d.Close()
	}
}

func (j *Journal) begin(start Start) error {
	j.keep = start.Keep
	return j.durable(kindStart, start)
}

// Rows records rows that were read and are handed on, in order. Rows that the
// journal holds already are passed over; a gap is an error. They may stay in
// memory like outcomes.
func (j *Journal) Rows(rows []contact.Row) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	for len(rows) > 0 && rows[0].Number <= j.last {
		rows = rows[1:]
	}
	if j.err != nil || len(rows) == 0 {
		return j.err
	}
	if err := j.handOn(rows); err != nil {
		return err
	}
	return j.added()
}

// Sending records the updates of a request; there may be none. When it returns,
// they and all that was recorded before are with the operating system, and the
// request may leave.
func (j *Journal) Sending(updates []contact.Update) error {
	now := time.Now()
	j.mu.Lock()
	defer j.mu.Unlock()
	err := j.entries(kindSending, len(updates), func(i int) *contact.Outcome {
		j.sending = contact.Outcome{
			Row: updates[i].Row, Contact: updates[i].Contact,
			Status: contact.Unknown, Open: true, Attempts: 1, SentAt: now,
		}
		return &j.sending
	})
	if err != nil {
		return err
	}
	return j.flush()
}

// Settled records outcomes. They may stay in memory until Sending or Flush is
// called, 64 KiB or a second at most. A row settles once; until then it may have
// any number of open outcomes, of which the last counts.
func (j *Journal) Settled(outcomes []contact.Outcome) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.entries(kindOutcomes, len(outcomes), func(i int) *contact.Outcome { return &outcomes[i] })
}

// Flush hands what is in memory to the operating system.
func (j *Journal) Flush() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.flush()
}

// End records that the session ended, and syncs the journal to the disk.
func (j *Journal) End(end End) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.durable(kindEnd, end)
}

// Close writes and syncs what is in memory and closes the file. Closing twice
// is harmless; any other call after it returns os.ErrClosed.
func (j *Journal) Close() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.closed {
		return nil
	}
	j.closed = true
	if j.timer != nil {
		j.timer.Stop()
	}
	err := j.flush()
	if err == nil && j.armed {
		err = j.file.Sync()
	}
	j.err = fmt.Errorf("journal: %w", os.ErrClosed)
	return errors.Join(err, j.file.Close())
}
