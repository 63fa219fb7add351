package cli

import (
	"fmt"
	"math"
	"runtime"
	"strings"
	"time"
)

// count returns a number with its noun.
func count(n int, noun string) string { return fmt.Sprintf("%d %s", n, plural(n, noun)) }

func plural(n int, noun string) string {
	switch {
	case n == 1:
		return noun
	case strings.HasSuffix(noun, "ch"):
		return noun + "es"
	}
	return noun + "s"
}

// brief rounds a duration to what a reader wants to know of it.
func brief(d time.Duration) time.Duration {
	if d < time.Second {
		return d.Round(time.Millisecond)
	}
	return d.Round(100 * time.Millisecond)
}

func short(f float64) string {
	if f >= 10 {
		return fmt.Sprintf("%.0f", math.Round(f)) // half of one is rounded up, as in report.html
	}
	return fmt.Sprintf("%.1f", f)
}

// quote returns a word as a shell of this system takes it.
func quote(word string) string { return quoteOn(runtime.GOOS, word) }

// quoteOn quotes for cmd and PowerShell on Windows, and for sh elsewhere.
func quoteOn(system, word string) string {
	signs, windows := "-_./:@%+=,", system == "windows"
	if windows {
		signs = `-_./:\+=`
	}
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune(signs, r)
	}
	switch {
	case word != "" && !strings.ContainsFunc(word, func(r rune) bool { return !plain(r) }):
		return word
	case windows:
		return `"` + strings.ReplaceAll(word, `"`, `\"`) + `"`
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}

func round(f float64, digits int) float64 {
	p := math.Pow10(digits)
	return math.Round(f*p) / p
}
