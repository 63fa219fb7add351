package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"rollcall/mapping"
	"rollcall/providers/all"
)

// withToken returns an app and a mapping that says where the token is.
func withToken(t *testing.T, source mapping.Token, env map[string]string, dir string) (*app, *mapping.Mapping, *bytes.Buffer) {
	t.Helper()
	def, ok := all.Find("aelyst")
	if !ok {
		t.Fatal("there is no provider aelyst")
	}
	var log bytes.Buffer
	a := newApp(World{Stderr: &log, Getenv: func(name string) string { return env[name] }})
	return a, &mapping.Mapping{Path: filepath.Join(dir, "m.yaml"), Token: source, Provider: def.New(nil)}, &log
}

func TestToken(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write := func(name, text string, mode os.FileMode) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), mode); err != nil {
			t.Fatal(err)
		}
		return path
	}
	absolute := write("secret", " s3cr3t\r\n", 0o600)
	write("open", "s3cr3t", 0o644)
	write("huge", strings.Repeat("x", 64<<10+1), 0o600)
	write("marked", "\uFEFFs3cr3t\r\n", 0o600)
	write("lines", "s3cr3t\nother", 0o600)
	env := map[string]string{"MINE": "s3cr3t", "AELYST_TOKEN": "usual", "BLANK": " \n", "TWO": "two words", "PASTED": "two\u200Bwords"}
	tests := []struct {
		name   string
		source mapping.Token
		want   string
		says   string // in the error, or in the log
	}{
		{"nothing said", mapping.Token{}, "usual", ""},
		{"environment", mapping.Token{Env: "MINE"}, "s3cr3t", ""},
		{"environment, not set", mapping.Token{Env: "NONE"}, "", "environment variable NONE is empty"},
		{"environment, blank", mapping.Token{Env: "BLANK"}, "", "environment variable BLANK is empty"},
		{"environment, two words", mapping.Token{Env: "TWO"}, "", "environment variable TWO has blanks"},
		{"environment, pasted from a page", mapping.Token{Env: "PASTED"}, "", "invisible characters"},
		{"file with a byte order mark", mapping.Token{File: "marked"}, "s3cr3t", ""},
		{"file beside the mapping", mapping.Token{File: "secret"}, "s3cr3t", ""},
		{"file anywhere", mapping.Token{File: absolute}, "s3cr3t", ""},
		{"file that others can read", mapping.Token{File: "open"}, "s3cr3t", "chmod 600"},
		{"file of two lines", mapping.Token{File: "lines"}, "", "one word"},
		{"file that is none", mapping.Token{File: "huge"}, "", "too many for a token"},
		{"file that is not there", mapping.Token{File: "none"}, "", "token file"},
		{"command", mapping.Token{Command: []string{"echo", "s3cr3t"}}, "s3cr3t", ""},
		{"command that leaves something running", mapping.Token{Command: []string{"sh", "-c", "sleep 40 & echo s3cr3t"}}, "s3cr3t", ""},
		{"command that fails", mapping.Token{Command: []string{"false"}}, "", `token command "false"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if runtime.GOOS == "windows" && (tt.source.Command != nil || strings.HasPrefix(tt.says, "chmod")) {
				t.Skip("there the mode tells nothing, and echo is no program")
			}
			a, m, log := withToken(t, tt.source, env, dir)
			got, err := a.token(t.Context(), m)
			if got != tt.want || (err == nil) != (tt.want != "") {
				t.Fatalf("the token is %q, %v; want %q", got, err, tt.want)
			}
			said := log.String()
			if err != nil {
				said = err.Error()
			}
			if !strings.Contains(said, tt.says) || tt.says == "" && said != "" {
				t.Errorf("it says %q, want %q", said, tt.says)
			}
			if err != nil && exitCode(err) != codeUsage {
				t.Errorf("it ends with %d, want %d", exitCode(err), codeUsage)
			}
			if strings.Contains(said, "two words") || strings.Contains(said, "s3cr3t") {
				t.Errorf("the secret shows in %q", said)
			}
		})
	}
}
