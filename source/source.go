// Package source turns an input into rows.
//
// A bad record is a row whose Err says why: it ends in the report, and the rows
// after it go on. A bad stream (a read error, a quote that is never closed, a
// record without end) is the final error of the sequence. The two are never
// mixed, so no row is lost in silence. Memory is bounded by one record of at
// most 16 MiB, whatever the size of the input.
//
// How an input is written is found from its first bytes: the compression, then
// the encoding, then the format, then the delimiter and the line ends. Each of
// these is a reader above the one before, and one that is not needed is not
// there. Nothing is looked for again in a later row.
package source

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"iter"
	"sync/atomic"

	"rollcall/contact"
)

// A Config says what to read.
type Config struct {
	Path   string    // "-" is standard input
	Stdin  io.Reader // what "-" stands for
	Format Format    // empty: by the name, then by the content

	Delimiter string // of CSV and TSV: a character, or "tab"; empty: by the content
	Encoding  string // a name of the WHATWG encoding standard; empty: UTF-8 or UTF-16, by the content
	Sheet     string // of a workbook: a name, or a number from 1; empty: the first

	Unsummed bool // delimited rows need no Sum: nobody will resume them
}

// A Source is an input that was opened. It belongs to one goroutine, Offset,
// Taken and Keys excepted; after Rows it belongs to the goroutine that reads these.
type Source struct {
	path   string
	input  *input
	book   *book // nil for text
	format Format
	rows   reader
	exact  bool // what rows consumed are bytes of the input
	read   bool // Rows was used
	offset atomic.Int64
	taken  atomic.Int64
	keys   atomic.Pointer[[]string]
	sum    string
}

// A reader reads the rows of one format.
type reader interface {
	// next fills in the next row, its Number excepted. io.EOF ends the input;
	// any other error is final too and should be an *Error without a Path.
	next(row *contact.Row) error
	bind(columns []string) error
	header() (trimmed, raw []string)
	keys() []string  // only ever appended to
	consumed() int64 // bytes
	pending() bool
}

const (
	bufferSize = 64 << 10
	maxRecord  = 16 << 20
)

// Open opens the input and reads as much of it as its format and its header
// take. Every error is an *Error.
func Open(cfg Config) (*Source, error) {
	s := &Source{path: cfg.Path}
	if cfg.Path == "-" {
		s.path = "standard input"
	}
	if err := s.open(cfg); err != nil {
		s.Close()
		return nil, s.located(err)
	}
	return s, nil
}

// Format returns how the input is read; it is never empty.
func (s *Source) Format() Format { return s.format }

// Header returns the names of the columns, trimmed, in the order of the file;
// nil for JSONL. Names may be empty or occur twice. The caller must not change it.
func (s *Source) Header() []string {
	trimmed, _ := s.rows.header()
	return trimmed
}

// RawHeader returns the cells of the header as they stood, without a byte order
// mark; nil for JSONL. The caller must not change it.
func (s *Source) RawHeader() []string {
	_, raw := s.rows.header()
	return raw
}

// Bind names the columns that the rows are asked for, by contact.Row.Cell in
// this order. It must come before Rows. In delimited input a column is the
// first with exactly this trimmed name, and one that the header lacks is an
// error. In JSONL it is a key, or a path into objects such as "address.city",
// and a row may lack it.
func (s *Source) Bind(columns []string) error {
	if s.read {
		return errors.New("columns must be bound before the rows are read")
	}
	return s.rows.bind(columns)
}

// Rows yields the rows in the order of the input, numbered from 1. An error is
// final, an *Error, and comes with no row; without one the input was read to
// its end. The consumer may stop early; the sequence cannot be used again.
func (s *Source) Rows() iter.Seq2[contact.Row, error] {
	return func(yield func(contact.Row, error) bool) {
		if s.read {
			yield(contact.Row{}, s.located(errors.New("the rows can be read only once")))
			return
		}
		s.read = true
		if err := s.each(yield); err != nil {
			yield(contact.Row{}, s.located(err))
		}
	}
}

// each yields rows until the input ends, which gives nil, or the consumer stops.
func (s *Source) each(yield func(contact.Row, error) bool) error {
	var row contact.Row
	for number := 1; ; number++ {
		row = contact.Row{Number: number}
		err := s.rows.next(&row)
		s.tell()
		if err == io.EOF {
			s.sum = s.input.sum()
			return nil
		}
		if err != nil {
			return err
		}
		s.taken.Store(int64(number))
		if !yield(row, nil) {
			return nil
		}
	}
}

// tell publishes what other goroutines may ask for.
func (s *Source) tell() {
	offset := s.input.taken
	if s.exact {
		offset = s.rows.consumed()
	}
	s.offset.Store(offset)
	if keys := s.rows.keys(); len(keys) > len(s.Keys()) {
		s.keys.Store(new(keys))
	}
}

// Pending reports whether a line more is in memory, so that the next row will
// hardly have to be waited for. The consumer of Rows may ask between two rows.
func (s *Source) Pending() bool { return s.rows.pending() }

// lineIn reports whether a line end is buffered.
func lineIn(text *bufio.Reader) bool {
	buffered, _ := text.Peek(text.Buffered())
	return bytes.IndexByte(buffered, '\n') >= 0
}

// Offset returns how many bytes of the input the rows so far took; where it is
// compressed or decoded, how many were read for them. Any goroutine may ask at
// any time.
func (s *Source) Offset() int64 { return s.offset.Load() }

// Taken returns how many rows Offset covers. Any goroutine may ask at any time.
func (s *Source) Taken() int { return int(s.taken.Load()) }

// Size returns the size of the input in bytes, -1 where it cannot be known
// before the end.
func (s *Source) Size() int64 { return s.input.size }

// SHA256 returns the digest of the input's bytes in hex, once Rows came to the
// end of the input; empty before, and after a final error.
func (s *Source) SHA256() string { return s.sum }

// Keys returns the top-level keys met so far in JSONL input, in order of
// appearance, the first 1000; nil for delimited input. Any goroutine may ask at
// any time; the caller must not change it.
func (s *Source) Keys() []string {
	if keys := s.keys.Load(); keys != nil {
		return *keys
	}
	return nil
}

// Close closes the file and removes what was spooled; standard input stays open.
// It may be called while another goroutine still reads: rows that come from a
// workbook then end with an error.
func (s *Source) Close() error {
	if s.input == nil {
		return nil
	}
	return errors.Join(s.book.close(), s.input.close())
}

func (s *Source) located(err error) error {
	if e, ok := errors.AsType[*Error](err); ok {
		e.Path = s.path
		return e
	}
	return &Error{Path: s.path, Err: err}
}
