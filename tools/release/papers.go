package main

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
)

// completions are the scripts for shells, with the names under which these look
// for them.
var completions = []struct{ shell, file string }{
	{"bash", "rollcall.bash"}, {"zsh", "_rollcall"}, {"fish", "rollcall.fish"}, {"powershell", "rollcall.ps1"},
}

func (r *release) papersDir() string { return filepath.Join(r.work, "papers") }

// papers gathers what goes along with the binary of every platform: the pages
// that people read, completions, man pages, samples, and the ready files for runs
// by night.
func (r *release) papers(ctx context.Context) error {
	for _, name := range []string{"README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "LICENSE"} {
		if err := r.paper(name); err != nil {
			return err
		}
	}
	for _, folder := range []string{"docs", "samples"} {
		if err := r.folder(folder); err != nil {
			return err
		}
	}
	if err := r.link(); err != nil {
		return err
	}
	if err := r.complete(ctx); err != nil {
		return err
	}
	return r.manual(ctx)
}

// folder takes the files of a folder of the source that are no code.
func (r *release) folder(name string) error {
	return fs.WalkDir(os.DirFS(r.root), name, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) == ".go" {
			return err
		}
		return r.paper(path)
	})
}

// link takes the links out of the pages that lead to files of the source which
// are not among the papers.
func (r *release) link() error {
	pages := shelf{has: within(r.papersDir()), moved: func(name string) string { return name }}
	return fs.WalkDir(os.DirFS(r.papersDir()), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(name) != ".md" {
			return err
		}
		text, err := os.ReadFile(filepath.Join(r.papersDir(), name))
		if err != nil {
			return err
		}
		return r.put(name, pages.relink(name, text))
	})
}

// within tells whether a folder has a file, or a folder of its own.
func within(folder string) func(name string) bool {
	return func(name string) bool {
		_, err := fs.Stat(os.DirFS(folder), name)
		return err == nil
	}
}

// paper takes one file of the source.
func (r *release) paper(name string) error {
	text, err := os.ReadFile(filepath.Join(r.root, name))
	if err != nil {
		return err
	}
	return r.put(name, text)
}

func (r *release) put(name string, text []byte) error {
	path := filepath.Join(r.papersDir(), filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, text, 0o644)
}

// complete asks a binary for this machine for the completions.
func (r *release) complete(ctx context.Context) error {
	program, err := r.build(ctx, host())
	if err != nil {
		return err
	}
	for _, c := range completions {
		script, err := r.output(ctx, nil, program, "completion", c.shell)
		if err != nil {
			return err
		}
		if err := r.put("completions/"+c.file, script); err != nil {
			return err
		}
	}
	return nil
}

// manual makes the man pages, one for each command and one for the mapping file.
func (r *release) manual(ctx context.Context) error {
	_, err := r.output(ctx, r.environment(host()), "go", "run", "-trimpath", "-buildvcs=false",
		"-ldflags", "-X rollcall/internal/cli.version="+r.version, "./internal/manual", filepath.Join(r.papersDir(), "man"))
	return err
}
