package sandbox

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"
	"sync"
)

// A record is what is known of a contact. It is never changed: an update
// makes a new one, so that a record may be read by any goroutine.
type record struct {
	key    string
	fields map[string]json.RawMessage
	custom map[string]json.RawMessage
	claims map[string]string // what no other contact may have: kind -> value
}

// A change is what one update does to one contact. It points into the body.
type change struct {
	id      string // as the client wrote it
	key     string // under which the account keeps it
	alias   claim  // or what the contact is known by
	fields  []field
	custom  []field
	claims  []claim
	dynamic bool // names that are not the provider's own become fields of the account
}

var (
	errGone  = errors.New("the contact is no longer known by this address")
	errClash = errors.New("another contact has this value")
)

// A claim is a value that one contact of the account may have. An empty value
// gives the claim up.
type claim struct{ kind, value string }

// claim notes that the field's value may be this contact's alone. Phone
// numbers are claimed by their digits, whatever their form.
func (c *change) claim(kind string, f field) {
	value := strings.ToLower(string(unquote(f.value)))
	if kind == "phone" {
		value = strings.TrimPrefix(value, "+")
	}
	c.claims = append(c.claims, claim{kind, value})
}

// An account is what one provider remembers. It has one lock, because a phone
// number belongs to one contact of the whole account and a batch is applied
// as a whole. A stateless server never takes it.
type account struct {
	mu       sync.Mutex
	contacts map[string]*record
	order    []string // the keys, oldest first
	holders  map[claim]string
	dynamic  map[string]bool
	tries    map[string]int
	sequence map[string]int64
}

func newAccount() *account {
	a := &account{}
	a.clear()
	return a
}

// clear forgets everything.
func (a *account) clear() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.contacts, a.order, a.holders = map[string]*record{}, nil, map[claim]string{}
	a.dynamic, a.tries, a.sequence = map[string]bool{}, map[string]int{}, map[string]int64{}
}

// try counts one more try of each contact and returns how many went before.
func (a *account) try(ids []string) []int {
	a.mu.Lock()
	defer a.mu.Unlock()
	before := make([]int, len(ids))
	for i, id := range ids {
		before[i] = a.tries[id]
		a.tries[id]++
	}
	return before
}

// falls remembers the contact's newest number and reports whether it is lower
// than the one before.
func (a *account) falls(id string, n int64) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	last, known := a.sequence[id]
	a.sequence[id] = n
	return known && n < last
}

// apply makes all changes or none. It returns the new records in the order of
// the changes, or errGone or errClash.
func (a *account) apply(changes []change) ([]*record, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if err := a.check(changes); err != nil {
		return nil, err
	}
	records := make([]*record, len(changes))
	for i := range changes {
		records[i] = a.store(&changes[i])
	}
	return records, nil
}

// check compares the claims with the account as it stands before the changes,
// and with those of the other changes.
func (a *account) check(changes []change) error {
	claimed := map[claim]bool{}
	for i := range changes {
		key, known := a.resolve(changes[i].key, changes[i].alias)
		if !known {
			return errGone
		}
		for _, want := range changes[i].claims {
			holder, held := a.holders[want]
			if want.value != "" && (held && holder != key || claimed[want]) {
				return errClash
			}
			claimed[want] = true
		}
	}
	return nil
}

// resolve returns the key of the contact that goes by the alias, else the key
// itself. A contact whose address was changed is no longer known by the old one.
func (a *account) resolve(key string, alias claim) (string, bool) {
	if alias.kind == "" {
		return key, true
	}
	if holder, held := a.holders[alias]; held {
		return holder, true
	}
	return key, a.contacts[key] == nil
}

func (a *account) store(c *change) *record {
	key, _ := a.resolve(c.key, c.alias)
	old := a.contacts[key]
	if old == nil {
		old = blank(c.key, c.alias)
		a.order = append(a.order, c.key)
	}
	r := old.with(c)
	a.contacts[r.key] = r
	for kind, value := range old.claims {
		delete(a.holders, claim{kind, value})
	}
	for kind, value := range r.claims {
		a.holders[claim{kind, value}] = r.key
	}
	if c.dynamic {
		for _, f := range c.custom {
			a.dynamic[string(f.name)] = true
		}
	}
	return r
}

// blank returns a contact that nobody has updated yet.
func blank(key string, alias claim) *record {
	r := &record{key: key}
	if alias.kind != "" {
		value := alias.value
		if alias.kind == "phone" {
			value = "+" + value
		}
		quoted, _ := json.Marshal(value)
		r.fields = map[string]json.RawMessage{alias.kind: quoted}
		r.claims = map[string]string{alias.kind: alias.value}
	}
	return r
}

// with returns the record after the change.
func (r *record) with(c *change) *record {
	next := &record{key: r.key, fields: merge(r.fields, c.fields), custom: merge(r.custom, c.custom), claims: r.claims}
	if len(c.claims) > 0 {
		next.claims = maps.Clone(r.claims)
		if next.claims == nil {
			next.claims = make(map[string]string, len(c.claims))
		}
	}
	for _, want := range c.claims {
		if want.value == "" {
			delete(next.claims, want.kind)
		} else {
			next.claims[want.kind] = want.value
		}
	}
	return next
}

// merge returns the values with the fields written over them; null takes away.
func merge(values map[string]json.RawMessage, fields []field) map[string]json.RawMessage {
	if len(fields) == 0 {
		return values
	}
	next := maps.Clone(values)
	if next == nil {
		next = make(map[string]json.RawMessage, len(fields))
	}
	for _, f := range fields {
		if f.value.Kind() == 'n' {
			delete(next, string(f.name))
		} else {
			next[string(f.name)] = bytes.Clone(f.value)
		}
	}
	return next
}

// find returns what is known of the contact; a contact that nobody has updated
// yet is blank. There is none if it has since got another address.
func (a *account) find(key string, alias claim) (*record, bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	key, known := a.resolve(key, alias)
	if r := a.contacts[key]; r != nil {
		return r, known
	}
	return blank(key, alias), known
}

// page returns up to limit records, the oldest first, and how many there are.
func (a *account) page(from, limit int) (records []*record, total int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	from = min(max(from, 0), len(a.order))
	for _, key := range a.order[from:min(from+limit, len(a.order))] {
		records = append(records, a.contacts[key])
	}
	return records, len(a.order)
}

// dynamicFields returns the names that became fields of the account, in any order.
func (a *account) dynamicFields() []string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return slices.Collect(maps.Keys(a.dynamic))
}

// An accountState is an account as the sandbox's own page shows it.
type accountState struct {
	Contacts      map[string]contactState `json:"contacts"`
	DynamicFields map[string]bool         `json:"dynamic_fields,omitempty"`
}

type contactState struct {
	Fields map[string]json.RawMessage `json:"fields"`
	Custom map[string]json.RawMessage `json:"custom,omitempty"`
}

func (a *account) state() accountState {
	a.mu.Lock()
	defer a.mu.Unlock()
	s := accountState{Contacts: make(map[string]contactState, len(a.contacts)), DynamicFields: maps.Clone(a.dynamic)}
	for key, r := range a.contacts {
		s.Contacts[key] = contactState{r.fields, r.custom}
	}
	return s
}
