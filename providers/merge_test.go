package providers

import (
	"testing"

	"github.com/go-json-experiment/json/jsontext"

	"rollcall/contact"
)

func TestMerge(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name, had, given string
		mode             contact.Mode
		want             string // empty: nothing is sent
		wrong            bool
	}{
		{"adds at the end", `["a","b"]`, `["c","a"]`, contact.Add, `["a","b","c"]`, false},
		{"adds to nothing", `[]`, `["c"]`, contact.Add, `["c"]`, false},
		{"adds to null", `null`, `["c"]`, contact.Add, `["c"]`, false},
		{"adds what is there", `["a"]`, `["a"]`, contact.Add, ``, false},
		{"adds one of two spellings", `["VIP "]`, `["VIP"]`, contact.Add, `["VIP ","VIP"]`, false},
		{"takes away", `["a","b","a"]`, `["a"]`, contact.Remove, `["b"]`, false},
		{"takes away the last", `["a"]`, `["a"]`, contact.Remove, `[]`, false},
		{"takes away what is not there", `["a"]`, `["b"]`, contact.Remove, ``, false},
		{"replaces", `["a"]`, `["b"]`, contact.Replace, `["b"]`, false},
		{"escapes", `["caf\u00e9"]`, `["café","\""]`, contact.Add, `["café","\""]`, false},
		{"nothing is told", ``, `["b"]`, contact.Add, ``, true},
		{"no list", `"a,b"`, `["b"]`, contact.Add, ``, true},
		{"no texts", `[{"name":"a"}]`, `["b"]`, contact.Add, ``, true},
		{"broken", `["a"`, `["b"]`, contact.Remove, ``, true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			update := contact.Update{Fields: []contact.Field{
				{Name: "tags", Mode: tc.mode, Value: []byte(tc.given)},
				{Name: "name", Value: []byte(`"Anna"`)},
			}}
			merged, err := Merge(update, Snapshot{Fields: map[string]jsontext.Value{"tags": jsontext.Value(tc.had)}})
			if (err != nil) != tc.wrong {
				t.Fatalf("error %v", err)
			}
			if err != nil {
				return
			}
			value, sent := Value(merged, "tags")
			if string(value) != tc.want || sent != (tc.want != "") {
				t.Errorf("tags %s are sent (%v), want %s", value, sent, tc.want)
			}
			if name, _ := Value(merged, "name"); string(name) != `"Anna"` || merged.Merges() || string(update.Fields[0].Value) != tc.given {
				t.Errorf("merged to %+v", merged)
			}
		})
	}
}
