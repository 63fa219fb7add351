package state

import (
	"encoding/hex"
	"errors"
	"slices"
)

// An Account is whose contacts are remembered. The same identifier in two
// accounts, or at two addresses, is two contacts.
type Account struct {
	Provider string `json:"provider"`
	BaseURL  string `json:"base_url"`
	ID       string `json:"id"` // as the provider tells it, or what else stays the same
}

// String names the account for people, without its address.
func (a Account) String() string { return a.Provider + "/" + a.ID }

// maxTokens is how many tokens are remembered; one that changes every night
// must not make the head grow.
const maxTokens = 100

// Fingerprint returns a text that stands for a secret in this file. The secret
// cannot be got back from it.
func (s *Store) Fingerprint(secret string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	h := s.head.Key.hash(kindToken, secret)
	return hex.EncodeToString(h[:16])
}

// Account returns the id of the account that a secret with this fingerprint was
// last known to open.
func (s *Store) Account(fingerprint string) (id string, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := s.head.token(fingerprint)
	if i < 0 {
		return "", false
	}
	return s.head.Tokens[i].Account, true
}

// SetAccount remembers which account a secret with this fingerprint opens, and
// that it was used today. For what is new the file is written anew, and is on the
// disk when SetAccount returns; for the day alone once a week, as far as there is
// room. Of the fingerprints the latest 100 are kept. Contacts that were remembered
// under the fingerprint, in place of an id, are forgotten, and so are those of the
// account: nobody knows any more which of them were accepted last.
func (s *Store) SetAccount(fingerprint, id string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := s.head.token(fingerprint)
	known := i >= 0 && s.head.Tokens[i].Account == id
	if known && s.head.Tokens[i].Day.age(s.today) < refreshAfter {
		return nil
	}
	h := s.head.clone()
	if i >= 0 {
		h.Tokens = slices.Delete(h.Tokens, i, i+1)
	}
	h.Tokens = append(h.Tokens, token{fingerprint, id, s.today})
	h.Tokens = h.Tokens[max(len(h.Tokens)-maxTokens, 0):]
	stale := h.unmask(fingerprint, id)
	keep := func(e *entry) bool { return !slices.Contains(stale, e.account) }
	if err := s.renew(h, s.table.bits, keep); err != nil && !known {
		return err
	}
	return s.err
}

// Contacts returns what is remembered of the contacts of an account. An account
// that the file does not know is added to it, unless the store only reads: then
// nothing is known of its contacts.
func (s *Store) Contacts(a Account) (*Contacts, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := s.head.account(a)
	if i < 0 && !s.readOnly {
		h := s.head.clone()
		i = len(h.Accounts)
		h.Accounts = append(h.Accounts, account{Account: a, Number: h.free(), Key: newKey()})
		if h.Accounts[i].Number == 0 {
			return nil, about(s.path, errors.New("it has too many accounts"))
		}
		if err := s.renew(h, s.table.bits, all); err != nil {
			return nil, err
		}
	}
	c := &Contacts{store: s, key: newKey()}
	if i >= 0 {
		c.key, c.number = s.head.Accounts[i].Key, s.head.Accounts[i].Number
	}
	return c, nil
}

// SetName remembers what people call an account that the file knows. For a new name
// the file is written anew; where that fails and the file is as good as before, the
// name stays what it was.
func (s *Store) SetName(a Account, name string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := s.head.account(a)
	if i < 0 || s.head.Accounts[i].Name == name {
		return nil
	}
	h := s.head.clone()
	h.Accounts[i].Name = name
	_ = s.renew(h, s.table.bits, all)
	return s.err
}

func (h *head) token(fingerprint string) int {
	return slices.IndexFunc(h.Tokens, func(t token) bool { return t.Fingerprint == fingerprint })
}

func (h *head) account(a Account) int {
	return slices.IndexFunc(h.Accounts, func(b account) bool { return b.Account == a })
}

// unmask takes out the account that has a fingerprint in place of its id, and
// returns its number and that of the account with this id.
func (h *head) unmask(fingerprint, id string) (numbers []uint16) {
	i := slices.IndexFunc(h.Accounts, func(a account) bool { return a.ID == fingerprint })
	if i < 0 {
		return nil
	}
	masked := h.Accounts[i]
	h.Accounts = slices.Delete(h.Accounts, i, i+1)
	numbers = append(numbers, masked.Number)
	masked.ID = id
	if i = h.account(masked.Account); i >= 0 {
		numbers = append(numbers, h.Accounts[i].Number)
	}
	return numbers
}

// clone returns a head to be changed.
func (h *head) clone() head {
	c := *h
	c.Accounts, c.Tokens = slices.Clone(h.Accounts), slices.Clone(h.Tokens)
	return c
}
