package cli

import (
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rollcall/contact"
	"rollcall/report"
)

func ended(code int, sum *report.Summary) closing {
	began := time.Date(2026, 11, 22, 2, 15, 0, 0, time.UTC)
	return closing{provider: "aelyst", mapping: "nightly.yaml", began: began, ended: began.Add(90500 * time.Millisecond), code: code, summary: sum}
}

func TestMetrics(t *testing.T) {
	t.Parallel()
	sum := &report.Summary{
		Outcomes: map[contact.Status]int{contact.Updated: 97, contact.Rejected: 3},
		Requests: report.Requests{Sent: 105, Retried: 2, ByStatus: map[string]int{"200": 97, "400": 3, "500": 4}},
	}
	text := metrics(ended(codeRows, sum), time.Unix(1_795_000_000, 0))
	const common = `{provider="aelyst",mapping="nightly.yaml"`
	for _, want := range []string{
		"# HELP rollcall_last_run_rows Rows of the last run by outcome.\n# TYPE rollcall_last_run_rows gauge\n",
		"rollcall_last_run_success" + common + "} 0\n",
		"rollcall_last_run_exit_code" + common + "} 1\n",
		"rollcall_last_run_start_timestamp_seconds" + common + "} 1795313700\n",
		"rollcall_last_run_finish_timestamp_seconds" + common + "} 1795313790.5\n",
		"rollcall_last_run_duration_seconds" + common + "} 90.5\n",
		"rollcall_last_success_timestamp_seconds" + common + "} 1795000000\n",
		"rollcall_last_run_rows" + common + `,outcome="updated"} 97` + "\n",
		"rollcall_last_run_rows" + common + `,outcome="rejected"} 3` + "\n",
		"rollcall_last_run_rows" + common + `,outcome="not_sent"} 0` + "\n",
		"rollcall_last_run_requests" + common + `,status="500"} 4` + "\n",
		"rollcall_last_run_requests" + common + `,status="none"} 1` + "\n",
		"rollcall_last_run_retried_requests" + common + "} 2\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the metrics lack %q:\n%s", want, text)
		}
	}
	if strings.Contains(text, `outcome="valid"`) {
		t.Error("the metrics of a run speak of rows that are valid, which only a check has")
	}
	wellFormed(t, text)
}

// A run that could not begin has no rows; the metrics say that it failed.
func TestMetrics_notBegun(t *testing.T) {
	t.Parallel()
	text := metrics(ended(codeUsage, nil), time.Unix(0, 0))
	if strings.Contains(text, "rollcall_last_run_rows") || !strings.Contains(text, "rollcall_last_run_exit_code{provider=\"aelyst\",mapping=\"nightly.yaml\"} 64\n") ||
		!strings.Contains(text, lastSuccessName+"{provider=\"aelyst\",mapping=\"nightly.yaml\"} 0\n") {
		t.Errorf("the metrics of a run that could not begin:\n%s", text)
	}
	wellFormed(t, text)
}

var (
	helpLine = regexp.MustCompile(`^# HELP ([a-z_]+) \S.*\.$`)
	typeLine = regexp.MustCompile(`^# TYPE ([a-z_]+) gauge$`)
	dataLine = regexp.MustCompile(`^([a-z_]+)\{([a-z]+="([^"\\\n]|\\[\\"n])*",)*[a-z]+="([^"\\\n]|\\[\\"n])*"\} -?\d+(\.\d+)?$`)
)

// wellFormed checks the rules of the text form: each metric has its help and its
// type once, before its values, and no label set comes twice.
func wellFormed(t *testing.T, text string) {
	t.Helper()
	family := ""
	seen := map[string]bool{}
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		series, _, _ := strings.Cut(line, "} ")
		if seen[series] {
			t.Errorf("%q comes twice", series)
		}
		seen[series] = true
		if m := helpLine.FindStringSubmatch(line); m != nil {
			family = m[1]
			if !strings.HasPrefix(family, "rollcall_") || strings.HasSuffix(family, "_total") {
				t.Errorf("a gauge is named %s", family)
			}
		} else if m := typeLine.FindStringSubmatch(line); m != nil && m[1] == family {
			continue
		} else if m := dataLine.FindStringSubmatch(line); m == nil || m[1] != family {
			t.Errorf("under %s stands %q", family, line)
		}
	}
	if !strings.HasSuffix(text, "\n") {
		t.Error("the last line has no end")
	}
}

func TestLabel(t *testing.T) {
	t.Parallel()
	tests := []struct{ value, want string }{
		{"nightly.yaml", `mapping="nightly.yaml"`},
		{`C:\maps\it's "mine".yaml`, `mapping="C:\\maps\\it's \"mine\".yaml"`},
		{"two\nlines", `mapping="two\nlines"`},
		{"Łódź.yaml", `mapping="Łódź.yaml"`},
		{"\xff.yaml", "mapping=\"\uFFFD.yaml\""},
	}
	for _, tt := range tests {
		if got := label("mapping", tt.value); got != tt.want {
			t.Errorf("the label for %q is %s, want %s", tt.value, got, tt.want)
		}
	}
}

func TestLastSuccess(t *testing.T) {
	t.Parallel()
	now := time.Unix(1_800_000_000, 0)
	const labels = `provider="aelyst",mapping="m.yaml"`
	line := func(value string) string { return lastSuccessName + "{" + labels + "} " + value }
	tests := []struct {
		name, text string
		want       int64
	}{
		{"no file", "", 0},
		{"ours", "# TYPE x gauge\nother 1\n" + line("1700000000.5\n"), 1_700_000_000},
		{"without the last line end", line("1700000000"), 1_700_000_000},
		{"in another form", line("1.7e+09\r\n"), 1_700_000_000},
		{"of another mapping", strings.ReplaceAll(line("1700000000\n"), "m.yaml", "n.yaml"), 0},
		{"of a name that begins alike", "x" + line("1700000000\n"), 0},
		{"from the future", line("1900000000\n"), 1_800_000_000},
		{"no number", line("soon\n"), 0},
		{"before its time", line("-5\n"), 0},
		{"not a number", line("NaN\n"), 0},
		{"without end", line("+Inf\n"), 0},
		{"the first line that is good", line("x\n") + line("1700000000\n") + line("1600000000\n"), 1_700_000_000},
	}
	for _, tt := range tests {
		if got := lastSuccess(tt.text, labels, now).Unix(); got != tt.want {
			t.Errorf("%s: the last success was at %d, want %d", tt.name, got, tt.want)
		}
	}
}

func FuzzLastSuccess(f *testing.F) {
	c := ended(codeRows, nil)
	f.Add(metrics(c, time.Unix(1_700_000_000, 0)))
	f.Add(lastSuccessName + "{" + c.labels() + "} 1e999\n")
	f.Fuzz(func(t *testing.T, text string) {
		got := lastSuccess(text, c.labels(), c.ended)
		if got.Before(time.Unix(0, 0)) || got.After(c.ended) {
			t.Errorf("the last success was at %s, which is no time between 1970 and now", got)
		}
		if again := lastSuccess(metrics(c, got), c.labels(), c.ended); !again.Equal(got) {
			t.Errorf("%s is written and read back as %s", got, again)
		}
	})
}

func TestWriteMetrics(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	path := filepath.Join(folder, "rollcall.prom")
	good, bad := ended(codeOK, nil), ended(codeStopped, nil)
	bad.ended = bad.ended.Add(24 * time.Hour)
	for _, c := range []closing{bad, good, bad} {
		if err := writeMetrics(path, c); err != nil {
			t.Fatal(err)
		}
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(metrics(bad, good.ended), string(text)); diff != "" {
		t.Errorf("a failure after a success (-want +got):\n%s", diff)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o644 && runtime.GOOS != "windows" {
		t.Errorf("the node exporter is to read %v (%v)", info.Mode(), err)
	}
	if entries, err := os.ReadDir(folder); err != nil || len(entries) != 1 {
		t.Errorf("%d files are in the folder, want the metrics alone (%v)", len(entries), err)
	}
}

// What cannot be written leaves nothing behind.
func TestWriteMetrics_fails(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	path := filepath.Join(folder, "rollcall.prom")
	if err := os.MkdirAll(filepath.Join(path, "sub"), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, code := range []int{codeOK, codeRows} {
		if err := writeMetrics(path, ended(code, nil)); err == nil {
			t.Errorf("after exit code %d a directory was replaced by the metrics", code)
		}
	}
	if err := writeMetrics(filepath.Join(folder, "nowhere", "rollcall.prom"), ended(codeOK, nil)); err == nil {
		t.Error("metrics were written to a folder that does not exist")
	}
	if entries, err := os.ReadDir(folder); err != nil || len(entries) != 1 {
		t.Errorf("%d entries are in the folder, want one (%v)", len(entries), err)
	}
}
