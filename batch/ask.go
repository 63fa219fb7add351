package batch

import (
	"bytes"
	"context"
	"time"

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
	t.once.Do(t.prepare)
	c := t.call(ctx)
	defer t.putBack(c)
	answer, try := t.exchange(c, req)
	if try.Err == nil {
		answer.Body = bytes.Clone(t.mask.Bytes(answer.Body))
	}
	return answer, try
}

// A question is a request that reads for an item.
type question struct {
	item    *item
	request providers.Request
	judge   func(providers.Answer) providers.Verdict
}

// ask brings a question to an answer, under the same brake and with as many
// tries as an update. The try that it returns has one verdict, that on the last
// answer; where no answer came it says why. It reports false when the run stopped
// before.
func (r *Runner) ask(q question) (Try, bool) {
	used := 0
	for repeat := false; ; repeat = true {
		try, ok := r.askOnce(q, repeat)
		if !ok {
			return try, false
		}
		b := r.brake([]*item{q.item}, try)
		v := try.Verdicts[0]
		again := v.Next == providers.Repeat || v.Next == providers.Queue
		if r.outage.active() && !answered(try) {
			again, b.free = true, true // as long as the provider is gone
		}
		if !b.free {
			used++
			b.wait = max(b.wait, r.cfg.Backoff.Delay(used))
		}
		switch {
		case v.Next == providers.Stop:
			r.refuse(v, try)
			return try, false
		case again && r.stop.Err() != nil:
			return try, false
		case !again || used >= r.cfg.Attempts:
			r.unread(try)
			return try, true
		}
		r.retries([]*item{q.item}, b.wait, v.Message)
		sleep(r.stop, b.wait)
	}
}

// askOnce sends a question once, as soon as the brake lets it. It reports false
// when the run stopped before.
func (r *Runner) askOnce(q question, repeat bool) (Try, bool) {
	r.rest()
	if !r.due(q.item) {
		return Try{}, false
	}
	probe, ok := r.pass()
	if !ok {
		return Try{}, false
	}
	answer, try := r.cfg.Contacts.Asker.Ask(r.cut, q.request)
	v := providers.Verdict{Next: providers.Repeat, Status: contact.Failed}
	if try.Err != nil {
		v.Message = try.Err.Error()
	} else {
		v = q.judge(answer)
	}
	try.Verdicts = []providers.Verdict{v}
	q.item.leaveAlone(try, r.queue.cooldown)
	r.stats.asked(try, repeat)
	r.learn(probe, try)
	return try, true
}

// due waits until the contacts of items may be asked again, where a provider
// limits that. It reports false when the run stopped before.
func (r *Runner) due(items ...*item) bool {
	if r.queue.cooldown == 0 {
		return true
	}
	for _, it := range items {
		wait := time.Until(it.until)
		if wait <= 0 {
			continue
		}
		r.rest()
		if !sleep(r.stop, wait) {
			return false
		}
	}
	return true
}
