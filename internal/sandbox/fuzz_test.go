package sandbox

import (
	"encoding/json"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
)

// FuzzServe sends any request to a server that has seen all that came before:
// it must answer, and an answer that says it is JSON must be JSON.
func FuzzServe(f *testing.F) {
	for _, r := range updates {
		f.Add(r.method, r.path, r.body, DefaultToken)
	}
	f.Add("PUT", "/v1/contact/phone:%2B60121233112", `{"phone":null,"custom_fields":[{"name":"VIP","value":true}]}`, DefaultToken)
	f.Add("PUT", cendynPath, `{"list_subscriptions":[{"list_id":"550aac3da096734ce5000101","subscribed":true}]}`, DefaultToken)
	f.Add("GET", "/api/v2/contact?page=1&limit=2", "", DefaultToken)
	f.Add("GET", "/v1/space/custom_field?limit=3&cursorId=9", "", "")
	f.Add("POST", "/v3/contact/get", `{"token":"sandbox-token","limit":2,"page_state":"1"}`, "")
	f.Add("POST", "/_sandbox/config", `{"missing":0.5}`, "")
	f.Add("POST", "/_sandbox/config", `{"any_names":false,"lists":["550aac3da096734ce5000103"]}`, "")
	f.Add("GET", cendynBase+"/lists", "", DefaultToken)
	f.Add("GET", "/_sandbox/state", "", "")
	s := New(Config{AnyNames: true})
	f.Fuzz(func(t *testing.T, method, path, body, token string) {
		r := httptest.NewRequest("GET", "/", strings.NewReader(body))
		u, err := r.URL.Parse("http://127.0.0.1/" + strings.TrimPrefix(path, "/"))
		if err != nil {
			t.Skip()
		}
		r.Method, r.URL = method, u
		r.Header.Set("Content-Type", "application/json")
		if p, _ := locate(u.EscapedPath()); p != nil {
			r.Header.Set("Authorization", p.scheme+token)
		}
		if strings.HasPrefix(u.Path, "/_sandbox/config") && strings.Contains(body, "_ns") {
			t.Skip()
		}
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		whole := s.settings.Load().Truncated == 0
		if whole && w.Header().Get("Content-Type") == "application/json" && !json.Valid(w.Body.Bytes()) {
			t.Errorf("%s %s %q: the answer is no JSON: %q", method, path, body, w.Body)
		}
		if n := s.stats.inFlight.Load(); n != 0 {
			t.Errorf("%s %s %q: %d requests are in flight after the answer", method, path, body, n)
		}
	})
}

// FuzzMembers takes bodies apart: what is taken must be what stands there.
func FuzzMembers(f *testing.F) {
	f.Add(`{"a":1,"b":[{"c":"\u00e9"}]}`)
	f.Add(`{"a":"x" , "\u0061b":null}`)
	f.Add(` {} `)
	f.Fuzz(func(t *testing.T, body string) {
		fields, err := members(jsontext.Value(body))
		if err != nil {
			return
		}
		var want map[string]json.RawMessage
		if err := json.Unmarshal([]byte(body), &want); err != nil || len(want) != len(fields) {
			t.Fatalf("%q: taken as %d members, it has %d (%v)", body, len(fields), len(want), err)
		}
		for _, got := range fields {
			if string(want[string(got.name)]) != string(got.value) {
				t.Errorf("%q: %q is taken as %q", body, got.name, got.value)
			}
		}
	})
}
