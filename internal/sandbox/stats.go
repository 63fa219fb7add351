package sandbox

import (
	"hash/maphash"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
)

// Stats are the counts since the start, or since the last reset.
type Stats struct {
	Requests    uint64         `json:"requests"`
	Updates     uint64         `json:"updates"`       // requests that update contacts, whatever became of them
	ByStatus    map[int]uint64 `json:"by_status"`     // answers by HTTP status; 0 for connections that were reset
	Rows        map[string]int `json:"rows"`          // contacts of update requests, by what became of them
	Contacts    int            `json:"contacts"`      // contacts that are kept
	MaxInFlight int64          `json:"max_in_flight"` // most requests at once

	// What a client must never do.
	Early      uint64 `json:"early"`        // requests started inside a Retry-After
	Overlaps   uint64 `json:"overlaps"`     // contacts with two requests in flight
	Repeats    uint64 `json:"repeats"`      // batches that name a contact twice
	OutOfOrder uint64 `json:"out_of_order"` // updates whose SequenceField went down
	TokenInURL uint64 `json:"token_in_url"` // requests with the secret in the address
}

// Violations is the number of times the client did what it must never do.
func (s Stats) Violations() uint64 {
	return s.Early + s.Overlaps + s.Repeats + s.OutOfOrder + s.TokenInURL
}

// A row is what became of the contacts of an update request.
type row uint8

const (
	rowNone row = iota // the request was refused as such, before its contacts counted
	rowUpdated
	rowMissing
	rowConflict
	rowRejected
	rowError
	rowQueued
	rowReset
	rowTruncated
	rowHTML
	rowEnd
)

var rowNames = [rowEnd]string{"refused", "updated", "missing", "conflict", "rejected", "error", "queued", "reset", "truncated", "html"}

// counters are the counts while they run.
type counters struct {
	requests, updates, early, overlaps, repeats, outOfOrder, tokenInURL atomic.Uint64

	inFlight, maxInFlight atomic.Int64
	statuses              [600]atomic.Uint64
	rows                  [rowEnd]atomic.Uint64
	flight                flight
}

func (c *counters) init() { c.flight.seed = maphash.MakeSeed() }

// begin counts a request and returns its number.
func (c *counters) begin() uint64 {
	n := c.inFlight.Add(1)
	for most := c.maxInFlight.Load(); n > most && !c.maxInFlight.CompareAndSwap(most, n); {
		most = c.maxInFlight.Load()
	}
	return c.requests.Add(1)
}

func (c *counters) end(x *exchange) {
	c.inFlight.Add(-1)
	c.flight.leave(x.platform.name, x.ids)
	c.statuses[x.status].Add(1)
	c.rows[x.rows].Add(uint64(len(x.ids)))
}

func (c *counters) hold(provider string, ids []string) {
	c.overlaps.Add(c.flight.enter(provider, ids))
}

func (c *counters) reset() {
	for _, n := range []*atomic.Uint64{&c.requests, &c.updates, &c.early, &c.overlaps, &c.repeats, &c.outOfOrder, &c.tokenInURL} {
		n.Store(0)
	}
	for i := range c.statuses {
		c.statuses[i].Store(0)
	}
	for i := range c.rows {
		c.rows[i].Store(0)
	}
	c.maxInFlight.Store(c.inFlight.Load())
}

// Stats returns the counts. Requests that are being answered may be counted in
// part.
func (s *Server) Stats() Stats {
	c := &s.stats
	stats := Stats{
		Requests: c.requests.Load(), Updates: c.updates.Load(), MaxInFlight: c.maxInFlight.Load(),
		ByStatus: map[int]uint64{}, Rows: map[string]int{},
		Early: c.early.Load(), Overlaps: c.overlaps.Load(), Repeats: c.repeats.Load(),
		OutOfOrder: c.outOfOrder.Load(), TokenInURL: c.tokenInURL.Load(),
	}
	for status := range c.statuses {
		if n := c.statuses[status].Load(); n > 0 {
			stats.ByStatus[status] = n
		}
	}
	for r := range c.rows {
		if n := c.rows[r].Load(); n > 0 {
			stats.Rows[rowNames[r]] = int(n)
		}
	}
	for _, a := range s.accounts {
		_, n := a.page(0, 0)
		stats.Contacts += n
	}
	return stats
}

// A flight is the set of contacts whose updates are being answered.
type flight struct {
	seed   maphash.Seed
	shards [64]struct {
		sync.Mutex
		contacts map[flightKey]int
	}
}

type flightKey struct{ provider, id string }

// enter adds the contacts and returns how many of them were there already.
func (f *flight) enter(provider string, ids []string) (overlaps uint64) {
	for _, id := range ids {
		shard := &f.shards[maphash.String(f.seed, id)%uint64(len(f.shards))]
		key := flightKey{provider, id}
		shard.Lock()
		if shard.contacts == nil {
			shard.contacts = map[flightKey]int{}
		}
		if shard.contacts[key] > 0 {
			overlaps++
		}
		shard.contacts[key]++
		shard.Unlock()
	}
	return overlaps
}

func (f *flight) leave(provider string, ids []string) {
	for _, id := range ids {
		shard := &f.shards[maphash.String(f.seed, id)%uint64(len(f.shards))]
		key := flightKey{provider, id}
		shard.Lock()
		if shard.contacts[key]--; shard.contacts[key] <= 0 {
			delete(shard.contacts, key)
		}
		shard.Unlock()
	}
}

// markLeak counts a request whose address holds the secret.
func (x *exchange) markLeak() {
	if strings.Contains(x.r.URL.Path, x.settings.Token) || strings.Contains(x.r.URL.RawQuery, x.settings.Token) {
		x.server.stats.tokenInURL.Add(1)
	}
}

// watch compares the number at the end of the SequenceField with the contact's
// last one.
func (x *exchange) watch(c *change) {
	name := x.settings.SequenceField
	if name == "" || x.settings.Stateless {
		return
	}
	for _, fields := range [][]field{c.fields, c.custom} {
		for _, f := range fields {
			if n, ok := trailingNumber(f); ok && string(f.name) == name && x.account.falls(c.id, n) {
				x.server.stats.outOfOrder.Add(1)
			}
		}
	}
}

func trailingNumber(f field) (int64, bool) {
	s := strings.Trim(string(f.value), `"`)
	digits := s[len(strings.TrimRight(s, "0123456789")):]
	n, err := strconv.ParseInt(digits, 10, 64)
	return n, err == nil
}
