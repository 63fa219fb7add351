package providertest

import (
	"bytes"
	"net/http"
	"slices"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/go-cmp/cmp"

	"rollcall/contact"
	"rollcall/providers"
)

// testDocumented checks that the documented answers are understood.
func testDocumented(t *testing.T, s Suite) {
	for _, q := range s.questions(t) {
		if v := q.judge(q.answer); v.Next != providers.Settle || v.Status != contact.Verified {
			t.Errorf("%s: the documented answer means %s (%s)", q.name, v.Status, v.Message)
		}
		if q.snapshot != nil && q.snapshot(q.answer).Fields == nil {
			t.Errorf("%s: the documented answer does not show the contact", q.name)
		}
		cut := q.answer
		cut.Cut = true
		if v := q.judge(cut); v.Status == contact.Verified && q.name != "page" {
			t.Errorf("%s: an answer that was cut off counts", q.name)
		}
	}
	if p, ok := s.Provider(t).(providers.Lister); ok {
		testListed(t, s, p)
	}
}

// testListed follows the documented list to its end.
func testListed(t *testing.T, s Suite, p providers.Lister) {
	t.Helper()
	fields, next, _ := p.Listed(s.Listed, "")
	for _, f := range fields {
		if f.Name == "" || f.Type != "" && !slices.Contains(providers.CustomTypes, f.Type) {
			t.Errorf("a mapping cannot name the field %+v", f)
		}
	}
	if len(fields) == 0 {
		t.Error("the documented list holds no field")
	}
	if next != "" {
		testReading(t, "next fields", s.Definition.Spec, p.Fields(next))
	}
}

// testReadStatuses checks every status of HTTP, with the bodies that may come
// with it.
func testReadStatuses(t *testing.T, s Suite) {
	for _, q := range s.questions(t) {
		for status := 100; status < 600; status++ {
			for _, body := range []string{"", "{}", "<html></html>", "busy", `"`, `"cut`, `{"message":"no"}`, `{"error":"no"}`, string(q.answer.Body)} {
				v := q.judge(providers.Answer{Status: status, Header: http.Header{}, Body: []byte(body)})
				if err := wellFormedRead(v); err != nil {
					t.Errorf("%s: %d with body %q: %v", q.name, status, body, err)
				}
				if !providers.Success(status) && v.Status == contact.Verified {
					t.Errorf("%s: %d with body %q counts as good", q.name, status, body)
				}
				if q.name != "fields" {
					testReadStatus(t, q.name, status, body, v)
				}
			}
		}
	}
}

func testReadStatus(t *testing.T, name string, status int, body string, v providers.Verdict) {
	t.Helper()
	next := map[int]providers.Next{
		301: providers.Stop, 302: providers.Stop, 307: providers.Stop, 401: providers.Stop, 403: providers.Stop,
		429: providers.Repeat, 449: providers.Repeat, 500: providers.Repeat, 502: providers.Repeat, 503: providers.Repeat,
	}
	if want, ok := next[status]; ok && v.Next != want {
		t.Errorf("%s: %d with body %q: next is %d, want %d", name, status, body, v.Next, want)
	}
	if elsewhere := body == "busy" || body == "<html></html>"; status == 404 && elsewhere && v.Status != contact.Unknown {
		t.Errorf("%s: an address that does not exist means %s, next %d", name, v.Status, v.Next)
	}
	if name == "probe" && v.Status == contact.NotFound {
		t.Errorf("%s: %d with body %q speaks of a contact", name, status, body)
	}
}

// testReadGarbage checks that a status of success does not make sense of a body
// that has none, and that no word of it is repeated.
func testReadGarbage(t *testing.T, s Suite) {
	for _, q := range s.questions(t) {
		for name, body := range garbage {
			v := q.judge(providers.Answer{Status: http.StatusOK, Header: http.Header{}, Body: []byte(body)})
			if err := wellFormedRead(v); err != nil {
				t.Errorf("%s: 200 with a body of %s: %v", q.name, name, err)
			}
			if v.Status == contact.Verified {
				t.Errorf("%s: 200 with a body of %s counts as good", q.name, name)
			}
		}
	}
	if p, ok := s.Provider(t).(providers.Prober); ok {
		secret := `{"status":"?","api_key":"s3cret","token":"s3cret","data":"s3cret"}`
		identity, v := p.Probed(providers.Answer{Status: http.StatusOK, Body: []byte(secret)})
		if bytes.Contains([]byte(identity.ID+identity.Name+v.Message+v.Code), []byte("s3cret")) {
			t.Errorf("what a probe is answered is repeated: %+v %+v", identity, v)
		}
	}
}

// testKept checks that a snapshot is as it was when the answer's body has been
// used for another one, and that reading changes nothing.
func testKept(t *testing.T, s Suite) {
	for _, q := range s.questions(t) {
		if q.snapshot == nil {
			continue
		}
		answer := q.answer
		answer.Body = bytes.Clone(q.answer.Body)
		got, want := q.snapshot(answer), q.snapshot(q.answer)
		if !bytes.Equal(answer.Body, q.answer.Body) {
			t.Errorf("%s: reading changed the body to %s", q.name, answer.Body)
		}
		for i := range answer.Body {
			answer.Body[i] = '#'
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: the contact changed when the body was used again (-then +now):\n%s", q.name, diff)
		}
	}
}

// testSame checks that every field is the same as itself and as nothing else.
func testSame(t *testing.T, s Suite) {
	p, ok := s.Provider(t).(providers.Comparer)
	if !ok {
		return
	}
	for _, f := range sampleFields(s.Definition.Spec) {
		empty := f.Value[0] == 'n' || string(f.Value) == `""` || string(f.Value) == `[]`
		for shown, want := range map[string]bool{
			string(f.Value): true, `null`: empty, `""`: empty, `[]`: empty, `"something else"`: false, `{"a":1}`: false, `["x"]`: false, ``: false,
		} {
			value := jsontext.Value(shown)
			if shown == "" {
				value = nil
			}
			if p.Same(f, value) != want {
				t.Errorf("field %q: %s shown as %q is the same: %v, want %v", f.Name, f.Value, shown, !want, want)
			}
		}
	}
}

// testRestore checks that what is put back would be shown as it was.
func testRestore(t *testing.T, s Suite) {
	p, ok := s.Provider(t).(providers.Comparer)
	if !ok {
		return
	}
	for _, f := range sampleFields(s.Definition.Spec) {
		restored, ok := p.Restore(f.Name, f.Custom, f.Value)
		again := contact.Field{Name: f.Name, Custom: f.Custom, Value: restored}
		if !ok || !jsontext.Value(restored).IsValid() || !p.Same(again, f.Value) {
			t.Errorf("field %q: %s is put back as %s (%v)", f.Name, f.Value, restored, ok)
		}
		if got, ok := p.Restore(f.Name, f.Custom, jsontext.Value("null")); !ok || string(got) != "null" {
			t.Errorf("field %q: nothing is put back as %s (%v), want null", f.Name, got, ok)
		}
		if got, ok := p.Restore(f.Name, f.Custom, nil); ok {
			t.Errorf("field %q of which nothing is shown is put back as %s", f.Name, got)
		}
	}
}
