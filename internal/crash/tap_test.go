//go:build unix

package crash

import (
	"bytes"
	"io"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"

	"rollcall/internal/sandbox"
)

// A tap stands between a program that is killed and the sandbox, at an address
// that stays the same. It knows which rows came by.
type tap struct {
	t        testing.TB
	sandbox  *sandbox.Server
	listener *net.TCPListener
	rows     map[int]bool // in the shifts that are over
	again    int          // rows of a shift that an earlier one had seen, added up
}

func newTap(t testing.TB, cfg sandbox.Config) *tap {
	t.Helper()
	l := listen(t).(*net.TCPListener)
	t.Cleanup(func() { _ = l.Close() })
	return &tap{t: t, sandbox: sandbox.New(cfg), listener: l, rows: map[int]bool{}}
}

func listen(t testing.TB) net.Listener {
	t.Helper()
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// clear drops the connections that nobody has accepted yet: they are those
// before one of its own.
func (p *tap) clear() {
	p.t.Helper()
	own, err := new(net.Dialer).DialContext(p.t.Context(), "tcp", p.listener.Addr().String())
	if err != nil {
		p.t.Fatal(err)
	}
	defer own.Close()
	for last := ""; last != own.LocalAddr().String(); {
		conn, err := p.listener.Accept()
		if err != nil {
			p.t.Fatal(err)
		}
		last = conn.RemoteAddr().String()
		_ = conn.Close()
	}
}

// A turn is the listener as long as a shift lasts.
type turn struct{ *net.TCPListener }

// Close stops Accept; the address stays taken.
func (l turn) Close() error { return l.SetDeadline(time.Now()) }

func (p *tap) url() string { return "http://" + p.listener.Addr().String() }

// A when says at which point of a request the client is killed.
type when int

const (
	connecting when = iota // of the first request
	arriving               // the request is there and never applied
	applied                // it is applied, the answer stays behind
	leaving                // the answer goes out at that moment
	never
)

// A moment is when a client is killed: at so many requests.
type moment struct {
	when when
	at   int
}

// A shift is the provider's side of one client's life. Its connections end with
// it, so that no request of a dead client is applied beside those of the next.
type shift struct {
	tap    *tap
	moment moment
	victim chan *child // holds the client once it runs
	server *http.Server
	served chan struct{} // closed when the server accepts no more

	mu     sync.Mutex
	idle   sync.Cond
	busy   int
	over   bool
	struck bool
	count  int
	rows   map[int]bool
}

func (p *tap) open(m moment) *shift {
	s := &shift{tap: p, moment: m, victim: make(chan *child, 1), served: make(chan struct{}), rows: map[int]bool{}}
	s.idle.L = &s.mu
	s.server = &http.Server{Handler: s, ConnState: func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew && m.when == connecting {
			s.kill()
		}
	}}
	go func() {
		defer close(s.served)
		_ = s.server.Serve(turn{p.listener})
	}()
	return s
}

// kill kills the client, once.
func (s *shift) kill() {
	s.mu.Lock()
	first := !s.struck
	s.struck = true
	s.mu.Unlock()
	if first {
		c := <-s.victim
		c.signal(syscall.SIGKILL)
	}
}

// close ends the shift once its client is gone: what arrived is answered,
// nothing of it arrives any more.
func (s *shift) close() {
	s.quiesce()
	_ = s.server.Close()
	<-s.served
	if err := s.tap.listener.SetDeadline(time.Time{}); err != nil {
		s.tap.t.Fatal(err)
	}
	s.tap.clear()
	for row := range s.rows {
		if s.tap.rows[row] {
			s.tap.again++
		}
	}
	maps.Copy(s.tap.rows, s.rows)
}

// quiesce waits for the requests that are being answered and admits no others.
func (s *shift) quiesce() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.over = true
	for s.busy > 0 {
		s.idle.Wait()
	}
}

func (s *shift) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil || !s.enter() {
		panic(http.ErrAbortHandler)
	}
	defer s.leave()
	r.Body = io.NopCloser(bytes.NewReader(body))
	now := s.note(body) == s.moment.at
	if now && s.moment.when == arriving {
		s.kill()
		panic(http.ErrAbortHandler)
	}
	s.tap.sandbox.ServeHTTP(w, r)
	switch {
	case now && s.moment.when == applied:
		s.kill()
	case now && s.moment.when == leaving:
		go s.kill()
	}
}

func (s *shift) enter() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.over {
		s.busy++
	}
	return !s.over
}

func (s *shift) leave() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.busy--
	s.idle.Broadcast()
}

var rowNumber = regexp.MustCompile(`"v(\d+)"`)

// note notes the rows of a request and returns which request it is, from 1.
func (s *shift) note(body []byte) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.count++
	for _, m := range rowNumber.FindAllSubmatch(body, -1) {
		row, _ := strconv.Atoi(string(m[1]))
		s.rows[row] = true
	}
	return s.count
}

// state is what the sandbox knows of its contacts.
func state(s *sandbox.Server) string {
	w := httptest.NewRecorder()
	s.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/_sandbox/state", nil))
	return w.Body.String()
}
