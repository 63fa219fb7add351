package main

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"

	"github.com/goreleaser/nfpm/v2"
	"github.com/goreleaser/nfpm/v2/deb"
)

// deb makes a Debian package of what a platform's archive holds, as
// packaging/nfpm.yaml says.
func (r *release) deb(path string, p platform, stage string) error {
	values := map[string]string{
		"VERSION": r.version, "ARCH": p.arch,
		"STAGE": stage, "DEBIAN": stage + ".deb", "PACKAGING": filepath.Join(r.root, "packaging"),
	}
	config, err := nfpm.ParseFileWithEnvMapping(filepath.Join(r.root, "packaging", "nfpm.yaml"), func(name string) string { return values[name] })
	if err != nil {
		return err
	}
	info, err := config.Get("deb")
	if err != nil {
		return err
	}
	if err := r.debian(stage, values["DEBIAN"], info.Maintainer); err != nil {
		return err
	}
	info.MTime = r.time
	return write(path, func(f *os.File) error { return deb.Default.Package(nfpm.WithDefaults(info), f) })
}

func write(path string, fill func(*os.File) error) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	return errors.Join(fill(f), f.Close())
}

// debian makes the files that only the package has: Debian wants a changelog of
// its own, texts compressed, and programs in /usr/bin.
func (r *release) debian(stage, extra, maintainer string) error {
	if err := os.MkdirAll(extra, 0o755); err != nil {
		return err
	}
	changes := fmt.Sprintf(changelog, strings.Replace(r.version, "-", "~", 1), maintainer, r.time.Format(time.RFC1123Z))
	if err := document(filepath.Join(extra, "doc", "changelog.gz"), []byte(changes)); err != nil {
		return err
	}
	pages, err := filepath.Glob(filepath.Join(stage, "man", "*.[15]"))
	if err != nil {
		return err
	}
	for _, path := range pages {
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if err := compressed(filepath.Join(extra, filepath.Base(path)+".gz"), text); err != nil {
			return err
		}
	}
	return documents(stage, filepath.Join(extra, "doc"))
}

// changelog is Debian's own, with the version, the maintainer and the time.
const changelog = `rollcall (%s) stable; urgency=medium

  * See /usr/share/doc/rollcall/CHANGELOG.md.gz

 -- %s  %s
`

// documented is what the documentation of the package takes of an archive.
var documented = []string{"README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "THIRD-PARTY-LICENSES.txt", "docs", "samples"}

// debianName is what a file or folder of an archive is called in the
// documentation of the package.
func debianName(name string) string {
	switch folder, rest, nested := strings.Cut(name, "/"); {
	case name == "LICENSE":
		return "copyright"
	case name == "CHANGELOG.md", filepath.Ext(name) == ".txt" && !nested:
		return name + ".gz"
	case folder == "samples":
		return path.Join("examples", rest)
	}
	return name
}

// documents copies what people read under the names that Debian has for it.
func documents(stage, to string) error {
	pages := shelf{has: within(stage), moved: debianName}
	for _, top := range documented {
		err := fs.WalkDir(os.DirFS(stage), top, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			text, err := os.ReadFile(filepath.Join(stage, name))
			if err != nil {
				return err
			}
			return document(filepath.Join(to, debianName(name)), pages.debian(name, text))
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// debian returns a text as it is in the package: pages with links to what is
// there, and, in place of /usr/local, where people put a program that they have no
// package of, the package's own folder.
func (s shelf) debian(name string, text []byte) []byte {
	switch {
	case filepath.Ext(name) == ".md":
		return s.relink(name, text)
	case strings.HasPrefix(name, "samples/cron/"):
		return bytes.ReplaceAll(text, []byte("/usr/local/bin/"), []byte("/usr/bin/"))
	}
	return text
}

// document writes a text, compressed if its name says so.
func document(file string, text []byte) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	if filepath.Ext(file) == ".gz" {
		return compressed(file, text)
	}
	return os.WriteFile(file, text, 0o644)
}

// compressed writes a text as gzip without a name and a time of its own.
func compressed(path string, text []byte) error {
	return write(path, func(f *os.File) error {
		z, err := gzip.NewWriterLevel(f, gzip.BestCompression)
		if err != nil {
			return err
		}
		_, err = z.Write(text)
		return errors.Join(err, z.Close())
	})
}
