package main

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"time"

	"rollcall/internal/compare/workload"
)

// An area is a part of the program.
type area struct {
	name    string
	percent float64
}

// profile says where the processor time of a run goes that sends one contact a
// request.
func (b *bench) profile(ctx context.Context) error {
	if err := b.goBuild(ctx, "profiled", nil, "rollcall/internal/compare/profiled"); err != nil {
		return err
	}
	s, err := b.standIn(ctx)
	if err != nil {
		return err
	}
	file := b.path("cpu.pprof")
	_, err = b.send(ctx, s, job{kind: workload.Single, rows: 2 * b.rows, workers: slots, profile: file})
	if err := errors.Join(err, s.stop()); err != nil {
		return err
	}
	traces, err := exec.CommandContext(ctx, "go", "tool", "pprof", "-traces", file).Output()
	if err != nil {
		return err
	}
	b.report.areas, err = areas(traces)
	return err
}

// areas adds up what go tool pprof -traces prints: for each stack, below a line
// of dashes, the time and the innermost function, then the functions around it.
func areas(traces []byte) ([]area, error) {
	times := map[string]time.Duration{}
	var all time.Duration
	for _, stack := range stacks(traces) {
		took, err := time.ParseDuration(stack[0])
		if err != nil {
			return nil, fmt.Errorf("a profile of another form: %w", err)
		}
		times[areaOf(stack[1:])] += took
		all += took
	}
	if all == 0 {
		return nil, errors.New("the profile is empty")
	}
	var list []area
	for name, took := range times {
		list = append(list, area{name, 100 * took.Seconds() / all.Seconds()})
	}
	slices.SortFunc(list, func(a, b area) int { return cmp.Compare(b.percent, a.percent) })
	return list, nil
}

// stacks returns the words of each stack: the time, then the functions.
func stacks(traces []byte) (list [][]string) {
	_, body, _ := bytes.Cut(traces, []byte("\n-----------+"))
	var stack []string
	for lines := bufio.NewScanner(bytes.NewReader(body)); lines.Scan(); {
		words := strings.Fields(strings.TrimSuffix(lines.Text(), " (inline)"))
		switch {
		case strings.HasPrefix(lines.Text(), "-----"):
			if len(stack) > 1 {
				list = append(list, stack)
			}
			stack = nil
		case len(words) > 0 && !strings.HasPrefix(words[0], "---"):
			stack = append(stack, words...)
		}
	}
	return list
}

// The areas are asked in this order, each for the first function of the stack,
// from the innermost outwards, that it knows.
var byAnywhere = []struct{ area, function string }{
	{"memory: allocation and garbage collection", "runtime.gc"},
	{"memory: allocation and garbage collection", "runtime.bgsweep"},
	{"memory: allocation and garbage collection", "runtime.bgscavenge"},
	{"memory: allocation and garbage collection", "runtime.mallocgc"},
	{"memory: allocation and garbage collection", "runtime.newobject"},
	{"memory: allocation and garbage collection", "runtime.makeslice"},
	{"memory: allocation and garbage collection", "runtime.growslice"},
}

var byPackage = []struct{ area, prefix string }{
	{"net/http", "net/http"},
	{"net/http", "net/textproto."},
	{"journal and reports", "rollcall/report."},
	{"queue, pace and verdicts", "rollcall/batch."},
	{"mapping and encoding", "rollcall/mapping."},
	{"mapping and encoding", "rollcall/providers"},
	{"reading", "rollcall/source."},
	{"the rest of rollcall", "rollcall/"},
}

func areaOf(stack []string) string {
	if strings.HasPrefix(stack[0], "internal/runtime/syscall") {
		return systemCall(stack)
	}
	for _, rule := range byAnywhere {
		if slices.ContainsFunc(stack, func(f string) bool { return strings.HasPrefix(f, rule.function) }) {
			return rule.area
		}
	}
	for _, function := range stack {
		for _, rule := range byPackage {
			if strings.HasPrefix(function, rule.prefix) {
				return rule.area
			}
		}
	}
	return "scheduler of the goroutines"
}

func systemCall(stack []string) string {
	for _, function := range stack {
		switch {
		case strings.HasPrefix(function, "net.(*netFD)"):
			return "system calls: network"
		case strings.HasPrefix(function, "os.(*File)"):
			return "system calls: files"
		}
	}
	return "system calls: waiting"
}
