package docs_test

import (
	"encoding/json"
	"go/format"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// An overlay is the module as it would be with the files of a page in it. The
// module's own files stay as they are.
type overlay struct {
	*testing.T
	folder string            // holds the files under their own names
	files  map[string]string // path from the root of the module -> text
}

// newOverlay takes the blocks of a page that name a file: a diff is applied,
// blocks of one file follow each other.
func newOverlay(t *testing.T, p page) *overlay {
	t.Helper()
	o := &overlay{T: t, folder: t.TempDir(), files: map[string]string{}}
	for _, b := range p.blocks {
		switch kind, path, named := strings.Cut(b.info, " "); {
		case !named:
		case kind == "diff":
			o.files[path] = o.patched(path, b.text)
		default:
			o.files[path] += b.text
		}
	}
	for path, text := range o.files {
		o.write(path, text)
	}
	return o
}

// patched returns a file of the module with a diff applied. The lines that stay
// or go are looked for one after the other.
func (o *overlay) patched(path, diff string) string {
	o.Helper()
	text, err := os.ReadFile(filepath.Join(root, path))
	if err != nil {
		o.Fatal(err)
	}
	rest, done := string(text), ""
	for line := range strings.Lines(diff) {
		sign, line := line[0], line[1:]
		if sign == '+' {
			done += line
			continue
		}
		before, after, found := strings.Cut("\n"+rest, "\n"+line)
		if !found {
			o.Fatalf("a reader looks in %s for the line %q and does not find it", path, line)
		}
		done, rest = done+strings.TrimPrefix(before+"\n", "\n"), after
		if sign == ' ' {
			done += line
		}
	}
	return done + rest
}

func (o *overlay) write(path, text string) {
	o.Helper()
	if strings.HasSuffix(path, ".go") {
		tidy, err := format.Source([]byte(text))
		if err != nil {
			o.Fatalf("%s is no Go: %v", path, err)
		}
		if string(tidy) != text {
			o.Errorf("%s is not as gofmt writes it", path)
		}
	}
	if err := os.MkdirAll(filepath.Dir(o.path(path)), 0o700); err != nil {
		o.Fatal(err)
	}
	if err := os.WriteFile(o.path(path), []byte(text), 0o600); err != nil {
		o.Fatal(err)
	}
}

// path returns where a file or folder of the module stands in the overlay.
func (o *overlay) path(name string) string { return filepath.Join(o.folder, filepath.FromSlash(name)) }

// build runs a go command that builds in the module as it would be.
func (o *overlay) build(args ...string) {
	o.Helper()
	program, err := exec.LookPath("go")
	if err != nil {
		o.Skip("there is no go to build with")
	}
	module, err := filepath.Abs(root)
	if err != nil {
		o.Fatal(err)
	}
	replace := map[string]string{}
	for path := range o.files {
		replace[filepath.Join(module, filepath.FromSlash(path))] = o.path(path)
	}
	list, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		o.Fatal(err)
	}
	o.write("overlay.json", string(list))
	cmd := exec.CommandContext(o.Context(), program, append(args[:1:1], append([]string{"-overlay", o.path("overlay.json")}, args[1:]...)...)...)
	cmd.Dir = module
	if out, err := cmd.CombinedOutput(); err != nil {
		o.Fatalf("go %s: %v\n%s", strings.Join(args, " "), err, out)
	}
}

// run runs a program that was built, in a folder of the overlay, and returns
// what it printed and its exit code.
func (o *overlay) run(folder, program string, args ...string) (string, int) {
	o.Helper()
	cmd := exec.CommandContext(o.Context(), o.path(program), args...)
	cmd.Dir = o.path(folder)
	out, err := cmd.CombinedOutput()
	if cmd.ProcessState == nil {
		o.Fatal(err)
	}
	return string(out), cmd.ProcessState.ExitCode()
}
