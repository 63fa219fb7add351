package main

import (
	"path"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRelink(t *testing.T) {
	t.Parallel()
	known := map[string]bool{"docs": true, "docs/a.md": true, "docs/b.md": true, "README.md": true, "samples/cron/crontab": true}
	s := shelf{
		has:   func(name string) bool { return known[name] },
		moved: func(name string) string { return strings.Replace(name, "samples/cron", "examples", 1) },
	}
	for _, tt := range []struct{ page, text, want string }{
		{"docs/a.md", "see [b](b.md), [above](#top)", "see [b](b.md), [above](#top)"},
		{"docs/a.md", "[b, and\nmore](b.md#part)", "[b, and\nmore](b.md#part)"},
		{"README.md", "[docs](docs) and [`code`](main.go)", "[docs](docs) and `code`"},
		{"docs/a.md", "[home](../README.md), [code](../main.go#L1).", "[home](../README.md), code."},
		{"docs/a.md", "[table](../samples/cron/crontab)", "[table](../examples/crontab)"},
		{"docs/a.md", "[site](https://example.com/b.md)", "[site](https://example.com/b.md)"},
		{"docs/a.md", "```go\nf[x](y)\n```\n[y](y)\n", "```go\nf[x](y)\n```\ny\n"},
		{"docs/a.md", "a\n```\n[x](y)\n```\n", "a\n```\n[x](y)\n```\n"},
	} {
		if diff := cmp.Diff(tt.want, string(s.relink(tt.page, []byte(tt.text)))); diff != "" {
			t.Errorf("%q of %s (-want +got):\n%s", tt.text, tt.page, diff)
		}
	}
}

var (
	codeBlock = regexp.MustCompile("(?ms)^```.*?^```")
	toFile    = regexp.MustCompile(`\]\(([^)#:\s]+)(?:#[^)\s]*)?\)`)
)

// follow follows the links of the pages among files to other files, and returns
// how many there are.
func follow(t *testing.T, files map[string][]byte) (links int) {
	t.Helper()
	there := map[string]bool{}
	for name := range files {
		for ; name != "."; name = path.Dir(name) {
			there[name] = true
		}
	}
	for page, text := range files {
		if path.Ext(page) != ".md" {
			continue
		}
		for _, m := range toFile.FindAllSubmatch(codeBlock.ReplaceAll(text, nil), -1) {
			links++
			if !there[path.Join(path.Dir(page), string(m[1]))] {
				t.Errorf("%s: the link to %s leads nowhere", page, m[1])
			}
		}
	}
	return links
}
