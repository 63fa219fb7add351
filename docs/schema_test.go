package docs_test

import (
	"encoding/json"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestKeysHaveExamples looks in the page's YAML blocks for each key that a
// mapping takes.
func TestKeysHaveExamples(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("mapping.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var schema map[string]any
	if err := json.Unmarshal(text, &schema); err != nil {
		t.Fatal(err)
	}
	delete(schema, "allOf") // the fields and settings of each provider
	keys := map[string]bool{}
	collectKeys(schema, keys)
	if len(keys) < 40 {
		t.Fatalf("the schema has %d keys only: %v", len(keys), keys)
	}
	var examples strings.Builder
	for _, b := range readPage(t, "docs/mapping.md").blocks {
		if strings.HasPrefix(b.info, "yaml") {
			examples.WriteString("\n" + b.text)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		if !regexp.MustCompile(`[\s{]` + regexp.QuoteMeta(key) + `:`).MatchString(examples.String()) {
			t.Errorf("docs/mapping.md has no example with %s:", key)
		}
	}
}

// collectKeys gathers the names of all properties, wherever they are.
func collectKeys(v any, keys map[string]bool) {
	switch v := v.(type) {
	case map[string]any:
		if properties, ok := v["properties"].(map[string]any); ok {
			for key := range properties {
				keys[key] = true
			}
		}
		for _, inner := range v {
			collectKeys(inner, keys)
		}
	case []any:
		for _, inner := range v {
			collectKeys(inner, keys)
		}
	}
}
