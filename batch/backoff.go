package batch

import (
	"context"
	"math/rand/v2"
	"time"
)

// Backoff is the schedule of pauses before a repeat.
type Backoff struct {
	Base time.Duration // the first pause
	Max  time.Duration // the longest
}

// Delay returns the pause before the n-th repeat, from 1: it doubles from Base
// up to Max, and half of it is chance, so that workers do not march in step.
func (b Backoff) Delay(n int) time.Duration {
	d := b.Base
	for ; n > 1 && d < b.Max; n-- {
		d *= 2
	}
	d = min(d, b.Max)
	if d <= 1 {
		return d
	}
	return d/2 + rand.N(d/2+1)
}

// sleep waits for d, or until ctx is done; it reports whether it waited to the end.
func sleep(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return ctx.Err() == nil
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}
