package mapping

import (
	"bytes"
	"encoding/json"
	"flag"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v4"

	"rollcall/providers"
	"rollcall/providers/all"
)

var update = flag.Bool("update", false, "write docs/mapping.schema.json")

const schemaPath = "../docs/mapping.schema.json"

// fullSchema is the schema of a mapping for any of the providers.
func fullSchema() schema {
	var names []any
	var each []schema
	for _, def := range all.Definitions() {
		names = append(names, def.Spec.Name)
		then := schema{"properties": ofProvider(def.Spec)}
		if slices.ContainsFunc(def.Spec.Settings, func(s providers.Setting) bool { return s.Required }) {
			then["required"] = []string{"settings"}
		}
		each = append(each, schema{
			"if":   schema{"properties": map[string]schema{"provider": {"const": def.Spec.Name}}},
			"then": then,
		})
	}
	s := closed(maps.Clone(topKeys), "provider", "contact")
	s["properties"].(map[string]schema)["provider"] = said(oneOf(names...), topKeys["provider"]["description"].(string))
	s["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	s["title"] = "A mapping of rollcall"
	s["$defs"] = definitionsOfSchema
	s["allOf"] = each
	return s
}

// ofProvider says what the keys hold whose content is the provider's.
func ofProvider(spec *providers.Spec) map[string]schema {
	return map[string]schema{
		"settings": settingsOf(spec), "fields": fieldsOf(spec), "custom": customOf(spec), "contact": contactOf(spec),
	}
}

func settingsOf(spec *providers.Spec) schema {
	keys, required := map[string]schema{}, []string{}
	for _, setting := range spec.Settings {
		keys[setting.Name] = said(ref("text"), setting.Doc)
		if setting.Values != nil {
			keys[setting.Name]["enum"] = setting.Values
		}
		if setting.Required {
			required = append(required, setting.Name)
		}
	}
	s := closed(keys, required...)
	s["type"] = []string{"object", "null"}
	return s
}

func fieldsOf(spec *providers.Spec) schema {
	keys, families := map[string]schema{}, map[string]schema{}
	for _, f := range spec.Fields {
		about := said(sourceOf(f.Merge, f.Creates), aboutField(f))
		switch {
		case !f.Keyed:
			keys[f.Name] = about
		case f.Keys == nil:
			families["^"+regexp.QuoteMeta(f.Name)+`\[.+\]$`] = about
		}
		for _, key := range f.Keys {
			keys[f.Name+"["+key+"]"] = about
		}
	}
	s := closed(keys)
	if len(families) > 0 {
		s["patternProperties"] = families
	}
	return s
}

// sourceOf is a source with the keys for which a field has a use.
func sourceOf(merges, creates bool) schema {
	switch {
	case merges:
		return ref("merged")
	case creates:
		return ref("created")
	}
	return ref("plain")
}

func aboutField(f providers.Field) string {
	about := f.Form.String()
	if f.Options != nil {
		about = strings.Join(f.Options, " or ")
	}
	for _, more := range []string{f.Effect, f.Note} {
		if more != "" {
			about += "; " + more
		}
	}
	return about
}

func customOf(spec *providers.Spec) schema {
	types := slices.Sorted(maps.Keys(spec.Custom.Types))
	if len(types) == 0 {
		return schema{"maxProperties": 0}
	}
	typed := schema{"properties": map[string]schema{"type": {"enum": types}}}
	return schema{"additionalProperties": schema{"allOf": []schema{sourceOf(false, spec.Custom.Creates), typed}}}
}

func contactOf(spec *providers.Spec) schema {
	by := []string{}
	for _, id := range spec.Contact {
		if id.By != "" {
			by = append(by, id.By)
		}
	}
	if len(by) == 0 {
		return schema{"properties": map[string]bool{"by": false}}
	}
	return schema{"properties": map[string]schema{"by": {"enum": by}}}
}

// TestSchema keeps the file that editors read the same as what is said here.
func TestSchema(t *testing.T) {
	var want bytes.Buffer
	e := json.NewEncoder(&want)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(fullSchema()); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(schemaPath, want.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	have, err := os.ReadFile(schemaPath)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want.String(), string(have)); diff != "" {
		t.Errorf("the schema is not current; go test ./mapping -run Schema -update (-want +file):\n%s", diff)
	}
}

// TestSchemaKeys compares the keys of the schema with those that a mapping takes.
func TestSchemaKeys(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, yaml string
		keys       map[string]schema
	}{
		{"mapping", "xyzzy: 1\n", topKeys},
		{"source", "contact: {xyzzy: 1}\n", sourceKeys},
		{"send", "send: {xyzzy: 1}\n", sendKeys},
		{"guards", "guards: {xyzzy: 1}\n", guardKeys},
		{"report", "report: {xyzzy: 1}\n", reportKeys},
		{"numbers", "numbers: {xyzzy: 1}\n", numberKeys},
		{"tests", "tests: [{xyzzy: 1}]\n", testKeys},
	} {
		_, err := Compile("m.yaml", []byte(c.yaml), definitions, nil)
		_, list, _ := strings.Cut(err.Error(), "the keys are ")
		list, _, _ = strings.Cut(list, "\n")
		if diff := cmp.Diff(strings.Split(list, ", "), slices.Sorted(maps.Keys(c.keys))); diff != "" {
			t.Errorf("%s (-program +schema):\n%s", c.name, diff)
		}
	}
}

// validate checks a mapping against the schema as an editor does.
func validate(t *testing.T, text string) error {
	t.Helper()
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	file, err := os.ReadFile(schemaPath)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	if err := c.AddResource("mapping.json", doc); err != nil {
		t.Fatal(err)
	}
	compiled, err := c.Compile("mapping.json")
	if err != nil {
		t.Fatal(err)
	}
	var root yaml.Node
	if err := yaml.Load([]byte(text), &root); err != nil {
		t.Fatal(err)
	}
	return compiled.Validate(plainYAML(root.Content[0]))
}

// plainYAML returns a document as JSON has it, every key a text.
func plainYAML(n *yaml.Node) any {
	switch {
	case n.Kind == yaml.MappingNode:
		m := map[string]any{}
		for i := 0; i < len(n.Content); i += 2 {
			m[n.Content[i].Value] = plainYAML(n.Content[i+1])
		}
		return m
	case n.Kind == yaml.SequenceNode:
		list := make([]any, len(n.Content))
		for i, item := range n.Content {
			list[i] = plainYAML(item)
		}
		return list
	case isNull(n):
		return nil
	case n.ShortTag() == "!!bool":
		return n.Value == "true"
	}
	if cell := objectCell(n); n.ShortTag() != "!!str" && json.Valid([]byte(cell.Text)) {
		return json.Number(cell.Text)
	}
	return n.Value
}

func TestSchemaTakesSamples(t *testing.T) {
	t.Parallel()
	paths, err := filepath.Glob("../samples/*/mapping.yaml")
	if err != nil || len(paths) == 0 {
		t.Fatalf("there are no samples: %v", err)
	}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := validate(t, string(text)); err != nil {
			t.Errorf("an editor finds fault with %s: %v", path, err)
		}
	}
}

var yamlBlock = regexp.MustCompile("(?s)\n```yaml[^\n]*\n(.*?\n)```")

// TestSchemaTakesPage validates the examples of the page; what an example leaves
// out is added, as in the tests of the page itself.
func TestSchemaTakesPage(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../docs/mapping.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := yamlBlock.FindAllStringSubmatch(string(page), -1)
	if len(blocks) < 10 {
		t.Fatalf("the page has %d examples", len(blocks))
	}
	for _, block := range blocks {
		text := block[1]
		for _, line := range []string{"provider: aelyst\n", "contact: Contact ID\n"} {
			key, _, _ := strings.Cut(line, " ")
			if !strings.Contains("\n"+text, "\n"+key) {
				text += line
			}
		}
		if err := validate(t, text); err != nil {
			t.Errorf("an editor finds fault with this example of the page: %v\n%s", err, text)
		}
	}
}

func TestSchemaRefuses(t *testing.T) {
	t.Parallel()
	const base = "provider: aelyst\ncontact: ID\n"
	for name, text := range map[string]string{
		"no contact":              "provider: aelyst\n",
		"unknown provider":        "provider: acme\ncontact: ID\n",
		"unknown key":             base + "feilds: {}\n",
		"another's field":         base + "fields: {first_name: A}\n",
		"two origins":             base + "fields: {email: {column: A, value: b}}\n",
		"no origin":               base + "fields: {email: {required: true}}\n",
		"unknown key of a source": base + "fields: {email: {column: A, requierd: true}}\n",
		"custom type":             base + "custom: {X: {column: A, type: datetime}}\n",
		"by":                      "provider: aelyst\ncontact: {column: A, by: uuid}\n",
		"setting":                 "provider: cendyn\ncontact: ID\nsettings: {account_id: 550aac3da096734ce4000001, region: asia}\n",
		"no settings":             "provider: cendyn\ncontact: ID\n",
		"setting left out":        "provider: cendyn\ncontact: ID\nsettings: {region: eu}\n",
		"secret":                  base + "token: s3cret\n",
		"mode of a text":          base + "fields: {email: {column: A, mode: add}}\n",
		"unknown mode":            "provider: callbell\ncontact: ID\nfields: {tags: {column: A, mode: append}}\n",
		"create":                  base + "custom: {X: {column: A, create: true}}\n",
		"unknown duplicates":      base + "duplicates: newest\n",
		"share without a sign":    base + "guards: {max_shrink: 20}\n",
		"no rows":                 base + "guards: {min_rows: 0}\n",
		"test without an end":     base + "tests: [{row: {ID: 7}}]\n",
	} {
		if err := validate(t, text); err == nil {
			t.Errorf("%s: an editor takes\n%s", name, text)
		}
	}
}
