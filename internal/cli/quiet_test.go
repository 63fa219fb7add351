package cli

import "testing"

func TestFirstLine(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"one":             "one",
		"one\ntwo":        "one (and 1 line more without --quiet)",
		"one\ntwo\nthree": "one (and 2 lines more without --quiet)",
	} {
		if got := firstLine(text); got != want {
			t.Errorf("a quiet command says %q, want %q", got, want)
		}
	}
}
