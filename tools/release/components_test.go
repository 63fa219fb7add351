package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestLicense(t *testing.T) {
	t.Parallel()
	apache := read(t, "../../LICENSE")
	tests := []struct {
		name  string
		files map[string]string
		want  []string
	}{
		{"with a notice", map[string]string{"LICENSE": apache, "NOTICE": "Copyright 2020 A. Person\n"}, []string{"Apache-2.0"}},
		{"by another name", map[string]string{"Licence.txt": apache, "main.go": "package main"}, []string{"Apache-2.0"}},
		{"twice", map[string]string{"LICENSE": apache, "COPYING": apache}, []string{"Apache-2.0"}},
		{"in the code alone", map[string]string{"main.go": apache}, nil},
		{"nobody knows", map[string]string{"LICENSE": "Do what you like with it.\n"}, nil},
		{"none", nil, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			folder := t.TempDir()
			for name, text := range tt.files {
				if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			var c component
			err := c.license(folder)
			if diff := cmp.Diff(tt.want, c.licences); diff != "" || (err == nil) != (tt.want != nil) {
				t.Errorf("licences (-want +got), error %v:\n%s", err, diff)
			}
			if text := tt.files["NOTICE"]; !strings.Contains(c.text, text) {
				t.Error("the notice is not handed on")
			}
		})
	}
}

func TestRun_refuses(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		args []string
		want string
	}{
		{"no version", nil, "make release VERSION=1.2.0"},
		{"half a version", []string{"-version", "1.2"}, `"1.2"`},
		{"a version of its own", []string{"-version", "1.2.0+mine"}, `"1.2.0+mine"`},
		{"the source itself", []string{"-version", "1.2.0", "-root", "testdata/none", "-out", "testdata/none"}, "would be emptied"},
		{"a folder around the source", []string{"-version", "1.2.0", "-root", "testdata/none", "-out", "testdata"}, "would be emptied"},
		{"no such platform", []string{"-version", "v1.2.0", "-only", "plan9/amd64"}, "linux/amd64"},
	}
	for _, tt := range tests {
		if err := run(t.Context(), tt.args); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want an error with %s", tt.name, err, tt.want)
		}
	}
}

// TestRun_dirty: what is not committed is not released.
func TestRun_dirty(t *testing.T) {
	t.Parallel()
	needs(t, "git")
	root := t.TempDir()
	git(t, root, "init", "-q")
	if err := os.WriteFile(filepath.Join(root, "new.go"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(root, "dist")
	err := run(t.Context(), []string{"-version", "1.2.0", "-root", root, "-out", out})
	if err == nil || !strings.Contains(err.Error(), "commit them") {
		t.Errorf("a tree with changes is released: %v", err)
	}
	if _, err := os.Stat(out); err == nil {
		t.Error("a release that was refused wrote something")
	}
}
