package cli

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"rollcall/batch"
	"rollcall/contact"
	"rollcall/mapping"
	"rollcall/providers"
	"rollcall/undo"
)

// beforeName is the file of a run directory that holds what contacts held.
const beforeName = "before.jsonl"

// backupSync is how long at most a line of a backup is not on the disk.
const backupSync = time.Second

// A backup keeps what contacts held before their updates. Its methods are safe
// for many goroutines.
type backup struct {
	mu     sync.Mutex
	file   syncer
	timer  *time.Timer // syncs what is new; nil while nothing is
	err    error       // of a sync
	fields []undo.Field
	keeps  map[string]string // the field that is kept for one of the mapping
}

// A syncer is what a backup is written to.
type syncer interface {
	io.WriteCloser
	Sync() error
}

// openBackup opens the backup of a job's run directory for appending. One that
// was not there begins with its head, and is reported as new.
func openBackup(j *job) (b *backup, isNew bool, err error) {
	b = &backup{}
	b.fields, b.keeps = kept(j.spec, j.m.Targets())
	file, err := os.OpenFile(filepath.Join(j.dir, beforeName), os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return nil, false, fmt.Errorf("backup: %w", err)
	}
	b.file = file
	size, err := cutTorn(file)
	if err == nil && size == 0 {
		err = b.write(undo.Head{Provider: j.spec.Name, Settings: j.m.Settings, State: j.flags.careful.state, Fields: b.fields})
	}
	if err != nil {
		return nil, false, errors.Join(fmt.Errorf("backup: %w", err), b.close())
	}
	return b, size == 0, nil
}

// kept returns the fields of which a backup keeps what they held, and for each
// field of the mapping which of these it is: itself, or the one that it empties.
func kept(spec *providers.Spec, targets []mapping.Target) (fields []undo.Field, by map[string]string) {
	by = map[string]string{}
	seen := map[string]bool{}
	for _, t := range targets {
		name := t.Name
		for _, f := range spec.Fields {
			if !t.Custom && f.ClearedBy == t.Name {
				name = f.Name
			}
		}
		by[t.Name] = name
		if !seen[name] {
			fields = append(fields, undo.Field{Name: name, Type: t.Type})
		}
		seen[name] = true
	}
	return fields, by
}

// cutTorn cuts off a last line that a kill cut short, and returns the size that
// is left.
func cutTorn(f *os.File) (int64, error) {
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	size := info.Size()
	block := make([]byte, 64<<10)
	for end := size; end > 0; {
		start := max(0, end-int64(len(block)))
		part := block[:end-start]
		if _, err := f.ReadAt(part, start); err != nil {
			return 0, err
		}
		if i := bytes.LastIndexByte(part, '\n'); i >= 0 {
			return start + int64(i) + 1, f.Truncate(start + int64(i) + 1)
		}
		end = start
	}
	return 0, f.Truncate(0)
}

// keep is as of batch.Contacts.Before.
func (b *backup) keep(row contact.Row, name string, shown providers.Snapshot) error {
	line := undo.Line{Row: row.Number, Contact: name, ID: shown.ID, Holds: map[string]jsontext.Value{}}
	for _, f := range b.fields {
		if value := shown.Value(f.Name, f.Type != ""); value != nil {
			line.Holds[f.Name] = value
		}
	}
	return b.write(line)
}

// noting passes updates on. What each is about to write is in the backup before.
func (b *backup) noting(updates iter.Seq2[contact.Update, error]) iter.Seq2[contact.Update, error] {
	if b == nil {
		return updates
	}
	return func(yield func(contact.Update, error) bool) {
		for update, err := range updates {
			if err == nil {
				err = b.write(b.note(update))
			}
			if !yield(update, err) || err != nil {
				return
			}
		}
	}
}

func (b *backup) note(update contact.Update) undo.Line {
	line := undo.Line{Row: update.Row.Number}
	seen := map[string]bool{}
	for _, f := range update.Fields {
		if name := b.keeps[f.Name]; !seen[name] {
			seen[name] = true
			line.Writes = append(line.Writes, name)
		}
	}
	if len(line.Writes) == len(b.fields) {
		line.Writes = nil
	}
	return line
}

// write hands a line to the operating system. A timer brings it to the disk, also
// where no other line follows for long.
func (b *backup) write(line any) error {
	text, err := json.Marshal(line)
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if _, err := b.file.Write(append(text, '\n')); err != nil || b.err != nil {
		return fmt.Errorf("backup: %w", cmp.Or(b.err, err))
	}
	if b.timer == nil {
		b.timer = time.AfterFunc(backupSync, b.sync)
	}
	return nil
}

// sync brings to the disk what is new; the next write tells if it could not.
func (b *backup) sync() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.timer != nil { // else the file is closed
		b.timer, b.err = nil, cmp.Or(b.err, b.file.Sync())
	}
}

// close syncs and closes the file. Of no backup there is nothing to close.
func (b *backup) close() error {
	if b == nil {
		return nil
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.timer != nil {
		b.timer.Stop()
		b.timer = nil
	}
	return errors.Join(b.err, b.file.Sync(), b.file.Close())
}

// openBackup opens the backup of a session that is to keep one.
func (s *session) openBackup() (err error) {
	if !s.job.flags.careful.backup || s.refusal != nil {
		return nil
	}
	isNew := false
	s.backup, isNew, err = openBackup(s.job)
	if isNew && s.past != nil && s.past.LastRow > 0 {
		s.log.Warnf("this run was begun without --backup: what its first rows changed was not kept, and rollcall undo leaves them out")
	}
	return err
}

// asker sends requests that only read.
func asker(t *batch.Transport) func(context.Context, providers.Request) (providers.Answer, error) {
	return func(ctx context.Context, req providers.Request) (providers.Answer, error) {
		answer, try := t.Ask(ctx, req)
		return answer, try.Err
	}
}

// contacts says what a run reads of contacts; nil for nothing.
func (s *session) contacts(sender *batch.Transport) *batch.Contacts {
	f := s.job.flags.careful
	c := &batch.Contacts{Asker: sender, Verify: f.verify}
	c.Reader, _ = s.job.m.Provider.(providers.Reader)
	if c.Reader == nil {
		c.Walker, _ = s.job.m.Provider.(providers.Walker)
	}
	if s.backup != nil {
		c.Before = s.backup.keep
	}
	if !f.verify && s.backup == nil && !s.job.m.Merges() {
		return nil
	}
	return c
}
