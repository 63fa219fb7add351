package providertest

import (
	"bytes"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rollcall/contact"
	"rollcall/providers"
)

// garbage are bodies that no provider means as a success.
var garbage = map[string]string{
	"empty":          "",
	"blank":          " \r\n\t",
	"HTML":           "<!DOCTYPE html><html><body>Welcome</body></html>",
	"plain text":     "OK",
	"null":           "null",
	"true":           "true",
	"number":         "200",
	"string":         `"updated"`,
	"array":          `[{"code":200,"contactId":1,"id":"1","contact":{}}]`,
	"cut object":     `{"code":200,"message":"success upd`,
	"cut name":       `{"mess`,
	"only a brace":   "{",
	"two objects":    `{"code":200,"contactId":1} {}`,
	"object and":     `{"code":200,"contactId":1}garbage`,
	"no colon":       `{"code" 200}`,
	"binary":         "\x00\x01\xfe\xff",
	"deep arrays":    strings.Repeat("[", 1<<20),
	"deep objects":   strings.Repeat(`{"error":`, 1<<17),
	"deep values":    `{"code":200,"x":` + strings.Repeat("[", 20000) + strings.Repeat("]", 20000) + "}",
	"a long string":  `{"message":"` + strings.Repeat("a", 1<<20),
	"a failure told": `{"error":{"message":"no"},"errors":["no"]}`,
}

// testGarbage checks that a status of success does not make a success of a body
// that cannot be understood.
func testGarbage(t *testing.T, s Suite) {
	p := s.Provider(t)
	for name, body := range garbage {
		for _, n := range []int{1, s.Definition.Spec.Limits.Batch} {
			answer := providers.Answer{Status: http.StatusOK, Header: http.Header{}, Body: []byte(body)}
			verdicts := p.Judge(answer, s.updates(n))
			if err := wellFormed(verdicts, n); err != nil {
				t.Errorf("200 with a body of %s: %v", name, err)
				continue
			}
			if verdicts[0].Status == contact.Updated {
				t.Errorf("200 with a body of %s: the row would be reported as updated", name)
			}
		}
	}
	cut := s.Accepted
	cut.Cut = true
	if v := p.Judge(cut, s.updates(1)); v[0].Status != contact.Unknown {
		t.Errorf("an answer that was cut off: got %s, want unknown", v[0].Status)
	}
}

// testAccepted checks that the documented success updates every row, in any
// number.
func testAccepted(t *testing.T, s Suite) {
	p := s.Provider(t)
	for n := 1; n <= s.Definition.Spec.Limits.Batch; n++ {
		verdicts := p.Judge(s.Accepted, s.updates(n))
		if err := wellFormed(verdicts, n); err != nil {
			t.Fatal(err)
		}
		for i, v := range verdicts {
			if v.Status != contact.Updated {
				t.Errorf("row %d of %d: got %s (%s), want updated", i+1, n, v.Status, v.Message)
			}
		}
	}
}

// testStatuses checks every status of HTTP, with the bodies that may come with
// it.
func testStatuses(t *testing.T, s Suite) {
	p := s.Provider(t)
	n := s.Definition.Spec.Limits.Batch
	updates := s.updates(n)
	for status := 100; status < 600; status++ {
		for _, body := range []string{"", "{}", "<html></html>", "busy", `"`, `"cut`, `{"message":"no"}`, `{"error":"no"}`, string(s.Accepted.Body)} {
			verdicts := p.Judge(providers.Answer{Status: status, Header: http.Header{}, Body: []byte(body)}, updates)
			if err := wellFormed(verdicts, n); err != nil {
				t.Errorf("%d with body %q: %v", status, body, err)
				continue
			}
			testStatus(t, status, body, verdicts[0])
		}
	}
}

func testStatus(t *testing.T, status int, body string, v providers.Verdict) {
	t.Helper()
	next := map[int]providers.Next{
		301: providers.Stop, 302: providers.Stop, 303: providers.Stop, 307: providers.Stop, 308: providers.Stop,
		401: providers.Stop, 403: providers.Stop,
		429: providers.Repeat, 500: providers.Repeat, 502: providers.Repeat, 503: providers.Repeat, 504: providers.Repeat,
		449: providers.Queue,
	}
	if want, ok := next[status]; ok && v.Next != want {
		t.Errorf("%d with body %q: next is %d, want %d", status, body, v.Next, want)
	}
	want := map[int]contact.Status{429: contact.Deferred, 449: contact.Deferred, 500: contact.Failed, 503: contact.Failed}
	if want, ok := want[status]; ok && v.Status != want {
		t.Errorf("%d with body %q: got %s, want %s", status, body, v.Status, want)
	}
	if !providers.Success(status) && v.Status == contact.Updated {
		t.Errorf("%d with body %q: the row would be reported as updated", status, body)
	}
}

// testJudgePure checks that an answer may be judged twice.
func testJudgePure(t *testing.T, s Suite) {
	p := s.Provider(t)
	n := min(2, s.Definition.Spec.Limits.Batch)
	updates, untouched := s.updates(n), s.updates(n)
	answer := s.Accepted
	answer.Body = bytes.Clone(s.Accepted.Body)
	first, second := p.Judge(answer, updates), p.Judge(answer, updates)
	if diff := cmp.Diff(first, second); diff != "" {
		t.Errorf("the same answer was judged twice (-first +second):\n%s", diff)
	}
	if !bytes.Equal(answer.Body, s.Accepted.Body) {
		t.Errorf("judging changed the body to %s", answer.Body)
	}
	if diff := cmp.Diff(untouched, updates); diff != "" {
		t.Errorf("judging changed the updates (-before +after):\n%s", diff)
	}
}

// FuzzJudge checks that any answer has well-formed verdicts, as many as there
// are updates.
func FuzzJudge(f *testing.F, s Suite) {
	for _, body := range garbage {
		if len(body) < 1<<10 {
			f.Add(200, []byte(body))
			f.Add(404, []byte(body))
		}
	}
	f.Add(s.Accepted.Status, s.Accepted.Body)
	f.Add(200, []byte(`{"status":false,"meta":{"code":"401"},"error":{"error":"x","field":"Email"},"data":{"message":[1,"y"]}}`))
	f.Add(422, []byte(`{"errors":[{"field":"email","message":"z"}],"code":"409","msg":{"message":""}}`))
	p := s.Provider(f)
	updates := s.updates(s.Definition.Spec.Limits.Batch)
	f.Fuzz(func(t *testing.T, status int, body []byte) {
		kept := bytes.Clone(body)
		verdicts := p.Judge(providers.Answer{Status: status, Body: body}, updates)
		if err := wellFormed(verdicts, len(updates)); err != nil {
			t.Error(err)
		}
		if !providers.Success(status) && verdicts[0].Status == contact.Updated {
			t.Errorf("status %d would be reported as updated", status)
		}
		if !bytes.Equal(kept, body) {
			t.Error("judging changed the body")
		}
	})
}
