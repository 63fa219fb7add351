package page_test

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"rollcall/contact"
	"rollcall/report"
	"rollcall/report/page"
)

var folder = flag.String("pages", "", "write the pages of the samples to this folder, and keep them")

// TestPages draws a page of each sample and looks at what any page must be.
func TestPages(t *testing.T) {
	t.Parallel()
	out := *folder
	if out == "" {
		out = t.TempDir()
	}
	for _, s := range samples {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			dir := s.render(t, out)
			text := read(t, dir, page.Name)
			doc := parse(t, text)
			selfContained(t, doc)
			guarded(t, doc)
			for _, a := range doc.all("a") {
				if _, err := os.Stat(filepath.Join(dir, a.attr("href"))); err != nil {
					t.Errorf("the page links to %q: %v", a.attr("href"), err)
				}
			}
			if left, _ := filepath.Glob(filepath.Join(dir, "*.part")); len(left) > 0 {
				t.Errorf("left behind: %s", left)
			}
			if info, err := os.Stat(filepath.Join(dir, page.Name)); err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("the page is there for others to read: %v, %v", info.Mode(), err)
			}
		})
	}
}

// selfContained fails for what asks for something that is not in the page, and
// for what the page's own policy keeps from working.
func selfContained(t *testing.T, doc node) {
	t.Helper()
	for n := range doc.Descendants() {
		for _, a := range n.Attr {
			switch {
			case strings.HasPrefix(a.Key, "on"), a.Key == "style", a.Key == "src", a.Key == "action":
				t.Errorf("<%s %s=%q>: the policy forbids it", n.Data, a.Key, a.Val)
			case a.Key == "href" && !slices.Contains([]string{"reconciliation.csv", "rejects.csv", "rejects.jsonl", "summary.json"}, a.Val):
				t.Errorf("<%s href=%q> leads out of the run directory", n.Data, a.Val)
			}
		}
		if n.Type == html.ElementNode && slices.Contains([]string{"link", "img", "iframe", "object", "embed", "base", "image", "use", "foreignobject"}, n.Data) {
			t.Errorf("a <%s> has no business in the page", n.Data)
		}
	}
}

// guarded compares the policy's hashes with what stands in the page.
func guarded(t *testing.T, doc node) {
	t.Helper()
	var policy string
	for _, m := range doc.all("meta") {
		if m.attr("http-equiv") == "Content-Security-Policy" {
			policy = m.attr("content")
		}
	}
	if !strings.HasPrefix(policy, "default-src 'none'; ") || strings.Contains(policy, "unsafe") {
		t.Errorf("the policy is %q", policy)
	}
	for _, name := range []string{"style", "script"} {
		for _, n := range doc.all(name) {
			sum := sha256.Sum256([]byte(n.text()))
			hash := name + "-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
			if n.attr("type") == "" && !strings.Contains(policy, hash) {
				t.Errorf("the policy %q does not allow the page's own %s: %s", policy, name, hash)
			}
		}
	}
}

// TestHostile makes sure that whatever stands in a cell or an answer is shown as
// it is and does nothing.
func TestHostile(t *testing.T) {
	t.Parallel()
	i := slices.IndexFunc(samples, func(s sample) bool { return s.name == "hostile" })
	doc := parse(t, read(t, samples[i].render(t, t.TempDir()), page.Name))
	if got := len(doc.all("h1")); got != 1 {
		t.Errorf("the page has %d main headings, want 1", got)
	}
	if got := len(doc.all("script")); got != 2 {
		t.Errorf("the page has %d scripts, want the data and its own", got)
	}
	if got := doc.all("code")[0].text(); got != hostileCommand {
		t.Errorf("who copies the command gets %q, want %q", got, hostileCommand)
	}
	var cells []string
	for _, tr := range doc.byID("list").all("tr")[1:] {
		for _, td := range tr.all("td")[2:7] {
			cells = append(cells, td.text())
		}
	}
	var want, values []string
	for _, text := range hostile {
		text = strings.ToValidUTF8(text, "\ufffd")
		status := text
		if status == "" {
			status = "200"
		}
		values = append(values, text, "rejected", status, text, text)
		text, status = shown(text), shown(status)
		want = append(want, text, "rejected", status, text, text)
	}
	if diff := cmp.Diff(want, cells); diff != "" {
		t.Errorf("cells of the table (-want +shown):\n%s", diff)
	}
	var data [][]any
	if err := json.Unmarshal([]byte(doc.byID("data").text()), &data); err != nil {
		t.Fatalf("the page's own script cannot read the rows: %v", err)
	}
	var held []string
	for _, row := range data {
		for _, cell := range row[2:7] {
			held = append(held, cell.(string))
		}
	}
	if diff := cmp.Diff(values, held); diff != "" {
		t.Errorf("rows for the script (-want +held):\n%s", diff)
	}
}

// shown is what a browser makes of a text: it knows no NUL and one kind of line
// end.
func shown(text string) string {
	return strings.NewReplacer("\x00", "\ufffd", "\r\n", "\n", "\r", "\n").Replace(text)
}

// TestWords looks up what a reader must find in each page.
func TestWords(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ has, hasNot []string }{
		"well": {
			[]string{"All 400 rows ended well", "Nothing is left to do.", "Requests 400", "Throughput", "Rows a second"},
			[]string{"What is wrong", "rejects", "Rows that did not", "Pauses"},
		},
		"ill": {
			[]string{
				"463 of 20,000 rows did not end well", "What is wrong", "Contact not found.", "feed it back", "Answers by status",
				"Too Many Requests", "as the provider asked", "12 s", "held by the pause file", "The first 100 of 463 rows",
			},
			[]string{"Go on"},
		},
		"resumed": {[]string{"100 of 5,000 rows", "resumed", "Resumed", "1 ×"}, []string{"--resume"}},
		"check": {
			[]string{"15 of 300 rows did not pass the check", "check it again", "Send the 285 rows that passed", "rollcall run contacts.csv -m aelyst.yaml"},
			[]string{"Over the run", "--resume"},
		},
		"pilot":   {[]string{"Pilot. All 100 rows ended well", "has not been sent", "--resume"}, []string{"What is wrong"}},
		"stopped": {[]string{"Stopped after 120 rows, 20 of them not sent", "the token was refused (401)", "--resume", "not_sent", "as the provider asked 1 1 s 1 s"}, nil},
		"killed":  {[]string{"Ended without a word after 110 rows", "--resume", "12 rows", "Throughput", "Not counted: the requests of a session that was killed or is still at work."}, []string{"Exit code", "Requests"}},
		"empty":   {[]string{"There were no rows"}, []string{"Outcomes", "Rows that"}},
		"many":    {[]string{"60,000 of 60,000 rows did not", "room for the first 50,000 of 60,000 rows", "rejects.csv"}, nil},
	}
	dir := t.TempDir()
	for _, s := range samples {
		test, ok := tests[s.name]
		if !ok {
			continue
		}
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			text := parse(t, read(t, s.render(t, dir), page.Name)).visible()
			for _, word := range test.has {
				if !strings.Contains(text, word) {
					t.Errorf("the page does not say %q:\n%.3000s", word, text)
				}
			}
			for _, word := range test.hasNot {
				if strings.Contains(text, word) {
					t.Errorf("the page says %q:\n%.3000s", word, text)
				}
			}
		})
	}
}

// TestShow writes the page alone, and the same one.
func TestShow(t *testing.T) {
	t.Parallel()
	for _, s := range samples[:4] {
		dir := s.render(t, t.TempDir())
		want := read(t, dir, page.Name)
		for _, name := range []string{page.Name, "reconciliation.csv", "summary.json"} {
			if err := os.Remove(filepath.Join(dir, name)); err != nil {
				t.Fatal(err)
			}
		}
		before := list(t, dir)
		if _, err := report.Show(dir, page.New(dir)); err != nil {
			t.Fatal(err)
		}
		if got := read(t, dir, page.Name); got != want {
			t.Errorf("%s: the page is another one: %s", s.name, cmp.Diff(want, got))
		}
		if diff := cmp.Diff(append(before, page.Name), list(t, dir)); diff != "" {
			t.Errorf("%s: the other files were touched (-want +got):\n%s", s.name, diff)
		}
	}
}

func list(t *testing.T, dir string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.Name() != page.Name {
			names = append(names, e.Name())
		}
	}
	if _, err := os.Stat(filepath.Join(dir, page.Name)); err == nil {
		names = append(names, page.Name)
	}
	return names
}

// TestLongTexts keeps a page small whatever the cells hold.
func TestLongTexts(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("é", 500_000)
	s := sample{"long", func(s *scribe) {
		s.start(nil)
		s.sent(3, 0, func(_ int, o *contact.Outcome) {
			o.Status, o.Contact, o.Code, o.Field, o.Message = contact.Rejected, long, long, long, long
		})
		s.end(report.Stopped, long, 3)
	}}
	text := read(t, s.render(t, t.TempDir()), page.Name)
	if len(text) > 100_000 {
		t.Errorf("three rows make a page of %d bytes", len(text))
	}
	if strings.ContainsRune(text, '\ufffd') {
		t.Error("a character was cut in two")
	}
}

// A node is a parsed page, or a part of it.
type node struct{ *html.Node }

func parse(t *testing.T, text string) node {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return node{doc}
}

func (n node) all(tag string) (list []node) {
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && d.Data == tag {
			list = append(list, node{d})
		}
	}
	return list
}

func (n node) byID(id string) node {
	for d := range n.Descendants() {
		if (node{d}).attr("id") == id {
			return node{d}
		}
	}
	panic(fmt.Sprintf("the page has no #%s", id))
}

func (n node) attr(key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func (n node) text() string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

// visible returns the text that a reader sees, with single blanks.
func (n node) visible() string {
	var words []string
	for d := range n.Descendants() {
		if d.Type == html.TextNode && !slices.Contains([]string{"style", "script"}, d.Parent.Data) {
			words = append(words, strings.Fields(d.Data)...)
		}
	}
	return strings.Join(words, " ")
}
