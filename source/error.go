package source

import (
	"errors"
	"fmt"
)

// An Error says why an input cannot be opened, or cannot be read any further.
type Error struct {
	Path string // as it was given; "standard input" for "-"
	Line int    // physical line from 1; 0 where the input as a whole is meant
	Err  error
}

func (e *Error) Error() string {
	if e.Line == 0 {
		return fmt.Sprintf("%s: %v", e.Path, e.Err)
	}
	return fmt.Sprintf("%s:%d: %v", e.Path, e.Line, e.Err)
}

// Unwrap returns the reason.
func (e *Error) Unwrap() error { return e.Err }

var errTooLong = errors.New("record is longer than 16 MiB")

// cut shortens foreign text for a message and quotes it.
func cut(s string) string {
	const most = 60
	if r := []rune(s); len(r) > most {
		s = string(r[:most]) + "…"
	}
	return fmt.Sprintf("%q", s)
}

func errorAt(line int, format string, args ...any) *Error {
	return &Error{Line: line, Err: fmt.Errorf(format, args...)}
}

func unreadable(line int, err error) *Error {
	return errorAt(line, "cannot be read any further: %w", err)
}
