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
		pilot         string
		state, reason string
		code          int
	}{
		{"all rows", nil, "", report.Finished, "", codeOK},
		{"pilot", nil, "limit", report.Stopped, "limit", codeOK},
		{"spread pilot", nil, "sample", report.Stopped, "sample", codeOK},
		{"signal", stop(batch.Interrupted), "", report.Interrupted, "why", codeInterrupted},
		{"signal in a pilot", stop(batch.Interrupted), "limit", report.Interrupted, "why", codeInterrupted},
		{"signal, wrapped", fmt.Errorf("run: %w", stop(batch.Interrupted)), "", report.Interrupted, "why", codeInterrupted},
		{"refused", stop(batch.Refused), "", report.Stopped, "why", codeStopped},
		{"first rows", stop(batch.FirstRows), "", report.Stopped, "why", codeStopped},
		{"too many errors in a pilot", stop(batch.TooManyErrors), "sample", report.Stopped, "why", codeStopped},
		{"pause", stop(batch.TooLongPause), "", report.Stopped, "why", codeStopped},
		{"journal", stop(batch.Unrecorded), "", report.Stopped, "why", codeStopped},
		{"input", stop(batch.BadInput), "", report.Stopped, "why", codeStopped},
		{"anything else", fs.ErrPermission, "", report.Stopped, "permission denied", codeStopped},
	}
	for _, tt := range tests {
		state, reason, code := ending(tt.err, tt.pilot)
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
