package providertest

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"

	"rollcall/providers"
)

// testSpec checks that the spec says all that a user and the sender need.
func testSpec(t *testing.T, s Suite) {
	spec := s.Definition.Spec
	for name, value := range map[string]string{
		"name": spec.Name, "title": spec.Title, "method": spec.Method, "environment variable": spec.Auth.Env,
	} {
		if value == "" {
			t.Errorf("spec has no %s", name)
		}
	}
	if !strings.HasPrefix(spec.Source, "https://") {
		t.Errorf("source %q is no address of a page", spec.Source)
	}
	if !strings.HasPrefix(spec.Path, "/") {
		t.Errorf("path %q does not begin with a slash", spec.Path)
	}
	if (spec.Auth.Prefix == "") == (spec.Auth.BodyKey == "") {
		t.Errorf("auth %+v: the secret goes either into the header or into the body", spec.Auth)
	}
	if l := spec.Limits; l.Concurrency < 1 || l.Rate <= 0 || l.Batch < 1 || l.PerContact < 0 {
		t.Errorf("limits %+v would let nothing through", l)
	}
	if got := s.Provider(t).Spec(); got != spec {
		t.Error("the provider has another spec than its definition")
	}
	testSentences(t, spec.Notes)
}

func testSentences(t *testing.T, notes []string) {
	for _, note := range notes {
		if !strings.HasSuffix(note, ".") {
			t.Errorf("note %q is no sentence", note)
		}
	}
}

// testFields checks the fields and what may be said of custom ones.
func testFields(t *testing.T, s Suite) {
	spec := s.Definition.Spec
	seen := map[string]bool{}
	for _, f := range spec.Fields {
		key := f.Name
		if f.Keyed {
			key += "[]"
		}
		if seen[key] {
			t.Errorf("field %q stands twice", f.Name)
		}
		seen[key] = true
		testField(t, spec, f)
	}
	for name := range spec.Custom.Types {
		if !slices.Contains(providers.CustomTypes, name) {
			t.Errorf("custom type %q is none that a mapping can give", name)
		}
	}
	testClear(t, "custom fields", spec.Custom.Clear)
}

func testField(t *testing.T, spec *providers.Spec, f providers.Field) {
	testClear(t, f.Name, f.Clear)
	if (f.Form == providers.Enum) != (len(f.Options) > 0) {
		t.Errorf("field %q: options belong to an enum, and an enum has some", f.Name)
	}
	if f.Merge && (f.Form != providers.List || f.Clear == "") {
		t.Errorf("field %q: only a list that can be sent empty can be added to and taken away from", f.Name)
	}
	if f.Creates && !spec.Custom.Creates {
		t.Errorf("field %q is created by a write, and the account's own fields are not", f.Name)
	}
	if by, ok := spec.Field(f.ClearedBy); f.ClearedBy != "" && (!ok || by.Form != providers.Boolean) {
		t.Errorf("field %q is emptied by %q, which is no field that can be true", f.Name, f.ClearedBy)
	}
	if _, ok := spec.Field(mappingName(f)); !ok {
		t.Errorf("a mapping cannot name the field %q", mappingName(f))
	}
	if why, ok := spec.Refused[f.Name]; ok {
		t.Errorf("field %q is offered and refused (%s)", f.Name, why)
	}
}

func testClear(t *testing.T, name, text string) {
	if text != "" && !jsontext.Value(text).IsValid() {
		t.Errorf("%s: the clear form %q is no JSON", name, text)
	}
}

// testIdentifiers checks the ways to name a contact.
func testIdentifiers(t *testing.T, s Suite) {
	ids := s.Definition.Spec.Contact
	if len(ids) == 0 {
		t.Fatal("no way to say which contact a row updates")
	}
	seen := map[string]bool{}
	for _, id := range ids {
		if seen[id.By] || (id.By == "" && len(ids) > 1) {
			t.Errorf("identifier %q cannot be told from another", id.By)
		}
		seen[id.By] = true
		if id.Doc == "" || id.Sent == nil {
			t.Errorf("identifier %q has no description or no way to be sent", id.By)
			continue
		}
		if sent := id.Sent("value"); !strings.HasSuffix(sent, "value") {
			t.Errorf("identifier %q is sent as %q, which hides the value", id.By, sent)
		}
	}
}

// testSettings checks that the base URL is whole once the settings are given.
func testSettings(t *testing.T, s Suite) {
	spec := s.Definition.Spec
	settings, err := spec.CheckSettings(s.Settings)
	if err != nil {
		t.Fatal(err)
	}
	base, err := url.Parse(spec.URL(settings))
	if err != nil || base.Scheme != "https" || base.Host == "" || base.Path != "" || strings.Contains(base.Host, "{") {
		t.Errorf("base URL %q is not a scheme and a host", spec.URL(settings))
	}
	for _, def := range spec.Settings {
		without := providers.Settings{}
		for name, value := range settings {
			if name != def.Name {
				without[name] = value
			}
		}
		if _, err := spec.CheckSettings(without); (err != nil) != def.Required {
			t.Errorf("without the setting %s: %v", def.Name, err)
		}
	}
}
