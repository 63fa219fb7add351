package docs_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rollcall/internal/sandbox"
)

// TestMetrics compares the page's table with what a run writes.
func TestMetrics(t *testing.T) {
	t.Parallel()
	url, stop, err := sandbox.Listen(t.Context(), "127.0.0.1:0", sandbox.Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	folder := t.TempDir()
	path := func(name string) string { return filepath.Join(folder, name) }
	guide{T: t}.write(path("contacts.csv"), "id,name\n1,Ann\n")
	guide{T: t}.write(path("m.yaml"), "provider: aelyst\ncontact: id\nfields: {firstName: name}\n")
	_, said, code := rollcall(t, "run", path("contacts.csv"), "-m", path("m.yaml"), "--base-url", url, "--metrics-file", path("rollcall.prom"))
	if code != 0 {
		t.Fatalf("the run exits with %d: %s", code, said)
	}
	var written []string
	for line := range strings.Lines(guide{T: t}.read(path("rollcall.prom"))) {
		if name, ok := strings.CutPrefix(line, "# TYPE "); ok {
			written = append(written, strings.Fields(name)[0])
		}
	}
	listed := first(readPage(t, "docs/operations.md").table(t, "## Figures for Prometheus", "metric"))
	slices.Sort(written)
	slices.Sort(listed)
	if diff := cmp.Diff(written, listed); diff != "" {
		t.Errorf("metrics (-written +page):\n%s", diff)
	}
}

// TestNightlyScript makes sure that the script on the page is the one that is
// tried.
func TestNightlyScript(t *testing.T) {
	t.Parallel()
	script := readPage(t, "docs/operations.md").find(t, "sh", "# nightly DIRECTORY").text
	tried, err := os.ReadFile(filepath.Join(root, "testdata", "script", "nightly.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(tried), "-- nightly --\n"+script+"-- ") {
		t.Errorf("testdata/script/nightly.txtar tries another script than the page shows:\n%s", script)
	}
}
