package cli

import (
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

func TestResumeHint(t *testing.T) {
	t.Parallel()
	tests := []struct{ typed, want string }{
		{"run c.csv -m m.yaml", "rollcall run c.csv -m m.yaml --resume"},
		{"run c.csv -m m.yaml --limit 5", "rollcall run c.csv -m m.yaml --resume"},
		{"run --sample 5 c.csv -m m.yaml", "rollcall run c.csv -m m.yaml --resume"},
		{"run c.csv --sample=5 -m m.yaml --resume", "rollcall run c.csv -m m.yaml --resume"},
		{"run c.csv -m m.yaml -d {date} --keep-runs 7 -q", "rollcall run c.csv -m m.yaml -d 2026-01-02 -q --resume"},
		{"run c.csv -m m.yaml --restart=true", "rollcall run c.csv -m m.yaml --resume"},
		{"run -m m.yaml -- -c.csv", "rollcall run -m m.yaml --resume -- -c.csv"},
		{"run c.csv -m m.yaml --dir={date} --keep-runs=7", "rollcall run c.csv -m m.yaml --dir=2026-01-02 --resume"},
	}
	for _, tt := range tests {
		j := &job{args: strings.Fields(tt.typed), dir: "2026-01-02"}
		if strings.Contains(tt.typed, "{date}") {
			j.flags.dir = "{date}"
			j.pattern = &pattern{}
		}
		if got := j.resumeHint(); got != tt.want {
			t.Errorf("after rollcall %s the hint is %q, want %q", tt.typed, got, tt.want)
		}
	}
}

// The command of --on-finish may hold a secret: what is kept has another, which
// does nothing.
func TestMasked(t *testing.T) {
	t.Parallel()
	const none = "rollcall run c.csv -m m.yaml --resume"
	for _, tt := range []struct{ typed, want string }{
		{"run c.csv -m m.yaml", none},
		{"run c.csv --on-finish SECRET -m m.yaml", "rollcall run c.csv --on-finish " + quote(forgotten) + " -m m.yaml --resume"},
		{"run c.csv --on-finish=SECRET -m m.yaml", "rollcall run c.csv " + quote("--on-finish="+forgotten) + " -m m.yaml --resume"},
	} {
		args := strings.Fields(tt.typed)
		if got := (&job{}).resumed(masked(args)); got != tt.want {
			t.Errorf("of rollcall %s is kept %q, want %q", tt.typed, got, tt.want)
		}
		if strings.Join(args, " ") != tt.typed {
			t.Errorf("the arguments themselves are %q now", args)
		}
	}
}

// Rejects are fed back as carefully and as slowly as the run went.
func TestRejectsHint(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ typed, want string }{
		{"", ""},
		{"--limit 5 --sample 5 --max-errors 9 --min-rows 3 --encoding latin1", ""},
		{"--rate 0.5 --concurrency 2 --batch 7 --timeout 1m", " --concurrency 2 --rate 0.5 --batch 7 --timeout 1m0s"},
		{
			"--backup --verify --confirm me@example.com --base-url http://[::1]",
			" --base-url " + quote("http://[::1]") + " --confirm me@example.com --verify --backup",
		},
		{"--state s --no-preflight", " --state s --no-preflight"},
	} {
		f, cmd := runFlags{}, &cobra.Command{}
		f.register(cmd, false)
		if err := cmd.ParseFlags(strings.Fields("-m m.yaml " + tt.typed)); err != nil {
			t.Fatal(err)
		}
		j := &job{flags: f, pace: given(cmd.Flags(), paceFlags)}
		if got, want := j.rejectsHint("rejects.csv"), "rollcall run rejects.csv -m m.yaml"+tt.want; got != want {
			t.Errorf("after a run with %s the rejects are fed back with\n%s, want\n%s", tt.typed, got, want)
		}
	}
}

// What was checked is what is sent: no row more, no faster, no guard less.
func TestSendHint(t *testing.T) {
	t.Parallel()
	tests := []struct{ typed, want string }{
		{"", ""},
		{"--show 2 --online -d other --log-level debug", ""},
		{"--limit 5 --delimiter ;", " --delimiter " + quote(";") + " --limit 5"},
		{"--sample 5 --rate 0.5 --strict --max-cleared 5%", " --sample 5 --strict --rate 0.5 --max-cleared " + quote("5%")},
		{"--strict=false --online --confirm me@example.com --min-rows 9", " --confirm me@example.com --min-rows 9"},
		{"--keep-going --max-errors 7", " --max-errors 7 --keep-going"},
		{"--state s.state --max-changed 5% --max-errors 7", " --state s.state --max-errors 7 --max-changed " + quote("5%")},
	}
	for _, tt := range tests {
		f, cmd := runFlags{}, &cobra.Command{}
		f.register(cmd, true)
		if err := cmd.ParseFlags(strings.Fields("-m m.yaml " + tt.typed)); err != nil {
			t.Fatal(err)
		}
		j := &job{input: "c.csv", flags: f, bounds: given(cmd.Flags(), boundFlags)}
		if got, want := j.sendHint(), "rollcall run c.csv -m m.yaml"+tt.want; got != want {
			t.Errorf("after rollcall check c.csv -m m.yaml %s the hint is\n%s, want\n%s", tt.typed, got, want)
		}
	}
}
