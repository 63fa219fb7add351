package providers_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/go-cmp/cmp"

	"rollcall/providers"
)

func TestView_fields(t *testing.T) {
	t.Parallel()
	v := providers.View{
		Spec: &providers.Spec{
			Fields: []providers.Field{
				{Name: "name"},
				{Name: "city"},
				{Name: "team_uuid"},
				{Name: "device"},
				{Name: "lists", Keyed: true},
				{Name: "lists[id]"},
			},
			Custom: providers.Custom{Reserved: []string{"id", "lists"}},
		},
		Places: map[string][]string{"team_uuid": {"team", "uuid"}},
		Omits:  true,
		Silent: []string{"device"},
	}
	shown := providers.ReadObject(jsontext.Value(`{"id":"1","name":"Ann","team":{"uuid":"t"},"lists":[],"spa":true}`))
	want := map[string]jsontext.Value{
		"name": jsontext.Value(`"Ann"`), "city": jsontext.Value(`null`), "team_uuid": jsontext.Value(`"t"`),
	}
	if diff := cmp.Diff(want, v.Fields(shown)); diff != "" {
		t.Errorf("the known fields (-want +got):\n%s", diff)
	}
	own := map[string]jsontext.Value{"spa": jsontext.Value(`true`), "team": jsontext.Value(`{"uuid":"t"}`)}
	if diff := cmp.Diff(own, v.Rest(shown)); diff != "" {
		t.Errorf("the custom fields (-want +got):\n%s", diff)
	}
	v.Omits = false
	if value, ok := v.Fields(shown)["city"]; ok {
		t.Errorf("a field that is not shown counts as %s", value)
	}
}

func TestSnapshot(t *testing.T) {
	t.Parallel()
	s := providers.Snapshot{
		Fields: map[string]jsontext.Value{"name": jsontext.Value(`"Ann"`)},
		Custom: map[string]jsontext.Value{"spa": jsontext.Value(`true`)},
	}
	for _, tt := range []struct {
		name   string
		custom bool
		want   string
	}{{"name", false, `"Ann"`}, {"spa", false, ``}, {"spa", true, `true`}, {"pool", true, `null`}} {
		if got := s.Value(tt.name, tt.custom); string(got) != tt.want {
			t.Errorf("%s: %q is shown, want %q", tt.name, got, tt.want)
		}
	}
	s.Custom = nil
	if got := s.Value("spa", true); got != nil {
		t.Errorf("a contact whose custom fields are not shown has %s in one", got)
	}
}

func TestReadObject_keeps(t *testing.T) {
	t.Parallel()
	text := []byte(`{"a":"b"}`)
	object := providers.ReadObject(text)
	copy(text, `{"x":"y"}`)
	if got := object.Text("a"); got != "b" {
		t.Errorf("what was read became %q when the answer was given back", got)
	}
}

func TestTexts(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("a", 300)
	for text, want := range map[string][]string{`[]`: {}, `["a","b\n"]`: {"a", "b\n"}} {
		if got, ok := providers.Texts(jsontext.Value(text)); !ok || !slices.Equal(got, want) || got == nil {
			t.Errorf("%s: got %q, want %q", text, got, want)
		}
	}
	for _, text := range []string{``, `null`, `{}`, `"a"`, `["a",1]`, `[null]`} {
		if got, ok := providers.Texts(jsontext.Value(text)); ok {
			t.Errorf("%s is taken for the texts %q", text, got)
		}
	}
	if got, ok := providers.Texts(append(providers.AppendText([]byte("["), long), ']')); !ok || got[0] != long {
		t.Error("a long text is cut")
	}
}

func TestLabel(t *testing.T) {
	t.Parallel()
	b := body(`{"data":{"name":"Ann\n& Co","list":[]}}`)
	if got := b.Label("data", "name"); got != "Ann & Co" {
		t.Errorf("the label is %q", got)
	}
	if got := b.Label("data", "list"); got != "" {
		t.Errorf("a list has the label %q", got)
	}
}
