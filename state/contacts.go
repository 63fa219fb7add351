package state

import (
	"encoding/binary"

	"rollcall/contact"
)

// Contacts is what a provider last accepted of the contacts of one account. Its
// methods are safe for many goroutines. Rows of one contact are the caller's to
// keep in order: each call is right about the moment at which it is made.
type Contacts struct {
	store  *Store
	key    key
	number uint16
}

// Same reports whether the update is the one that was last accepted of its
// contact: the same fields with the same values, in any order. Where the file
// cannot be read it reports false, and Close returns the error.
func (c *Contacts) Same(u *contact.Update) bool {
	tag, sum := c.key.mark(u)
	s := c.store
	s.mu.Lock()
	defer s.mu.Unlock()
	e, slot, ok := s.get(tag)
	if !ok || e.sum != sum {
		return false
	}
	s.see(slot, e.day)
	return true
}

// Forget takes out what is remembered of the contacts of updates that are about
// to be sent: one whose fate is unknown must never be the same later. When it
// returns without an error, that is on the disk. It costs a read a contact where
// there is nothing to forget. After an error nothing may be sent.
func (c *Contacts) Forget(updates ...contact.Update) error {
	tags := make([]uint64, len(updates))
	for i := range updates {
		tags[i] = c.key.tag(kindContact, updates[i].Key())
	}
	return c.store.forget(tags)
}

// Accept remembers updates that the provider accepted; Same knows them at once.
// What was there of these contacts must have been forgotten before they were
// sent. They are on the disk a second later, or after Close. After an error, of
// a full disk for example, no more are remembered, which costs a request each
// the next time; Forget and Same go on.
func (c *Contacts) Accept(updates ...contact.Update) error {
	for i := range updates {
		u := &updates[i]
		tag, sum := c.key.mark(u)
		e := entry{tag: tag, sum: sum, account: c.number}
		if err := c.store.put(e); err != nil {
			return err
		}
	}
	return nil
}

// LastRows returns how many rows the last run of an input had. The caller
// chooses what makes an input the same.
func (c *Contacts) LastRows(input string) (n int, ok bool) {
	s := c.store
	s.mu.Lock()
	defer s.mu.Unlock()
	e, _, ok := s.get(c.key.tag(kindRows, input))
	return int(binary.LittleEndian.Uint64(e.sum[:])), ok
}

// SetLastRows remembers how many rows an input had. That is on the disk a second
// later, or after Close.
func (c *Contacts) SetLastRows(input string, n int) error {
	e := entry{tag: c.key.tag(kindRows, input)}
	binary.LittleEndian.PutUint64(e.sum[:], uint64(n))
	return c.store.put(e)
}
