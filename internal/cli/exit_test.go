package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"testing"

	"rollcall/batch"
	"rollcall/report"
)

func TestEnding(t *testing.T) {
	t.Parallel()
	stop := func(kind batch.StopKind) error { return &batch.StopError{Kind: kind, Reason: "why"} }
	tests := []struct {
		name          string
		err           error
		limited       bool
		state, reason string
		code          int
	}{
		{"all rows", nil, false, report.Finished, "", codeOK},
		{"pilot", nil, true, report.Stopped, "limit", codeOK},
		{"signal", stop(batch.Interrupted), false, report.Interrupted, "why", codeInterrupted},
		{"signal in a pilot", stop(batch.Interrupted), true, report.Interrupted, "why", codeInterrupted},
		{"signal, wrapped", fmt.Errorf("run: %w", stop(batch.Interrupted)), false, report.Interrupted, "why", codeInterrupted},
		{"refused", stop(batch.Refused), false, report.Stopped, "why", codeStopped},
		{"first rows", stop(batch.FirstRows), false, report.Stopped, "why", codeStopped},
		{"too many errors in a pilot", stop(batch.TooManyErrors), true, report.Stopped, "why", codeStopped},
		{"pause", stop(batch.TooLongPause), false, report.Stopped, "why", codeStopped},
		{"journal", stop(batch.Unrecorded), false, report.Stopped, "why", codeStopped},
		{"input", stop(batch.BadInput), false, report.Stopped, "why", codeStopped},
		{"anything else", fs.ErrPermission, false, report.Stopped, "permission denied", codeStopped},
	}
	for _, tt := range tests {
		state, reason, code := ending(tt.err, tt.limited)
		if state != tt.state || reason != tt.reason || code != tt.code {
			t.Errorf("%s: the run is %s (%s), exit code %d; want %s (%s), %d",
				tt.name, state, reason, code, tt.state, tt.reason, tt.code)
		}
	}
}

func TestExitCode(t *testing.T) {
	t.Parallel()
	tests := []struct {
		err  error
		want int
	}{
		{usage("no"), codeUsage},
		{stopped("no"), codeStopped},
		{usageErr(fs.ErrNotExist), codeUsage},
		{fmt.Errorf("outer: %w", stopped("no")), codeStopped},
		{&exitError{codeBusy, errors.New("no")}, codeBusy},
		{errors.New("unknown flag"), codeUsage},
	}
	for _, tt := range tests {
		if got := exitCode(tt.err); got != tt.want {
			t.Errorf("%v ends with %d, want %d", tt.err, got, tt.want)
		}
	}
	if usageErr(nil) != nil {
		t.Error("no error has become one")
	}
	if !errors.Is(usageErr(fs.ErrNotExist), fs.ErrNotExist) {
		t.Error("what lies behind a usage error cannot be asked for")
	}
}
