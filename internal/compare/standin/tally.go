package main

import (
	"sync/atomic"
	"time"

	"rollcall/internal/compare/workload"
)

// A tally counts. It may be used by many goroutines at once.
type tally struct {
	requests, connections, first atomic.Int64
}

// count notes an update and returns the how many-th it is.
func (t *tally) count() int64 {
	n := t.requests.Add(1)
	if n == 1 {
		t.first.Store(time.Now().UnixNano())
	}
	return n
}

// take returns what was counted and begins again.
func (t *tally) take() workload.Tally {
	return workload.Tally{
		Requests:    int(t.requests.Swap(0)),
		Connections: int(t.connections.Swap(0)),
		First:       t.first.Swap(0),
	}
}
