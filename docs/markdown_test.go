package docs_test

import (
	"bufio"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A page is one Markdown file, taken apart.
type page struct {
	path   string // from the root of the project
	prose  string // without code blocks
	blocks []block
}

// A block is a fenced block of code.
type block struct {
	info  string // what stands behind the fence
	text  string
	line  int
	under string // the heading of the second level that it stands under
}

const root = ".."

// pages returns the README, the changelog and every page in docs.
func pages(t *testing.T) []page {
	t.Helper()
	paths := []string{"README.md", "CHANGELOG.md"}
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err == nil && filepath.Ext(path) == ".md" {
			paths = append(paths, filepath.Join("docs", path))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	all := make([]page, len(paths))
	for i, path := range paths {
		all[i] = readPage(t, path)
	}
	return all
}

func readPage(t *testing.T, path string) page {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, path))
	if err != nil {
		t.Fatal(err)
	}
	p := page{path: path}
	var prose strings.Builder
	open, under := false, ""
	scanner := bufio.NewScanner(strings.NewReader(string(text)))
	for n := 1; scanner.Scan(); n++ {
		line := scanner.Text()
		info, fence := strings.CutPrefix(line, "```")
		switch {
		case fence && !open:
			p.blocks = append(p.blocks, block{info: info, line: n, under: under})
		case !fence && open:
			p.blocks[len(p.blocks)-1].text += line + "\n"
		case !fence:
			prose.WriteString(line + "\n")
			if heading, ok := strings.CutPrefix(line, "## "); ok {
				under = heading
			}
		}
		open = open != fence
	}
	p.prose = prose.String()
	return p
}

// find returns the first block with the info and the text in it.
func (p page) find(t *testing.T, info, text string) block {
	t.Helper()
	for _, b := range p.blocks {
		if b.info == info && strings.Contains(b.text, text) {
			return b
		}
	}
	t.Fatalf("%s has no %s block with %q in it", p.path, info, text)
	return block{}
}

// table returns the cells of the first table behind the heading, without its
// head and without backticks.
func (p page) table(t *testing.T, heading, column string) [][]string {
	t.Helper()
	_, behind, ok := strings.Cut("\n"+p.prose, "\n"+heading+"\n")
	_, body, found := strings.Cut(behind, "| "+column+" |")
	if !ok || !found {
		t.Fatalf("%s has no table of %s behind %q", p.path, column, heading)
	}
	var rows [][]string
	for line := range strings.Lines(body) {
		if line = strings.TrimSpace(line); !strings.HasPrefix(line, "|") {
			if len(rows) > 0 {
				break
			}
			continue
		}
		if !strings.HasPrefix(line, "|---") && strings.Count(line, "|") > 2 {
			rows = append(rows, cells(line))
		}
	}
	return rows
}

func cells(line string) []string {
	line = strings.TrimSuffix(strings.TrimPrefix(line, "|"), "|")
	line = strings.ReplaceAll(line, `\|`, "\x00")
	list := strings.Split(line, "|")
	for i, cell := range list {
		list[i] = strings.TrimSpace(strings.NewReplacer("\x00", "|", "`", "").Replace(cell))
	}
	return list
}
