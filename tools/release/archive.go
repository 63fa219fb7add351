package main

import (
	"archive/tar"
	"archive/zip"
	"compress/gzip"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"time"
)

// archive packs a folder under its own name: base.zip or base.tar.gz. The bytes
// depend on nothing but names, contents and the time: entries come sorted, belong
// to nobody, and are 0755 if anybody may run them and 0644 otherwise.
func archive(base string, zipped bool, folder string, t time.Time) (err error) {
	pack, ending := tarball, ".tar.gz"
	if zipped {
		pack, ending = zipball, ".zip"
	}
	f, err := os.Create(base + ending)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return pack(f, folder, t)
}

func tarball(w io.Writer, folder string, t time.Time) error {
	z, err := gzip.NewWriterLevel(w, gzip.BestCompression)
	if err != nil {
		return err
	}
	tw := tar.NewWriter(z)
	err = each(folder, func(name string, mode fs.FileMode, data []byte) error {
		h := &tar.Header{Name: name, Mode: int64(mode), Size: int64(len(data)), ModTime: t, Format: tar.FormatPAX}
		if err := tw.WriteHeader(h); err != nil {
			return err
		}
		_, err := tw.Write(data)
		return err
	})
	return errors.Join(err, tw.Close(), z.Close())
}

func zipball(w io.Writer, folder string, t time.Time) error {
	zw := zip.NewWriter(w)
	err := each(folder, func(name string, mode fs.FileMode, data []byte) error {
		h := &zip.FileHeader{Name: name, Method: zip.Deflate, Modified: t.UTC()}
		h.SetMode(mode)
		entry, err := zw.CreateHeader(h)
		if err != nil {
			return err
		}
		_, err = entry.Write(data)
		return err
	})
	return errors.Join(err, zw.Close())
}

// each visits the files of a folder in the order of their names. The names begin
// with the folder's own.
func each(folder string, visit func(name string, mode fs.FileMode, data []byte) error) error {
	root := os.DirFS(folder)
	return fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		data, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		mode := fs.FileMode(0o644)
		if info.Mode()&0o111 != 0 {
			mode = 0o755
		}
		return visit(path.Join(filepath.Base(folder), name), mode, data)
	})
}
