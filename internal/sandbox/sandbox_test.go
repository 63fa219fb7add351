package sandbox

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	hex24 = "674d9650b000000000000000"
	hex32 = "414a6d692bd645ed803f2e7ce360d4c8"
	uuid1 = "d3b07384-d113-4ec5-a5ae-be81d6e3c239"
	uuid2 = "d3b07384-d113-4ec5-a5ae-be81d6e3c240"
)

// A request is what a test sends. Headers begin as the path's provider wants them.
type request struct {
	method, path, body string
	header             map[string]string // replaces; an empty value takes the header away
}

func put(path, body string) request  { return request{method: "PUT", path: path, body: body} }
func post(path, body string) request { return request{method: "POST", path: path, body: body} }
func get(path string) request        { return request{method: "GET", path: path} }

func patch(path, body string) request { return request{method: "PATCH", path: path, body: body} }

func (r request) with(name, value string) request {
	r.header = map[string]string{name: value}
	return r
}

func (r request) http() *http.Request {
	req := httptest.NewRequest(r.method, r.path, strings.NewReader(r.body))
	if p, _ := locate(req.URL.EscapedPath()); p != nil && p.scheme != "" {
		req.Header.Set("Authorization", p.scheme+DefaultToken)
	}
	req.Header.Set("Content-Type", "application/json")
	for name, value := range r.header {
		if req.Header.Del(name); value != "" {
			req.Header.Set(name, value)
		}
	}
	return req
}

func send(s *Server, r request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r.http())
	return w
}

// must sends a request that the test takes to succeed.
func must(t *testing.T, s *Server, r request) *httptest.ResponseRecorder {
	t.Helper()
	w := send(s, r)
	if w.Code != http.StatusOK {
		t.Fatalf("%s %s: status %d, body %s", r.method, r.path, w.Code, w.Body)
	}
	return w
}

// An exchangeCase is a request and the answer that it must get.
type exchangeCase struct {
	request request
	status  int
	body    string // JSON; the answer must hold the same
}

func checkExchanges(t *testing.T, cfg Config, cases map[string]exchangeCase) {
	t.Helper()
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := send(New(cfg), tc.request)
			if w.Code != tc.status {
				t.Errorf("the client gets status %d, want %d; body %s", w.Code, tc.status, w.Body)
			}
			if diff := cmp.Diff(decode(t, tc.body), decode(t, w.Body.String())); diff != "" {
				t.Errorf("the client gets another body (-want +got):\n%s", diff)
			}
		})
	}
}

// checkTaken sends bodies that the provider must take.
func checkTaken(t *testing.T, to func(body string) request, bodies ...string) {
	t.Helper()
	for _, body := range bodies {
		if w := send(New(Config{}), to(body)); w.Code != http.StatusOK || strings.Contains(w.Body.String(), `"error"`) {
			t.Errorf("%s: refused with %d %s", body, w.Code, w.Body)
		}
	}
}

// checkRefused sends bodies that the provider must refuse, naming the field.
func checkRefused(t *testing.T, to func(body string) request, status int, bodies map[string]string) {
	t.Helper()
	for body, field := range bodies {
		w := send(New(Config{}), to(body))
		if w.Code != status {
			t.Errorf("%s: status %d, want %d; body %s", body, w.Code, status, w.Body)
		}
		if !strings.Contains(w.Body.String(), field) {
			t.Errorf("%s: the refusal does not say %q: %s", body, field, w.Body)
		}
	}
}

func decode(t *testing.T, body string) any {
	t.Helper()
	var v any
	if err := json.Unmarshal([]byte(body), &v); err != nil {
		t.Fatalf("%q is no JSON: %v", body, err)
	}
	return v
}

func TestServer_prefixIsTheSamePath(t *testing.T) {
	t.Parallel()
	s := New(Config{})
	must(t, s, put("/aelyst/v1/contact/id:7", `{"firstName":"A"}`))
	if w := must(t, s, get("/v1/contact/id:7")); !strings.Contains(w.Body.String(), `"firstName":"A"`) {
		t.Errorf("written under /aelyst, read at the root: %s", w.Body)
	}
	if w := send(s, get("/v1/nobody")); w.Code != http.StatusNotFound {
		t.Errorf("a path of no provider answers %d", w.Code)
	}
}

func TestServer_bodyMustBeOneObject(t *testing.T) {
	t.Parallel()
	for _, body := range []string{``, `[]`, `"x"`, `{"firstName":"a"`, `{"firstName":"a"} {}`, `{"firstName":"a","firstName":"b"}`, "{\"firstName\":\"\xff\"}"} {
		if w := send(New(Config{}), put("/v1/contact/id:1", body)); w.Code != http.StatusBadRequest {
			t.Errorf("body %q: status %d, want 400", body, w.Code)
		}
	}
}

func TestServer_headers(t *testing.T) {
	t.Parallel()
	ok := put("/v1/contact/id:1", `{"firstName":"a"}`)
	for name, tc := range map[string]struct {
		request request
		status  int
	}{
		"charset":           {ok.with("Content-Type", "application/json; charset=utf-8"), 200},
		"no content type":   {ok.with("Content-Type", ""), 400},
		"form":              {ok.with("Content-Type", "application/x-www-form-urlencoded"), 400},
		"accepts JSON":      {ok.with("Accept", "application/json"), 200},
		"accepts HTML only": {ok.with("Accept", "text/html"), 406},
		"wrong scheme":      {ok.with("Authorization", "Token "+DefaultToken), 401},
		"no token":          {ok.with("Authorization", ""), 401},
		"wrong token":       {ok.with("Authorization", "Bearer nope"), 401},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if w := send(New(Config{}), tc.request); w.Code != tc.status {
				t.Errorf("status %d, want %d: %s", w.Code, tc.status, w.Body)
			}
		})
	}
}

func TestServer_ownToken(t *testing.T) {
	t.Parallel()
	s := New(Config{Token: "other"})
	if w := send(s, put("/v1/contact/id:1", `{}`)); w.Code != http.StatusUnauthorized {
		t.Errorf("the default token passes although the config names another: %d", w.Code)
	}
	must(t, s, put("/v1/contact/id:1", `{}`).with("Authorization", "Bearer other"))
}

func TestServer_echoToken(t *testing.T) {
	t.Parallel()
	s := New(Config{EchoToken: true})
	for _, r := range []request{
		put("/v1/contact/id:1", `{}`).with("Authorization", "Bearer geheim"),
		put("/api/v2/contact/"+hex24, `{}`).with("Authorization", "Bearer geheim"),
		post("/v3/contact/update", `{"token":"geheim","contacts":[]}`),
	} {
		if w := send(s, r); !strings.Contains(w.Body.String(), "geheim") {
			t.Errorf("%s: the refusal does not repeat the token: %s", r.path, w.Body)
		}
	}
}

func equal(a, b any) bool { return cmp.Equal(a, b) }
