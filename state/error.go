package state

import (
	"errors"
	"fmt"
)

// ErrBusy is returned where another process has the state file open.
var ErrBusy = errors.New("another rollcall is using it: wait for that to end")

var errReadOnly = errors.New("it is open for reading only")

// remedy is what helps where the content of a state file is of no use.
const remedy = "delete the file, and the next run sends every row"

// A damageError says that a state file is not as it was written.
type damageError struct{ what string }

func (e *damageError) Error() string { return "it is damaged: " + e.what + "; " + remedy }

func damaged(format string, args ...any) error {
	return &damageError{fmt.Sprintf(format, args...)}
}

// about names the file that an error is about.
func about(path string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("state file %s: %w", path, err)
}
