package batch

import (
	"errors"
	"slices"

	"rollcall/contact"
	"rollcall/providers"
)

// Contacts says what a run reads of the contacts that it updates. Either Reader
// or Walker is set; updates that must be merged need a Reader.
type Contacts struct {
	Asker  Asker
	Reader providers.Reader // shows one contact
	Walker providers.Walker // shows all contacts in one long list

	// Verify reads every contact back after an update was accepted.
	Verify bool
	// Before is told what a contact held before it is updated, and has made that
	// durable when it returns; a row whose contact could not be read is not sent.
	// With a Reader it is called from many goroutines. With a Walker it is told
	// of every contact of the account before the first update, with a zero row
	// and the key of the identifier, of one that is listed twice both times.
	// An error stops the run. Nil reads only what an update must be merged with.
	Before func(row contact.Row, name string, shown providers.Snapshot) error
}

// A Memory knows what the provider accepted in earlier runs. Its methods are
// called from many goroutines at once. Sending and Accepted come in turn for one
// contact: what is accepted was the last that was sent.
type Memory interface {
	// Unchanged reports whether the update is what was accepted last. It is
	// asked when it is the row's turn, after the fate of earlier rows of its
	// contact is known.
	Unchanged(update contact.Update) bool
	// Sending is told of updates that are about to leave, once for each, and has
	// forgotten what it knew of their contacts for good when it returns: one
	// whose fate is unknown must not look unchanged later. After an error nothing
	// is sent.
	Sending(updates []contact.Update) error
	// Accepted is told of every update that was accepted, and found as sent
	// where it is to be read back.
	Accepted(update contact.Update)
}

// reads reports whether the contact of an update must be read before.
func (c *Contacts) reads(update *contact.Update) bool {
	return c.Before != nil || update.Merges()
}

// prepare settles the items of a batch that need not or must not be sent, and
// returns the others, ready to be sent. An item that waited apart is ready: what
// its contact holds by now may be its own doing.
func (d *delivery) prepare(items []*item) []*item {
	if d.run.cfg.Memory == nil && d.run.cfg.Contacts == nil {
		return items
	}
	var ready, fresh []*item
	for _, it := range items {
		if it.announced {
			ready = append(ready, it)
		} else {
			fresh = append(fresh, it)
		}
	}
	fresh = d.readFirst(d.changed(fresh))
	d.flush()
	d.run.forget(fresh)
	return append(ready, fresh...)
}

// changed settles the items that are what was accepted last.
func (d *delivery) changed(items []*item) []*item {
	m := d.run.cfg.Memory
	if m == nil {
		return items
	}
	return slices.DeleteFunc(items, func(it *item) bool {
		same := m.Unchanged(it.update)
		if same {
			d.settle(it, it.finish(contact.Unchanged, ""))
		}
		return same
	})
}

// readFirst reads the contacts that must be read before they are updated, and
// settles the items that cannot be sent then.
func (d *delivery) readFirst(items []*item) []*item {
	c := d.run.cfg.Contacts
	if c == nil || c.Reader == nil {
		return items
	}
	return slices.DeleteFunc(items, func(it *item) bool { return c.reads(&it.update) && !d.before(it) })
}

// before reads what a contact holds, keeps it, and merges the update with it. An
// item that is not to be sent has its outcome then.
func (d *delivery) before(it *item) (send bool) {
	d.flush()
	shown, try, ok := d.read(it, "")
	if !ok {
		d.settle(it, it.cut())
		return false
	}
	if why := unread(try.Verdicts[0]); why != "" {
		d.settle(it, it.unreadable(try, why))
		return false
	}
	if keep := d.run.cfg.Contacts.Before; keep != nil {
		if err := keep(it.update.Row, it.update.Contact, shown); err != nil {
			d.run.unrecorded(err)
			d.settle(it, it.cut())
			return false
		}
	}
	return d.merge(it, shown)
}

// merge makes the lists that are to be sent from those that the contact has. It
// reports false where there is nothing to send; the item has its outcome then.
func (d *delivery) merge(it *item, shown providers.Snapshot) (send bool) {
	if !it.update.Merges() {
		return true
	}
	merged, err := providers.Merge(it.update, shown)
	switch {
	case err != nil:
		if e, ok := errors.AsType[*providers.FieldError](err); ok {
			it.tries.field = e.Field
		}
		d.settle(it, it.finish(contact.Failed, "not sent: "+err.Error()))
		return false
	case len(merged.Fields) == 0:
		d.settle(it, it.finish(contact.Unchanged, "the contact has it already"))
		return false
	}
	it.merged = merged.Fields
	return true
}

// forget makes sure that nothing is remembered of what is about to be sent. Where
// that fails the run stops, so nothing is.
func (r *Runner) forget(items []*item) {
	r.list.touch(items)
	m := r.cfg.Memory
	if m == nil || len(items) == 0 {
		return
	}
	updates := make([]contact.Update, len(items))
	for i, it := range items {
		updates[i] = it.update
	}
	if err := m.Sending(updates); err != nil {
		r.unrecorded(err)
	}
}

func (r *Runner) remember(it *item) {
	if m := r.cfg.Memory; m != nil {
		m.Accepted(it.update)
	}
}

// read reads the contact of an item, by the provider's own id if that is known.
func (d *delivery) read(it *item, id string) (shown providers.Snapshot, try Try, ok bool) {
	reader := d.run.cfg.Contacts.Reader
	try, ok = d.run.ask(question{it, reader.Lookup(it.update.Contact, id), func(answer providers.Answer) (v providers.Verdict) {
		shown, v = reader.Found(answer, it.update.Contact)
		return v
	}})
	return shown, try, ok
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

// unreadable is the outcome of an item that was not sent because its contact
// could not be read. What the answer says of the contact is said of the row.
func (it *item) unreadable(try Try, why string) contact.Outcome {
	v := try.Verdicts[0]
	it.tries.status, it.tries.requestID, it.tries.code = try.Status, try.RequestID, v.Code
	switch v.Status {
	case contact.NotFound:
		return it.finish(contact.NotFound, why)
	case contact.Deferred:
		return it.finish(contact.Deferred, unsent+why)
	}
	return it.finish(contact.Failed, unsent+why)
}

const unsent = "not sent, since what the contact holds could not be read: "
