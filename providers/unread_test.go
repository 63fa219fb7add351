package providers_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rollcall/contact"
	"rollcall/providers"
)

func TestUnread(t *testing.T) {
	t.Parallel()
	unknown := func(message string) providers.Verdict {
		return providers.Verdict{Status: contact.Unknown, Message: message}
	}
	const nowhere = "404 Not Found: the address is not known there, is the base URL right?"
	for _, tt := range []struct {
		name   string
		status int
		body   string
		want   providers.Verdict
	}{
		{"the token is refused", 401, `{"error":"no"}`, providers.Verdict{Next: providers.Stop, Message: "no"}},
		{"no right to read", 403, ``, providers.Verdict{Next: providers.Stop, Message: "403 Forbidden"}},
		{"a redirect", 302, ``, providers.Verdict{Next: providers.Stop, Message: "302 Found: redirects are not followed, so that the token goes nowhere else"}},
		{"no such contact", 404, `{"error":"gone"}`, providers.Verdict{Status: contact.NotFound, Message: "gone"}},
		{"no such contact, no words", 404, ``, providers.Verdict{Status: contact.NotFound, Message: "404 Not Found"}},
		{"no such address, HTML", 404, `<html>`, unknown(nowhere)},
		{"no such address, text", 404, `404 page not found`, unknown("404 page not found: the address is not known there, is the base URL right?")},
		{"no such method", 405, ``, unknown("405 Method Not Allowed")},
		{"a refused question", 422, `{"error":"odd"}`, unknown("odd")},
		{"a success that is none", 200, `{"error":"odd"}`, unknown("odd")},
		{"too many", 429, ``, providers.Verdict{Next: providers.Repeat, Status: contact.Deferred, Message: "429 Too Many Requests"}},
		{"in a queue", 449, ``, providers.Verdict{Next: providers.Repeat, Status: contact.Deferred, Message: "449 Retry Later"}},
		{"broken", 502, `<html>`, providers.Verdict{Next: providers.Repeat, Status: contact.Failed, Message: "502 Bad Gateway"}},
		{"not made", 501, ``, unknown("501 Not Implemented")},
	} {
		if diff := cmp.Diff(tt.want, providers.Unread(tt.status, body(tt.body))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

func TestUnprobed(t *testing.T) {
	t.Parallel()
	for _, text := range []string{``, `{"error":"gone"}`, `<html>`} {
		v := providers.Unprobed(providers.Unread(404, body(text)))
		if v.Next != providers.Settle || v.Status != contact.Unknown || v.Message == "" {
			t.Errorf("a probe that is answered 404 %s says of the token: %+v", text, v)
		}
	}
}

func TestUnclear(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`{"api_key":"secret"}`:  "200 OK, but the answer shows nothing",
		`secret`:                "200 OK, but the answer shows nothing",
		``:                      "200 OK, but the answer is empty",
		`<html>secret`:          "200 OK, but the answer is HTML, not JSON: is the base URL right?",
		"\n" + `{"secret":true`: "200 OK, but the answer shows nothing",
	} {
		v := providers.Unclear(providers.Answer{Status: 200, Body: []byte(text)}, "shows nothing")
		if v.Status != contact.Unknown || v.Message != want {
			t.Errorf("%q: got %s %q, want %q", text, v.Status, v.Message, want)
		}
	}
	cut := providers.Unclear(providers.Answer{Status: 200, Body: []byte(`{`), Cut: true}, "shows nothing")
	if !strings.HasSuffix(cut.Message, "longer than 1 MiB") {
		t.Errorf("an answer that was cut off: %q", cut.Message)
	}
}
