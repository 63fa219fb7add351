package batch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"rollcall/contact"
	"rollcall/providers"
)

const secret = `s3cr&t"/+ü`

// plain is an ordinary provider: one PUT a contact, judged by status.
type plain struct{ spec providers.Spec }

func (p *plain) Spec() *providers.Spec      { return &p.spec }
func (p *plain) Check(contact.Update) error { return nil }

func (p *plain) Build(us []contact.Update) providers.Request {
	return providers.Request{Method: "PUT", Path: "/contact/" + us[0].Contact, Body: []byte(`{"name":"Anna"}`)}
}

func (p *plain) Judge(a providers.Answer, us []contact.Update) []providers.Verdict {
	v := providers.ByStatus(a.Status)
	if a.Status == 200 && (a.Cut || !bytes.HasPrefix(a.Body, []byte("{"))) {
		v = providers.Unusable(a)
	}
	if v.Status != contact.Updated {
		v.Message += string(a.Body[:min(len(a.Body), 200)])
	}
	return same(v, len(us))
}

func bearer() *plain { return &plain{providers.Spec{Auth: providers.Auth{Prefix: "Bearer "}}} }

func send(t *testing.T, url string, timeout time.Duration) Try {
	t.Helper()
	tr := &Transport{
		Provider: bearer(), BaseURL: url, HTTP: NewHTTP(&http.Transport{}, 4),
		Timeout: timeout, UserAgent: "rollcall/test", Secret: "token",
	}
	t.Cleanup(tr.HTTP.(*http.Transport).CloseIdleConnections)
	return tr.Send(t.Context(), []contact.Update{{Contact: "a"}})
}

func serve(t *testing.T, h http.HandlerFunc) string {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s.URL
}

func TestTransport_sendsWhatTheProviderBuilt(t *testing.T) {
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		got := fmt.Sprint(r.Method, " ", r.URL.Path, " ", string(body), " ", r.Header.Get("Authorization"), " ",
			r.Header.Get("Content-Type"), " ", r.Header.Get("Accept"), " ", r.UserAgent())
		want := `PUT /prefix/contact/a {"name":"Anna"} Bearer token application/json application/json rollcall/test`
		if got != want {
			t.Errorf("the server got\n%s\nnot\n%s", got, want)
		}
		w.Header().Set("X-Request-Id", "req-7")
		io.WriteString(w, "{}")
	})
	try := send(t, url+"/prefix", time.Minute)
	if try.Err != nil || try.Verdicts[0].Status != contact.Updated || try.RequestID != "req-7" {
		t.Errorf("%+v", try)
	}
}

func TestTransport_secretInTheBody(t *testing.T) {
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if want := `{"token":"tok","name":"Anna"}`; string(body) != want || r.Header.Get("Authorization") != "" {
			t.Errorf("the server got %s and Authorization %q", body, r.Header.Get("Authorization"))
		}
		io.WriteString(w, "{}")
	})
	tr := &Transport{
		Provider: &plain{providers.Spec{Auth: providers.Auth{BodyKey: "token"}}}, BaseURL: url,
		HTTP: NewHTTP(&http.Transport{}, 1), Timeout: time.Minute, Secret: "tok",
	}
	t.Cleanup(tr.HTTP.(*http.Transport).CloseIdleConnections)
	if try := tr.Send(t.Context(), []contact.Update{{Contact: "a"}}); try.Err != nil {
		t.Error(try.Err)
	}
}

func TestTransport_echoedSecretIsMasked(t *testing.T) {
	quoted := `s3cr&t\"/+ü`
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Request-Id", "id-"+secret)
		w.WriteHeader(400)
		fmt.Fprintf(w, `{"message":"bad token %s or %s or s3cr\u0026t"}`, secret, quoted)
	})
	tr := &Transport{Provider: bearer(), BaseURL: url, HTTP: NewHTTP(&http.Transport{}, 1), Timeout: time.Minute, Secret: secret}
	t.Cleanup(tr.HTTP.(*http.Transport).CloseIdleConnections)
	try := tr.Send(t.Context(), []contact.Update{{Contact: "a"}})
	if try.Err != nil {
		t.Fatal(try.Err)
	}
	if text := try.Verdicts[0].Message + try.RequestID; strings.Contains(text, secret) || strings.Contains(text, quoted) {
		t.Errorf("the secret is shown: %s", text)
	}
}

// Each fault with what it leaves: whether the row may have been applied.
func TestTransport_faults(t *testing.T) {
	hijack := func(w http.ResponseWriter) net.Conn {
		conn, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			t.Error(err)
		}
		return conn
	}
	stall := make(chan struct{})
	defer close(stall)
	for _, tc := range []struct {
		name    string
		serve   http.HandlerFunc
		timeout time.Duration
		lost    bool
		says    string
	}{
		{"reset after the request", func(w http.ResponseWriter, r *http.Request) {
			conn := hijack(w)
			conn.(*net.TCPConn).SetLinger(0)
			conn.Close()
		}, time.Minute, true, ""},
		{"closed after the request", func(w http.ResponseWriter, r *http.Request) {
			io.ReadAll(r.Body)
			hijack(w).Close()
		}, time.Minute, true, "the connection ended before the answer"},
		{"no answer", func(w http.ResponseWriter, r *http.Request) {
			io.ReadAll(r.Body)
			select {
			case <-r.Context().Done():
			case <-stall:
			}
		}, 50 * time.Millisecond, true, "no answer within 50ms"},
		{"cut body", func(w http.ResponseWriter, r *http.Request) {
			conn := hijack(w)
			io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"half\":")
			conn.Close()
		}, time.Minute, true, "broke off"},
		{"not HTTP", func(w http.ResponseWriter, r *http.Request) {
			conn := hijack(w)
			io.WriteString(conn, "hello\r\n\r\n")
			conn.Close()
		}, time.Minute, true, "malformed"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			try := send(t, serve(t, tc.serve), tc.timeout)
			if try.Err == nil || try.Lost != tc.lost || !strings.Contains(try.Err.Error(), tc.says) {
				t.Errorf("error %v, lost %t; want %q, lost %t", try.Err, try.Lost, tc.says, tc.lost)
			}
		})
	}
}

func TestTransport_neverReached(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed := "http://" + listener.Addr().String()
	listener.Close()
	tls := httptest.NewTLSServer(http.NotFoundHandler())
	t.Cleanup(tls.Close)
	tls.Config.ErrorLog = nil
	for name, url := range map[string]string{
		"connection refused":    closed,
		"certificate not known": tls.URL,
		"TLS at a plain server": "https" + strings.TrimPrefix(serve(t, func(http.ResponseWriter, *http.Request) {}), "http"),
		"no such host":          "http://nowhere.invalid",
	} {
		t.Run(name, func(t *testing.T) {
			if try := send(t, url, 10*time.Second); try.Err == nil || try.Lost {
				t.Errorf("error %v, lost %t: nothing can have been applied", try.Err, try.Lost)
			}
		})
	}
}

func TestTransport_redirectIsNotFollowed(t *testing.T) {
	var followed atomic.Bool
	other := serve(t, func(http.ResponseWriter, *http.Request) { followed.Store(true) })
	for _, status := range []int{301, 302, 307, 308} {
		url := serve(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, other, status) })
		try := send(t, url, time.Minute)
		if followed.Load() || try.Err != nil || try.Verdicts[0].Next != providers.Stop {
			t.Errorf("%d: followed %t, %+v", status, followed.Load(), try)
		}
	}
}

func TestTransport_answerWithoutEnd(t *testing.T) {
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		chunk := bytes.Repeat([]byte("x"), 1<<20)
		for range 100 {
			if _, err := w.Write(chunk); err != nil {
				return
			}
		}
	})
	try := send(t, url, time.Minute)
	if try.Err != nil || try.Verdicts[0].Status != contact.Unknown {
		t.Errorf("%+v", try)
	}
}

func TestTransport_secondInterruptSaysSo(t *testing.T) {
	arrived := make(chan struct{})
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		io.ReadAll(r.Body) // only then does the server notice that the client is gone
		close(arrived)
		<-r.Context().Done()
	})
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-arrived; cancel() }()
	tr := &Transport{Provider: bearer(), BaseURL: url, HTTP: NewHTTP(&http.Transport{}, 1), Timeout: time.Minute}
	try := tr.Send(ctx, []contact.Update{{Contact: "a"}})
	if try.Err == nil || !try.Lost || !strings.Contains(try.Err.Error(), "interrupt") {
		t.Errorf("error %v, lost %t", try.Err, try.Lost)
	}
}

// A server that closes every connection costs no row its certainty.
func TestTransport_connectionClosedAfterEachAnswer(t *testing.T) {
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Connection", "close")
		io.WriteString(w, "{}")
	})
	for range 20 {
		if try := send(t, url, time.Minute); try.Err != nil {
			t.Fatal(try.Err)
		}
	}
}

func TestRetryAfter_forms(t *testing.T) {
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	for _, tc := range []struct {
		header, date string
		want         time.Duration
		ok           bool
	}{
		{"3", "", 3 * time.Second, true},
		{" 1.5 ", "", 1500 * time.Millisecond, true},
		{"0", "", 0, true},
		{"Sun, 22 Nov 2026 12:00:09 GMT", "", 9 * time.Second, true},
		{"Sun, 22 Nov 2026 11:00:00 GMT", "", 0, true},
		// a clock that is off: the answer's own date counts
		{"Sun, 22 Nov 2026 12:00:09 GMT", "Sun, 22 Nov 2026 12:00:04 GMT", 5 * time.Second, true},
		{"1e300", "", 365 * 24 * time.Hour, true},
		{"-1", "", 0, false},
		{"NaN", "", 0, false},
		{"soon", "", 0, false},
		{"", "", 0, false},
	} {
		h := http.Header{}
		h.Set("Retry-After", tc.header)
		h.Set("Date", tc.date)
		if got, ok := retryAfter(h, now); got != tc.want || ok != tc.ok {
			t.Errorf("Retry-After %q with Date %q: %s, %t; want %s, %t", tc.header, tc.date, got, ok, tc.want, tc.ok)
		}
	}
}

// TestMask_oneSecretBeginsAnother has secrets in both orders.
func TestMask_oneSecretBeginsAnother(t *testing.T) {
	t.Parallel()
	for _, secrets := range [][]string{{"abc123", "abc123-tail"}, {"abc123-tail", "abc123"}} {
		m, text := NewMask(secrets...), "x abc123-tail abc123 y"
		if s, b := m.String(text), string(m.Bytes([]byte(text))); s != "x *** *** y" || b != s {
			t.Errorf("%q are masked as %q and %q", secrets, s, b)
		}
	}
}

func TestMask_findsTheSecretHoweverItIsEscaped(t *testing.T) {
	const token = `AbCd/EfGh+"x==`
	m := NewMask(token)
	for _, body := range []string{
		`{"m":"AbCd/EfGh+\"x=="}`,
		`{"m":"AbCd\/EfGh+\"x=="}`,
		`{"m":"AbCd\u002fEfGh\u002b\u0022x\u003d="}`,
		`{"debug":"Bearer AbCd\/EfGh+\"x== and no end`,
		`{"debug":"\\u0041\\\\ \u0041bC\u0064\/EfGh\u002B\u0022x== and no end`,
		`<a href="?t=AbCd%2FEfGh%2B%22x%3D%3D">`,
		`<a href="?t=AbCd%2fEfGh%2b%22x%3d%3d">`,
	} {
		if got := string(m.Bytes([]byte(body))); !strings.Contains(got, Masked) || strings.Contains(got, "AbCd") {
			t.Errorf("%s is shown as %s", body, got)
		}
	}
}

// A try that fails must leave nothing with the run, which may have millions.
func TestTransport_keepsNothingOfAFailedTry(t *testing.T) {
	t.Parallel()
	tr := &Transport{Provider: bearer(), BaseURL: "http://127.0.0.1", Timeout: time.Minute, HTTP: unreachable{}}
	parent := &counted{Context: t.Context()}
	for range 100 {
		if try := tr.Send(parent, []contact.Update{{Contact: "a"}}); try.Err == nil {
			t.Fatal("the try did not fail")
		}
	}
	if n := parent.waiting.Load(); n != 0 {
		t.Errorf("after 100 failed tries %d of them still wait for the end of the run", n)
	}
}

type unreachable struct{}

func (unreachable) RoundTrip(*http.Request) (*http.Response, error) {
	return nil, errors.New("connection reset")
}

// A counted context counts those that wait for its end.
type counted struct {
	context.Context
	waiting atomic.Int64
}

func (c *counted) Value(any) any { return nil } // or the package would find the context behind it

func (c *counted) AfterFunc(f func()) func() bool {
	c.waiting.Add(1)
	stop := context.AfterFunc(c.Context, f)
	return func() bool {
		c.waiting.Add(-1)
		return stop()
	}
}
