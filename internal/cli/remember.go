package cli

import (
	"errors"
	"hash/maphash"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/sirupsen/logrus"

	"rollcall/contact"
	"rollcall/preflight"
	"rollcall/providers"
	"rollcall/state"
)

// A memory is what a state file knows of the account of a run. It is a
// batch.Memory.
type memory struct {
	store    *state.Store
	contacts *state.Contacts
	full     bool // every row is sent, changed or not
	blank    bool // it knows nothing of the account yet
	log      *logrus.Logger
	failed   sync.Once
	// The contacts that a dry run would have sent an update, by a hash; nil for a
	// run, which forgets them in the state.
	changed map[uint64]struct{}
}

// remember opens the state of a job, for the account that the token opens. It
// returns nil where the job keeps none, or a check finds none yet.
func (a *app) remember(j *job, token string, account preflight.Account) (*memory, error) {
	path := j.flags.careful.state
	if path == "" {
		return nil, nil
	}
	m := &memory{full: j.flags.careful.full, log: a.log}
	open := state.Open
	if j.dry {
		open, m.changed = state.Read, map[uint64]struct{}{}
	}
	var err error
	switch m.store, err = open(path, now()); {
	case j.dry && errors.Is(err, fs.ErrNotExist):
		a.log.Infof("there is no state file %s yet: every row counts as changed", path)
		return nil, nil
	case errors.Is(err, state.ErrBusy):
		return nil, &exitError{codeBusy, err}
	case err != nil:
		return nil, usage("--state: %w", err)
	}
	if err := m.enter(j, token, account.Identity); err != nil {
		return nil, errors.Join(usage("--state: %w", err), m.store.Close())
	}
	return m, nil
}

// enter looks up what is known of the account.
func (m *memory) enter(j *job, token string, opened providers.Identity) error {
	summary, err := m.store.Summary()
	if err != nil {
		return err
	}
	account := state.Account{Provider: j.spec.Name, BaseURL: j.base}
	var known []string // accounts of the provider at this address
	for _, a := range summary.Accounts {
		if a.Provider == account.Provider && a.BaseURL == account.BaseURL {
			known = append(known, a.ID)
		}
	}
	if account.ID, err = m.account(account, known, token, opened.ID); err != nil {
		return err
	}
	m.blank = !slices.ContainsFunc(summary.Accounts, func(a state.AccountSummary) bool { return a.Account == account && a.Contacts > 0 })
	switch path := j.flags.careful.state; {
	case len(summary.Accounts) == 0:
		m.log.Infof("the state file %s is new: every row counts as changed", path)
	case m.blank:
		m.log.Warnf("the state file %s knows nothing of this account yet: every row counts as changed; what it knows: rollcall state %s", path, quote(path))
	}
	m.contacts, err = m.store.Contacts(account)
	if err == nil && m.changed == nil && opened.Name != "" {
		err = m.store.SetName(account, opened.Name)
	}
	return err
}

// account returns what identifies the account in the state: the provider's own
// id of it, the id that it gave for this token earlier, or else the token's
// fingerprint. A check without a token takes the only account there is.
func (m *memory) account(provider state.Account, known []string, token, id string) (string, error) {
	switch {
	case token == "" && len(known) > 1:
		return "", errors.New("it knows several accounts there: add --online, so that the token tells which it is")
	case token == "" && len(known) == 1:
		return known[0], nil
	case token == "":
		return "", nil
	}
	fingerprint := m.store.Fingerprint(strings.Join([]string{provider.Provider, provider.BaseURL, token}, "\n"))
	if before, ok := m.store.Account(fingerprint); id == "" && !ok {
		return fingerprint, nil
	} else if id == "" {
		id = before
	}
	if m.changed != nil {
		return id, nil
	}
	if slices.Contains(known, fingerprint) && slices.Contains(known, id) {
		m.log.Warn("the state file has contacts of this account from a night on which nobody knew whose they were: every row counts as changed")
	}
	return id, m.store.SetAccount(fingerprint, id)
}

// Unchanged is as of batch.Memory.
func (m *memory) Unchanged(u contact.Update) bool {
	if m.full || m.sent(u.Key()) {
		return false
	}
	return m.contacts.Same(&u)
}

var changedSeed = maphash.MakeSeed()

// sent reports whether a dry run would have sent an update of the contact with
// that key.
func (m *memory) sent(key string) bool {
	if len(m.changed) == 0 {
		return false
	}
	_, sent := m.changed[maphash.String(changedSeed, key)]
	return sent
}

// Sending is as of batch.Memory.
func (m *memory) Sending(updates []contact.Update) error {
	if m.changed == nil {
		return m.contacts.Forget(updates...)
	}
	for i := range updates {
		m.changed[maphash.String(changedSeed, updates[i].Key())] = struct{}{}
	}
	return nil
}

// Accepted is as of batch.Memory. What cannot be remembered is sent again next
// time, which does no harm.
func (m *memory) Accepted(u contact.Update) {
	if err := m.contacts.Accept(u); err != nil {
		m.complain(err)
	}
}

func (m *memory) complain(err error) {
	m.failed.Do(func() { m.log.Warnf("--state: %v; the next run sends what it does not remember", err) })
}

// lastRows returns how many rows the last finished run of such an input had; 0
// if that is not known.
func (m *memory) lastRows(j *job) int {
	n, _ := m.contacts.LastRows(j.series())
	return n
}

// finished notes how many rows a run had that came to its end. Rejects that are
// fed back are no measure for the next file.
func (m *memory) finished(j *job, rows int) {
	if m == nil || m.changed != nil || j.fedBack() {
		return
	}
	if err := m.contacts.SetLastRows(j.series(), rows); err != nil {
		m.complain(err)
	}
}

var digits = regexp.MustCompile(`[0-9]+`)

// series names what the inputs of all nights have in common: the mapping, and
// their path but for the numbers in it, which may be a date.
func (j *job) series() string {
	return absolute(j.m.Path) + "\n" + digits.ReplaceAllString(absolute(j.input), "#")
}

func absolute(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		return abs
	}
	return path
}

// close writes what is left. Of no memory there is nothing to close.
func (m *memory) close() {
	if m == nil {
		return
	}
	if err := m.store.Close(); err != nil {
		m.complain(err)
	}
}
