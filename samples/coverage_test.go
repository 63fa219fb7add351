package samples_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v4"

	"rollcall/samples"
)

// TestMappingsUseEveryKey keeps the mappings a complete showcase.
func TestMappingsUseEveryKey(t *testing.T) {
	t.Parallel()
	used := map[string]bool{}
	for _, name := range names {
		collect(t, name, used)
	}
	want := strings.Fields(`provider token settings contact fields custom empty where send report
		contact.by token.env report.keep report.bom
		send.concurrency send.rate send.batch send.attempts send.timeout
		source.column source.template source.value source.required source.default
		source.empty source.empty=skip source.empty=error empty=clear
		source.map source.map_other source.case source.case=lower source.case=upper source.case=title
		source.split source.type source.format source.format[] source.region source.timezone source.true source.false
		type=text type=number type=integer type=boolean type=email type=url
		type=phone type=date type=datetime type=time type=list`)
	for _, key := range want {
		if !used[key] {
			t.Errorf("no mapping of the samples shows %s", key)
		}
	}
}

// collect notes the keys of a mapping, those of a field as source.KEY.
func collect(t *testing.T, name string, used map[string]bool) {
	t.Helper()
	text, err := samples.Files.ReadFile(name + "/mapping.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var root yaml.Node
	if err := yaml.Unmarshal(text, &root); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	for key, value := range entries(root.Content[0]) {
		used[key], used[key+"="+value.Value] = true, true
		switch key {
		case "fields", "custom":
			for _, source := range entries(value) {
				collectSource(source, used)
			}
		case "contact":
			collectSource(value, used)
			fallthrough
		default:
			for inner := range entries(value) {
				used[key+"."+inner] = true
			}
		}
	}
}

func collectSource(source *yaml.Node, used map[string]bool) {
	for key, value := range entries(source) {
		used["source."+key], used["source."+key+"="+value.Value] = true, true
		switch {
		case key == "type":
			used["type="+value.Value] = true
		case value.Kind == yaml.SequenceNode:
			used["source."+key+"[]"] = true
		}
	}
}

// entries returns the values of a map by key; none of what is no map.
func entries(n *yaml.Node) map[string]*yaml.Node {
	all := map[string]*yaml.Node{}
	if n.Kind == yaml.MappingNode {
		for i := 0; i+1 < len(n.Content); i += 2 {
			all[n.Content[i].Value] = n.Content[i+1]
		}
	}
	return all
}

// TestOutcomes keeps the samples a showcase of what may become of a row. What is
// missing at a provider cannot happen there: TeleCMI calls an unknown contact an
// invalid parameter, and two providers do not mind two contacts with one number.
func TestOutcomes(t *testing.T) {
	t.Parallel()
	want := map[string][]string{
		"cellcast": {"invalid", "not_found", "skipped", "updated"},
		"telecmi":  {"conflict", "invalid", "rejected", "skipped", "updated"},
		"cendyn":   {"conflict", "invalid", "not_found", "rejected", "skipped", "updated"},
		"aelyst":   {"conflict", "invalid", "not_found", "rejected", "skipped", "updated"},
		"callbell": {"invalid", "not_found", "rejected", "skipped", "updated"},
	}
	for _, name := range names {
		text, err := samples.Files.ReadFile(name + "/reconciliation.csv")
		if err != nil {
			t.Fatal(err)
		}
		c := readTable(t, bytes.NewReader(text))
		got := c.pick(t, "outcome")
		slices.Sort(got)
		if diff := cmp.Diff(want[name], slices.Compact(got)); diff != "" {
			t.Errorf("outcomes of %s (-want +got):\n%s", name, diff)
		}
		messages := strings.Join(c.pick(t, "message"), "\n")
		for _, text := range []string{"superseded by row", "blank row", "left out by where"} {
			if !strings.Contains(messages, text) {
				t.Errorf("no row of %s ends with %q", name, text)
			}
		}
	}
}

// TestArrives looks at what the providers have of some contacts after a run.
func TestArrives(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, contact string
		want          map[string]any
	}{
		{"cellcast", "674d9650b0000000000001df", map[string]any{ // three rows: the last one wins
			"Number": "+61491570910", "Patient Number": "000473", "Postal Code": "0830",
		}},
		{"telecmi", "42ce6b9d-6bbd-4f7c-9f0d-5e447f9e16f1", map[string]any{ // a cell of two lines
			"company": "Kurian Brothers,\nRubber & Spices", "phone_no": "919200000157",
		}},
		{"cendyn", "550aac3da096734ce5000a1c", map[string]any{
			"city": "Köln", "zip": "50667", "loyalty_tier": "Gold", "nights": 51.0, "last_stay": "2026-11-03",
		}},
		{"callbell", "3427c3a92398a7e69195bd6234bf59ea", map[string]any{ // every digit of a long number
			"orderNumber": "12345678901234567890", "zipCode": "1015 DV",
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := newStage(t, c.name)
			s.do("run", s.input(), "run")
			got := s.contact(c.contact)
			for field, want := range c.want {
				if diff := cmp.Diff(want, got[field]); diff != "" {
					t.Errorf("%s of %s (-want +got):\n%s", field, c.contact, diff)
				}
			}
		})
	}
}
