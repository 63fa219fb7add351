package state

import "slices"

// Prune takes out what was not seen or accepted for more than so many days, and
// returns of how many contacts that was. A day that is still to come counts as
// today. When it returns, the smaller file is on the disk.
func (s *Store) Prune(days int) (contacts int, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	h := s.head.clone()
	h.Tokens = slices.DeleteFunc(h.Tokens, func(t token) bool { return t.Day.age(s.today) > days })
	for i := range h.Tokens {
		h.Tokens[i].Day = min(h.Tokens[i].Day, s.today)
	}
	return s.reduce(h, func(e *entry) bool {
		e.day = min(e.day, s.today)
		return e.day.age(s.today) <= days
	})
}

// ForgetAccount takes out all that is remembered of an account, and returns of
// how many contacts that was. When it returns, the smaller file is on the disk.
func (s *Store) ForgetAccount(a Account) (contacts int, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := s.head.account(a)
	if i < 0 {
		return 0, nil
	}
	number := s.head.Accounts[i].Number
	h := s.head.clone()
	h.Accounts = slices.Delete(h.Accounts, i, i+1)
	h.Tokens = slices.DeleteFunc(h.Tokens, func(t token) bool { return t.Account == a.ID })
	return s.reduce(h, func(e *entry) bool { return e.account != number })
}

// reduce keeps some of the entries, in no more pages than are good for them. It
// is called with the lock held.
func (s *Store) reduce(h head, keep func(*entry) bool) (contacts int, err error) {
	if err := s.writable(); err != nil {
		return 0, err
	}
	if err := s.refresh(); err != nil {
		return 0, s.fail(err)
	}
	kept := 0
	err = s.table.scan(func(_ int, e entry) {
		switch {
		case keep(&e):
			kept++
		case e.account != 0:
			contacts++
		}
	})
	if err != nil {
		return 0, s.fail(err)
	}
	return contacts, s.renew(h, max(bitsOf(2*kept/pageSlots), minBits), keep)
}
