package providertest

import (
	"bytes"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/go-cmp/cmp"

	"rollcall/contact"
	"rollcall/providers"
)

// testBatches checks the request for every number of updates that the limits
// allow.
func testBatches(t *testing.T, s Suite) {
	p := s.Provider(t)
	for n := 1; n <= s.Definition.Spec.Limits.Batch; n++ {
		updates := s.updates(n)
		request := p.Build(updates)
		testRequest(t, s.Definition.Spec, request)
		for _, u := range updates {
			if !holds(request, u.Contact) {
				t.Errorf("request for %d updates does not name contact %s: %s %s", n, u.Contact, request.Path, request.Body)
			}
		}
	}
}

func holds(request providers.Request, id string) bool {
	return strings.Contains(request.Path, providers.Segment(id)) || bytes.Contains(request.Body, quoted(id))
}

func quoted(s string) []byte { return providers.AppendText(nil, s) }

// testRequest checks what holds for every request.
func testRequest(t *testing.T, spec *providers.Spec, request providers.Request) {
	t.Helper()
	if request.Method != spec.Method {
		t.Errorf("method %q, want that of the spec: %q", request.Method, spec.Method)
	}
	if !jsontext.Value(request.Body).IsValid() || request.Body[0] != '{' {
		t.Errorf("body is no JSON object: %s", request.Body)
	}
	if key := spec.Auth.BodyKey; key != "" && bytes.Contains(request.Body, append(quoted(key), ':')) {
		t.Errorf("body holds the key %q, which is for the sender to add: %s", key, request.Body)
	}
	testPath(t, spec, request.Path)
}

// testPath checks that a path has the segments of the spec's, all of them
// escaped.
func testPath(t *testing.T, spec *providers.Spec, path string) {
	t.Helper()
	u, err := url.Parse("https://host" + path)
	if err != nil {
		t.Errorf("path %q is not escaped: %v", path, err)
		return
	}
	if u.EscapedPath() != path || u.Host != "host" || u.RawQuery != "" || u.Fragment != "" {
		t.Errorf("path %q leaves the path: query %q, fragment %q", path, u.RawQuery, u.Fragment)
	}
	got, want := strings.Split(path, "/"), strings.Split(spec.Path, "/")
	if len(got) != len(want) {
		t.Errorf("path %q has not the segments of %q", path, spec.Path)
	}
	if slices.Contains(got, "..") || slices.Contains(got, ".") {
		t.Errorf("path %q climbs", path)
	}
}

// testPure checks that the same updates give the same request, and are left as
// they were.
func testPure(t *testing.T, s Suite) {
	n := s.Definition.Spec.Limits.Batch
	updates, untouched := s.updates(n), s.updates(n)
	p := s.Provider(t)
	first := p.Build(updates)
	kept := first
	kept.Body = bytes.Clone(first.Body)
	second := p.Build(updates)
	if diff := cmp.Diff(first, second); diff != "" {
		t.Errorf("the same updates gave two requests (-first +second):\n%s", diff)
	}
	second.Body = append(second.Body[:0], "overwritten"...)
	if diff := cmp.Diff(kept, first); diff != "" {
		t.Errorf("a request changed after it was built (-then +now):\n%s", diff)
	}
	if diff := cmp.Diff(untouched, updates); diff != "" {
		t.Errorf("building changed the updates (-before +after):\n%s", diff)
	}
}

// testEveryField checks that each field and each custom type reaches the body,
// alone and cleared.
func testEveryField(t *testing.T, s Suite) {
	spec, p := s.Definition.Spec, s.Provider(t)
	for _, f := range sampleFields(spec) {
		update := s.Update(0)
		update.Fields = []contact.Field{f}
		request := p.Build([]contact.Update{update})
		testRequest(t, spec, request)
		if !bytes.Contains(request.Body, f.Value) {
			t.Errorf("field %q: the value %s is not in the body %s", f.Name, f.Value, request.Body)
		}
	}
}

// sampleFields returns a value for each field, each clear form and each custom
// type of a spec.
func sampleFields(spec *providers.Spec) []contact.Field {
	var all []contact.Field
	for _, f := range spec.Fields {
		all = append(all, contact.Field{Name: mappingName(f), Value: sample(f)})
		if f.Clear != "" {
			all = append(all, contact.Field{Name: mappingName(f), Value: []byte(f.Clear)})
		}
	}
	for name, form := range spec.Custom.Types {
		all = append(all, contact.Field{Name: "Own " + name, Custom: true, Value: sample(providers.Field{Form: form})})
	}
	if spec.Custom.Clear != "" {
		all = append(all, contact.Field{Name: "Own", Custom: true, Value: []byte(spec.Custom.Clear)})
	}
	return all
}

// mappingName returns a field's name as a mapping may write it.
func mappingName(f providers.Field) string {
	switch {
	case !f.Keyed:
		return f.Name
	case len(f.Keys) > 0:
		return f.Name + "[" + f.Keys[0] + "]"
	}
	return f.Name + "[550aac3da096734ce5000001]"
}

// samples holds a wire value for every form that is no plain text.
var samples = map[providers.Form]string{
	providers.Number: `12.50`, providers.NumberText: `"12.50"`,
	providers.Integer: `42`, providers.IntegerText: `"42"`,
	providers.Boolean: `true`, providers.BooleanText: `"true"`,
	providers.Email: `"ann@example.com"`, providers.URL: `"https://example.com/a?b=c"`,
	providers.PhoneE164: `"+447712345678"`, providers.PhoneDigits: `"447712345678"`,
	providers.PhoneNational: `"7712345678"`, providers.PhoneCode: `"44"`,
	providers.Date: `"1990-05-14"`, providers.DateTime: `"1990-05-14T00:00:00Z"`, providers.Time: `"13:00"`,
	providers.LanguageLower: `"ms"`, providers.LanguageUpper: `"ES"`, providers.Country: `"MY"`,
	providers.List: `["one","two"]`,
}

func sample(f providers.Field) []byte {
	if f.Form == providers.Enum {
		return quoted(f.Options[0])
	}
	if text, ok := samples[f.Form]; ok {
		return []byte(text)
	}
	return []byte(`"some \"quoted\" text"`)
}

// testCheck checks that good updates can be sent.
func testCheck(t *testing.T, s Suite) {
	p := s.Provider(t)
	for _, u := range s.updates(s.Definition.Spec.Limits.Batch) {
		if err := p.Check(u); err != nil {
			t.Errorf("a good update is refused: %v", err)
		}
	}
}
