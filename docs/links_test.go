package docs_test

import (
	"fmt"
	"io/fs"
	"net/mail"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
)

var (
	heading    = regexp.MustCompile(`(?m)^#+ (.+)$`)
	codeSpan   = regexp.MustCompile("`[^`\n]*`")
	inline     = regexp.MustCompile(`\]\(<?([^)\s>]*)>?(?:\s+"[^"]*")?\)`)
	definition = regexp.MustCompile(`(?m)^\[[^\]]+\]:\s+(\S+)`)
)

// links returns where the links and pictures of the page lead.
func (p page) links() (targets []string) {
	prose := codeSpan.ReplaceAllString(p.prose, "")
	for _, form := range []*regexp.Regexp{inline, definition} {
		for _, m := range form.FindAllStringSubmatch(prose, -1) {
			targets = append(targets, m[1])
		}
	}
	return targets
}

// anchors returns what a link may have behind the #.
func (p page) anchors() map[string]bool {
	all := map[string]bool{}
	for _, m := range heading.FindAllStringSubmatch(p.prose, -1) {
		anchor := slug(m[1])
		for n := 1; all[anchor]; n++ {
			anchor = fmt.Sprintf("%s-%d", slug(m[1]), n)
		}
		all[anchor] = true
	}
	return all
}

// slug makes an anchor of a heading in the way of GitHub.
func slug(heading string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == ' ':
			return '-'
		case r == '-', r == '_', unicode.IsLetter(r), unicode.IsDigit(r):
			return unicode.ToLower(r)
		}
		return -1
	}, heading)
}

// markdown returns every Markdown file of the project.
func markdown(t *testing.T) []page {
	t.Helper()
	var all []page
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch name := d.Name(); {
		case err != nil:
			return err
		case d.IsDir() && (name == "node_modules" || name == "dist" || strings.HasPrefix(name, ".") && name != ".github" && path != root):
			return fs.SkipDir
		case !d.IsDir() && filepath.Ext(name) == ".md":
			path, err = filepath.Rel(root, path)
			all = append(all, readPage(t, path))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestLinksLeadSomewhere(t *testing.T) {
	t.Parallel()
	all := markdown(t)
	anchors := map[string]map[string]bool{}
	for _, p := range all {
		anchors[p.path] = p.anchors()
	}
	for _, p := range all {
		for _, target := range p.links() {
			if why := astray(p.path, target, anchors); why != "" {
				t.Errorf("%s: the link %s %s", p.path, target, why)
			}
		}
	}
}

// astray says what is wrong with a link of a page; empty for nothing.
func astray(from, target string, anchors map[string]map[string]bool) string {
	u, err := url.Parse(target)
	switch {
	case err != nil || target == "":
		return "is no link"
	case u.Scheme != "":
		return malformed(u)
	case strings.HasPrefix(target, "/"):
		return "begins with a slash, and leads elsewhere on each site"
	}
	path := from
	if u.Path != "" {
		path = filepath.Join(filepath.Dir(from), filepath.FromSlash(u.Path))
	}
	if _, err := os.Stat(filepath.Join(root, path)); err != nil || !filepath.IsLocal(path) {
		return "leads to no file of the project"
	}
	if u.Fragment != "" && !anchors[path][u.Fragment] {
		return "leads to no heading"
	}
	return ""
}

// malformed says what is wrong with the form of an address elsewhere, which
// nobody is asked for.
func malformed(u *url.URL) string {
	if u.Scheme == "mailto" {
		if _, err := mail.ParseAddress(u.Opaque); err != nil {
			return "is no e-mail address"
		}
		return ""
	}
	labels := strings.Split(u.Hostname(), ".")
	switch {
	case u.Scheme != "https":
		return "is not one of https"
	case len(labels) < 2 || slices.Contains(labels, "") || u.User != nil:
		return "names no site"
	case strings.HasSuffix(u.String(), ".") || strings.HasSuffix(u.String(), ","):
		return "ends with the sentence"
	}
	return ""
}

func TestAstray(t *testing.T) {
	t.Parallel()
	anchors := map[string]map[string]bool{"docs/mapping.md": {"one": true}}
	for target, ok := range map[string]bool{
		"#one": true, "#two": false, "markdown_test.go": true, "../go.mod": true, "../../etc": false, "nothing.md": false, "": false, "/docs": false,
		"https://example.com/a": true, "http://example.com": false, "https://example": false, "https://example.com.": false,
		"mailto:ann@example.com": true, "mailto:ann": false,
	} {
		if why := astray("docs/mapping.md", target, anchors); (why == "") != ok {
			t.Errorf("the link %q: %q", target, why)
		}
	}
}

// TestIndex looks for every page in the index of docs, a line each.
func TestIndex(t *testing.T) {
	t.Parallel()
	listed := readPage(t, "docs/README.md").links()
	for _, p := range markdown(t) {
		folder, name := filepath.Split(filepath.ToSlash(p.path))
		if folder == "docs/" && name != "README.md" && !slices.Contains(listed, name) {
			t.Errorf("docs/README.md does not list %s", p.path)
		}
	}
}
