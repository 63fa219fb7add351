package cli

import (
	"errors"
	"strings"
	"testing"
)

func TestBaseURL(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text      string
		allowHTTP bool
		want      string // empty: refused
	}{
		{"https://api.example.com", false, "https://api.example.com"},
		{"https://api.example.com/", false, "https://api.example.com"},
		{"https://api.example.com:8443/prefix/v2//", false, "https://api.example.com:8443/prefix/v2"},
		{"http://127.0.0.1:8377", false, "http://127.0.0.1:8377"},
		{"http://127.8.8.8", false, "http://127.8.8.8"},
		{"http://localhost:1", false, "http://localhost:1"},
		{"http://[::1]:8377", false, "http://[::1]:8377"},
		{"http://api.example.com", false, ""},
		{"http://api.example.com", true, "http://api.example.com"},
		{"http://10.0.0.1", false, ""},
		{"http://localhost.example.com", false, ""},
		{"http://127.0.0.1.example.com", false, ""},
		{"http://0.0.0.0", false, ""},
		{"HTTP://API.example.com", false, ""},
		{"ftp://127.0.0.1", true, ""},
		{"api.example.com", true, ""},
		{"127.0.0.1:8377", true, ""},
		{"https://", true, ""},
		{"https://api.example.com?key=s3cr3t", false, ""},
		{"https://api.example.com#x", false, ""},
		{"https://user:s3cr3t@api.example.com", false, ""},
		{"https://s3cr3t@api.example.com", false, ""},
		{"http://127.0.0.1@api.example.com", false, ""},
		{"https://api.example.com/%zz", false, ""},
		{"", false, ""},
	}
	for _, tt := range tests {
		got, err := baseURL(tt.text, tt.allowHTTP)
		if got != tt.want || (err == nil) != (tt.want != "") {
			t.Errorf("--base-url %q (--allow-http: %t) sends to %q, %v; want %q", tt.text, tt.allowHTTP, got, err, tt.want)
		}
		if err != nil && strings.Contains(err.Error(), "s3cr3t") {
			t.Errorf("--base-url %q shows what may be a secret: %v", tt.text, err)
		}
		if err != nil && exitCode(err) != codeUsage {
			t.Errorf("--base-url %q ends with %d, want %d", tt.text, exitCode(err), codeUsage)
		}
	}
}

func FuzzBaseURL(f *testing.F) {
	for _, seed := range []string{"https://api.example.com/v1/", "http://[::1%25lo]:1", "http://127.0.0.1\\@example.com", "http:///x", "//x"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := baseURL(text, false)
		if err != nil {
			return
		}
		if again, err := baseURL(got, false); err != nil || again != got {
			t.Errorf("--base-url %q becomes %q, which becomes %q, %v", text, got, again, err)
		}
		if !strings.HasPrefix(got, "https://") && !strings.HasPrefix(got, "http://") {
			t.Errorf("--base-url %q becomes %q", text, got)
		}
	})
}

func TestTransport_authority(t *testing.T) {
	t.Parallel()
	for _, file := range []string{"wire_test.go", "no such file"} {
		_, err := transport(file)
		if e, ok := errors.AsType[*exitError](err); !ok || e.code != codeUsage || !strings.Contains(err.Error(), file) {
			t.Errorf("--ca-file %q: %v, want a usage error that names the file", file, err)
		}
	}
}
