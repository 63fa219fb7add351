package cli

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestPattern(t *testing.T) {
	t.Parallel()
	start := time.Date(2026, 3, 1, 1, 2, 3, 0, time.FixedZone("", 2*60*60))
	tests := []struct{ dir, at string }{
		{"{date}", "2026-02-28"},
		{"runs/c-{date}.rollcall", "runs/c-2026-02-28.rollcall"},
		{"/var/lib/{date}T{time}Z", "/var/lib/2026-02-28T230203Z"},
		{"{time}.{date}", "230203.2026-02-28"},
		{"a+b(c)[{date}]", "a+b(c)[2026-02-28]"},
		{"./{date}/", "./2026-02-28/"},
	}
	for _, tt := range tests {
		p, err := parsePattern(tt.dir)
		if err != nil {
			t.Errorf("%s: %v", tt.dir, err)
			continue
		}
		if got := p.at(start); got != tt.at {
			t.Errorf("the directory %s of a run that starts at %s is %s, want %s", tt.dir, start, got, tt.at)
		}
		if key := p.start(filepath.Base(tt.at)); key != "2026-02-28" && key != "2026-02-28T230203" {
			t.Errorf("%s says that it started at %q", tt.at, key)
		}
		for _, other := range []string{"x" + filepath.Base(tt.at), filepath.Base(tt.at) + ".20260301T000000Z", "other", "2026-2-28"} {
			if key := p.start(other); key != "" {
				t.Errorf("%s is taken for a %s that started at %s", other, tt.dir, key)
			}
		}
	}
}

func TestPattern_refused(t *testing.T) {
	t.Parallel()
	for _, dir := range []string{"{date}/run", "{date}/{date}", "{time}", "{date}{date}", "{date}{time}{time}", "x/{time}/y"} {
		if _, err := parsePattern(dir); exitCode(err) != codeUsage {
			t.Errorf("--dir %s: %v, want a usage error", dir, err)
		}
	}
	for dir, want := range map[string]bool{"": false, "contacts": false, "{Date}": false, "{date}": true, "x-{time}": true} {
		if got := dated(dir); got != want {
			t.Errorf("--dir %q depends on the start of the run: %t, want %t", dir, got, want)
		}
	}
}

func TestPattern_runs(t *testing.T) {
	t.Parallel()
	parent := t.TempDir()
	p, err := parsePattern(filepath.Join(parent, "{time}-{date}"))
	if err != nil {
		t.Fatal(err)
	}
	if runs, err := p.runs(); err != nil || len(runs) != 0 {
		t.Errorf("in an empty folder there are %v (%v)", runs, err)
	}
	for _, name := range []string{"235959-2026-01-01", "000000-2026-01-02", "120000-2026-01-02", "notes-2026-01-03"} {
		if err := os.MkdirAll(filepath.Join(parent, name, "journal"), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(parent, "130000-2026-01-02"), 0o700); err != nil { // no run
		t.Fatal(err)
	}
	runs, err := p.runs()
	if err != nil {
		t.Fatal(err)
	}
	for i, dir := range runs {
		runs[i] = filepath.Base(dir)
	}
	if diff := cmp.Diff([]string{"120000-2026-01-02", "000000-2026-01-02", "235959-2026-01-01"}, runs); diff != "" {
		t.Errorf("the runs, the newest first (-want +got):\n%s", diff)
	}
	nowhere, err := parsePattern(filepath.Join(parent, "nowhere", "{date}"))
	if err != nil {
		t.Fatal(err)
	}
	if runs, err := nowhere.runs(); err != nil || len(runs) != 0 {
		t.Errorf("in a folder that does not exist there are %v (%v)", runs, err)
	}
}
