package batch

import (
	"fmt"
	"sync"
	"time"

	"rollcall/contact"
	"rollcall/providers"
)

// A brake is what an answer says about the pace.
type brake struct {
	free bool          // the try does not count: the provider said when to come back
	wait time.Duration // what these items must wait by themselves
}

// brake reads what an answer asks of the pace and holds all requests back as it
// says. Where limits are per contact, a refusal concerns its contact, and
// everybody only once several contacts are refused.
func (r *Runner) brake(group []*item, try Try) brake {
	if try.Err != nil {
		return brake{}
	}
	now := time.Now()
	if !tooMany(try) {
		r.gate.pace.took(try.SentAt, now)
	}
	if after, ok := retryAfter(try.Header, now); ok && after > 0 {
		if listen, free := throttled(try); listen {
			return r.obey(group, try, after, free)
		}
	} else if tooMany(try) && r.cfg.PerContact == 0 {
		r.gate.pace.tooMany(try.SentAt, now, 0)
	}
	reset, ok := limitReset(try.Header, now)
	switch {
	case ok && r.cfg.PerContact > 0:
		group[0].until = now.Add(min(reset, r.cfg.MaxPause))
		return brake{wait: min(reset, r.cfg.MaxPause)}
	case ok:
		r.pause(min(reset, r.cfg.MaxPause), "the rate limit is used up")
	}
	return brake{}
}

// throttled reports whether a Retry-After on this answer is to be listened to,
// and whether the try is then free.
func throttled(try Try) (listen, free bool) {
	for _, v := range try.Verdicts {
		if v.Next == providers.Repeat {
			listen = true
			free = free || v.Status == contact.Deferred || try.Status == 503 || v.Code == "503"
		}
	}
	return listen, free
}

// tooMany reports whether the provider refused the request for its pace.
func tooMany(try Try) bool {
	for _, v := range try.Verdicts {
		if v.Next == providers.Repeat && v.Status == contact.Deferred {
			return true
		}
	}
	return false
}

func (r *Runner) obey(group []*item, try Try, after time.Duration, free bool) brake {
	if after > r.cfg.MaxPause {
		r.halt(&StopError{Kind: TooLongPause, Reason: fmt.Sprintf(
			"the provider asks for a pause of %s, more than --max-pause %s", after, r.cfg.MaxPause)})
	}
	if r.cfg.PerContact > 0 && !r.refused.several(group[0].update.Key(), after) {
		return brake{free: free, wait: after}
	}
	r.gate.pace.tooMany(try.SentAt, time.Now(), after)
	r.pause(after, "as the provider asked")
	return brake{free: free}
}

// pause lets no request start for d.
func (r *Runner) pause(d time.Duration, why string) {
	if d <= 0 {
		return
	}
	if r.gate.hold(time.Now().Add(d)) && r.cfg.Observer.Pause != nil {
		r.cfg.Observer.Pause(d, why)
	}
}

// refusals remembers which contact was throttled last.
type refusals struct {
	mu      sync.Mutex
	contact string // by its key
	until   time.Time
}

// several notes a refusal and reports whether another contact's still stands.
func (f *refusals) several(contact string, d time.Duration) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	now := time.Now()
	other := f.contact != "" && f.contact != contact && now.Before(f.until)
	f.contact, f.until = contact, now.Add(d)
	return other
}
