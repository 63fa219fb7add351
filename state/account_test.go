package state

import (
	"fmt"
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
