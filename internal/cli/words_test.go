package cli

import (
	"os/exec"
	"testing"
)

func TestQuote(t *testing.T) {
	t.Parallel()
	tests := []struct{ word, want string }{
		{"contacts.csv", "contacts.csv"},
		{"--base-url=http://127.0.0.1:8377", "--base-url=http://127.0.0.1:8377"},
		{"50%", "50%"},
		{"", "''"},
		{"my contacts.csv", "'my contacts.csv'"},
		{"it's", `'it'\''s'`},
		{"$HOME", "'$HOME'"},
		{"a;b", "'a;b'"},
		{"été.csv", "'été.csv'"},
		{"a\nb", "'a\nb'"},
		{"~/x", "'~/x'"},
		{"*.csv", "'*.csv'"},
	}
	for _, tt := range tests {
		if got := quoteOn("linux", tt.word); got != tt.want {
			t.Errorf("a command line shows %q as %s, want %s", tt.word, got, tt.want)
		}
	}
}

// TestQuote_windows: cmd knows no single quotes, and a backslash is no reason to
// quote.
func TestQuote_windows(t *testing.T) {
	t.Parallel()
	tests := []struct{ word, want string }{
		{`C:\data\contacts.rollcall\rejects.csv`, `C:\data\contacts.rollcall\rejects.csv`},
		{`C:\my data\contacts.csv`, `"C:\my data\contacts.csv"`},
		{"", `""`},
		{"it's", `"it's"`},
		{"50%", `"50%"`},
		{"a&b", `"a&b"`},
	}
	for _, tt := range tests {
		if got := quoteOn("windows", tt.word); got != tt.want {
			t.Errorf("a command line shows %q as %s, want %s", tt.word, got, tt.want)
		}
	}
}

// TestQuote_shell asks a shell what it makes of a quoted word.
func TestQuote_shell(t *testing.T) {
	t.Parallel()
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("no shell here")
	}
	for _, word := range []string{"plain", "", "two words", "it's", `back\slash`, "`id`", "$(id)", "!x", "#x", "a\nb", `"`, "''"} {
		out, err := exec.Command(sh, "-c", "printf %s "+quoteOn("linux", word)).Output()
		if err != nil || string(out) != word {
			t.Errorf("a shell reads %s as %q (%v), want %q", quoteOn("linux", word), out, err, word)
		}
	}
}

func TestCount(t *testing.T) {
	t.Parallel()
	tests := []struct {
		n    int
		noun string
		want string
	}{
		{0, "row", "0 rows"},
		{1, "row", "1 row"},
		{2, "request", "2 requests"},
		{1, "refused batch", "1 refused batch"},
		{3, "refused batch", "3 refused batches"},
	}
	for _, tt := range tests {
		if got := count(tt.n, tt.noun); got != tt.want {
			t.Errorf("%d of %q reads %q, want %q", tt.n, tt.noun, got, tt.want)
		}
	}
}

func TestShort(t *testing.T) {
	t.Parallel()
	for f, want := range map[float64]string{0: "0.0", 0.25: "0.2", 9.94: "9.9", 10: "10", 1234.5: "1235"} {
		if got := short(f); got != want {
			t.Errorf("a rate of %g reads %q, want %q", f, got, want)
		}
	}
}
