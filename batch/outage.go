package batch

import (
	"context"
	"fmt"
	"sync"
	"time"

	"rollcall/contact"
	"rollcall/providers"
)

// outageRows is how many rows in a row must fail for the provider to be taken
// for gone.
const outageRows = 20

// An outage is the rule for a provider that does not answer: instead of failing
// one row after the other, the run waits, and one request at a time probes
// whether the provider is back. Rows settle neither as failed nor as unknown
// meanwhile.
type outage struct {
	backoff Backoff
	wait    time.Duration // how long to probe before giving up

	mu      sync.Mutex
	rows    int           // that failed in a row
	reads   int           // given up since the last answer
	began   time.Time     // zero while the provider answers
	probes  int           // since then
	probing bool          // one is under way, or waiting to be
	changed chan struct{} // closed when one of the above changes for those who wait
}

func newOutage(b Backoff, wait time.Duration) *outage {
	return &outage{backoff: b, wait: wait, changed: make(chan struct{})}
}

// look counts how rows end and reports whether an outage begins with them.
func (o *outage) look(outcomes []contact.Outcome, now time.Time) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	for i := range outcomes {
		switch out := &outcomes[i]; {
		case out.Open && !out.Status.Accepted() || out.Attempts == 0:
		case out.Status == contact.Failed || out.Status == contact.Unknown:
			o.rows++
		default:
			o.rows = 0
		}
	}
	return o.begins(o.rows, now)
}

// unread notes that a contact could not be read, and reports whether an outage
// begins with it. The rows tell nothing of that: they may end well all the same.
func (o *outage) unread(now time.Time) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.reads++
	return o.begins(o.reads, now)
}

func (o *outage) begins(failed int, now time.Time) bool {
	if failed < outageRows || !o.began.IsZero() {
		return false
	}
	o.began, o.probes = now, 0
	return true
}

// active reports whether the provider is taken for gone.
func (o *outage) active() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return !o.began.IsZero()
}

// admit returns when a request may leave: at once while the provider answers;
// during an outage one at a time, as a probe, each after a longer pause. It
// reports false when ctx was done first.
func (o *outage) admit(ctx context.Context) (probe, ok bool) {
	for ctx.Err() == nil {
		pause, changed := o.turn()
		switch {
		case changed != nil:
			select {
			case <-changed:
			case <-ctx.Done():
			}
		case pause == 0:
			return false, true
		case sleep(ctx, pause):
			return true, true
		}
	}
	return false, false
}

// turn makes the caller the prober and returns how long it must wait, or what to
// wait for while another one is. Without an outage it returns neither.
func (o *outage) turn() (pause time.Duration, changed <-chan struct{}) {
	o.mu.Lock()
	defer o.mu.Unlock()
	switch {
	case o.began.IsZero():
		return 0, nil
	case o.probing:
		return 0, o.changed
	}
	o.probing = true
	o.probes++
	left := o.wait - time.Since(o.began)
	return max(min(o.backoff.Delay(o.probes), left), 1), nil
}

// learn takes in how a request went, and reports whether the outage has lasted
// long enough to give up.
func (o *outage) learn(probe, answered bool, now time.Time) (giveUp bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if probe {
		o.probing = false
	}
	if answered {
		o.reads = 0
	}
	if o.began.IsZero() || !probe && !answered {
		return false
	}
	if answered {
		o.began, o.rows = time.Time{}, 0
	}
	close(o.changed)
	o.changed = make(chan struct{})
	return !answered && now.Sub(o.began) >= o.wait
}

// answered reports whether a try shows that the provider is there: any complete
// answer but an error of the provider's own or one that cannot be used.
func answered(try Try) bool {
	for _, v := range try.Verdicts {
		if v.Next == providers.Stop || v.Status != contact.Failed && v.Status != contact.Unknown {
			return true
		}
	}
	return false
}

// outageBegan says that an outage began.
func (r *Runner) outageBegan() {
	if r.cfg.Observer.Outage != nil {
		r.cfg.Observer.Outage(fmt.Sprintf("%d rows in a row failed: probing with one request at a time, for %s at most", outageRows, r.cfg.OutageWait))
	}
}

// unread takes in how the last try to read something ended.
func (r *Runner) unread(last Try) {
	if !answered(last) && r.outage.unread(time.Now()) {
		r.outageBegan()
	}
}

// learn takes in what a try says of an outage.
func (r *Runner) learn(probe bool, try Try) {
	was := r.outage.active()
	if r.outage.learn(probe, answered(try), time.Now()) {
		r.halt(&StopError{Kind: Outage, Reason: fmt.Sprintf("the provider did not answer for %s (--outage-wait)", r.cfg.OutageWait)})
	}
	if was && !r.outage.active() && r.cfg.Observer.Outage != nil {
		r.cfg.Observer.Outage("the provider answers again")
	}
}
