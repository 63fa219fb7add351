package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"debug/elf"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/CycloneDX/cyclonedx-go"
)

const tried = "1.2.3-rc.1"

// TestRelease makes one platform's files twice, from two clones in folders of
// unlike names, and looks at them as somebody does who downloads them.
func TestRelease(t *testing.T) {
	t.Parallel()
	needs(t, "git")
	root := checkout(t, filepath.Join(t.TempDir(), "a"))
	clone := filepath.Join(t.TempDir(), "another", "much longer name")
	git(t, root, "clone", "-q", root, clone)
	folder := tryRelease(t, root)
	same(t, folder, tryRelease(t, clone))
	t.Run("archive", func(t *testing.T) { tryArchive(t, folder) })
	t.Run("bill of materials", func(t *testing.T) { tryBill(t, folder) })
	t.Run("checksums", func(t *testing.T) {
		needs(t, "sha256sum")
		shell(t, folder, "sha256sum --check --strict SHA256SUMS")
	})
	t.Run("install", func(t *testing.T) { tryInstall(t, folder) })
	t.Run("lintian", func(t *testing.T) {
		needs(t, "lintian")
		if said := shell(t, folder, "lintian --allow-root --tag-display-limit 0 *.deb"); said != "" {
			t.Errorf("a Debian developer would hear:\n%s", said)
		}
	})
}

// tryRelease makes a release of a checkout and returns the folder with the files.
func tryRelease(t *testing.T, root string) string {
	t.Helper()
	out := filepath.Join(root, "dist")
	if err := run(t.Context(), []string{"-version", "v" + tried, "-root", root, "-out", out, "-only", "linux/" + runtime.GOARCH}); err != nil {
		t.Fatal(err)
	}
	return out
}

func same(t *testing.T, one, two string) {
	t.Helper()
	first, second := list(t, one), list(t, two)
	if !slices.Equal(first, second) || len(first) != 4 {
		t.Fatalf("a release has the files %q once and %q another time, want the same four", first, second)
	}
	for _, name := range first {
		if read(t, filepath.Join(one, name)) != read(t, filepath.Join(two, name)) {
			t.Errorf("%s is not the same bytes twice", name)
		}
	}
}

func list(t *testing.T, folder string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func tryArchive(t *testing.T, folder string) {
	base := "rollcall_" + tried + "_linux_" + runtime.GOARCH
	files := unpack(t, filepath.Join(folder, base+".tar.gz"))
	for _, name := range []string{
		"rollcall", "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "LICENSE", "THIRD-PARTY-LICENSES.txt",
		"docs/mapping.md", "docs/mapping.schema.json", "docs/adr/0003-journal.md", "samples/aelyst/mapping.yaml",
		"samples/cron/rollcall.service", "man/rollcall.1", "man/rollcall-run.1", "man/rollcall-mapping.5", "completions/rollcall.bash",
		"completions/_rollcall", "completions/rollcall.fish", "completions/rollcall.ps1",
	} {
		if len(files[base+"/"+name]) == 0 {
			t.Errorf("the archive has no %s, only %q", name, slices.Sorted(maps.Keys(files)))
		}
	}
	if links := follow(t, files); links < 100 {
		t.Errorf("the pages of the archive have %d links to others, which is too few", links)
	}
	if text := files[base+"/THIRD-PARTY-LICENSES.txt"]; !bytes.Contains(text, []byte("github.com/spf13/cobra v")) {
		t.Errorf("the licences of others do not name cobra:\n%.1000s", text)
	}
	binary := files[base+"/rollcall"]
	program, err := elf.NewFile(bytes.NewReader(binary))
	if err != nil {
		t.Fatal(err)
	}
	if libraries, err := program.ImportedLibraries(); err == nil && len(libraries) > 0 {
		t.Errorf("the binary needs %q", libraries)
	}
	path := filepath.Join(t.TempDir(), "rollcall")
	if err := os.WriteFile(path, binary, 0o755); err != nil {
		t.Fatal(err)
	}
	version := regexp.MustCompile(`^rollcall ` + regexp.QuoteMeta(tried) + `\b.*\b[0-9a-f]{12}`)
	if said := shell(t, folder, path+" version"); !version.MatchString(strings.ReplaceAll(said, "\n", " ")) {
		t.Errorf("rollcall version says %q, want %s and a commit", said, tried)
	}
}

func unpack(t *testing.T, path string) map[string][]byte {
	t.Helper()
	z, err := gzip.NewReader(strings.NewReader(read(t, path)))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for r := tar.NewReader(z); ; {
		h, err := r.Next()
		if err == io.EOF {
			return files
		}
		if err == nil {
			files[h.Name], err = io.ReadAll(r)
		}
		if err != nil {
			t.Fatal(err)
		}
		if want := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC); !h.ModTime.Equal(want) {
			t.Errorf("%s is of %s, want the time of the commit", h.Name, h.ModTime)
		}
	}
}

// tree reads the files of a folder.
func tree(t *testing.T, folder string) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	err := fs.WalkDir(os.DirFS(folder), ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			files[name], err = os.ReadFile(filepath.Join(folder, name))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func tryBill(t *testing.T, folder string) {
	f, err := os.Open(filepath.Join(folder, "rollcall_"+tried+"_linux_"+runtime.GOARCH+".cdx.json"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var bom cyclonedx.BOM
	if err := cyclonedx.NewBOMDecoder(f, cyclonedx.BOMFileFormatJSON).Decode(&bom); err != nil {
		t.Fatal(err)
	}
	if c := bom.Metadata.Component; c.Name != "rollcall" || c.Version != tried {
		t.Errorf("the bill is that of %s %s", c.Name, c.Version)
	}
	var names []string
	for _, c := range *bom.Components {
		names = append(names, c.Name)
		if c.Licenses == nil || len(*c.Licenses) == 0 || c.PackageURL == "" || c.Name != "std" && c.Hashes == nil {
			t.Errorf("the bill says too little of %s: %+v", c.Name, c)
		}
	}
	for _, name := range []string{"std", "github.com/spf13/cobra", "golang.org/x/net"} {
		if !slices.Contains(names, name) {
			t.Errorf("the bill does not list %s, only %q", name, names)
		}
	}
}

// tryInstall installs the package below a folder, uses it and removes it again.
func tryInstall(t *testing.T, folder string) {
	needs(t, "dpkg", "dpkg-deb")
	if os.Getuid() != 0 {
		t.Skip("skipped: only root can install a package")
	}
	root := t.TempDir()
	shell(t, root, "mkdir -p var/lib/dpkg/info var/lib/dpkg/updates && touch var/lib/dpkg/status")
	shell(t, folder, "dpkg --root="+root+" --force-depends --install *.deb")
	for _, name := range []string{
		"bin/rollcall", "share/bash-completion/completions/rollcall", "share/zsh/vendor-completions/_rollcall",
		"share/fish/vendor_completions.d/rollcall.fish", "share/doc/rollcall/copyright", "share/doc/rollcall/changelog.gz", "share/man/man1/rollcall-run.1.gz", "share/man/man5/rollcall-mapping.5.gz",
		"share/doc/rollcall/examples/cron/rollcall.service", "share/doc/rollcall/README.md", "share/doc/rollcall/SECURITY.md",
		"share/doc/rollcall/docs/mapping.schema.json",
	} {
		if _, err := os.Stat(filepath.Join(root, "usr", name)); err != nil {
			t.Errorf("the package did not install it: %v", err)
		}
	}
	if said := shell(t, root, "usr/bin/rollcall version"); !strings.HasPrefix(said, "rollcall "+tried) {
		t.Errorf("the installed program says %q, want version %s", said, tried)
	}
	if unit := read(t, filepath.Join(root, "usr/share/doc/rollcall/examples/cron/rollcall.service")); !strings.Contains(unit, "=/usr/bin/rollcall") {
		t.Errorf("the unit does not start the installed program:\n%s", unit)
	}
	if links := follow(t, tree(t, filepath.Join(root, "usr/share/doc/rollcall"))); links < 100 {
		t.Errorf("the pages of the package have %d links to others, which is too few", links)
	}
	shell(t, root, "bash -c '. ./usr/share/bash-completion/completions/rollcall && complete -p rollcall'")
	shell(t, root, "dpkg --root="+root+" --purge rollcall")
	if left := shell(t, root, "find . -path ./var -prune -o -type f -print"); left != "" {
		t.Errorf("after the package was removed there is still:\n%s", left)
	}
}
