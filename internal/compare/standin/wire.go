package main

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strconv"
)

// A wire reads requests from a connection. It understands what HTTP clients send
// for a small body; a net/http server would take three times the processor for
// that.
type wire struct {
	in   *bufio.Reader
	line []byte // of the last request: method, path and body with tabs between them
	last bool   // the client asks for no more than this one
}

var errRequest = errors.New("not a request with a content length")

// read reads one request, and keeps the body if it is wanted.
func (w *wire) read(body bool) error {
	start, err := w.in.ReadSlice('\n')
	if err != nil {
		return err
	}
	method, rest, ok := bytes.Cut(start, []byte{' '})
	path, _, whole := bytes.Cut(rest, []byte{' '})
	if !ok || !whole {
		return errRequest
	}
	w.line = append(append(w.line[:0], method...), '\t')
	w.line = append(append(w.line, path...), '\t')
	length, err := w.readHeader()
	if err != nil {
		return err
	}
	return w.readBody(length, body)
}

func (w *wire) readHeader() (length int, err error) {
	for {
		line, err := w.in.ReadSlice('\n')
		if err != nil {
			return 0, err
		}
		name, value, ok := bytes.Cut(line, []byte{':'})
		value = bytes.TrimSpace(value)
		switch {
		case len(bytes.TrimSpace(line)) == 0:
			return length, nil
		case !ok || bytes.EqualFold(name, []byte("Transfer-Encoding")):
			return 0, errRequest
		case bytes.EqualFold(name, []byte("Connection")):
			w.last = bytes.EqualFold(value, []byte("close"))
		case bytes.EqualFold(name, []byte("Content-Length")):
			if length, err = strconv.Atoi(string(value)); err != nil || length < 0 || length > 1<<26 {
				return 0, errRequest
			}
		}
	}
}

func (w *wire) readBody(length int, keep bool) error {
	if !keep {
		_, err := w.in.Discard(length)
		return err
	}
	at := len(w.line)
	w.line = append(w.line, make([]byte, length)...)
	_, err := io.ReadFull(w.in, w.line[at:])
	w.line = append(w.line, '\n')
	return err
}
