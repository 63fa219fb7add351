package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rollcall/internal/compare/workload"
)

// A running is a stand-in with its two pipes.
type running struct {
	t     *testing.T
	url   string
	ask   *io.PipeWriter
	hear  *bufio.Reader
	ended chan error
}

func start(t *testing.T, args ...string) *running {
	t.Helper()
	in, ask := io.Pipe()
	hear, out := io.Pipe()
	r := &running{t: t, ask: ask, hear: bufio.NewReader(hear), ended: make(chan error, 1)}
	go func() { r.ended <- run(args, in, out) }()
	line, err := r.hear.ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	r.url = strings.TrimSpace(line)
	return r
}

func (r *running) tally() (t workload.Tally) {
	r.t.Helper()
	if _, err := r.ask.Write([]byte("\n")); err != nil {
		r.t.Fatal(err)
	}
	line, err := r.hear.ReadBytes('\n')
	if err != nil {
		r.t.Fatal(err)
	}
	if err := json.Unmarshal(line, &t); err != nil {
		r.t.Fatal(err)
	}
	return t
}

func (r *running) stop() {
	r.t.Helper()
	r.ask.Close()
	if err := <-r.ended; err != nil {
		r.t.Error(err)
	}
}

// send sends a request and returns status and body of the answer.
func (r *running) send(client *http.Client, method, path, body string) (int, string) {
	r.t.Helper()
	req, err := http.NewRequestWithContext(r.t.Context(), method, r.url+path, strings.NewReader(body))
	if err != nil {
		r.t.Fatal(err)
	}
	resp, err := client.Do(req)
	if err != nil {
		r.t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	return resp.StatusCode, string(text)
}

func TestAnswers(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "requests")
	r := start(t, "-record", file, "-every", "3", "-fault", "409")
	client := &http.Client{Transport: &http.Transport{}}
	defer client.CloseIdleConnections()
	for _, tt := range []struct {
		method, path, body string
		status             int
		want               string
	}{
		{"PUT", "/api/v2/contact/1", `{"a":1}`, 200, `{"message":"success update contact"}`},
		{"GET", "/api/v2/account", "", 200, `{"code":200,"message":"success","data":[]}`},
		{"POST", "/v3/contact/update", `{"b":[]}`, 200, `{"code":200,"msg":"Contacts updated successfully"}`},
		{"PUT", "/api/v2/contact/2", `{}`, 409, `{"message":"contact already exists"}`},
	} {
		status, body := r.send(client, tt.method, tt.path, tt.body)
		if status != tt.status || body != tt.want {
			t.Errorf("%s %s is answered by %d %s, want %d %s", tt.method, tt.path, status, body, tt.status, tt.want)
		}
	}
	if got := r.tally(); got.Requests != 3 || got.Connections != 1 || got.First == 0 {
		t.Errorf("three updates and a probe over one connection gave the tally %+v", got)
	}
	if diff := cmp.Diff(workload.Tally{}, r.tally()); diff != "" {
		t.Errorf("a tally that was taken is there again:\n%s", diff)
	}
	r.stop()
	want := "PUT\t/api/v2/contact/1\t{\"a\":1}\nGET\t/api/v2/account\t\nPOST\t/v3/contact/update\t{\"b\":[]}\nPUT\t/api/v2/contact/2\t{}\n"
	got, err := os.ReadFile(file)
	if diff := cmp.Diff(want, string(got)); err != nil || diff != "" {
		t.Errorf("recorded requests (%v):\n%s", err, diff)
	}
}

func TestRead(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		text, line string
		last, ok   bool
	}{
		{"PUT /a HTTP/1.1\r\nHost: b\r\ncontent-length: 2\r\n\r\n{}", "PUT\t/a\t{}\n", false, true},
		{"PUT /a HTTP/1.1\nContent-Length:2\nConnection: Close\n\n{}", "PUT\t/a\t{}\n", true, true},
		{"GET / HTTP/1.1\r\n\r\n", "GET\t/\t\n", false, true},
		{"PUT /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "", false, false},
		{"PUT /a HTTP/1.1\r\nContent-Length: -1\r\n\r\n", "", false, false},
		{"PUT /a HTTP/1.1\r\nContent-Length: 9\r\n\r\n{}", "", false, false},
		{"hello\r\n\r\n", "", false, false},
	} {
		w := wire{in: bufio.NewReader(strings.NewReader(tt.text))}
		err := w.read(true)
		if (err == nil) != tt.ok || err == nil && (string(w.line) != tt.line || w.last != tt.last) {
			t.Errorf("%q is read as %q, last %t: %v", tt.text, w.line, w.last, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("PUT /a HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}"))
	f.Add([]byte("GET / HTTP/1.1\r\nConnection: close\r\n\r\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		kept := wire{in: bufio.NewReader(bytes.NewReader(text))}
		passed := wire{in: bufio.NewReader(bytes.NewReader(text))}
		if a, b := kept.read(true), passed.read(false); (a == nil) != (b == nil) {
			t.Errorf("%q is a request with its body kept (%v) or without (%v), not both", text, a, b)
		}
	})
}
