package batch

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"rollcall/contact"
	"rollcall/providers"
)

// account is a fake provider that holds contacts, so that they can be read. What
// is sent to it goes through provider, which watches the order.
type account struct {
	*provider
	// read plays the n-th request that reads, by a word: a status, perhaps with a
	// Retry-After as in 429/30; lost or away; html; other for another contact;
	// stale for what the contact held before its last update; mute for a contact
	// that shows nothing. Nil is 200 for ever.
	read func(n int, name string) string
	// list plays a page of the list; nil shows the contacts in order.
	list  func(n int, cursor string) (page holdings, next string)
	page  int  // contacts on a page
	apply bool // a lost update is applied

	mu     sync.Mutex
	held   holdings
	past   holdings
	names  []string // of the contacts, sorted
	asked  []string // names, or cursors, of all readings
	readAt []time.Time
	listed int
}

// holdings is what contacts hold, by name and field.
type holdings map[string]map[string]jsontext.Value

func newAccount(t testing.TB, names ...string) *account {
	a := &account{provider: &provider{t: t}, held: holdings{}, past: holdings{}, page: 100}
	for _, name := range names {
		a.held[name] = map[string]jsontext.Value{"v": jsontext.Value(`"old"`), "tags": jsontext.Value(`["old"]`)}
	}
	return a
}

func (a *account) Send(ctx context.Context, updates []contact.Update) Try {
	for _, u := range updates {
		if u.Merges() {
			a.t.Errorf("row %d is sent before it was merged", u.Row.Number)
		}
	}
	try := a.provider.Send(ctx, updates)
	for i, u := range updates {
		if try.Lost && a.apply || try.Err == nil && try.Verdicts[i].Status.Accepted() {
			a.put(u)
		}
	}
	return try
}

func (a *account) put(u contact.Update) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.past[u.Contact] = maps.Clone(a.held[u.Contact])
	if a.held[u.Contact] == nil {
		a.held[u.Contact] = map[string]jsontext.Value{}
	}
	for _, f := range u.Fields {
		a.held[u.Contact][f.Name] = f.Value
	}
}

func (a *account) Ask(ctx context.Context, req providers.Request) (providers.Answer, Try) {
	kind, name, _ := strings.Cut(strings.TrimPrefix(req.Path, "/"), "/")
	n := a.enterRead(kind, name)
	defer a.leaveRead(kind, name)
	try := Try{SentAt: time.Now(), Header: http.Header{}}
	if !sleep(ctx, a.latency) {
		try.Err, try.Lost = context.Cause(ctx), true
		return providers.Answer{}, try
	}
	word := "200"
	if a.read != nil {
		word = a.read(n, name)
	}
	return a.reply(kind, name, word, try)
}

func (a *account) reply(kind, name, word string, try Try) (providers.Answer, Try) {
	status, pause, _ := strings.Cut(word, "/")
	answer := providers.Answer{Status: 200, Header: try.Header}
	switch status {
	case "lost", "away":
		try.Err, try.Lost = errors.New("connection "+status), status == "lost"
		return answer, try
	case "html":
		answer.Body = []byte("<html>")
	case "other", "stale", "mute", "200":
		answer.Body = a.show(kind, name, status)
	default:
		fmt.Sscan(status, &answer.Status)
	}
	if answer.Body == nil && answer.Status == 200 {
		answer.Status = 404
	}
	if pause != "" {
		try.Header.Set("Retry-After", pause)
	}
	try.Status = answer.Status
	return answer, try
}

// show returns what the account shows; nil if it knows no such contact.
func (a *account) show(kind, name, how string) []byte {
	a.mu.Lock()
	defer a.mu.Unlock()
	if kind == "list" {
		return a.showPage(name)
	}
	held := a.held[name]
	switch how {
	case "other":
		name += "x"
	case "stale":
		held = a.past[name]
	case "mute":
		held = map[string]jsontext.Value{}
	}
	if held == nil {
		return nil
	}
	body, _ := json.Marshal(map[string]any{"name": name, "fields": held})
	return body
}

func (a *account) showPage(cursor string) []byte {
	a.listed++
	if a.list != nil {
		page, next := a.list(a.listed, cursor)
		body, _ := json.Marshal(map[string]any{"page": page, "next": next})
		return body
	}
	if len(a.names) != len(a.held) {
		a.names = slices.Sorted(maps.Keys(a.held))
	}
	start, read := slices.BinarySearch(a.names, cursor)
	if read {
		start++
	}
	end := min(start+a.page, len(a.names))
	page, next := holdings{}, ""
	for _, name := range a.names[start:end] {
		page[name] = a.held[name]
	}
	if end < len(a.names) {
		next = a.names[end-1]
	}
	body, _ := json.Marshal(map[string]any{"page": page, "next": next})
	return body
}

// enterRead watches that nothing else happens to a contact while it is read.
func (a *account) enterRead(kind, name string) (n int) {
	a.provider.mu.Lock()
	defer a.provider.mu.Unlock()
	if a.busy == nil {
		a.busy, a.last = map[string]bool{}, map[string]int{}
	}
	if kind == "contact" {
		if a.busy[name] {
			a.t.Errorf("contact %s is read while something else is under way with it", name)
		}
		a.busy[name] = true
	}
	a.asked = append(a.asked, name)
	a.readAt = append(a.readAt, time.Now())
	a.in++
	a.most = max(a.most, a.in)
	return len(a.asked)
}

func (a *account) leaveRead(kind, name string) {
	a.provider.mu.Lock()
	defer a.provider.mu.Unlock()
	a.in--
	if kind == "contact" {
		delete(a.busy, name)
	}
}

// sent returns how many updates were sent so far.
func (a *account) sent() int {
	a.provider.mu.Lock()
	defer a.provider.mu.Unlock()
	return len(a.requests)
}

func (a *account) value(name, field string) string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return string(a.held[name][field])
}

// reader reads contacts of an account, one by one or as a list.
type reader struct{}

// Lookup finds a contact by its id too: the fake's are the names in upper case.
func (reader) Lookup(name, id string) providers.Request {
	if id != "" {
		name = strings.ToLower(id)
	}
	return providers.Request{Method: http.MethodGet, Path: "/contact/" + name}
}

func (reader) Found(answer providers.Answer, name string) (providers.Snapshot, providers.Verdict) {
	var body struct {
		Name   string
		Fields map[string]jsontext.Value
	}
	if answer.Status != 200 {
		return providers.Snapshot{}, providers.Unread(answer.Status, providers.ReadBody(answer))
	}
	if json.Unmarshal(answer.Body, &body) != nil || body.Name != name {
		return providers.Snapshot{}, providers.Unclear(answer, "shows another contact")
	}
	return providers.Snapshot{Fields: body.Fields}, providers.Verdict{Status: contact.Verified}
}

func (reader) Page(cursor string) providers.Request {
	return providers.Request{Method: http.MethodGet, Path: "/list/" + cursor}
}

func (reader) Paged(answer providers.Answer, _ string) (map[string]providers.Snapshot, string, providers.Verdict) {
	var body struct {
		Page holdings
		Next string
	}
	if answer.Status != 200 {
		return nil, "", providers.Unread(answer.Status, providers.ReadBody(answer))
	}
	if json.Unmarshal(answer.Body, &body) != nil {
		return nil, "", providers.Unclear(answer, "lists no contacts")
	}
	page := map[string]providers.Snapshot{}
	for name, fields := range body.Page {
		page[strings.ToLower(name)] = providers.Snapshot{Fields: fields}
	}
	return page, body.Next, providers.Verdict{Status: contact.Verified}
}

func (reader) Same(sent contact.Field, shown jsontext.Value) bool {
	return string(sent.Value) == string(shown)
}

func (reader) Restore(string, bool, jsontext.Value) ([]byte, bool) { return nil, false }

// saying plays readings by a script; the last word goes on for ever.
func saying(script string) func(int, string) string {
	all := strings.Fields(script)
	return func(n int, _ string) string { return all[min(n, len(all))-1] }
}

// feed yields updates, numbered from 1.
func feed(updates ...contact.Update) iter.Seq2[contact.Update, error] {
	return func(yield func(contact.Update, error) bool) {
		for i, u := range updates {
			u.Row.Number, u.Row.Line = i+1, i+2
			if !yield(u, nil) {
				return
			}
		}
	}
}

// set is an update of the field v.
func set(name, value string) contact.Update {
	return contact.Update{Contact: name, Fields: []contact.Field{{Name: "v", Value: []byte(`"` + value + `"`)}}}
}

// tag is an update that adds to the tags of a contact, or takes away from them.
func tag(name string, mode contact.Mode, tags string) contact.Update {
	return contact.Update{Contact: name, Fields: []contact.Field{{Name: "tags", Mode: mode, Value: []byte(tags)}}}
}

// sets makes an update for each contact.
func sets(value string, names ...string) []contact.Update {
	var all []contact.Update
	for _, name := range names {
		all = append(all, set(name, value))
	}
	return all
}

// reading returns a configuration in which contacts are read one by one.
func reading(a *account, r Recorder) Config {
	cfg := config(a, r)
	cfg.Contacts = &Contacts{Asker: a, Reader: reader{}}
	return cfg
}

// listing returns one in which they are read as a list.
func listing(a *account, r Recorder) Config {
	cfg := config(a, r)
	cfg.Contacts = &Contacts{Asker: a, Walker: reader{}, Verify: true}
	return cfg
}

// notebook is a Memory that complains of what would make it tell a lie.
type notebook struct {
	t   testing.TB
	err error
	// holds reports whether the provider holds what an update says; nil for yes.
	holds func(contact.Update) bool

	mu     sync.Mutex
	known  map[string]string
	last   map[string]int // the row of each contact that was announced last
	told   map[int]bool
	counts struct{ asked, accepted int }
}

func newNotebook(t testing.TB) *notebook {
	return &notebook{t: t, known: map[string]string{}, last: map[string]int{}, told: map[int]bool{}}
}

func (m *notebook) Unchanged(u contact.Update) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.counts.asked++
	same := m.known[u.Contact] == words(u)
	if same && m.holds != nil && !m.holds(u) {
		m.t.Errorf("row %d passes for unchanged, but contact %s holds something else", u.Row.Number, u.Contact)
	}
	return same
}

func (m *notebook) Sending(updates []contact.Update) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, u := range updates {
		if m.told[u.Row.Number] {
			m.t.Errorf("the memory is told twice that row %d is sent", u.Row.Number)
		}
		m.told[u.Row.Number] = true
		m.last[u.Contact] = u.Row.Number
		delete(m.known, u.Contact)
	}
	return m.err
}

func (m *notebook) Accepted(u contact.Update) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.counts.accepted++
	if m.last[u.Contact] != u.Row.Number {
		m.t.Errorf("row %d is remembered after row %d of the contact was sent", u.Row.Number, m.last[u.Contact])
	}
	m.known[u.Contact] = words(u)
}

// words says what an update says.
func words(u contact.Update) string {
	var b strings.Builder
	for _, f := range u.Fields {
		fmt.Fprintf(&b, "%s %s %s;", f.Name, f.Mode, f.Value)
	}
	return b.String()
}

func (m *notebook) wasTold(u contact.Update) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.told[u.Row.Number]
}

func (m *notebook) knows(u contact.Update) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.known[u.Contact] == words(u)
}
