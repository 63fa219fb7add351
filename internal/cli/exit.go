package cli

import (
	"errors"
	"fmt"

	"rollcall/batch"
	"rollcall/report"
)

// The exit codes. Two is the Go runtime's own and never chosen here.
const (
	codeOK          = 0
	codeRows        = 1
	codeStopped     = 3
	codeBusy        = 5
	codeUsage       = 64
	codeInterrupted = 130
)

// An exitError is an error that ends the program with a code of its own.
type exitError struct {
	code int
	err  error
}

func (e *exitError) Error() string { return e.err.Error() }
func (e *exitError) Unwrap() error { return e.err }

// usage returns an error of the command line, the mapping or the input, met
// before anything was sent.
func usage(format string, args ...any) error {
	return &exitError{codeUsage, fmt.Errorf(format, args...)}
}

func usageErr(err error) error {
	if err == nil {
		return nil
	}
	return &exitError{codeUsage, err}
}

func stopped(format string, args ...any) error {
	return &exitError{codeStopped, fmt.Errorf(format, args...)}
}

// ending says how a run ended: the state for the journal and the exit code, most
// specific first. The code of a complete run is what its rows deserve. A pilot
// that took all its rows is stopped by what made it one.
func ending(err error, pilot string) (state, reason string, code int) {
	stop, ok := errors.AsType[*batch.StopError](err)
	switch {
	case err == nil && pilot != "":
		return report.Stopped, pilot, codeOK
	case err == nil:
		return report.Finished, "", codeOK
	case ok && stop.Kind == batch.Interrupted:
		return report.Interrupted, stop.Reason, codeInterrupted
	default:
		return report.Stopped, err.Error(), codeStopped
	}
}
