package main

import (
	"bytes"
	"io"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestCompare measures with few rows: the figures say nothing then, but every
// case must give its own.
func TestCompare(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("builds programs")
	}
	rollcall := filepath.Join(t.TempDir(), "rollcall")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", rollcall, "rollcall").CombinedOutput(); err != nil {
		t.Fatalf("rollcall does not build: %v: %s", err, out)
	}
	var printed, log bytes.Buffer
	args := []string{
		"-rows", "1000", "-rounds", "1", "-rollcall", rollcall, "-env", "GOGC=200",
		"-only", "single,latency,batch,check,memory,start,http2",
	}
	if err := run(t.Context(), args, &printed, &log); err != nil {
		t.Fatalf("%v\n%s", err, log.Bytes())
	}
	for _, want := range []string{
		"| one contact a request, 8 in flight | rollcall | 1,000 |",
		"| one contact a request, 64 in flight | bare loop | 1,000 |",
		"| 64 in flight, 50ms latency, 2 % answered 409 | rollcall | 500 |",
		"| batches of 100, 8 in flight | reading, mapping, encoding alone | 10,000 |",
		"| check | pass of encoding/csv | 10,000 |",
		"| run, batches of 100, from a pipe | rollcall | 1,000 |",
		"| HTTP/2 over TLS, 64 in flight | bare loop | 500 |",
		"| start: milliseconds to the first request |",
		"- HTTP/2 moves ",
	} {
		if !strings.Contains(printed.String(), want) {
			t.Errorf("nothing is printed that begins with %q:\n%s", want, printed.String())
		}
	}
}

func TestRefusedFlags(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"-rows", "10"}, {"-rounds", "0"}, {"-only", "single,nothing"}, {"single"}} {
		if err := run(t.Context(), args, io.Discard, io.Discard); err == nil {
			t.Errorf("%q is accepted", args)
		}
	}
}
