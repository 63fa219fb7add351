package batch

import (
	"fmt"

	"rollcall/contact"
	"rollcall/providers"
)

// Contacts says what a run reads of the contacts that it updates. One of Reader
// and Walker is set.
type Contacts struct {
	Asker  Asker
	Reader providers.Reader // shows one contact
	Walker providers.Walker // shows all contacts in one long list

	// Verify reads every contact back after an update was accepted.
	Verify bool
	// Before is told what a contact held before it is updated, and has made that
	// durable when it returns; a row whose contact could not be read is not sent.
	// With a Walker it is told of every contact of the account before the first
	// update, with a zero row. Nil reads only what an update must be merged with.
	Before func(row contact.Row, name string, shown providers.Snapshot) error
}

// A Memory knows what the provider accepted in earlier runs. Its methods are
// called from many goroutines at once, those for one contact in turn.
type Memory interface {
	// Unchanged reports whether the update is what was accepted last.
	Unchanged(update contact.Update) bool
	// Sending is told of updates that are about to leave, and has forgotten what
	// it knew of their contacts for good when it returns: one whose fate is
	// unknown must not look unchanged later. Without it nothing may be sent.
	Sending(updates []contact.Update) error
	// Accepted is told of every update that was accepted, and found as sent
	// where it was read back.
	Accepted(update contact.Update)
}

// reads reports whether a contact must be read before it is updated.
func (c *Contacts) reads(update contact.Update) bool {
	return c != nil && c.Reader != nil && (c.Before != nil || update.Merges())
}

// prepare settles the items of a batch that need not or must not be sent, and
// returns the others, ready to be sent.
func (d *delivery) prepare(items []*item) []*item {
	cfg := &d.run.cfg
	if cfg.Memory == nil && cfg.Contacts == nil {
		return items
	}
	var left []*item
	for i, it := range items {
		switch {
		case cfg.Memory != nil && cfg.Memory.Unchanged(it.update):
			d.settle(it, it.finish(contact.Unchanged, ""))
		case !cfg.Contacts.reads(it.update):
			left = append(left, it)
		default:
			if ready, ok := d.before(it); !ok {
				d.cut(append(left, items[i:]...))
				return nil
			} else if ready {
				left = append(left, it)
			}
		}
	}
	d.flush()
	return d.forget(left)
}

// forget makes sure that nothing is remembered of what is about to be sent.
func (d *delivery) forget(items []*item) []*item {
	m := d.run.cfg.Memory
	if m == nil || len(items) == 0 {
		return items
	}
	updates := make([]contact.Update, len(items))
	for i, it := range items {
		updates[i] = it.update
	}
	if err := m.Sending(updates); err != nil {
		d.run.halt(&StopError{Kind: Unrecorded, Reason: err.Error(), Err: err})
		d.cut(items)
		return nil
	}
	return items
}

// before reads what a contact holds, keeps it, and merges the update with it.
// It reports whether the item may be sent, and false when the run stopped.
func (d *delivery) before(it *item) (ready, ok bool) {
	shown, v, ok := d.read(it, "")
	if !ok {
		return false, false
	}
	if why := unread(v); why != "" {
		d.settle(it, it.unsendable(v, "not sent: what it held could not be read: "+why))
		return false, true
	}
	if before := d.run.cfg.Contacts.Before; before != nil {
		if err := before(it.update.Row, it.update.Contact, shown); err != nil {
			d.run.halt(&StopError{Kind: Unrecorded, Reason: err.Error(), Err: err})
			return false, false
		}
	}
	if !it.update.Merges() {
		return true, true
	}
	merged, err := providers.Merge(it.update, shown)
	if err != nil {
		d.settle(it, it.unsendable(providers.Verdict{Status: contact.Failed}, "not sent: "+err.Error()))
		return false, true
	}
	if len(merged.Fields) == 0 {
		d.settle(it, it.finish(contact.Unchanged, "the contact has it already"))
		return false, true
	}
	it.sent = &merged
	return true, true
}

// read reads the contact of an item, by the provider's own id if that is known.
func (d *delivery) read(it *item, id string) (shown providers.Snapshot, v providers.Verdict, ok bool) {
	reader := d.run.cfg.Contacts.Reader
	v, ok = d.run.ask(it, reader.Lookup(it.update.Contact, id), func(answer providers.Answer) (v providers.Verdict) {
		shown, v = reader.Found(answer, it.update.Contact)
		return v
	})
	return shown, v, ok
}

// unread says why a contact was not read; empty if it was.
func unread(v providers.Verdict) string {
	switch {
	case v.Next == providers.Settle && v.Status == contact.Verified:
		return ""
	case v.Message == "":
		return v.Status.String()
	}
	return v.Message
}

// unsendable is the outcome of an item that was not sent because its contact
// could not be read.
func (it *item) unsendable(v providers.Verdict, message string) contact.Outcome {
	status := contact.Failed
	if v.Status == contact.NotFound || v.Status == contact.Deferred {
		status = v.Status
	}
	it.tries.code = v.Code
	return it.finish(status, message)
}

// accepted takes in that an item was accepted. It has its outcome now, or once
// it was read back.
func (d *delivery) accepted(it *item, v providers.Verdict) {
	out := it.settled(v)
	c := d.run.cfg.Contacts
	if c == nil || !c.Verify {
		d.remember(it)
		d.settle(it, out)
		return
	}
	it.id = v.ID
	it.message = v.Message
	out.Open = true // until it was read back
	d.out = append(d.out, out)
	if c.Walker != nil {
		if earlier := d.run.list.add(it); earlier != nil {
			d.out = append(d.out, earlier.unverified(supersededBy(it.update.Row.Number)))
		}
		d.done = append(d.done, it)
		return
	}
	d.unread = append(d.unread, it)
}

func (d *delivery) remember(it *item) {
	if m := d.run.cfg.Memory; m != nil {
		m.Accepted(it.update)
	}
}

// verify reads back what was accepted and gives the items their outcomes.
func (d *delivery) verify() {
	for _, it := range d.unread {
		d.settle(it, d.readBack(it))
		d.flush()
	}
	d.unread = d.unread[:0]
}

// readBack compares an item with what its contact holds. A provider may show an
// update a moment late: what differs is read again before it counts.
func (d *delivery) readBack(it *item) contact.Outcome {
	r := d.run
	for try := 1; ; try++ {
		shown, v, ok := d.read(it, it.id)
		switch {
		case !ok:
			return it.unverified("the run stopped")
		case v.Status == contact.NotFound:
			return it.finish(contact.Mismatch, "accepted, but the contact was gone when it was read back: "+unread(v))
		case unread(v) != "":
			return it.unverified(unread(v))
		}
		field, why := differs(it.wire(), shown, r.cfg.Contacts.Reader)
		if field == "" {
			d.remember(it)
			return it.verified(why)
		}
		if try == readBacks {
			it.tries.field = field
			return it.finish(contact.Mismatch, why)
		}
		r.rest()
		if !sleep(r.stop, r.cfg.Backoff.Delay(try)) {
			return it.unverified("the run stopped")
		}
	}
}

// readBacks is how often a contact is read before a difference counts.
const readBacks = 3

// unverified is the outcome of an item that was accepted but not read back.
func (it *item) unverified(why string) contact.Outcome {
	return it.finish(contact.Updated, "accepted, but not read back: "+why)
}

// verified is the outcome of an item that was found as sent, but for the fields
// of which nothing is told.
func (it *item) verified(untold string) contact.Outcome {
	if untold == "" {
		return it.finish(contact.Verified, it.message)
	}
	return it.finish(contact.Verified, untold)
}

// differs returns the first field that is shown otherwise than it was sent, and
// both values. Where there is none it says which fields are not shown at all.
func differs(update contact.Update, shown providers.Snapshot, c providers.Comparer) (field, why string) {
	var untold []string
	for _, f := range update.Fields {
		switch value := shown.Value(f.Name, f.Custom); {
		case value == nil:
			untold = append(untold, f.Name)
		case !c.Same(f, value):
			return f.Name, fmt.Sprintf("sent %s, read back %s",
				providers.Excerpt(string(f.Value), 60), providers.Excerpt(string(value), 60))
		}
	}
	if len(untold) == 0 {
		return "", ""
	}
	return "", "not shown, so not compared: " + providers.Excerpt(fmt.Sprint(untold), 200)
}
