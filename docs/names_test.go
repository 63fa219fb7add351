package docs_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"testing"
)

var qualified = regexp.MustCompile("`([a-z]+)\\.([A-Za-z]+)`")

// TestNamesExist looks up the functions that the architecture page walks through.
func TestNamesExist(t *testing.T) {
	t.Parallel()
	declared := map[string]map[string]bool{}
	for _, m := range qualified.FindAllStringSubmatch(readPage(t, "docs/architecture.md").prose, -1) {
		room, name := m[1], m[2]
		if declared[room] == nil {
			declared[room] = declarations(t, room)
		}
		if !declared[room][name] {
			t.Errorf("a reader looks for %s in %s and does not find it", name, room)
		}
	}
}

// declarations returns the functions, methods and types of a package, and the
// methods of its interfaces.
func declarations(t *testing.T, room string) map[string]bool {
	t.Helper()
	if room == "cli" {
		room = "internal/cli"
	}
	files, err := filepath.Glob(filepath.Join(root, room, "*.go"))
	if err != nil || len(files) == 0 {
		t.Fatalf("there is no package %s: %v", room, err)
	}
	names := map[string]bool{}
	for _, path := range files {
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				names[n.Name.Name] = true
				return false
			case *ast.TypeSpec:
				names[n.Name.Name] = true
			case *ast.InterfaceType:
				for _, method := range n.Methods.List {
					for _, name := range method.Names {
						names[name.Name] = true
					}
				}
			}
			return true
		})
	}
	return names
}
