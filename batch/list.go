package batch

import (
	"errors"
	"fmt"
	"sync"

	"rollcall/contact"
	"rollcall/providers"
)

const (
	listRows  = 5000       // receipts that wait for one reading of the list at most
	listSize  = windowSize // bytes that they keep in memory at most, roughly
	listReads = 2          // readings before a difference counts
)

// A list holds receipts until the provider's list of contacts is read, which is
// the only way to read them back. Of a contact only the latest waits: what an
// earlier one sent can be seen no more.
type list struct {
	most int // receipts that wait

	mu      sync.Mutex
	over    sync.Cond           // a reading has ended
	waiting map[string]*receipt // by contact.Key
	bytes   int                 // that those keep in memory
	reading map[string]*receipt // likewise, to be found by who reads the list now; else nil
}

func newList() *list {
	l := &list{most: listRows, waiting: map[string]*receipt{}}
	l.over.L = &l.mu
	return l
}

// add lets a receipt wait, and returns the one that it takes the place of.
func (l *list) add(r *receipt) (earlier *receipt) {
	l.mu.Lock()
	defer l.mu.Unlock()
	key := r.update.Key()
	if earlier = l.waiting[key]; earlier != nil {
		l.bytes -= earlier.bytes
	}
	l.waiting[key] = r
	l.bytes += r.bytes
	return earlier
}

// touch notes which contacts are about to be updated again.
func (l *list) touch(items []*item) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.waiting) == 0 && len(l.reading) == 0 {
		return
	}
	for _, it := range items {
		key := it.update.Key()
		for _, r := range []*receipt{l.waiting[key], l.reading[key]} {
			if r != nil {
				r.later = it.update.Row.Number
			}
		}
	}
}

// full reports whether so much waits that the list should be read.
func (l *list) full() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.many()
}

func (l *list) many() bool { return len(l.waiting) >= l.most || l.bytes >= listSize }

// take returns what is to be found by reading the list, nil for nothing: all
// that waits if that is much, or if it is the last reading. Where much waits and
// somebody reads already it returns after that.
func (l *list) take(last bool) map[string]*receipt {
	l.mu.Lock()
	defer l.mu.Unlock()
	for l.reading != nil && l.many() {
		l.over.Wait()
	}
	if l.reading != nil || len(l.waiting) == 0 || !last && !l.many() {
		return nil
	}
	l.reading, l.waiting, l.bytes = l.waiting, map[string]*receipt{}, 0
	return l.reading
}

// leave takes out a receipt that is looked for no more. Only one whose contact
// is not about to be updated again may be remembered; remember has returned
// before that begins.
func (l *list) leave(r *receipt, remember func(*item)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.reading, r.update.Key())
	if r.later == 0 && remember != nil {
		remember(r.item)
	}
}

// end says that a reading has ended.
func (l *list) end() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.reading = nil
	l.over.Broadcast()
}

// readList reads back what waits for a reading of the provider's list, if that
// is much or the run is at its end.
func (d *delivery) readList(last bool) {
	r := d.run
	if r.list.full() {
		r.rest()
	}
	wanted := r.list.take(last)
	if wanted == nil {
		return
	}
	defer r.list.end()
	err := d.find(wanted)
	for n := 1; n < listReads && err == nil && len(wanted) > 0; n++ {
		r.rest()
		sleep(r.stop, r.cfg.Backoff.Delay(n))
		err = d.find(wanted)
	}
	for _, rec := range wanted {
		r.list.leave(rec, nil)
		d.out = append(d.out, rec.missed(err))
	}
	d.flush()
}

// find reads the list once and settles the receipts that are found as sent. Of
// the others it notes how they are found.
func (d *delivery) find(wanted map[string]*receipt) error {
	for _, r := range wanted {
		r.field, r.why = "", "accepted, but the provider's list of contacts does not hold the contact"
	}
	return d.run.walk(func(page map[string]providers.Snapshot) (more bool) {
		for name, shown := range page {
			if r := wanted[name]; r != nil {
				d.found(r, shown)
			}
		}
		d.flush()
		return len(wanted) > 0
	})
}

// found settles a receipt whose contact stands in the list, if it is as sent.
func (d *delivery) found(r *receipt, shown providers.Snapshot) {
	out, same := r.compare(shown, d.run.cfg.Contacts.Walker)
	if !same {
		return
	}
	var remember func(*item)
	if out.Status == contact.Verified {
		remember = d.run.remember
	}
	d.run.list.leave(r, remember)
	d.out = append(d.out, out)
}

// missed is the outcome of a receipt that was not found as sent, or was not
// looked for to the end because of an error. It left the list before.
func (r *receipt) missed(err error) contact.Outcome {
	switch {
	case r.later > 0:
		return r.unverified(fmt.Sprintf("row %d went out for the contact first", r.later))
	case err != nil:
		return r.unverified(err.Error())
	}
	return r.mismatch()
}

// errStopped says that the run stopped before a contact was read.
var errStopped = errors.New("the run stopped")
