//go:build unix

package crash

import (
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
	"time"
)

// TestSoak lays drill upon drill for as long as SOAK says (make soak), from
// seeds of its own, which it prints; or the one drill of the seed in SEED.
func TestSoak(t *testing.T) {
	length := os.Getenv("SOAK")
	if length == "" {
		t.Skip("SOAK says for how long: make soak")
	}
	span, err := time.ParseDuration(length)
	if err != nil {
		t.Fatal(err)
	}
	next := rand.Uint64
	if text := os.Getenv("SEED"); text != "" {
		seed, err := strconv.ParseUint(text, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		next, span = func() uint64 { return seed }, 0
	}
	soak(t, next, span).print(t)
}

// soak lays at least one drill, and no more once the span is over or one failed.
func soak(t *testing.T, seed func() uint64, span time.Duration) (sum toll) {
	for end := time.Now().Add(span); ; {
		d := newDrill(seed())
		passed := t.Run(d.String(), func(t *testing.T) {
			t.Logf("%d rows, %d kills at most", d.rows, d.kills)
			sum.add(d.survive(t))
		})
		if !passed || !time.Now().Before(end) {
			return sum
		}
	}
}

func (s toll) print(t *testing.T) {
	lost := "0 rows lost"
	if t.Failed() {
		lost = "see above for the drill that failed; SEED=n make soak lays it again"
	}
	t.Logf("%d drills: %d kills, %d faults, %d requests, %d rows, %d rows sent again, %s",
		s.drills, s.kills, s.faults, s.requests, s.rows, s.again, lost)
}
