package report

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestKeepEdited(t *testing.T) {
	t.Parallel()
	dir, now := t.TempDir(), time.Now()
	write := func(name, text string, at time.Time) {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, at, at); err != nil {
			t.Fatal(err)
		}
	}
	write(rejectsCSV, "as rendered", now.Add(-time.Hour))
	if name, err := KeepEdited(dir); name != "" || err != nil {
		t.Errorf("without a summary: %q, %v", name, err)
	}
	write(summaryName, "{}", now)
	if name, err := KeepEdited(dir); name != "" || err != nil {
		t.Errorf("rejects as they were rendered: %q, %v", name, err)
	}
	for _, want := range []string{"rejects.edited.csv", "rejects.edited.2.csv"} {
		write(rejectsCSV, want, now.Add(time.Minute))
		name, err := KeepEdited(dir)
		if name != want || err != nil {
			t.Errorf("edited rejects are now %q (%v), not %q", name, err, want)
		}
		if text, _ := os.ReadFile(filepath.Join(dir, want)); string(text) != want {
			t.Errorf("%s holds %q", want, text)
		}
	}
}
