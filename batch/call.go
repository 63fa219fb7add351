package batch

import (
	"bytes"
	"context"
	"net/http/httptrace"
	"sync/atomic"
	"time"
)

// A call is the context of one request after the other: it limits the time of
// each and knows whether it has left. It has room for their answers. All of that
// made anew for every request would take a tenth of what a request costs.
type call struct {
	parent context.Context
	ctx    context.Context
	cancel context.CancelFunc
	timer  *time.Timer
	late   atomic.Bool // the time was up
	left   atomic.Bool // the head of the request was written
	failed bool        // net/http may still be writing
	answer bytes.Buffer
}

func newCall(parent context.Context) *call {
	c := &call{parent: parent}
	ctx, cancel := context.WithCancel(parent)
	// Whether the request may have left is told by the first header written.
	// net/http asks for a connection again when it is sure that nothing was
	// written on an idle one that the server had closed.
	c.ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn:      func(string) { c.left.Store(false) },
		WroteHeaders: func() { c.left.Store(true) },
	})
	c.cancel = cancel
	return c
}

// begin limits the time of the next request.
func (c *call) begin(timeout time.Duration) {
	c.left.Store(false)
	if c.timer == nil {
		c.timer = time.AfterFunc(timeout, func() {
			c.late.Store(true)
			c.cancel()
		})
		return
	}
	c.timer.Reset(timeout)
}

// end stops the clock.
func (c *call) end(err error) { c.failed = !c.timer.Stop() || err != nil }

// call returns one that is not in use. The context is nearly always the same,
// that of the run.
func (t *Transport) call(ctx context.Context) *call {
	t.mu.Lock()
	defer t.mu.Unlock()
	for len(t.idle) > 0 {
		last := len(t.idle) - 1
		c := t.idle[last]
		t.idle = t.idle[:last]
		if c.parent == ctx {
			return c
		}
		c.cancel()
	}
	return newCall(ctx)
}

// putBack ends the use of a call and of the answer in it.
func (t *Transport) putBack(c *call) {
	if c.failed || c.parent.Err() != nil || c.answer.Cap() > 64<<10 {
		c.cancel()
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.idle = append(t.idle, c)
}
