//go:build unix

package crash

import (
	"encoding/pem"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rollcall/internal/sandbox"
)

func TestNetwork_nobodyThere(t *testing.T) {
	t.Parallel()
	l := listen(t)
	addr := l.Addr().String()
	_ = l.Close()
	dir, args := sheet(t, aelyst, 5)
	r := finished(t, call(t, append(args, "--base-url", "http://"+addr, "--attempts", "2")...), dir, 5)
	r.only(t, "failed")
	if !strings.Contains(r.lines[0].Message, "refused") || r.lines[0].Status != "" {
		t.Errorf("nobody listens, and the report says %q with status %q", r.lines[0].Message, r.lines[0].Status)
	}
}

func TestNetwork_noSuchName(t *testing.T) {
	t.Parallel()
	dir, args := sheet(t, aelyst, 2)
	end := spawn(t, nil, append(args, "--base-url", "https://nowhere.invalid", "--attempts", "1", "--timeout", "5s")...).wait()
	finished(t, end, dir, 2).only(t, "failed")
}

func TestNetwork_certificateNotTrusted(t *testing.T) {
	t.Parallel()
	s := sandbox.New(calmly)
	server := httptest.NewUnstartedServer(s)
	server.Config.ErrorLog = silent
	server.StartTLS()
	t.Cleanup(server.Close)
	dir, args := sheet(t, aelyst, 5)
	args = append(args, "--base-url", server.URL, "--attempts", "2")
	r := finished(t, call(t, args...), dir, 5)
	r.only(t, "failed")
	if s.Stats().Requests > 0 || !strings.Contains(r.lines[0].Message, "certificate") {
		t.Errorf("%d requests went to a server that nobody vouches for; the report says %q", s.Stats().Requests, r.lines[0].Message)
	}
	authority := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	args = append(args, "--restart", "--ca-file", write(t, filepath.Join(t.TempDir(), "ca.pem"), authority))
	finished(t, call(t, args...), dir, 5).only(t, "updated")
}

// Each connection serves one request, whether the server says so or not. Where
// it does not, the next request may leave on a connection that is just closing,
// several times over when pauses are as short as here.
func TestNetwork_connectionsServeOnce(t *testing.T) {
	t.Parallel()
	for name, announced := range map[string]bool{"announced": true, "unannounced": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := sandbox.New(calmly)
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if announced {
					w.Header().Set("Connection", "close")
					s.ServeHTTP(w, r)
					return
				}
				answer := httptest.NewRecorder()
				s.ServeHTTP(answer, r)
				conn := seize(w)
				fmt.Fprintf(conn, "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s", answer.Body.Len(), answer.Body)
				_ = conn.Close()
			}))
			t.Cleanup(server.Close)
			dir, args := sheet(t, aelyst, 60)
			finished(t, call(t, append(args, "--base-url", server.URL, "--attempts", "60")...), dir, 60).only(t, "updated")
		})
	}
}

func TestNetwork_connectionsResetAtFirst(t *testing.T) {
	t.Parallel()
	server := httptest.NewUnstartedServer(sandbox.New(calmly))
	server.Listener = &hostile{Listener: server.Listener, left: 3}
	server.Start()
	t.Cleanup(server.Close)
	dir, args := sheet(t, aelyst, 20)
	finished(t, call(t, append(args, "--base-url", server.URL)...), dir, 20).only(t, "updated")
}

// A hostile listener resets its first connections, whatever they bring. One
// goroutine accepts.
type hostile struct {
	net.Listener
	left int
}

func (h *hostile) Accept() (net.Conn, error) {
	for {
		conn, err := h.Listener.Accept()
		if err != nil || h.left == 0 {
			return conn, err
		}
		h.left--
		_ = conn.(*net.TCPConn).SetLinger(0)
		_ = conn.Close()
	}
}

func TestNetwork_retryAfterIsObeyed(t *testing.T) {
	t.Parallel()
	for name, date := range map[string]bool{"seconds": false, "date": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := sandbox.New(sandbox.Config{RateLimit: 20, RetryAfter: time.Second, RetryDate: date})
			server := httptest.NewServer(s)
			t.Cleanup(server.Close)
			dir, args := sheet(t, platforms[2], 30)
			finished(t, call(t, append(args, "--base-url", server.URL)...), dir, 30).only(t, "updated")
			stats := s.Stats()
			if stats.Early > 0 || stats.Violations() > 0 {
				t.Errorf("%d requests came inside a pause that the provider had asked for", stats.Early)
			}
			if stats.ByStatus[http.StatusTooManyRequests] == 0 {
				t.Error("the limit was never met: the test shows nothing")
			}
		})
	}
}

// silent is the log of a server that is expected to complain.
var silent = log.New(io.Discard, "", 0)
