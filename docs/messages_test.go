package docs_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// A message is a text that the program may print, with … for what it fills in.
type message struct {
	text  string
	where string // file:line
}

// silent are the rooms whose texts are no messages of the program to its user.
var silent = []string{
	"docs", "draft", "samples", "tools", "internal/compare", "internal/crash", "internal/sandbox", "providers/providertest", "report/page",
}

// results are the calls whose texts are a result, a help, or no text for people.
var results = regexp.MustCompile(`^(fmt\.Fprint.*|io\.WriteString|strings\..*|regexp\..*|cobra\..*|template\..*|` +
	`(fs|cmd|root|f)\.?.*\..*Var.*|cmd\..*|root\..*|.*\.(Infof|Info|Debugf|line|one|family)|newTable|given)$`)

// data are the keys of a literal under which stands what a help or a page says.
var data = []string{"Use", "Short", "Long", "Example", "Doc", "Note", "Notes", "Effect", "Refused", "Title", "Prefix", "Source", "Next"}

// makers are the calls that make a message of their text, however short it is.
var makers = []string{"Errorf", "New", "usage", "stopped", "at", "add", "errorAt", "Warnf", "Warn", "Hint", "Unclear", "fault", "damaged", "refuse", "doubt", "finish"}

// messages collects every text of the program's source that is in words, and
// is not left out above.
func messages(t *testing.T) []message {
	t.Helper()
	var all []message
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		name, _ := filepath.Rel(root, path)
		name = filepath.ToSlash(name)
		switch {
		case err != nil:
			return err
		case d.IsDir() && (strings.HasPrefix(d.Name(), ".") && name != "." || slices.Contains(silent, name)):
			return fs.SkipDir
		case d.IsDir() || filepath.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go"):
			return nil
		}
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		c := &collector{set: set, name: name}
		ast.Walk(c, file)
		all = append(all, c.found...)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// A collector walks a file. It keeps the nodes above the one that it is at.
type collector struct {
	set   *token.FileSet
	name  string
	above []ast.Node
	found []message
}

// Visit implements [ast.Visitor].
func (c *collector) Visit(n ast.Node) ast.Visitor {
	if n == nil {
		c.above = c.above[:len(c.above)-1]
		return nil
	}
	if text, whole := spoken(n); whole {
		c.take(n, text)
		return nil
	}
	c.above = append(c.above, n)
	return c
}

// spoken returns the text of a literal, or of literals and other things that
// are joined.
func spoken(n ast.Node) (text string, whole bool) {
	switch n := n.(type) {
	case *ast.BasicLit:
		if n.Kind == token.STRING {
			text, err := strconv.Unquote(n.Value)
			return text, err == nil
		}
	case *ast.BinaryExpr:
		left, okLeft := spoken(n.X)
		right, okRight := spoken(n.Y)
		if n.Op != token.ADD || !okLeft && !okRight {
			return "", false
		}
		if !okLeft {
			left = "%v"
		}
		if !okRight {
			right = "%v"
		}
		return left + right, true
	}
	return "", false
}

var (
	verb    = regexp.MustCompile(`%[-+# 0]*[0-9.*]*[a-zA-Z]`)
	word    = regexp.MustCompile(`[A-Za-z][a-z'-]+`)
	aRoom   = regexp.MustCompile(`^[a-z-]+: …$`)
	joining = regexp.MustCompile(`^[\s:;,.(]`)
)

// normal returns a text with … for what is filled in.
func normal(text string) string {
	text = verb.ReplaceAllString(strings.ReplaceAll(text, "%%", "\x00"), "…")
	return strings.TrimSpace(strings.ReplaceAll(text, "\x00", "%"))
}

// take keeps a text that is a message.
func (c *collector) take(n ast.Node, raw string) {
	text := normal(raw)
	least, skip := c.sink()
	words := len(word.FindAllString(text, -1))
	if skip || joining.MatchString(raw) || words < least && !(least == 2 && aRoom.MatchString(text)) {
		return
	}
	at := c.set.Position(n.Pos())
	c.found = append(c.found, message{text, c.name + ":" + strconv.Itoa(at.Line)})
}

// sink looks where a text goes to: how many words it takes to be a message
// there, and whether it is none.
func (c *collector) sink() (least int, skip bool) {
	for _, n := range slices.Backward(c.above) {
		switch n := n.(type) {
		case *ast.ImportSpec, *ast.Field, *ast.IndexExpr:
			return 0, true
		case *ast.KeyValueExpr:
			if key, ok := n.Key.(*ast.Ident); ok && slices.Contains(data, key.Name) {
				return 0, true
			}
		case *ast.CallExpr:
			name := called(n.Fun)
			if results.MatchString(name) {
				return 0, true
			}
			if slices.Contains(makers, name[strings.LastIndexByte(name, '.')+1:]) {
				return 2, false
			}
		}
	}
	return 3, false
}

// called returns the name of what is called, with what stands before its dots.
func called(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return called(e.X) + "." + e.Sel.Name
	case *ast.CallExpr:
		return called(e.Fun) + "()"
	}
	return "?"
}

func TestDump(t *testing.T) {
	for _, m := range messages(t) {
		t.Logf("%s\t%s", m.where, m.text)
	}
}
