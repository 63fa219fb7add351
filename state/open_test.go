package state

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func TestOpen_refuses(t *testing.T) {
	t.Parallel()
	good := filled(t, newPath(t), 100)
	pages := len(good) % pageSize
	with := func(change func(b []byte) []byte) []byte { return change(bytes.Clone(good)) }
	tests := map[string]struct {
		content []byte
		want    string
	}{
		"empty":                 {nil, "is not a state file"},
		"a spreadsheet":         {[]byte("id,name\n1,Ann\n"), "is not a state file"},
		"another journal":       {[]byte("rollcall journal 1\n"), "is not a state file"},
		"a newer one":           {with(func(b []byte) []byte { b[len(magic)] = '2'; return b }), "it is of version 2, this rollcall knows version 1: use the rollcall that wrote it, or delete the file"},
		"much newer":            {[]byte(magic + "12\n"), "it is of version 12"},
		"no version":            {[]byte(magic + "x\n"), "it is damaged: it has no version; delete the file"},
		"nothing but a version": {good[:len(magic)+2], "its head is cut short"},
		"half a head":           {good[:1000], "its head is cut short"},
		"no table":              {good[:pages+pageSize], "its table has"},
		"cut short":             {good[:len(good)-1], "its table has"},
		"a page short":          {good[:len(good)-pageSize], "its table has"},
		"longer":                {append(bytes.Clone(good), 0), "its table has"},
		"a head that is huge":   {with(func(b []byte) []byte { b[len(magic)+5] = 0xff; return b }), "its head is cut short"},
		"another head":          {with(func(b []byte) []byte { b[40]++; return b }), "its head does not fit its checksum"},
		"another entry":         {with(func(b []byte) []byte { b[lastByte(b)] ^= 1; return b }), "does not fit its checksum"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := newPath(t)
			must(t, os.WriteFile(path, tt.content, 0o600))
			for _, open := range []func() (*Store, error){
				func() (*Store, error) { return Open(path, noon) },
				func() (*Store, error) { return Read(path, noon) },
			} {
				_, err := open()
				if err == nil || !strings.Contains(err.Error(), tt.want) || !strings.Contains(err.Error(), path) {
					t.Errorf("the error is %v, want %q and the path", err, tt.want)
				}
			}
			if !bytes.Equal(content(t, path), tt.content) {
				t.Error("the file was changed")
			}
			if _, err := os.Stat(path + ".lock"); err == nil && !bytes.HasPrefix(tt.content, []byte(magic)) {
				t.Error("a lock is left beside a file that is none of ours")
			}
		})
	}
}

// lastByte returns where the last byte that is not zero is.
func lastByte(b []byte) int { return len(bytes.TrimRight(b, "\x00")) - 1 }

func TestOpen_places(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if _, err := Open(dir, noon); err == nil || !strings.Contains(err.Error(), "is a directory") {
		t.Errorf("a directory: the error is %v", err)
	}
	if _, err := Open(filepath.Join(dir, "no", "state"), noon); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a directory that is not there: the error is %v", err)
	}
	if _, err := Open(os.DevNull, noon); err == nil || !strings.Contains(err.Error(), "no regular file") {
		t.Errorf("a device: the error is %v", err)
	}
	if _, err := Read(filepath.Join(dir, "state"), noon); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("nothing to read: the error is %v, want fs.ErrNotExist", err)
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 0 {
		t.Errorf("what was refused left %v behind", entries)
	}
}

func TestOpen_mode(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("there the mode tells nothing")
	}
	path := newPath(t)
	filled(t, path, 3000)
	for _, p := range []string{path, path + ".lock"} {
		if info, err := os.Stat(p); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v (%v), want that only its owner reads it", p, info.Mode(), err)
		}
	}
}

// TestOpen_link has the state at the end of a symbolic link: it grows there.
func TestOpen_link(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(path, link); err != nil {
		t.Skip(err)
	}
	filled(t, path, 1)
	filled(t, link, 3000)
	if info, err := os.Lstat(link); err != nil || info.Mode()&fs.ModeSymlink == 0 {
		t.Errorf("the link is gone: %v, %v", info, err)
	}
	_, c := openAt(t, path, noon)
	if n := same(c, 3000, 1); n != 3000 {
		t.Errorf("%d of 3000 contacts are in the file behind the link", n)
	}
	if _, err := Open(link, noon); !errors.Is(err, ErrBusy) {
		t.Errorf("by the link the file is open twice: error is %v", err)
	}
}

func TestLock(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	s, _ := openAt(t, path, noon)
	for name, open := range map[string]func(string) error{
		"to write": func(p string) error { _, err := Open(p, noon); return err },
		"to read":  func(p string) error { _, err := Read(p, noon); return err },
	} {
		if err := open(path); !errors.Is(err, ErrBusy) || !strings.Contains(err.Error(), path) {
			t.Errorf("%s while a run has it: error is %v, want ErrBusy and the path", name, err)
		}
	}
	must(t, s.Close())
	for range 2 {
		r, err := Read(path, noon)
		must(t, err)
		defer r.Close()
	}
	if _, err := Open(path, noon); !errors.Is(err, ErrBusy) {
		t.Errorf("to write while it is read: error is %v, want ErrBusy", err)
	}
}

func TestRead(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	before := filled(t, path, 10)
	must(t, os.Remove(path+".lock"))
	s, err := Read(path, noon.Add(30*aDay))
	must(t, err)
	c := of(t, s, acme)
	if n := same(c, 10, 1); n != 10 {
		t.Errorf("%d of 10 contacts are the same", n)
	}
	if n := same(of(t, s, other), 10, 1); n != 0 {
		t.Errorf("%d contacts of an account that is not there are the same", n)
	}
	_, prune := s.Prune(1)
	for what, err := range map[string]error{
		"accept": c.Accept(update("new", 1)), "forget": c.Forget(update(numbered(1), 1)),
		"account": s.SetAccount("a", "b"), "prune": prune,
	} {
		if !errors.Is(err, errReadOnly) {
			t.Errorf("%s: error is %v", what, err)
		}
	}
	must(t, s.Close())
	if !bytes.Equal(before, content(t, path)) {
		t.Error("to read has changed the file")
	}
	if _, err := os.Stat(path + ".lock"); err == nil {
		t.Error("to read has made a lock")
	}
}
