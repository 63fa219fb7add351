// Command release makes what is handed out of rollcall: an archive for each
// platform, Debian packages, a bill of materials for each, and checksums.
//
// The same commit, tags and version of Go give the same bytes, whoever builds
// and wherever. All times in what is made are those of the commit, or of
// SOURCE_DATE_EPOCH where that is set.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/semver"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "release:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	var r release
	flags := flag.NewFlagSet("release", flag.ContinueOnError)
	flags.StringVar(&r.version, "version", "", "the `VERSION`, such as 1.2.0 or 1.2.0-rc.1")
	flags.StringVar(&r.root, "root", "..", "the `FOLDER` of rollcall's source")
	flags.StringVar(&r.out, "out", "../dist", "the `FOLDER` to write to; it is emptied first")
	only := flags.String("only", "", "one `PLATFORM`, such as linux/amd64, instead of all")
	dirty := flags.Bool("dirty", false, "take files as they are, also those that are not committed")
	if err := flags.Parse(args); err != nil {
		return err
	}
	r.version = strings.TrimPrefix(r.version, "v")
	if !semver.IsValid("v"+r.version) || semver.Canonical("v"+r.version) != "v"+r.version {
		return fmt.Errorf("the version %q is none such as 1.2.0 or 1.2.0-rc.1: make release VERSION=1.2.0", r.version)
	}
	targets, err := chosen(*only)
	if err != nil {
		return err
	}
	if err := r.locate(ctx, *dirty); err != nil {
		return err
	}
	return r.make(ctx, targets)
}

func chosen(only string) ([]platform, error) {
	if only == "" {
		return platforms, nil
	}
	i := slices.IndexFunc(platforms, func(p platform) bool { return p.String() == only })
	if i < 0 {
		return nil, fmt.Errorf("there is no release for %q: choose one of %v", only, platforms)
	}
	return platforms[i : i+1], nil
}

// locate makes the folders absolute and finds the time of the commit.
func (r *release) locate(ctx context.Context, dirty bool) (err error) {
	for _, folder := range []*string{&r.root, &r.out} {
		if *folder, err = filepath.Abs(*folder); err != nil {
			return err
		}
	}
	if within, err := filepath.Rel(r.out, r.root); err == nil && filepath.IsLocal(within) {
		return fmt.Errorf("the folder %s holds the source, and it would be emptied: choose another one with -out", r.out)
	}
	changes, err := r.output(ctx, nil, "git", "status", "--porcelain")
	if err != nil {
		return err
	}
	if len(changes) > 0 && !dirty {
		return errors.New("the tree holds changes that no commit has: commit them, or say DIRTY=1 to try them out")
	}
	r.time, err = r.epoch(ctx)
	return err
}
