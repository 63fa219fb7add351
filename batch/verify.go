package batch

import (
	"fmt"
	"strings"

	"rollcall/contact"
	"rollcall/providers"
)

// readBacks is how often a contact is read before a difference counts.
const readBacks = 3

// A receipt is an item that the provider accepted and that is to be read back.
type receipt struct {
	*item
	id      string // the provider's own of the contact, where it was told
	message string // of the provider

	field, why string // how it was last found otherwise than sent
	later      int    // the row that goes out for the contact before it was read back
}

// accepted takes in that an item was accepted. It has its outcome now, or once
// it was read back; until then an open one tells of it.
func (d *delivery) accepted(it *item, v providers.Verdict) {
	out := it.settled(v)
	if c := d.run.cfg.Contacts; c == nil || !c.Verify {
		d.run.remember(it)
		d.settle(it, out)
		return
	}
	out.Open = true
	d.out = append(d.out, out)
	d.unread = append(d.unread, &receipt{item: it, id: v.ID, message: v.Message})
}

// verify reads back what was accepted, or puts it on the list of what is to be
// found in the provider's. The open outcomes are recorded before.
func (d *delivery) verify() {
	for _, r := range d.unread {
		if d.run.cfg.Contacts.Walker == nil {
			d.settle(r.item, d.readBack(r))
		} else {
			d.done = append(d.done, r.item)
			if earlier := d.run.list.add(r); earlier != nil {
				d.out = append(d.out, earlier.unverified(fmt.Sprintf("row %d updated the contact again first", r.update.Row.Number)))
			}
		}
		d.flush()
	}
	clear(d.unread)
	d.unread = d.unread[:0]
}

// readBack compares an item with what its contact holds. A provider may show an
// update a moment late: what differs is read again before it counts.
func (d *delivery) readBack(r *receipt) contact.Outcome {
	for n := 1; ; n++ {
		shown, try, ok := d.read(r.item, r.id)
		if !ok {
			return r.unverified(errStopped.Error())
		}
		switch v := try.Verdicts[0]; {
		case v.Next == providers.Settle && v.Status == contact.NotFound:
			r.field, r.why = "", "accepted, but the contact was gone when it was read back: "+unread(v)
		case unread(v) != "":
			return r.unverified(unread(v))
		default:
			if out, same := r.compare(shown, d.run.cfg.Contacts.Reader); same {
				if out.Status == contact.Verified {
					d.run.remember(r.item)
				}
				return out
			}
		}
		if n == readBacks {
			return r.mismatch()
		}
		sleep(d.run.stop, d.run.cfg.Backoff.Delay(n))
	}
}

// compare returns the outcome of an item that is shown as it was sent. It
// reports false where a field is not, and notes which.
func (r *receipt) compare(shown providers.Snapshot, c providers.Comparer) (out contact.Outcome, same bool) {
	fields := r.wire().Fields
	var untold []string
	for _, f := range fields {
		switch value := shown.Value(f.Name, f.Custom); {
		case value == nil:
			untold = append(untold, f.Name)
		case !c.Same(f, value):
			r.field = f.Name
			r.why = fmt.Sprintf("sent %s, read back %s", providers.Excerpt(string(f.Value), 60), providers.Excerpt(string(value), 60))
			return out, false
		}
	}
	names := providers.Excerpt(strings.Join(untold, ", "), 200)
	switch len(untold) {
	case 0:
		return r.finish(contact.Verified, r.message), true
	case len(fields):
		return r.unverified("the provider does not show " + names), true
	}
	return r.finish(contact.Verified, "not shown, so not compared: "+names), true
}

// mismatch is the outcome of an item that was found otherwise than sent.
func (r *receipt) mismatch() contact.Outcome {
	r.tries.field = r.field
	return r.finish(contact.Mismatch, r.why)
}

// unverified is the outcome of an item that was accepted but not read back.
func (r *receipt) unverified(why string) contact.Outcome {
	return r.finish(contact.Updated, "accepted, but not read back: "+why)
}
