package cli

import (
	"bytes"
	"context"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"rollcall/internal/sandbox"
)

// A told is standard error; it calls a function when a text first appears.
type told struct {
	mu   sync.Mutex
	text bytes.Buffer
	wait map[string]func()
}

func (w *told) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.text.Write(p)
	for text, act := range w.wait {
		if strings.Contains(w.text.String(), text) {
			delete(w.wait, text)
			go act()
		}
	}
	return len(p), nil
}

func (w *told) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.String()
}

// held runs two rows while a pause file is there, and calls act with it once the
// run says that it is held.
func held(t *testing.T, act func(pauseFile string, interrupt func(), requests uint64)) (code int, said, dir string, requests uint64) {
	t.Helper()
	server := sandbox.New(sandbox.Config{})
	http := httptest.NewServer(server)
	t.Cleanup(http.Close)
	folder := t.TempDir()
	path := func(name string) string { return filepath.Join(folder, name) }
	for name, text := range map[string]string{
		"contacts.csv": "id,name\n1,Ann\n2,Ben\n",
		"m.yaml":       "provider: aelyst\ncontact: id\nfields: {firstName: name}\n",
		"pause":        "maintenance until six\n",
	} {
		if err := os.WriteFile(path(name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	ctx, interrupt := context.WithCancel(t.Context())
	defer interrupt()
	stderr := &told{wait: map[string]func(){
		"held: no new request starts": func() { act(path("pause"), interrupt, server.Stats().Requests) },
	}}
	code = Main(ctx, World{
		Args: []string{
			"run", path("contacts.csv"), "-m", path("m.yaml"), "-d", path("run"), "--base-url", http.URL,
			"--no-preflight", "--pause-file", path("pause"),
		},
		Stdin: strings.NewReader(""), Stdout: &bytes.Buffer{}, Stderr: stderr,
		Getenv: func(string) string { return sandbox.DefaultToken },
	})
	return code, stderr.String(), path("run"), server.Stats().Requests
}

func TestPauseFile(t *testing.T) {
	t.Parallel()
	code, said, _, requests := held(t, func(pauseFile string, _ func(), requests uint64) {
		if requests > 0 {
			t.Errorf("%d requests left before the run looked for the pause file", requests)
		}
		os.Remove(pauseFile)
	})
	if code != codeOK || requests != 2 {
		t.Errorf("once the pause file is gone the run ends with %d after %d requests, want 0 after 2", code, requests)
	}
	for _, want := range []string{"warning: held: no new request starts until ", "pause is gone: going on\n"} {
		if !strings.Contains(said, want) {
			t.Errorf("the log says nothing of %q:\n%s", want, said)
		}
	}
}

func TestPauseFile_interrupted(t *testing.T) {
	t.Parallel()
	code, said, dir, requests := held(t, func(_ string, interrupt func(), _ uint64) { interrupt() })
	if code != codeInterrupted || requests != 0 {
		t.Errorf("a run that is interrupted while it is held ends with %d after %d requests, want 130 after none", code, requests)
	}
	if text, err := os.ReadFile(filepath.Join(dir, "summary.json")); err != nil || !strings.Contains(string(text), `"not_sent": 2`) {
		t.Errorf("its summary (%v) is\n%s\nit said\n%s", err, text, said)
	}
}

func TestDue(t *testing.T) {
	t.Parallel()
	var minutes []float64
	for n := 1; n <= 6*60*8; n++ {
		if due(n) {
			minutes = append(minutes, float64(n)*lineEvery.Minutes())
		}
	}
	if len(minutes) > 60 || minutes[0] > 0.2 || minutes[len(minutes)-1] != 480 {
		t.Errorf("a run of eight hours logs %d lines, after minutes %v: want 60 at most, the first soon, the last at the end", len(minutes), minutes)
	}
}
