package undo

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"

	"github.com/go-json-experiment/json/jsontext"
)

// A Head is the first line of a backup: what the run is like.
type Head struct {
	Provider string            `json:"provider"`
	Settings map[string]string `json:"settings,omitempty"`
	State    string            `json:"state,omitempty"` // path of the run's state file, as it was given
	Fields   []Field           `json:"mapped"`
}

// A Field is one whose former values are kept.
type Field struct {
	Name string `json:"field"`
	Type string `json:"type,omitempty"` // of a custom field, one of providers.CustomTypes; empty for others
}

// A Line is a line of a backup after the first. One with a contact tells what it
// held; any other one that a row is about to be sent.
type Line struct {
	Row    int      `json:"row,omitempty"`    // 0 where the whole account was read at once
	Writes []string `json:"writes,omitempty"` // the fields that the row writes; nil for all that are kept

	Contact string                    `json:"contact,omitempty"` // the identifier as sent, or its contact.Key
	ID      string                    `json:"id,omitempty"`      // as of providers.Snapshot
	Holds   map[string]jsontext.Value `json:"holds,omitempty"`   // as shown; what is not told of is not there
}

// A Backup is the file that holds what contacts held. It can be read any number
// of times.
type Backup struct {
	Head Head
	path string
}

// A DamagedError says that a backup does not hold what was written to it.
type DamagedError struct {
	Path   string
	Line   int // from 1
	Reason string
}

func (e *DamagedError) Error() string { return fmt.Sprintf("%s:%d: %s", e.Path, e.Line, e.Reason) }

// Open reads the head of a backup. The error is fs.ErrNotExist where there is
// none, or none of which a whole line was written: then nothing was sent after
// it.
func Open(path string) (*Backup, error) {
	b := &Backup{path: path}
	for text, err := range lines(path) {
		if err != nil {
			return nil, err
		}
		if err := json.Unmarshal(text, &b.Head); err != nil || b.Head.Provider == "" || len(b.Head.Fields) == 0 {
			return nil, &DamagedError{path, 1, "is not the head of a backup"}
		}
		return b, nil
	}
	return nil, fmt.Errorf("%s holds nothing: %w", path, fs.ErrNotExist)
}

// Lines yields the lines after the head. A last line that a kill cut short is
// left out, for nothing was sent after it. An error is the last thing that it
// yields, a *DamagedError where a line is none of a backup's.
func (b *Backup) Lines() iter.Seq2[Line, error] {
	return func(yield func(Line, error) bool) {
		n := 0
		for text, err := range lines(b.path) {
			var line Line
			if n++; n == 1 && err == nil {
				continue
			}
			if err == nil {
				line, err = b.line(text, n)
			}
			if !yield(line, err) || err != nil {
				return
			}
		}
	}
}

func (b *Backup) line(text []byte, n int) (line Line, err error) {
	if err := json.Unmarshal(text, &line); err != nil {
		return line, &DamagedError{b.path, n, "is no line of a backup"}
	}
	if line.Row < 0 || line.Row == 0 && line.Contact == "" {
		return line, &DamagedError{b.path, n, "names neither a row nor a contact"}
	}
	return line, nil
}

// lines yields the lines of a file that are whole, valid until the next one.
func lines(path string) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		f, err := os.Open(path)
		if err != nil {
			yield(nil, err)
			return
		}
		defer f.Close()
		r := bufio.NewReaderSize(f, 256<<10)
		for {
			text, err := r.ReadBytes('\n')
			if errors.Is(err, io.EOF) || !yield(text, err) || err != nil {
				return
			}
		}
	}
}
