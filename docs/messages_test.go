package docs_test

import (
	"fmt"
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

	"rollcall/inspect"
)

// A message is a text that the program may print, with … for what it fills in.
type message struct {
	text  string
	where string // file:line
}

// silent are the rooms, and the files of other rooms, whose texts are not said
// to a user as a message: results and data. What is in internal beside the
// command line is no part of the program.
var silent = []string{
	"docs", "draft", "inspect", "report/page", "samples", "tools", "providers/providertest",
	"mapping/effects.go", "providers/countries.go", "providers/form.go", "providers/languages.go",
	"report/advice.go", "report/problems.go", "undo/mapping.go",
}

// makers are the calls and the fields that make a message of their text, and
// what they put before it.
var makers = map[string]string{
	"Errorf": "", "New": "", "Warn": "", "Warnf": "", "usage": "", "stopped": "",
	"add": "", "at": "", "damaged": "", "doubt": "", "errorAt": "", "fault": "", "finish": "", "refuse": "",
	"Hint": "", "Unclear": "…, but the answer ", "Message": "", "Reason": "",
}

// quiet are the calls and the fields whose text is none.
var quiet = regexp.MustCompile(`^(Fprint.*|WriteString|strings\..*|regexp\..*|Doc|Effect|Note|Notes|Prefix|Refused|Source)$`)

// messages collects the texts of the program's source that are messages: what
// goes to a maker, in two words and more, and all other texts of three words and
// more. In the room of the command line these are results.
func messages(t *testing.T) []message {
	t.Helper()
	var all []message
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		name, _ := filepath.Rel(root, path)
		name = filepath.ToSlash(name)
		switch {
		case err != nil:
			return err
		case strings.HasPrefix(d.Name(), ".") && path != root, slices.Contains(silent, name),
			filepath.Dir(name) == "internal" && name != "internal/cli":
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case filepath.Ext(name) == ".go" && !strings.HasSuffix(name, "_test.go"):
			all = append(all, said(t, path, name)...)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for kind := inspect.Exponent; kind <= inspect.Swallowed; kind++ {
		all = append(all, message{kind.String(), fmt.Sprint("inspect.Kind ", kind)})
	}
	return all
}

// said collects the messages of a file.
func said(t *testing.T, path, name string) []message {
	t.Helper()
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	c := &collector{set: set, name: name}
	ast.Walk(c, file)
	return c.found
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
	switch n.(type) {
	case nil:
		c.above = c.above[:len(c.above)-1]
		return nil
	case *ast.ImportSpec, *ast.Field:
		return nil
	}
	if text, ok := joined(n); ok {
		c.take(n, text)
		return nil
	}
	c.above = append(c.above, n)
	return c
}

// joined returns the text of a literal, or of a sum with a literal in it.
func joined(n ast.Node) (text string, ok bool) {
	switch n := n.(type) {
	case *ast.BasicLit:
		if n.Kind == token.STRING {
			text, err := strconv.Unquote(n.Value)
			return text, err == nil
		}
	case *ast.BinaryExpr:
		left, okLeft := joined(n.X)
		right, okRight := joined(n.Y)
		if !okLeft {
			left = "%v"
		}
		if !okRight {
			right = "%v"
		}
		return left + right, n.Op == token.ADD && (okLeft || okRight)
	}
	return "", false
}

var (
	verb = regexp.MustCompile(`%[-+# 0]*[0-9.*]*[a-zA-Z]`)
	word = regexp.MustCompile(`[A-Za-z'-]{2,}`)
	room = regexp.MustCompile(`^[a-z-]+: …$`) // "journal: …"
	tail = regexp.MustCompile(`^[\s:;,.(]`)   // the rest of a message
)

// normal returns a text with … for what is filled in.
func normal(text string) string {
	text = verb.ReplaceAllString(strings.ReplaceAll(text, "%%", "\x00"), "…")
	return strings.TrimSpace(strings.ReplaceAll(text, "\x00", "%"))
}

// take keeps a text that is a message.
func (c *collector) take(n ast.Node, raw string) {
	lead, least := c.sink()
	text := lead + normal(raw)
	words := len(word.FindAllString(text, -1))
	if tail.MatchString(raw) || !strings.Contains(text, " ") || words < least && (least > 2 || !room.MatchString(text)) {
		return
	}
	at := c.set.Position(n.Pos())
	c.found = append(c.found, message{text, c.name + ":" + strconv.Itoa(at.Line)})
}

// sink looks where a text goes to: what is put before it there, and how many
// words make a message of it.
func (c *collector) sink() (lead string, least int) {
	const never = 1 << 10
	for _, n := range slices.Backward(c.above) {
		name, last := called(n)
		if quiet.MatchString(name) || quiet.MatchString(last) {
			return "", never
		}
		if lead, ok := makers[last]; ok {
			return lead, 2
		}
	}
	if strings.HasPrefix(c.name, "internal/cli/") {
		return "", never
	}
	return "", 3
}

// called returns the name of a call or of a field that is set, whole and what
// stands behind its last dot.
func called(n ast.Node) (name, last string) {
	switch n := n.(type) {
	case *ast.CallExpr:
		return called(n.Fun)
	case *ast.SelectorExpr:
		before, _ := called(n.X)
		return before + "." + n.Sel.Name, n.Sel.Name
	case *ast.Ident:
		return n.Name, n.Name
	case *ast.KeyValueExpr:
		return called(n.Key)
	}
	return "", ""
}
