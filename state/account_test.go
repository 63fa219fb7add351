package state

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

func TestAccount(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	s, _ := openAt(t, path, noon)
	mark := s.Fingerprint("token")
	if _, ok := s.Account(mark); ok {
		t.Error("a token that was never used opens an account")
	}
	must(t, s.SetAccount(mark, "1"))
	must(t, s.SetAccount(s.Fingerprint("another"), "1"))
	must(t, s.SetAccount(mark, "2"))
	must(t, s.Close())
	s, _ = openAt(t, path, noon)
	if again := s.Fingerprint("token"); again != mark {
		t.Errorf("the token has another fingerprint after the file was opened again: %s, was %s", again, mark)
	}
	if id, ok := s.Account(mark); id != "2" || !ok {
		t.Errorf("the token opens account %q (%t), it was 2 at last", id, ok)
	}
	elsewhere, _ := openAt(t, newPath(t), noon)
	if elsewhere.Fingerprint("token") == mark {
		t.Error("a token has the same fingerprint in every file")
	}
}

// TestSetAccount_nightly has a new token each night.
func TestSetAccount_nightly(t *testing.T) {
	t.Parallel()
	s, c := openAt(t, newPath(t), noon)
	must(t, c.Accept(update("ann", 1)))
	for night := range 3 * maxTokens {
		must(t, s.SetAccount(s.Fingerprint(fmt.Sprint(night)), "1"))
	}
	if n := len(s.head.Tokens); n != maxTokens {
		t.Errorf("%d tokens are remembered, want %d", n, maxTokens)
	}
	if _, ok := s.Account(s.Fingerprint(fmt.Sprint(3*maxTokens - 1))); !ok {
		t.Error("the latest token is not remembered")
	}
	if ann := update("ann", 1); !c.Same(&ann) {
		t.Error("the contacts are gone")
	}
}

// TestSetAccount_unmasked learns the id of an account after a night without it.
func TestSetAccount_unmasked(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	s, c := openAt(t, path, noon)
	must(t, c.Accept(update("ann", 1)))
	must(t, c.SetLastRows("a.csv", 3))
	must(t, of(t, s, other).Accept(update("ann", 1)))
	mark := s.Fingerprint("token")
	must(t, of(t, s, Account{acme.Provider, acme.BaseURL, mark}).Accept(update("ann", 2)))
	must(t, s.SetAccount(mark, acme.ID))
	must(t, s.Close())
	s, c = openAt(t, path, noon)
	if has(c, 1) || has(c, 2) {
		t.Errorf("ann counts as unchanged: in the first edition %t, in the second, which came later, %t", has(c, 1), has(c, 2))
	}
	if !has(of(t, s, other), 1) {
		t.Error("the contacts of another account are forgotten too")
	}
	if n, _ := c.LastRows("a.csv"); n != 3 {
		t.Errorf("the last run had %d rows, it was 3", n)
	}
	if sum, err := s.Summary(); err != nil || len(sum.Accounts) != 2 {
		t.Errorf("two accounts are known, the state holds %+v (%v)", sum, err)
	}
}

// has reports whether ann is the same in an edition.
func has(c *Contacts, edition int) bool {
	ann := update("ann", edition)
	return c.Same(&ann)
}

// TestSetAccount_noRoom has no room for another file.
func TestSetAccount_noRoom(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	s, _ := openAt(t, path, noon)
	must(t, s.SetAccount(s.Fingerprint("token"), "1"))
	must(t, s.Close())
	s, c := openAt(t, path, noon.Add(30*aDay))
	must(t, os.MkdirAll(filepath.Join(path+".new", "in the way"), 0o700))
	if err := s.SetAccount(s.Fingerprint("token"), "1"); err != nil {
		t.Errorf("a run is refused only because the day of its token cannot be written: %v", err)
	}
	if err := s.SetAccount(s.Fingerprint("token"), "2"); err == nil {
		t.Error("the token opens another account, and nothing says that this is not remembered")
	}
	must(t, c.Accept(update("ann", 1)))
	must(t, c.Forget(update("ann", 2)))
}

func TestForgetAccount(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	s, c := openAt(t, path, noon)
	d := of(t, s, other)
	for n := range 3000 {
		must(t, c.Accept(update(numbered(n), 1)))
	}
	must(t, d.Accept(update("ann", 1)))
	must(t, c.SetLastRows("a.csv", 3))
	must(t, s.SetAccount(s.Fingerprint("token"), acme.ID))
	before := len(content(t, path))
	if n, err := s.ForgetAccount(Account{ID: "nobody"}); n != 0 || err != nil {
		t.Errorf("an account that is not there had %d contacts (%v)", n, err)
	}
	if n, err := s.ForgetAccount(acme); n != 3000 || err != nil {
		t.Errorf("the account had %d contacts (%v), want 3000", n, err)
	}
	if ann := update("ann", 1); !d.Same(&ann) {
		t.Error("the other account is forgotten too")
	}
	if after := len(content(t, path)); after >= before {
		t.Errorf("the file has %d bytes, before it had %d", after, before)
	}
	must(t, s.Close())
	s, c = openAt(t, path, noon)
	if n := same(c, 3000, 1); n != 0 {
		t.Errorf("%d contacts of the account come back with it", n)
	}
	if _, ok := c.LastRows("a.csv"); ok {
		t.Error("the rows of its last run come back with it")
	}
	if _, ok := s.Account(s.Fingerprint("token")); ok {
		t.Error("its token is still known")
	}
}

// TestSetName keeps what people call an account, and its contacts.
func TestSetName(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	s, c := openAt(t, path, noon)
	must(t, c.Accept(update("ann", 1)))
	sum, err := s.Summary()
	must(t, err)
	must(t, s.SetName(sum.Accounts[0].Account, "Acme"))
	must(t, s.SetName(Account{Provider: "aelyst", ID: "nobody"}, "Nobody"))
	must(t, s.Close())
	s, c = openAt(t, path, noon)
	sum, err = s.Summary()
	must(t, err)
	if len(sum.Accounts) != 1 || sum.Accounts[0].Name != "Acme" {
		t.Errorf("the file holds the accounts %+v, want one with the name Acme", sum.Accounts)
	}
	if ann := update("ann", 1); !c.Same(&ann) {
		t.Error("with the name of the account its contacts are gone")
	}
}
