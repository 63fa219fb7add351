package undo_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v4"

	"rollcall/contact"
	"rollcall/mapping"
	"rollcall/providers"
	"rollcall/providers/all"
	"rollcall/undo"
)

func TestMapping(t *testing.T) {
	t.Parallel()
	_, plan, err := run{
		provider: "aelyst", rows: []string{"updated id:1"},
		backup: `{"provider":"aelyst","mapped":[{"field":"lastName"},{"field":"email"},{"field":"Joined","type":"date"},{"field":"true","type":"text"}]}` + "\n" +
			`{"row":1}` + "\n" + `{"row":1,"contact":"id:1","id":"1","holds":{"lastName":"B","Joined":"2020-01-02","true":"x"}}` + "\n",
	}.make(t)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ name, token, want string }{
		{"no token", "", ""},
		{"an environment variable", "token: {env: TOKEN}\n", "token: {env: TOKEN}\n"},
		{"a token file beside the mapping", "token: {file: secret/token}\n", "token: {file: /etc/rollcall/secret/token}\n"},
		{"a token file anywhere", "token: {file: /run/token}\n", "token: {file: /run/token}\n"},
		{"a program", "token: {command: [pass, aelyst]}\n", "token: {command: [pass, aelyst]}\n"},
	} {
		got, err := plan.Mapping([]byte("provider: aelyst\n"+tt.token+`contact: Mail
settings: {}
fields: {firstName: {column: First, required: true}}
guards: {min_rows: 100}
send: {rate: 2, timeout: 10s}
`), "/etc/rollcall")
		want := `# Puts back what contacts held before a run; written by rollcall undo.
provider: aelyst
` + tt.want + `contact: {column: contact, by: id}
fields:
  lastName: lastName
custom:
  Joined: {column: Joined, type: date}
  'true': {column: 'true', type: text}
empty: skip
send: {rate: 2, timeout: 10s}
`
		if diff := cmp.Diff(want, string(got)); diff != "" || err != nil {
			t.Errorf("%s: error %v (-want +got):\n%s", tt.name, err, diff)
		}
	}
}

// Fields may have any name; a column must not be read as another one, nor as a
// path.
func TestMake_oddNames(t *testing.T) {
	t.Parallel()
	names := []string{
		"a.b", "a b", "a_b", "A_B", "a[b]", "contact", "Contact", "rollcall_undoes", "rollcall_row", " ", "{x}", "<<", "null", "# x", "x: y",
		"\"q\"", "日本", strings.Repeat("long", 40), strings.Repeat("long", 40) + "er", "tab\tbed", "a_b 2",
	}
	head := `{"provider":"aelyst","mapped":[`
	holds := ``
	var want []string
	for i, name := range names {
		key, err := json.Marshal(name)
		if err != nil {
			t.Fatal(err)
		}
		if i > 0 {
			head, holds = head+",", holds+","
		}
		head += `{"field":` + string(key) + `,"type":"text"}`
		holds += string(key) + `:` + string(key)
		if wire := string(key); strings.TrimSpace(name) == name {
			want = append(want, name+"="+unescaped(wire))
		}
	}
	got, _, err := run{
		provider: "aelyst", rows: []string{"updated id:1"},
		backup: head + "]}\n" + `{"row":1}` + "\n" + `{"row":1,"contact":"id:1","id":"1","holds":{` + holds + "}}\n",
	}.make(t)
	if diff := cmp.Diff(undone{Sent: []string{"id:1 " + strings.Join(want, " ")}, Not: []string{"not_sendable 1"}}, got); diff != "" || err != nil {
		t.Errorf("error %v (-want +got):\n%s", err, diff)
	}
}

// unescaped returns a JSON text without the escapes that only HTML needs.
func unescaped(text string) string {
	return strings.NewReplacer(`\u003c`, "<", `\u003e`, ">").Replace(text)
}

// FuzzMake checks that what an undo would send is what the contact held, whatever
// that was, and that it has a mapping for whatever a run has one for.
func FuzzMake(f *testing.F) {
	for _, def := range all.Definitions() {
		f.Add(def.Spec.Name, def.Spec.Fields[1].Name, "", `"John"`)
		f.Add(def.Spec.Name, "Own [x].y", "text", `"a\nb "`)
		f.Add(def.Spec.Name, "Own", "number", `-1.50e3`)
		f.Add(def.Spec.Name, "Own", "date", `["a",null]`)
	}
	contacts := map[string]string{"aelyst": "id:1", "cellcast": hexID, "cendyn": hexID, "telecmi": dash, "callbell": uuid}
	f.Fuzz(func(t *testing.T, provider, field, kind, shown string) {
		name := contacts[provider]
		if name == "" || !canRun(provider, field, kind) {
			return
		}
		head, err := json.Marshal(undo.Head{Provider: provider, Fields: []undo.Field{{Name: field, Type: kind}}})
		if err != nil {
			t.Fatal(err)
		}
		line, err := json.Marshal(undo.Line{Row: 1, Contact: name, Holds: map[string]jsontext.Value{field: jsontext.Value(shown)}})
		if err != nil {
			return // no answer holds such a value
		}
		got, _, err := run{
			provider: provider, rows: []string{"updated " + name},
			backup: string(head) + "\n" + `{"row":1}` + "\n" + string(line) + "\n",
		}.make(t)
		if err != nil || len(got.Sent)+len(got.Not) != 1 {
			t.Fatalf("%s of %s with %s: error %v, sent %q, not %q", field, provider, shown, err, got.Sent, got.Not)
		}
		if len(got.Sent) == 0 {
			return
		}
		def, _ := all.Find(provider)
		wire, same := strings.CutPrefix(got.Sent[0], name+" "+field+"=")
		sent := contact.Field{Name: field, Custom: kind != "", Value: []byte(wire)}
		if same && !def.New(settings[provider]).(providers.Comparer).Same(sent, jsontext.Value(strings.TrimSpace(shown))) {
			t.Errorf("%s of %s, shown as %s, is put back as %s", field, provider, shown, wire)
		}
	})
}

// canRun reports whether a mapping may write the field.
func canRun(provider, field, kind string) bool {
	mapped := map[string]any{field: "C"}
	doc := map[string]any{"provider": provider, "contact": "ID", "fields": mapped}
	if kind != "" {
		mapped[field] = map[string]string{"column": "C", "type": kind}
		doc["custom"] = mapped
		delete(doc, "fields")
	}
	if s := settings[provider]; s != nil {
		doc["settings"] = map[string]string(s)
	}
	text, err := yaml.Dump(doc)
	if err != nil {
		return false
	}
	_, err = mapping.Compile("run.yaml", text, all.Definitions(), nil)
	return err == nil
}
