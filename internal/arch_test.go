// Package internal_test keeps the rooms of the house apart.
package internal_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "rollcall"

// mayImport says which of our packages a package may import; a star stands for
// one path element, and a lone star for every package.
var mayImport = map[string][]string{
	".":                      {"internal/cli"},
	"contact":                {},
	"source":                 {"contact"},
	"providers":              {"contact"},
	"providers/*":            {"contact", "providers"},
	"providers/all":          {"providers", "providers/*"},
	"providers/providertest": {"contact", "providers"},
	"mapping":                {"contact", "providers"},
	"batch":                  {"contact", "providers"},
	"report":                 {"contact"},
	"report/page":            {"contact", "report"},
	"state":                  {"contact"},
	"survey":                 {"contact", "mapping"},
	"preflight":              {"contact", "mapping", "providers"},
	"inspect":                {"contact"},
	"draft":                  {"contact", "inspect", "providers"},
	"undo":                   {"contact", "providers"},
	"samples":                {"internal/sandbox"},
	"internal/sandbox":       {},
	"internal/crash":         {},
	"internal/cli":           {"*"},
	"internal/manual":        {"internal/cli"},

	"internal/compare":          {"internal/compare/workload"},
	"internal/compare/bare":     {"internal/compare/workload"},
	"internal/compare/encode":   {"contact", "mapping", "providers/all", "source"},
	"internal/compare/profiled": {"internal/cli"},
	"internal/compare/standin":  {"internal/compare/workload"},
	"internal/compare/workload": {},
}

// isProgram reports whether a package deals with the process and the person
// before it: rollcall's own, the one that writes its manual, and the programs
// that measure it.
func isProgram(dir string) bool {
	return dir == "internal/cli" || dir == "internal/manual" || dir == "internal/compare" || strings.HasPrefix(dir, "internal/compare/")
}

// programOnly are the packages that programs deal with the process by.
var programOnly = []string{
	"flag", "log", "log/slog", "os/signal",
	"github.com/sirupsen/logrus", "github.com/spf13/cobra", "github.com/spf13/pflag",
	"github.com/schollz/progressbar/v3", "golang.org/x/term",
}

// processOnly are the names of package os that are the process's own.
var processOnly = []string{"Exit", "Getenv", "LookupEnv", "Environ", "Args", "Stdin", "Stdout", "Stderr"}

func TestImports(t *testing.T) {
	t.Parallel()
	for _, f := range sources(t) {
		for _, spec := range f.Imports {
			path, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			if why := forbidden(f.dir, path); why != "" {
				t.Errorf("%s imports %s: %s", f.name, path, why)
			}
		}
	}
}

func forbidden(dir, path string) string {
	own, isOwn := strings.CutPrefix(path, module+"/")
	switch {
	case isOwn && !slices.ContainsFunc(allowed(dir), func(pattern string) bool { return matches(pattern, own) }):
		return "package " + dir + " may import of ours " + strings.Join(allowed(dir), ", ")
	case dir == "contact" && strings.Contains(strings.SplitN(path, "/", 2)[0], "."):
		return "contact is a leaf: the standard library only"
	case !isProgram(dir) && slices.Contains(programOnly, path):
		return "only internal/cli may"
	}
	return ""
}

func allowed(dir string) []string {
	if list, ok := mayImport[dir]; ok {
		return list
	}
	return mayImport[filepath.ToSlash(filepath.Dir(dir))+"/*"]
}

func matches(pattern, path string) bool {
	ok, err := filepath.Match(pattern, path)
	return pattern == "*" || err == nil && ok
}

// TestRooms fails for a package about which the table says nothing.
func TestRooms(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, f := range sources(t) {
		if allowed(f.dir) == nil && !seen[f.dir] {
			t.Errorf("package %s is new: say in mayImport what it may import", f.dir)
		}
		seen[f.dir] = true
	}
	for dir := range mayImport {
		if !seen[dir] && !strings.Contains(dir, "*") {
			t.Errorf("package %s is gone: take it out of mayImport", dir)
		}
	}
}

func TestProcess(t *testing.T) {
	t.Parallel()
	for _, f := range sources(t) {
		if isProgram(f.dir) || f.dir == "." {
			continue
		}
		ast.Inspect(f.File, func(n ast.Node) bool {
			sel, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if pkg, ok := sel.X.(*ast.Ident); ok && pkg.Name == "os" && pkg.Obj == nil && slices.Contains(processOnly, sel.Sel.Name) {
				t.Errorf("%s uses os.%s: only internal/cli may", f.name, sel.Sel.Name)
			}
			return true
		})
	}
}

// TestForbidden shows that the rules hold something back.
func TestForbidden(t *testing.T) {
	t.Parallel()
	tests := []struct {
		dir, path string
		ok        bool
	}{
		{"contact", "fmt", true},
		{"contact", "rollcall/source", false},
		{"contact", "golang.org/x/text/cases", false},
		{"source", "rollcall/contact", true},
		{"source", "rollcall/mapping", false},
		{"mapping", "rollcall/providers", true},
		{"mapping", "rollcall/providers/aelyst", false},
		{"providers", "rollcall/batch", false},
		{"providers/aelyst", "rollcall/providers", true},
		{"providers/aelyst", "rollcall/providers/callbell", false},
		{"providers/all", "rollcall/providers/callbell", true},
		{"report", "rollcall/batch", false},
		{"batch", "rollcall/report", false},
		{"batch", "github.com/sirupsen/logrus", false},
		{"internal/sandbox", "rollcall/providers", false},
		{"internal/cli", "rollcall/internal/sandbox", true},
		{"internal/cli", "github.com/sirupsen/logrus", true},
		{"internal/compare", "flag", true},
		{"internal/compare/bare", "rollcall/source", false},
	}
	for _, tt := range tests {
		if why := forbidden(tt.dir, tt.path); (why == "") != tt.ok {
			t.Errorf("forbidden(%q, %q) = %q, want allowed: %t", tt.dir, tt.path, why, tt.ok)
		}
	}
}

// A source is a parsed file of the project that is no test.
type source struct {
	*ast.File
	name string
	dir  string // of its package, from the module's root
}

func sources(t *testing.T) (files []source) {
	t.Helper()
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "testdata" || d.Name() == "tools" || strings.HasPrefix(d.Name(), ".") && d.Name() != ".."):
			return fs.SkipDir
		case !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		name, err := filepath.Rel("..", path)
		name = filepath.ToSlash(name)
		files = append(files, source{f, name, filepath.ToSlash(filepath.Dir(name))})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
