package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"rollcall/internal/compare/workload"
)

// A bench is what the cases share: programs, files, and the report.
type bench struct {
	options
	dir    string // of the programs and the files
	flags  []string
	report report
	log    io.Writer
}

// cases are in the order of the report.
var cases = []struct {
	name string
	run  func(*bench, context.Context) error
}{
	{"single", (*bench).single},
	{"latency", (*bench).latency},
	{"batch", (*bench).batch},
	{"check", (*bench).check},
	{"memory", (*bench).memory},
	{"start", (*bench).start},
	{"http2", (*bench).http2},
	{"others", (*bench).others},
	{"profile", (*bench).profile},
}

// newBench builds the programs. The caller closes the bench.
func newBench(ctx context.Context, o options, log io.Writer) (*bench, error) {
	dir, err := os.MkdirTemp("", "rollcall-compare-")
	if err != nil {
		return nil, err
	}
	b := &bench{options: o, dir: dir, log: log}
	if err := b.build(ctx); err != nil {
		b.close()
		return nil, err
	}
	return b, nil
}

func (b *bench) close() { os.RemoveAll(b.dir) }

func (b *bench) path(name string) string { return filepath.Join(b.dir, name) }

// build builds rollcall as it is released, and the programs beside it.
func (b *bench) build(ctx context.Context) error {
	if b.rollcall == "" {
		b.rollcall = b.path("rollcall")
		if err := b.goBuild(ctx, "rollcall", []string{"CGO_ENABLED=0"}, "-trimpath", "-ldflags", "-s -w", "rollcall"); err != nil {
			return err
		}
	}
	for _, name := range []string{"standin", "bare", "encode"} {
		if err := b.goBuild(ctx, name, nil, "rollcall/internal/compare/"+name); err != nil {
			return err
		}
	}
	return b.probe(ctx)
}

func (b *bench) goBuild(ctx context.Context, name string, env []string, args ...string) error {
	fmt.Fprintf(b.log, "building %s\n", name)
	cmd := exec.CommandContext(ctx, "go", append([]string{"build", "-o", b.path(name)}, args...)...)
	cmd.Env = append(os.Environ(), env...)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("building %s: %w: %s", name, err, out)
	}
	return nil
}

// probe asks rollcall for the flags that keep it from sending anything but the
// updates.
func (b *bench) probe(ctx context.Context) error {
	help, err := exec.CommandContext(ctx, b.rollcall, "run", "--help").Output()
	if strings.Contains(string(help), "--no-preflight") {
		b.flags = append(b.flags, "--no-preflight")
	}
	return err
}

// input returns a file of so many rows and the mapping for it.
func (b *bench) input(kind workload.Kind, rows int) (input, mapping string, err error) {
	input, mapping = b.path(fmt.Sprintf("%s-%d.csv", kind.Name, rows)), b.path(kind.Name+".yaml")
	if _, err := os.Stat(input); err == nil {
		return input, mapping, nil
	}
	if err := os.WriteFile(mapping, []byte(kind.Mapping()), 0o600); err != nil {
		return "", "", err
	}
	f, err := os.Create(input)
	if err != nil {
		return "", "", err
	}
	return input, mapping, errors.Join(kind.WriteRows(f, rows), f.Close())
}

// requests returns a file of the requests that rollcall makes of so many rows.
func (b *bench) requests(ctx context.Context, kind workload.Kind, rows int) (string, error) {
	path := b.path(fmt.Sprintf("%s-%d.requests", kind.Name, rows))
	if _, err := os.Stat(path); err == nil {
		return path, nil
	}
	s, err := b.standIn(ctx, "-record", path)
	if err != nil {
		return "", err
	}
	_, err = b.send(ctx, s, job{kind: kind, rows: rows, workers: 8})
	return path, errors.Join(err, s.stop())
}
