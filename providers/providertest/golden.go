package providertest

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/go-cmp/cmp"

	"rollcall/contact"
	"rollcall/providers"
)

// Golden compares the request for updates with testdata/name.json, or writes
// that file anew. The updates must pass the provider's check.
func Golden(t *testing.T, p providers.Provider, name string, rewrite bool, updates ...contact.Update) {
	t.Helper()
	for _, u := range updates {
		if err := p.Check(u); err != nil {
			t.Fatalf("%s: the update is refused: %v", name, err)
		}
	}
	got := render(t, p.Build(updates))
	file := filepath.Join("testdata", name+".json")
	if rewrite {
		if err := errors.Join(os.MkdirAll("testdata", 0o755), os.WriteFile(file, got, 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s: another request goes out (-want +got):\n%s", file, diff)
	}
}

func render(t *testing.T, request providers.Request) []byte {
	t.Helper()
	text := append([]byte{}, '{')
	text = providers.AppendMember(text, "method", quoted(request.Method))
	text = providers.AppendMember(text, "path", quoted(request.Path))
	text = providers.AppendMember(text, "body", request.Body)
	value := jsontext.Value(append(text, '}'))
	if err := value.Indent(jsontext.WithIndent("  ")); err != nil {
		t.Fatalf("request is no JSON: %v: %s", err, request.Body)
	}
	return append(bytes.TrimSpace(value), '\n')
}

// Field returns a field of an update; the value is JSON text.
func Field(name, value string) contact.Field {
	return contact.Field{Name: name, Value: []byte(value)}
}

// Custom returns a custom field of an update; the value is JSON text.
func Custom(name, value string) contact.Field {
	return contact.Field{Name: name, Custom: true, Value: []byte(value)}
}
