package cli

import (
	"math"
	"testing"
	"time"
)

func TestStanding_text(t *testing.T) {
	t.Parallel()
	whole := standing{rows: 1204, bad: 3, rate: 10, left: 200 * time.Second, slow: "slowed to 20/s by signal"}
	waits := standing{rows: 1204, bad: 3, rate: 10, left: time.Hour, why: "throttled: 12 s, as Aelyst asked"}
	tests := []struct {
		name    string
		is      standing
		columns int
		want    string
	}{
		{"anything fits", whole, 0, "1204 rows, 10/s, 3 bad, 3 min 20 s left, slowed to 20/s by signal"},
		{"120 columns", whole, 80, "1204 rows, 10/s, 3 bad, 3 min 20 s left, slowed to 20/s by signal"},
		{"80 columns", whole, 54, "1204 rows, 10/s, 3 bad, slowed to 20/s by signal"},
		{"60 columns", whole, 45, "1204 rows, 10/s, 3 bad, 3 min 20 s left"},
		{"40 columns", whole, 35, "1204 rows, 3 bad, 3 min 20 s left"},
		{"30 columns", whole, 20, "1204 rows, 3 bad"},
		{"10 columns", whole, 9, "1204 rows"},
		{"a wait", waits, 54, "1204 rows, 3 bad, throttled: 12 s, as Aelyst asked"},
		{"a wait, narrow", waits, 45, "1204 rows, throttled: 12 s, as Aelyst asked"},
		{"a wait, narrower", waits, 35, "throttled: 12 s, as Aelyst asked"},
		{"a pilot", standing{rows: 12, of: 100, rate: 2}, 54, "12 of 100 rows, 2.0/s"},
		{"before the first row", standing{requests: 4}, 54, "0 rows, 4 requests"},
		{"after it", standing{rows: 1, requests: 4}, 54, "1 row"},
	}
	for _, tt := range tests {
		if got := tt.is.text(tt.columns); got != tt.want {
			t.Errorf("%s: progress shows %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestSpell(t *testing.T) {
	t.Parallel()
	tests := []struct {
		d    time.Duration
		want string
	}{
		{0, "1 s"},
		{1100 * time.Millisecond, "2 s"},
		{59 * time.Second, "59 s"},
		{time.Minute, "1 min 00 s"},
		{125 * time.Second, "2 min 05 s"},
		{10 * time.Minute, "10 min"},
		{59*time.Minute + 20*time.Second, "59 min"},
		{time.Hour, "1 h 00 min"},
		{26*time.Hour + 125*time.Second, "26 h 02 min"},
	}
	for _, tt := range tests {
		if got := spell(tt.d); got != tt.want {
			t.Errorf("%s reads %q, want %q", tt.d, got, tt.want)
		}
	}
}

// TestTempo has something grow at 10 a second, then at 2: the tempo follows
// within a few times its memory, and tells how long the rest takes.
func TestTempo(t *testing.T) {
	t.Parallel()
	tempo := tempo{memory: 5 * time.Second}
	if rate, left := tempo.perSecond(), tempo.until(100); rate != 0 || left != 0 {
		t.Errorf("before anything is known it says %g a second and %s left", rate, left)
	}
	now, value := time.Date(2026, 11, 22, 3, 0, 0, 0, time.UTC), 100.0
	grow := func(perSecond float64, seconds int) {
		for range seconds * 10 {
			tempo.add(now, value)
			now, value = now.Add(100*time.Millisecond), value+perSecond/10
		}
	}
	grow(10, 1)
	if rate := tempo.perSecond(); rate < 9.99 || rate > 10.01 {
		t.Errorf("after a second at 10 a second it says %g", rate)
	}
	if left := tempo.until(100).Round(time.Second); left != 10*time.Second {
		t.Errorf("100 more at 10 a second take %s, want 10s", left)
	}
	grow(2, 25)
	if rate := tempo.perSecond(); rate < 2 || rate > 2.1 {
		t.Errorf("25 s after it fell to 2 a second it says %g", rate)
	}
	grow(0, 60)
	if left := tempo.until(1); left < time.Hour {
		t.Errorf("where nothing grows any more it says %s left", left)
	}
}

func TestNotes(t *testing.T) {
	t.Parallel()
	var n notes
	at := time.Date(2026, 11, 22, 3, 0, 0, 0, time.UTC)
	for i, tt := range []struct {
		until time.Duration
		news  bool
	}{
		{3 * time.Second, true},
		{3010 * time.Millisecond, false}, // refused together with the one before
		{30 * time.Second, true},
	} {
		if news := n.paused(at.Add(tt.until), "as the provider asked"); news != tt.news {
			t.Errorf("pause %d is news: %t, want %t", i+1, news, tt.news)
		}
	}
	if got, want := n.throttled("Aelyst", 12*time.Second), "throttled: 12 s, as Aelyst asked"; got != want {
		t.Errorf("a pause reads %q, want %q", got, want)
	}
	if got := n.throttled("Aelyst", 0); got != "" {
		t.Errorf("after the pause it still reads %q", got)
	}
	n.repeat(at.Add(time.Minute))
	n.repeat(at.Add(time.Second))
	if got, want := n.resting(at.Add(20*time.Second)), "rows to be tried again wait 40 s"; got != want {
		t.Errorf("rows that wait read %q, want %q", got, want)
	}
	for _, tt := range []struct {
		pace, own float64
		want      string
	}{
		{5, 10, "slowed to 5/s by signal"},
		{10, 10, ""},
		{20, 0, "slowed to 20/s by signal"},
		{math.Inf(1), 0, ""},
	} {
		n.steered(tt.pace, tt.own)
		if got := n.slowed(); got != tt.want {
			t.Errorf("a pace of %g where %g is the run's own reads %q, want %q", tt.pace, tt.own, got, tt.want)
		}
	}
}
