package providertest

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"

	"rollcall/contact"
	"rollcall/providers"
)

// A question is a request that reads, and what is made of its answers.
type question struct {
	name     string
	request  providers.Request
	answer   providers.Answer // the documented one
	judge    func(providers.Answer) providers.Verdict
	snapshot func(providers.Answer) providers.Snapshot // nil where no contact is shown
}

// questions returns what the provider can be asked.
func (s Suite) questions(t testing.TB) []question {
	t.Helper()
	p := s.Provider(t)
	var all []question
	if p, ok := p.(providers.Prober); ok {
		all = append(all, probing(s, p))
	}
	if p, ok := p.(providers.Lister); ok {
		all = append(all, listing(s, p))
	}
	if p, ok := p.(providers.Reader); ok {
		all = append(all, finding(s, p))
	}
	if p, ok := p.(providers.Walker); ok {
		all = append(all, walking(s, p))
	}
	return all
}

func probing(s Suite, p providers.Prober) question {
	return question{name: "probe", request: p.Probe(), answer: s.Probed, judge: func(a providers.Answer) providers.Verdict {
		_, v := p.Probed(a)
		return v
	}}
}

// listing judges by the error: a list knows no verdict.
func listing(s Suite, p providers.Lister) question {
	return question{name: "fields", request: p.Fields(""), answer: s.Listed, judge: func(a providers.Answer) providers.Verdict {
		if _, _, err := p.Listed(a, ""); err != nil {
			return providers.Verdict{Status: contact.Unknown, Message: err.Error()}
		}
		return providers.Verdict{Status: contact.Verified}
	}}
}

func finding(s Suite, p providers.Reader) question {
	id := s.Update(0).Contact
	find := func(a providers.Answer) (providers.Snapshot, providers.Verdict) { return p.Found(a, id) }
	return question{
		name: "lookup", request: p.Lookup(id, ""), answer: s.Found,
		judge:    func(a providers.Answer) providers.Verdict { _, v := find(a); return v },
		snapshot: func(a providers.Answer) providers.Snapshot { s, _ := find(a); return s },
	}
}

func walking(s Suite, p providers.Walker) question {
	id := strings.ToLower(s.Update(0).Contact)
	return question{
		name: "page", request: p.Page(""), answer: s.Paged,
		judge:    func(a providers.Answer) providers.Verdict { _, _, v := p.Paged(a, ""); return v },
		snapshot: func(a providers.Answer) providers.Snapshot { page, _, _ := p.Paged(a, ""); return page[id] },
	}
}

// testReads checks that what reads cannot write, and goes where it should.
func testReads(t *testing.T, s Suite) {
	for _, q := range s.questions(t) {
		testReading(t, q.name, s.Definition.Spec, q.request)
	}
}

func testReading(t *testing.T, name string, spec *providers.Spec, r providers.Request) {
	t.Helper()
	isObject := len(r.Body) > 0 && r.Body[0] == '{' && jsontext.Value(r.Body).IsValid()
	if isGet := r.Method == http.MethodGet && len(r.Body) == 0; !isGet && (r.Method != http.MethodPost || !isObject) {
		t.Errorf("%s: %s %s with the body %q is neither a GET without one nor a POST of an object", name, r.Method, r.Path, r.Body)
	}
	if spec.Auth.BodyKey != "" && !isObject {
		t.Errorf("%s: there is no body to put the token into", name)
	}
	if r.Method == spec.Method && r.Path == spec.Path {
		t.Errorf("%s: %s %s is what updates", name, r.Method, r.Path)
	}
	u, err := url.Parse("https://host" + r.Path)
	if err != nil || u.Host != "host" || u.RequestURI() != r.Path {
		t.Errorf("%s: the path %q is not escaped: %v", name, r.Path, err)
		return
	}
	if segments := strings.Split(u.EscapedPath(), "/"); slices.Contains(segments, "..") || slices.Contains(segments, ".") {
		t.Errorf("%s: the path %q climbs", name, r.Path)
	}
}

// testHostileLookup checks that no identifier leads to another address, be it
// the row's or the provider's own.
func testHostileLookup(t *testing.T, s Suite) {
	p, ok := s.Provider(t).(providers.Reader)
	if !ok {
		return
	}
	shape := func(r providers.Request) string {
		path, query, _ := strings.Cut(r.Path, "?")
		return fmt.Sprint(strings.Count(path, "/"), query)
	}
	want := shape(p.Lookup(s.Update(0).Contact, ""))
	for _, id := range hostile {
		for _, r := range []providers.Request{p.Lookup(id, ""), p.Lookup(s.Update(0).Contact, id)} {
			testReading(t, "lookup", s.Definition.Spec, r)
			if got := shape(r); got != want {
				t.Errorf("the contact %q is looked up at another address: %s", id, r.Path)
			}
		}
	}
}

// wellFormedRead reports what is wrong with the verdict on an answer to what
// reads.
func wellFormedRead(v providers.Verdict) error {
	ends := v.Status == contact.Verified || v.Status == contact.NotFound || v.Status == contact.Unknown
	again := v.Status == contact.Deferred || v.Status == contact.Failed
	switch {
	case v.Next == providers.Stop && v.Message == "":
		return fmt.Errorf("stops the run without a reason")
	case v.Next == providers.Stop:
	case v.Next == providers.Settle && !ends, v.Next == providers.Repeat && !again:
		return fmt.Errorf("next is %d and the status %s", v.Next, v.Status)
	case v.Next != providers.Settle && v.Next != providers.Repeat:
		return fmt.Errorf("what reads can only be settled or repeated, next is %d", v.Next)
	case v.Status != contact.Verified && v.Message == "":
		return fmt.Errorf("%s without a reason", v.Status)
	}
	return oneLine(v.Message)
}
