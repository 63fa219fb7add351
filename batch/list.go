package batch

import (
	"errors"
	"fmt"
	"strings"
	"sync"

	"rollcall/contact"
	"rollcall/providers"
)

const (
	listRows  = 5000    // accepted rows that wait for one reading of the list at most
	listTries = 2       // readings before a difference counts
	listPages = 100_000 // of one reading at most, should the pages lead round in a circle
)

// A list holds accepted items until the provider's list of contacts is read,
// which is the only way to read them back. Of a contact only the latest item
// waits: what an earlier one sent can be seen no more.
type list struct {
	mu      sync.Mutex
	waiting map[string]*item // by identifier, in lower case
	reading map[string]*item // likewise, while the list is read
}

// add lets an item wait, and returns the one that it takes the place of.
func (l *list) add(it *item) (earlier *item) {
	l.mu.Lock()
	defer l.mu.Unlock()
	key := strings.ToLower(it.update.Contact)
	earlier = l.waiting[key]
	if l.waiting == nil {
		l.waiting = map[string]*item{}
	}
	l.waiting[key] = it
	return earlier
}

// touch notes that a contact is about to be updated again.
func (l *list) touch(group []*item) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.reading) == 0 {
		return
	}
	for _, it := range group {
		if earlier := l.reading[strings.ToLower(it.update.Contact)]; earlier != nil {
			earlier.later = it.update.Row.Number
		}
	}
}

// take returns the items that wait, if they are enough and nobody reads yet.
func (l *list) take(enough int) map[string]*item {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.waiting) < enough || l.reading != nil || len(l.waiting) == 0 {
		return nil
	}
	l.reading, l.waiting = l.waiting, nil
	return l.reading
}

// settled takes an item out of those that are looked for, and returns the number
// of a row that updated its contact again meanwhile.
func (l *list) settled(key string) (later int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	later = l.reading[key].later
	delete(l.reading, key)
	return later
}

func (l *list) end() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.reading = nil
}

// readList reads the list back for the items that wait, once they are enough.
func (d *delivery) readList(enough int) {
	l := &d.run.list
	wanted := l.take(enough)
	if wanted == nil {
		return
	}
	defer l.end()
	why, ok := "", true
	for try := 1; try <= listTries && len(wanted) > 0 && why == "" && ok; try++ {
		if try > 1 {
			d.run.rest()
			sleep(d.run.stop, d.run.cfg.Backoff.Delay(try))
		}
		why, ok = d.compare(wanted, try == listTries)
	}
	for key, it := range wanted {
		later := l.settled(key)
		switch {
		case later > 0:
			d.out = append(d.out, it.unverified(supersededBy(later)))
		case !ok:
			d.out = append(d.out, it.unverified("the run stopped"))
		case why != "":
			d.out = append(d.out, it.unverified(why))
		default:
			d.out = append(d.out, it.finish(contact.Mismatch, "accepted, but the provider's list of contacts does not hold it"))
		}
	}
	d.flush()
}

// compare reads the list once and settles the items that are found as sent, the
// last time also those that are found otherwise. It says why the list could not
// be read, and reports false when the run stopped.
func (d *delivery) compare(wanted map[string]*item, last bool) (why string, ok bool) {
	c := d.run.cfg.Contacts.Walker
	err := d.run.walk(func(page map[string]providers.Snapshot) (bool, error) {
		for key, shown := range page {
			it := wanted[key]
			if it == nil {
				continue
			}
			field, why := differs(it.wire(), shown, c)
			if field != "" && !last {
				continue
			}
			d.out = append(d.out, d.found(it, key, field, why))
		}
		d.flush()
		return len(wanted) > 0, nil
	})
	if errors.Is(err, errStopped) {
		return "", false
	}
	if err != nil {
		return err.Error(), true
	}
	return "", true
}

// found is the outcome of an item that stands in the list.
func (d *delivery) found(it *item, key, field, why string) contact.Outcome {
	later := d.run.list.settled(key)
	switch {
	case field == "":
		d.remember(it)
		return it.verified(why)
	case later > 0:
		return it.unverified(supersededBy(later))
	}
	it.tries.field = field
	return it.finish(contact.Mismatch, why)
}

func supersededBy(row int) string {
	return fmt.Sprintf("row %d updated the contact again first", row)
}

// errStopped says that the run stopped while the list was read.
var errStopped = errors.New("the run stopped")

// walk reads the provider's list a page at a time, until visit wants no more.
func (r *Runner) walk(visit func(page map[string]providers.Snapshot) (more bool, err error)) error {
	c := r.cfg.Contacts.Walker
	cursor := ""
	for range listPages {
		var page map[string]providers.Snapshot
		var next string
		v, ok := r.ask(&item{}, c.Page(cursor), func(answer providers.Answer) (v providers.Verdict) {
			page, next, v = c.Paged(answer, cursor)
			return v
		})
		if !ok {
			return errStopped
		}
		if why := unread(v); why != "" {
			return fmt.Errorf("the provider's list of contacts could not be read: %s", why)
		}
		if more, err := visit(page); err != nil || !more || next == "" {
			return err
		}
		cursor = next
	}
	return fmt.Errorf("the provider's list of contacts has no end: %d pages were read", listPages)
}

// keepList keeps what every contact of the account holds, before the first
// update.
func (r *Runner) keepList() error {
	c := r.cfg.Contacts
	if c == nil || c.Walker == nil || c.Before == nil {
		return nil
	}
	err := r.walk(func(page map[string]providers.Snapshot) (bool, error) {
		for name, shown := range page {
			if err := c.Before(contact.Row{}, name, shown); err != nil {
				return false, err
			}
		}
		return true, nil
	})
	if err == nil || r.stop.Err() != nil {
		return nil
	}
	return r.halt(&StopError{Kind: Unrecorded, Reason: err.Error(), Err: err})
}
