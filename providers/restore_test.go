package providers_test

import (
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"

	"rollcall/contact"
	"rollcall/providers"
)

func TestRestore(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ field, shown, want string }{
		{"text", `"0200"`, `"0200"`},
		{"text", `200`, `"200"`},
		{"text", `"a \"b\"\nc"`, `"a \"b\"\nc"`},
		{"text", `null`, `null`},
		{"text", `""`, `null`},
		{"tags", `[]`, `null`},
		{"number", `"12.50"`, `12.50`},
		{"number text", `42`, `"42"`},
		{"boolean", `"false"`, `false`},
		{"boolean text", `true`, `"true"`},
		{"email", `"john@example.com"`, `"john@example.com"`},
		{"phone", `"60123456789"`, `"+60123456789"`},
		{"phone", `"+60 12-345 6789"`, `"+60123456789"`},
		{"digits", `919200000001`, `"919200000001"`},
		{"code", `44`, `"44"`},
		{"date", `"1990-05-14T00:00:00.000Z"`, `"1990-05-14"`},
		{"moment", `"1990-01-01 00:00:00 UTC"`, `"1990-01-01T00:00:00Z"`},
		{"moment", `"1990-01-01T01:00:00.5+01:00"`, `"1990-01-01T00:00:00.5Z"`},
		{"time", `"13:00:00"`, `"13:00"`},
		{"language", `"es"`, `"ES"`},
		{"gender", `"male"`, `"MALE"`},
		{"tags", `["b ","a"]`, `["b ","a"]`},
		{"tags", `"[\"a\"]"`, `["a"]`},
		{"", `"any \u0041"`, `"any A"`},
		{"", `12.50`, `12.50`},
		{"", `false`, `false`},
		{"", `{}`, `null`},
	} {
		got, ok := view.Restore(tt.field, tt.field == "", jsontext.Value(tt.shown))
		if !ok || string(got) != tt.want {
			t.Errorf("%s shown as %s is put back as %s (%v), want %s", tt.field, tt.shown, got, ok, tt.want)
		}
	}
}

func TestRestore_refuses(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ field, shown, why string }{
		{"text", `{"a":1}`, "no text"},
		{"text", `"a\u0000b"`, "a control character that no update may hold"},
		{"text", `"a\r\nb"`, "its line end would go out as another one"},
		{"number", `"twelve"`, "no number"},
		{"phone", `"123456789"`, "a number without its country code"},
		{"email", `"nobody"`, "no address"},
		{"date", `"1990-05-13T14:00:00Z"`, "nobody knows which day is meant"},
		{"time", `"13:00:01"`, "the field takes no seconds"},
		{"gender", `"other"`, "no option"},
		{"tags", `[1]`, "no list of texts"},
		{"none", `"x"`, "no such field"},
		{"", `{"a":1}`, "no value of a field"},
		{"", `["a"]`, "the account takes no lists"},
	} {
		if got, ok := view.Restore(tt.field, tt.field == "", jsontext.Value(tt.shown)); ok {
			t.Errorf("%s shown as %s would be put back as %s: %s", tt.field, tt.shown, got, tt.why)
		}
	}
	if _, ok := view.Restore("text", false, nil); ok {
		t.Error("a field of which nothing is shown would be cleared")
	}
}

func TestRestore_textOnly(t *testing.T) {
	t.Parallel()
	textOnly := providers.View{Spec: &providers.Spec{Custom: providers.Custom{Types: map[string]providers.Form{"list": providers.List}}}, TextOnly: true}
	for shown, want := range map[string]string{`42`: `"42"`, `true`: `"true"`, `["a","b"]`: `["a","b"]`, `"x"`: `"x"`} {
		if got, ok := textOnly.Restore("own", true, jsontext.Value(shown)); !ok || string(got) != want {
			t.Errorf("%s is put back as %s (%v), want %s", shown, got, ok, want)
		}
	}
}

// FuzzSame checks that what is put back would be shown as it was, and that no
// value is too odd to be compared.
func FuzzSame(f *testing.F) {
	for _, c := range comparisons {
		for _, shown := range append(c.same, c.other...) {
			f.Add(c.field, c.sent, shown)
		}
	}
	f.Fuzz(func(t *testing.T, name, sent, shown string) {
		for _, value := range []string{sent, shown} {
			if !jsontext.Value(value).IsValid() || strings.TrimSpace(value) != value {
				return // neither an answer nor an update has such a value
			}
		}
		field := contact.Field{Name: name, Custom: name == "", Value: []byte(sent)}
		view.Same(field, jsontext.Value(shown))
		value, ok := view.Restore(name, field.Custom, jsontext.Value(shown))
		if !ok {
			return
		}
		field.Value = value
		if !jsontext.Value(value).IsValid() || !view.Same(field, jsontext.Value(shown)) {
			t.Errorf("%s shown as %s is put back as %s, which is not the same", name, shown, value)
		}
	})
}
