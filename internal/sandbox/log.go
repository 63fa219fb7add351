package sandbox

import (
	"slices"
	"strings"
	"sync"
)

// logSize is the number of requests that are remembered.
const logSize = 1000

// An entry is one request in the log. Secrets are masked in it.
type entry struct {
	Number   uint64   `json:"number"`
	Provider string   `json:"provider"`
	Method   string   `json:"method"`
	Path     string   `json:"path"`
	Status   int      `json:"status"` // 0 for a connection that was reset
	Outcome  string   `json:"outcome"`
	Fault    fault    `json:"fault,omitempty"`
	Contacts []string `json:"contacts,omitempty"`
}

// A history is the last requests. Each slot has its own lock, so that requests
// do not wait for each other.
type history struct {
	slots [logSize]struct {
		sync.Mutex
		entry
	}
}

func (h *history) add(x *exchange) {
	e := entry{
		Number: x.number, Provider: x.platform.name, Method: x.r.Method, Path: x.r.URL.EscapedPath(),
		Status: x.status, Outcome: rowNames[x.rows], Fault: x.fault, Contacts: x.ids,
	}
	if secret := x.settings.Token; strings.Contains(x.r.URL.Path, secret) {
		e.Path = strings.ReplaceAll(x.r.URL.Path, secret, "***")
		e.Contacts = []string{"***"}
	}
	slot := &h.slots[x.number%logSize]
	slot.Lock()
	slot.entry = e
	slot.Unlock()
}

// last returns the last n requests, the oldest first.
func (h *history) last(n int) []entry {
	all := []entry{}
	for i := range h.slots {
		slot := &h.slots[i]
		slot.Lock()
		if slot.Number > 0 {
			all = append(all, slot.entry)
		}
		slot.Unlock()
	}
	slices.SortFunc(all, func(a, b entry) int { return int(a.Number) - int(b.Number) })
	return all[max(0, len(all)-max(n, 0)):]
}

func (h *history) clear() {
	for i := range h.slots {
		slot := &h.slots[i]
		slot.Lock()
		slot.entry = entry{}
		slot.Unlock()
	}
}
