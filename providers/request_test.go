package providers_test

import (
	"testing"

	"rollcall/contact"
	"rollcall/providers"
)

func TestSegment(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]string{
		"674d9650b000000000000000": "674d9650b000000000000000",
		"phone:+60121233112":       "phone:+60121233112",
		"a/b?c#d%e f":              "a%2Fb%3Fc%23d%25e%20f",
		".":                        "%2E",
		"..":                       "%2E%2E",
		"...":                      "...",
		"é":                        "%C3%A9",
	} {
		if got := providers.Segment(s); got != want {
			t.Errorf("identifier %q goes out as %q, want %q", s, got, want)
		}
	}
}

func TestFlatObject(t *testing.T) {
	t.Parallel()
	for want, fields := range map[string][]contact.Field{
		`{}`:      nil,
		`{"a":1}`: {{Name: "a", Value: []byte(`1`)}},
		`{"a":{},"b \"c\"":"x","` + "\uFFFD" + `":[]}`: {
			{Name: "a", Value: []byte(`{}`)},
			{Name: `b "c"`, Custom: true, Value: []byte(`"x"`)},
			{Name: "\xff", Value: []byte(`[]`)},
		},
	} {
		got := string(providers.FlatObject(contact.Update{Fields: fields}))
		if got != want {
			t.Errorf("body is %s, want %s", got, want)
		}
	}
}

func TestAppendFields(t *testing.T) {
	t.Parallel()
	update := contact.Update{Fields: []contact.Field{
		{Name: "a", Value: []byte(`1`)},
		{Name: "b", Custom: true, Value: []byte(`2`)},
		{Name: "c", Value: []byte(`3`)},
	}}
	if got := string(providers.AppendFields([]byte(`{`), update, false)); got != `{"a":1,"c":3` {
		t.Errorf("known fields: got %s", got)
	}
	if got := string(providers.AppendFields([]byte(`{`), update, true)); got != `{"b":2` {
		t.Errorf("custom fields: got %s", got)
	}
	if providers.HasCustom(contact.Update{Fields: update.Fields[:1]}) || !providers.HasCustom(update) {
		t.Error("custom fields are seen where there are none, or not where there are")
	}
}
