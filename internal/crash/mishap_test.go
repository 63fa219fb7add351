//go:build unix

package crash

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"

	"rollcall/internal/sandbox"
)

// culprit is the row that brings mishaps along.
const culprit = 5

// A mishap answers a request instead of the sandbox, and reports whether it
// did. n counts the requests with the culprit in them, from 1.
type mishap func(n int, w http.ResponseWriter, r *http.Request) bool

// serve starts a sandbox before which the culprit meets a mishap.
func serve(t testing.TB, cfg sandbox.Config, m mishap) (url string, s *sandbox.Server) {
	t.Helper()
	var count atomic.Int64
	return behind(t, cfg, func(guilty bool, w http.ResponseWriter, r *http.Request) bool {
		return guilty && m(int(count.Add(1)), w, r)
	})
}

// behind starts a sandbox that gets what first does not answer; guilty says
// whether the culprit is in the request.
func behind(t testing.TB, cfg sandbox.Config, first func(guilty bool, w http.ResponseWriter, r *http.Request) bool) (url string, s *sandbox.Server) {
	t.Helper()
	s = sandbox.New(cfg)
	mark := fmt.Appendf(nil, `"v%d"`, culprit)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		if !first(bytes.Contains(body, mark), w, r) {
			s.ServeHTTP(w, r)
		}
	}))
	t.Cleanup(server.Close)
	return server.URL, s
}

// times lets a mishap happen to the first n requests only.
func times(n int, m mishap) mishap {
	return func(i int, w http.ResponseWriter, r *http.Request) bool { return i <= n && m(i, w, r) }
}

func reset(_ int, w http.ResponseWriter, _ *http.Request) bool {
	conn := seize(w)
	_ = conn.SetLinger(0)
	_ = conn.Close()
	return true
}

// hang never answers, as long as the client waits.
func hang(_ int, _ http.ResponseWriter, r *http.Request) bool {
	<-r.Context().Done()
	return true
}

// status answers with a status and a body that is no JSON.
func status(code int) mishap {
	return func(_ int, w http.ResponseWriter, _ *http.Request) bool {
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(code)
		_, _ = io.WriteString(w, "<html>a proxy's page</html>")
		return true
	}
}

// raw writes bytes to the connection and closes it.
func raw(text string) mishap {
	return func(_ int, w http.ResponseWriter, _ *http.Request) bool {
		conn := seize(w)
		_, _ = io.WriteString(conn, text)
		_ = conn.Close()
		return true
	}
}

// seize takes the connection from the server.
func seize(w http.ResponseWriter) *net.TCPConn {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(err)
	}
	return conn.(*net.TCPConn)
}
