package main

import (
	"archive/zip"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestArchive(t *testing.T) {
	t.Parallel()
	moment := time.Date(2026, 1, 2, 3, 4, 6, 0, time.UTC)
	tests := []struct {
		ending string
		zipped bool
	}{{".tar.gz", false}, {".zip", true}}
	for _, tt := range tests {
		one := packed(t, tt.zipped, []string{"README.md", "rollcall", "docs/a.md"}, 0o022, moment)
		two := packed(t, tt.zipped, []string{"docs/a.md", "rollcall", "README.md"}, 0o077, moment)
		if read(t, one+tt.ending) != read(t, two+tt.ending) {
			t.Errorf("two %s of the same files are not the same bytes", tt.ending)
		}
	}
}

// packed archives files that were written in an order, with permissions that the
// mask takes from them.
func packed(t *testing.T, zipped bool, names []string, mask fs.FileMode, moment time.Time) (base string) {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "rollcall_1.0.0")
	for _, name := range names {
		mode := fs.FileMode(0o666)
		if name == "rollcall" {
			mode = 0o777
		}
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte("text of "+name), mode&^mask); err != nil {
			t.Fatal(err)
		}
	}
	base = filepath.Join(t.TempDir(), "out")
	if err := archive(base, zipped, folder, moment); err != nil {
		t.Fatal(err)
	}
	return base
}

func TestArchive_zip(t *testing.T) {
	t.Parallel()
	moment := time.Date(2026, 1, 2, 3, 4, 6, 0, time.UTC)
	r, err := zip.OpenReader(packed(t, true, []string{"rollcall", "README.md"}, 0, moment) + ".zip")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	got := map[string]string{}
	for _, f := range r.File {
		got[f.Name] = f.Mode().String() + " " + f.Modified.UTC().Format(time.RFC3339)
	}
	want := map[string]string{
		"rollcall_1.0.0/README.md": "-rw-r--r-- 2026-01-02T03:04:06Z",
		"rollcall_1.0.0/rollcall":  "-rwxr-xr-x 2026-01-02T03:04:06Z",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("entries of the zip archive (-want +got):\n%s", diff)
	}
}
