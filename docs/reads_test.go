package docs_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rollcall/providers"
	"rollcall/providers/all"
)

// TestReads compares the table of what a platform can be asked with what is
// asked.
func TestReads(t *testing.T) {
	t.Parallel()
	var want [][]string
	for _, def := range all.Definitions() {
		p := def.New(providers.Settings{"account_id": "ACCOUNT", "region": "eu"})
		row := []string{def.Spec.Name, "-", "-", "-"}
		if p, ok := p.(providers.Prober); ok {
			row[1] = asked(def.Spec, p.Probe())
		}
		if p, ok := p.(providers.Lister); ok {
			row[2] = asked(def.Spec, p.Fields(""))
		}
		switch p := p.(type) {
		case providers.Reader:
			row[3] = asked(def.Spec, p.Lookup("CONTACT", ""))
		case providers.Walker:
			row[3] = asked(def.Spec, p.Page("")) + ", the list"
		}
		want = append(want, row)
	}
	table := readPage(t, "docs/providers.md").table(t, "## What can be asked", "provider")
	if diff := cmp.Diff(want, table); diff != "" {
		t.Errorf("what can be asked (-program +page):\n%s", diff)
	}
}

// asked writes a request as the page does: names in braces, and no query.
func asked(spec *providers.Spec, r providers.Request) string {
	path, _, _ := strings.Cut(r.Path, "?")
	segments := strings.Split(spec.Path, "/")
	return r.Method + " " + strings.NewReplacer("ACCOUNT", "{account_id}", "CONTACT", segments[len(segments)-1]).Replace(path)
}
