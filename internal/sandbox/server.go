package sandbox

import (
	"net/http"
	"strings"
	"sync/atomic"
	"time"
)

// A Server is the stand-in for all five APIs. It is an http.Handler and may be
// used by many goroutines.
type Server struct {
	settings atomic.Pointer[settings]
	accounts map[string]*account
	gate     gate
	gates    *gates
	stats    counters
	log      history
}

// New returns a server. A config that does not pass Check behaves as its
// numbers say.
func New(cfg Config) *Server {
	s := &Server{accounts: map[string]*account{}, gates: newGates()}
	s.settings.Store(compile(cfg))
	s.stats.init()
	for _, p := range platforms {
		s.accounts[p.name] = newAccount()
	}
	return s
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path := r.URL.EscapedPath()
	if page, ok := strings.CutPrefix(path, "/_sandbox/"); ok {
		s.serveOwn(w, r, page)
		return
	}
	p, path := locate(path)
	if p == nil {
		http.Error(w, "no provider's API has this path", http.StatusNotFound)
		return
	}
	x := &exchange{server: s, settings: s.settings.Load(), platform: p, account: s.accounts[p.name], w: w, r: r}
	x.number = s.stats.begin()
	x.serve(path)
	x.release()
}

func (x *exchange) serve(path string) {
	x.markLeak()
	if x.platform.header != nil {
		x.platform.header(x, x.w.Header())
	}
	route, params := x.platform.route(x.r.Method, path)
	if route == nil {
		x.platform.nowhere(x)
		return
	}
	x.params = params
	if !route.reads() {
		x.server.stats.updates.Add(1)
	}
	if x.throttled(path) || !x.authorized() {
		return
	}
	if route.contact && !x.enterPath() {
		return
	}
	if refused := x.receive(); refused != nil {
		x.refuse(*refused)
		return
	}
	x.delay()
	if !x.strike() {
		route.serve(x)
	}
}

// authorized checks the header that holds the secret. Where the body holds it,
// that is left to the operation.
func (x *exchange) authorized() bool {
	if x.platform.scheme == "" {
		return true
	}
	secret, ok := strings.CutPrefix(x.r.Header.Get("Authorization"), x.platform.scheme)
	x.secret = secret
	if ok && secret == x.settings.Token {
		return true
	}
	x.deny()
	return false
}

func (x *exchange) deny() {
	x.refuse(refusal{http.StatusUnauthorized, "", rowNone})
}

// contact returns the identifier in the path.
func (x *exchange) contact() string {
	if x.params[1] != "" {
		return x.params[1]
	}
	return x.params[0]
}

// enterPath checks the contact of the path and, for an update, enters it.
func (x *exchange) enterPath() bool {
	id := x.contact()
	if !x.platform.identifier(id) {
		x.refuse(*x.wrong([]byte("the contact identifier"), "is not well formed"))
		return false
	}
	return x.r.Method == http.MethodGet || x.enter([]string{id})
}

// enter makes the contacts known that the request updates, and draws its
// fault. It reports false if the connection was reset on that occasion.
func (x *exchange) enter(ids []string) bool {
	x.ids = ids
	x.server.stats.hold(x.platform.name, ids)
	if !x.settings.faulty() {
		return true
	}
	tries := make([]int, len(ids))
	if x.settings.Stateless {
		tries[0] = int(x.number)
	} else {
		tries = x.account.try(ids)
	}
	x.fault = x.settings.choose(x.platform.name, ids, tries)
	if x.fault == cut {
		x.abort()
		return false
	}
	return true
}

// settle applies the changes and answers.
func (x *exchange) settle(changes []change) {
	records, refused := x.apply(changes)
	if refused != nil {
		x.refuse(*refused)
		return
	}
	x.rows = rowUpdated
	body, err := x.platform.accept(x, records)
	switch {
	case err != nil:
		x.refuse(refusal{http.StatusInternalServerError, err.Error(), rowError})
	case x.fault == lost:
		x.abort()
	case x.fault == truncated:
		x.truncate(http.StatusOK, body)
	default:
		x.write(http.StatusOK, "application/json", body)
	}
}

func (x *exchange) apply(changes []change) ([]*record, *refusal) {
	clash := &refusal{http.StatusConflict, x.platform.conflict, rowConflict}
	for i := range changes {
		id := changes[i].id
		x.watch(&changes[i])
		switch {
		case x.settings.absent(x.platform.name, id):
			return nil, x.platform.absent(id)
		case x.settings.Conflicts > 0 && x.settings.draw("conflict", x.platform.name, id, 0) < x.settings.Conflicts:
			return nil, clash
		}
	}
	if x.settings.Stateless {
		return unkept(changes, x.platform.echoes), nil
	}
	x.forget(changes)
	records, err := x.account.apply(changes)
	switch err {
	case errGone:
		return nil, x.platform.absent(changes[0].id)
	case errClash:
		return nil, clash
	}
	return records, nil
}

// unkept returns the records that the changes would make of new contacts,
// with what they hold only if that is shown.
func unkept(changes []change, shown bool) []*record {
	records := make([]*record, len(changes))
	for i := range changes {
		records[i] = &record{key: changes[i].key}
		if shown {
			records[i] = records[i].with(&changes[i])
		}
	}
	return records
}

// throttled answers 429 if the request comes too soon.
func (x *exchange) throttled(path string) bool {
	c := x.settings
	now := c.Clock()
	if c.RateLimit > 0 && x.hindered(x.server.gate.admit(now, c.RateLimit, c.RetryAfter), now) {
		return true
	}
	if !x.platform.perContact || c.AelystPerContact <= 0 {
		return false
	}
	p := x.server.gates.admit(x.r.Method+path, now, c.AelystPerContact, time.Second)
	if p.refused || c.RateHeaders {
		setInt(x.w.Header(), "X-RateLimit-Limit", p.limit)
		setInt(x.w.Header(), "X-RateLimit-Remaining", p.remaining)
	}
	return x.hindered(p, now)
}

func (x *exchange) hindered(p pass, now time.Time) bool {
	if !p.refused {
		return false
	}
	if p.early {
		x.server.stats.early.Add(1)
	}
	h := x.w.Header()
	if x.settings.RetryDate {
		h.Set("Retry-After", now.Add(p.wait+time.Second-1).UTC().Format(http.TimeFormat))
	} else {
		setInt(h, "Retry-After", int((p.wait+time.Second-1)/time.Second))
	}
	x.refuse(refusal{http.StatusTooManyRequests, "Too Many Requests", rowNone})
	return true
}

// delay makes the request take as long as the config says, or until the
// client has gone.
func (x *exchange) delay() {
	c := x.settings
	wait := c.Latency
	if c.Jitter > 0 {
		wait += time.Duration(float64(c.Jitter) * c.draw("jitter", "", "", int(x.number)))
	}
	if wait <= 0 {
		return
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-x.r.Context().Done():
	}
}
