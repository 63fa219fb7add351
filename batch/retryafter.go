package batch

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Pause returns the pause that an answer with these headers asks for; 0 for none.
func Pause(h http.Header, now time.Time) time.Duration {
	d, _ := retryAfter(h, now)
	return d
}

// retryAfter reads a Retry-After header, in seconds (a fraction is accepted) or
// as a date. A date is measured against the answer's own Date header where
// there is one, so that a clock that is off does no harm.
func retryAfter(h http.Header, now time.Time) (time.Duration, bool) {
	text := strings.TrimSpace(first(h, "Retry-After"))
	if text == "" {
		return 0, false
	}
	if seconds, err := strconv.ParseFloat(text, 64); err == nil {
		return seconds2duration(seconds)
	}
	at, err := http.ParseTime(text)
	if err != nil {
		return 0, false
	}
	if sent, err := http.ParseTime(h.Get("Date")); err == nil {
		now = sent
	}
	return max(at.Sub(now), 0), true
}

// limitReset reads when a used-up rate limit is reset: RateLimit-Reset or
// X-RateLimit-Reset with nothing remaining, in seconds from now or as a Unix
// time. It reports false while requests remain, or where no reset is told.
func limitReset(h http.Header, now time.Time) (time.Duration, bool) {
	for _, names := range [...]struct{ remaining, reset string }{
		{"Ratelimit-Remaining", "Ratelimit-Reset"},
		{"X-Ratelimit-Remaining", "X-Ratelimit-Reset"},
	} {
		remaining, reset := first(h, names.remaining), first(h, names.reset)
		if strings.TrimSpace(remaining) != "0" || reset == "" {
			continue
		}
		seconds, err := strconv.ParseFloat(strings.TrimSpace(reset), 64)
		if err != nil {
			continue
		}
		if seconds > 1e9 { // a Unix time: no reset is thirty years away
			return max(time.Unix(int64(seconds), 0).Sub(now), 0), true
		}
		return seconds2duration(seconds)
	}
	return 0, false
}

// first returns the first value of a header whose name is in canonical form.
// Six are looked for in each answer, which http.Header.Get makes canonical again.
func first(h http.Header, name string) string {
	if values := h[name]; len(values) > 0 {
		return values[0]
	}
	return ""
}

func seconds2duration(seconds float64) (time.Duration, bool) {
	const year = 365 * 24 * 3600
	if !(seconds >= 0) {
		return 0, false
	}
	return time.Duration(min(seconds, year) * float64(time.Second)), true
}
