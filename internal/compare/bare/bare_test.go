package main

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
)

func TestLoop(t *testing.T) {
	t.Parallel()
	var updates atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		updates.Add(1)
		if r.Method != "PUT" || r.URL.Path != "/a" || r.ContentLength != 2 {
			w.WriteHeader(http.StatusBadRequest)
		}
	}))
	defer server.Close()
	dir := t.TempDir()
	for name, tt := range map[string]struct {
		text string
		ok   bool
	}{
		"good":    {strings.Repeat("PUT\t/a\t{}\n", 20), true},
		"refused": {"PUT\t/b\t{}\n", false},
		"broken":  {"PUT /a {}\n", false},
		"cut":     {"PUT\t/a\t{}", false},
	} {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, []byte(tt.text), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := run([]string{"loop", server.URL, "4", file}); (err == nil) != tt.ok {
			t.Errorf("%s requests: %v", name, err)
		}
	}
	if updates.Load() != 21 {
		t.Errorf("%d requests arrived, want 20 good ones and a refused one", updates.Load())
	}
}

func TestPass(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "rows.csv")
	for text, ok := range map[string]bool{"a,b\n1,2\n": true, "a,b\n1\n": false} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := run([]string{"pass", file}); (err == nil) != ok {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestUsage(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{nil, {"pass"}, {"loop", "url", "none", "file"}, {"jump", "url", "1", "file"}} {
		if err := run(args); err != errUsage {
			t.Errorf("%q: %v, want how to use it", args, err)
		}
	}
}
