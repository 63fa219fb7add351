package main

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io/fs"
	"os"
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
	if err := compressed(filepath.Join(extra, "changelog.gz"), []byte(changes)); err != nil {
		return err
	}
	pages, err := filepath.Glob(filepath.Join(stage, "man", "*.1"))
	if err != nil {
		return err
	}
	for _, path := range append(pages, filepath.Join(stage, "CHANGELOG.md"), filepath.Join(stage, "THIRD-PARTY-LICENSES.txt")) {
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if err := compressed(filepath.Join(extra, filepath.Base(path)+".gz"), text); err != nil {
			return err
		}
	}
	return units(filepath.Join(stage, "samples", "cron"), filepath.Join(extra, "examples"))
}

// changelog is Debian's own, with the version, the maintainer and the time.
const changelog = `rollcall (%s) stable; urgency=medium

  * See /usr/share/doc/rollcall/CHANGELOG.md.gz

 -- %s  %s
`

// units copies the ready files for runs by night. They name /usr/local, where
// people put the program who have no package of it.
func units(from, to string) error {
	if err := os.MkdirAll(to, 0o755); err != nil {
		return err
	}
	files, err := fs.ReadDir(os.DirFS(from), ".")
	if err != nil {
		return err
	}
	for _, f := range files {
		text, err := os.ReadFile(filepath.Join(from, f.Name()))
		if err != nil {
			return err
		}
		text = bytes.ReplaceAll(text, []byte("/usr/local/bin/"), []byte("/usr/bin/"))
		if err := os.WriteFile(filepath.Join(to, f.Name()), text, 0o644); err != nil {
			return err
		}
	}
	return nil
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
