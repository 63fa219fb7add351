package main

import (
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestMappingPage(t *testing.T) {
	t.Parallel()
	const text = "# The mapping file\n\nSee [where](#where).\n\n## keys\n\n### one\n\n" +
		"| key | meaning |\n|---|---|\n| `a`, `b` | [so](x.md) |\n\n| form | in | out |\n|---|---|---|\n| x | y | z |\n\n" +
		"```yaml\n# [a](b)\n| x |\n```\n"
	want := "% \"ROLLCALL-MAPPING\" \"5\" \"2026-09-21\" \"rollcall 1.2.0\" \"rollcall manual\"\n" +
		"# NAME\nrollcall-mapping - which column of a file goes to which field\n# DESCRIPTION\n" +
		"\nSee where.\n\n# KEYS\n\n## one\n\n\n`a`, `b`\n: so\n\n\nx\n: in: y; out: z\n\n```yaml\n# [a](b)\n| x |\n```\n" +
		"\n# SEE ALSO\n**rollcall(1)**, **rollcall-init(1)**, **rollcall-check(1)**, **rollcall-run(1)**\n"
	if diff := cmp.Diff(want, mappingPage(text, "1.2.0", time.Date(2026, 9, 21, 0, 0, 0, 0, time.UTC))); diff != "" {
		t.Errorf("the page on the mapping becomes (-want +got):\n%s", diff)
	}
}

// TestPages_mapping looks for each section of docs/mapping.md.
func TestPages_mapping(t *testing.T) {
	_, texts := pages(t)
	page := texts["rollcall-mapping.5"]
	text, err := os.ReadFile(source)
	if err != nil {
		t.Fatal(err)
	}
	sections := regexp.MustCompile(`(?m)^## ([a-z]+)$`).FindAllStringSubmatch(string(text), -1)
	if len(sections) < 8 {
		t.Fatalf("%s has the sections %q only", source, sections)
	}
	for _, m := range sections {
		if !strings.Contains(page, "\n.SH "+strings.ToUpper(m[1])+"\n") {
			t.Errorf("the page on the mapping has no section on %s", m[1])
		}
	}
	if other := "\\fBrollcall-mapping(5)\\fP"; !strings.Contains(texts["rollcall-run.1"], other) || !strings.Contains(texts["rollcall-init.1"], other) {
		t.Error("the pages of run and init do not name that of the mapping")
	}
}
