package batch

import (
	"context"

	"rollcall/contact"
	"rollcall/providers"
)

// An Asker sends a request that changes nothing. It may be called from many
// goroutines at once, and returns as a Sender does. The verdicts of the try are
// the caller's to find.
type Asker interface {
	Ask(ctx context.Context, req providers.Request) (providers.Answer, Try)
}

// Ask sends a request and reads the answer. The answer is the caller's.
func (t *Transport) Ask(ctx context.Context, req providers.Request) (providers.Answer, Try) {
	answer, try := t.exchange(ctx, req)
	if try.Err == nil {
		answer.Body = t.mask.Bytes(answer.Body)
	}
	return answer, try
}

// ask sends a request that reads for an item, under the same brake and as often
// as an update. It returns the verdict that judge gives the last answer; where
// none came to the point, a verdict of Repeat that says why. It reports false
// when the run stopped before.
func (r *Runner) ask(it *item, req providers.Request, judge func(providers.Answer) providers.Verdict) (v providers.Verdict, ok bool) {
	used := 0
	for repeat := false; ; repeat = true {
		probe, ok := r.pass()
		if !ok {
			return v, false
		}
		answer, try := r.cfg.Contacts.Asker.Ask(r.cut, req)
		v = readOf(&try, answer, judge)
		r.stats.asked(try, repeat)
		r.learn(probe, try)
		b := r.brake([]*item{it}, try)
		if v.Next == providers.Stop {
			r.refuse(v, try)
			return v, false
		}
		if v.Next != providers.Repeat && v.Next != providers.Queue {
			return v, true
		}
		if !b.free && !r.outage.active() {
			used++
		}
		if used >= r.cfg.Attempts {
			return v, true
		}
		wait := b.wait
		if !b.free {
			wait = max(wait, r.cfg.Backoff.Delay(max(used, 1)))
		}
		r.retries([]*item{it}, wait, v.Message)
		r.rest()
		if !sleep(r.stop, wait) {
			return v, false
		}
	}
}

// readOf judges a try that read, and lets the verdict stand in it.
func readOf(try *Try, answer providers.Answer, judge func(providers.Answer) providers.Verdict) providers.Verdict {
	if try.Err != nil {
		return providers.Verdict{Next: providers.Repeat, Status: contact.Failed, Message: try.Err.Error()}
	}
	v := judge(answer)
	try.Verdicts = []providers.Verdict{v}
	return v
}
