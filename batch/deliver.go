package batch

import (
	"fmt"
	"time"

	"rollcall/contact"
	"rollcall/providers"
)

// A delivery brings one batch to outcomes, in one worker's slot.
type delivery struct {
	run   *Runner
	since int64   // requests accepted when the delivery began
	tries int     // of one request at most; fewer once the batch proved poisoned
	done  []*item // items that have their outcome; the others are parked
	out   []contact.Outcome
	err   error // the recorder's; the run stops then

	updates []contact.Update // of the group that is being sent
	unread  []*receipt       // accepted, to be read back
}

// whole brings a batch to outcomes. What is refused for its content is taken
// apart.
func (d *delivery) whole(group []*item, tries int) {
	d.tries = tries
	refused, _ := d.send(group)
	d.apart(refused)
}

// send sends a group in one request, as often as tries allow. It returns the
// items that were refused together, which have no outcome yet, and reports
// whether the provider accepted every item of the group.
func (d *delivery) send(group []*item) (refused []*item, passed bool) {
	accepted, total := 0, len(group)
	for repeat := false; len(group) > 0; repeat = true {
		try, ok := d.try(group, repeat)
		if !ok {
			d.cut(group)
			break
		}
		s := d.judge(group, try)
		d.flush()
		accepted += s.accepted
		refused = append(refused, s.refused...)
		if d.poisoned(s.again) {
			d.tries = 2
			refused = append(refused, s.again...)
			break
		}
		group = d.again(s)
	}
	return refused, accepted == total
}

// try sends a group once, as soon as the brake lets it. It reports false when
// the run stopped before.
func (d *delivery) try(group []*item, repeat bool) (Try, bool) {
	r := d.run
	if !r.due(group...) {
		return Try{}, false
	}
	probe, ok := r.pass()
	if !ok {
		return Try{}, false
	}
	d.updates = d.updates[:0]
	for _, it := range group {
		d.updates = append(d.updates, it.wire())
	}
	updates := d.updates
	if err := r.announce(group, updates); err != nil {
		r.unrecorded(err)
		return Try{}, false
	}
	try := r.cfg.Sender.Send(r.cut, updates)
	if try.Err == nil && len(try.Verdicts) != len(group) {
		try.Err, try.Lost = fmt.Errorf("%d verdicts for %d updates", len(try.Verdicts), len(group)), true
	}
	r.stats.tried(try, repeat || group[0].used > 0)
	r.learn(probe, try)
	for _, it := range group {
		it.took(try)
		it.leaveAlone(try, r.queue.cooldown)
	}
	return try, true
}

// sorted is what a try leaves of a group.
type sorted struct {
	accepted int
	refused  []*item // refused together, to be judged apart
	again    []*item // to be tried again
	brake    brake
}

// judge settles what the try settles and sorts the rest.
func (d *delivery) judge(group []*item, try Try) sorted {
	s := sorted{brake: d.run.brake(group, try)}
	if d.run.outage.active() && !answered(try) {
		d.spare(&s, group, try)
		return s
	}
	for i, it := range group {
		if !s.brake.free {
			it.used++
		}
		if try.Err != nil {
			it.unanswered(try)
			s.again = append(s.again, it)
			continue
		}
		d.sort(&s, it, try.Verdicts[i], try, len(group) == 1)
	}
	return s
}

// spare keeps the items of a try that failed because the provider is gone: they
// go again once it is back.
func (d *delivery) spare(s *sorted, group []*item, try Try) {
	s.brake.free = true
	for i, it := range group {
		if try.Err != nil {
			it.unanswered(try)
		} else {
			it.unsettled(try.Verdicts[i])
		}
	}
	s.again = group
}

// sort puts one item where its verdict says.
func (d *delivery) sort(s *sorted, it *item, v providers.Verdict, try Try, alone bool) {
	switch {
	case v.Next == providers.Stop:
		d.run.refuse(v, try)
		out := it.cut()
		if out.Status == contact.NotSent {
			out.Code, out.Message = v.Code, v.Message
		}
		d.settle(it, out)
	case v.Next == providers.Split && !alone:
		it.tries.code, it.company = v.Code, v.Message
		s.refused = append(s.refused, it)
	case v.Next == providers.Repeat:
		it.unsettled(v)
		if isInternal(v, try) {
			it.fives++
		}
		s.again = append(s.again, it)
	case v.Next == providers.Queue:
		it.unsettled(v)
		d.queue(s, it)
	case settles(v.Status):
		if v.Status.Accepted() {
			s.accepted++
			d.accepted(it, v)
			return
		}
		if v.Status == contact.Valid {
			s.accepted++
		}
		d.settle(it, it.settled(v))
	default:
		it.unsettled(v)
		d.settle(it, it.exhausted())
	}
}

// isInternal reports whether the status that counts is 500.
func isInternal(v providers.Verdict, try Try) bool {
	return v.Code == "500" || v.Code == "" && try.Status == 500
}

// queue sets an item apart that the provider asks to bring again much later. If
// too many wait so already, it waits in this slot.
func (d *delivery) queue(s *sorted, it *item) {
	cfg := &d.run.cfg
	if it.used >= cfg.Attempts {
		d.settle(it, it.exhausted())
		return
	}
	d.run.retries([]*item{it}, cfg.QueueWait, it.throttled)
	if !d.run.queue.park(it, cfg.QueueWait, maxParked) {
		d.run.rest()
		sleep(d.run.stop, cfg.QueueWait)
		s.again = append(s.again, it)
	}
}

// poisoned reports whether a batch got 500 twice while another request
// succeeded since, so that something in it must be to blame.
func (d *delivery) poisoned(again []*item) bool {
	return len(again) > 1 && again[0].fives >= 2 && d.run.stats.accepted.Load() > d.since
}

// again settles the items whose tries are used up, and waits for the others.
func (d *delivery) again(s sorted) []*item {
	var left []*item
	for _, it := range s.again {
		if it.used >= d.tries {
			d.settle(it, it.exhausted())
		} else {
			left = append(left, it)
		}
	}
	d.flush()
	if len(left) == 0 {
		return nil
	}
	wait := s.brake.wait
	if !s.brake.free {
		wait = max(wait, d.run.cfg.Backoff.Delay(left[0].used))
	}
	d.run.retries(left, wait, left[0].exhausted().Message)
	if d.apartFor(left, wait) {
		return nil
	}
	d.run.rest()
	sleep(d.run.stop, wait)
	return left
}

// apartFor lets an item that was sent alone wait for its repeat apart, so that a
// few errors cost nobody else a slot. Where no other request was accepted
// meanwhile, or as many wait already as there are slots, the provider is in
// trouble, and the slot waits as well.
func (d *delivery) apartFor(left []*item, wait time.Duration) bool {
	r := d.run
	fine := r.stats.accepted.Load() > d.since
	return fine && wait > 0 && r.queue.batch == 1 && r.queue.park(left[0], wait, r.cfg.Concurrency)
}

func (d *delivery) settle(it *item, out contact.Outcome) {
	d.done = append(d.done, it)
	d.out = append(d.out, out)
}

func (d *delivery) cut(group []*item) {
	for _, it := range group {
		d.settle(it, it.cut())
	}
	d.flush()
}

// flush records the outcomes gathered so far.
func (d *delivery) flush() {
	if err := d.run.record(d.out); err != nil {
		d.err = err
	}
	d.out = d.out[:0]
}
