package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// A release is one version of rollcall, made from one tree.
type release struct {
	version string // without v
	root    string // of the source
	out     string // where the files are put
	time    time.Time
	work    string // a folder for what is only needed on the way
}

// A platform is what a binary runs on, in Go's words.
type platform struct{ os, arch string }

// platforms are those that a release has archives for.
var platforms = []platform{
	{"linux", "amd64"},
	{"linux", "arm64"},
	{"darwin", "amd64"},
	{"darwin", "arm64"},
	{"windows", "amd64"},
	{"windows", "arm64"},
}

func (p platform) String() string { return p.os + "/" + p.arch }

// binary is the name of the program on the platform.
func (p platform) binary() string {
	if p.os == "windows" {
		return "rollcall.exe"
	}
	return "rollcall"
}

// make empties the folder for the files and fills it.
func (r *release) make(ctx context.Context, targets []platform) (err error) {
	if r.work, err = os.MkdirTemp("", "rollcall-release-"); err != nil {
		return err
	}
	defer os.RemoveAll(r.work)
	if err := errors.Join(os.RemoveAll(r.out), os.MkdirAll(r.out, 0o755)); err != nil {
		return err
	}
	if err := r.papers(ctx); err != nil {
		return err
	}
	for _, p := range targets {
		if err := r.pack(ctx, p); err != nil {
			return fmt.Errorf("%s: %w", p, err)
		}
	}
	return sums(r.out)
}

// pack makes the files of one platform.
func (r *release) pack(ctx context.Context, p platform) error {
	name := fmt.Sprintf("rollcall_%s_%s_%s", r.version, p.os, p.arch)
	stage, base := filepath.Join(r.work, name), filepath.Join(r.out, name)
	binary, err := r.build(ctx, p)
	if err != nil {
		return err
	}
	parts, err := r.components(ctx, p, binary)
	if err != nil {
		return err
	}
	err = errors.Join(
		os.CopyFS(stage, os.DirFS(r.papersDir())),
		os.CopyFS(stage, os.DirFS(filepath.Dir(binary))),
		os.WriteFile(filepath.Join(stage, "THIRD-PARTY-LICENSES.txt"), thirdParty(parts), 0o644),
		r.bill(base+".cdx.json", p, binary, parts),
	)
	if err == nil && p.os == "linux" {
		err = r.deb(base+".deb", p, stage)
	}
	if err != nil {
		return err
	}
	return archive(base, p.os == "windows", stage, r.time)
}

// epoch is the time that stands in everything that is made.
func (r *release) epoch(ctx context.Context) (time.Time, error) {
	text := os.Getenv("SOURCE_DATE_EPOCH")
	if text == "" {
		line, err := r.output(ctx, nil, "git", "log", "-1", "--format=%ct")
		if err != nil {
			return time.Time{}, err
		}
		text = strings.TrimSpace(string(line))
	}
	seconds, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return time.Time{}, fmt.Errorf("SOURCE_DATE_EPOCH: %w", err)
	}
	return time.Unix(seconds, 0).UTC(), nil
}

// output runs a program in the root of the source, with more in its environment,
// and returns what it prints.
func (r *release) output(ctx context.Context, env []string, name string, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = r.root
	cmd.Env = append(os.Environ(), env...)
	cmd.Stderr = os.Stderr
	text, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w", name, strings.Join(args, " "), err)
	}
	return text, nil
}
