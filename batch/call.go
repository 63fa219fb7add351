package batch

import (
	"context"
	"net/http/httptrace"
	"sync/atomic"
	"time"
)

// A call is the context of one request after the other: it limits the time of
// each and knows whether it has left. A context, a timer and a trace of its own
// for every request would take a tenth of what a request costs.
type call struct {
	parent context.Context
	ctx    context.Context
	cancel context.CancelFunc
	timer  *time.Timer
	late   atomic.Bool // the time was up
	left   atomic.Bool // the head of the request was written
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

// end reports whether the call may serve another request.
func (c *call) end() bool {
	if c.timer.Stop() && c.parent.Err() == nil {
		return true
	}
	c.cancel()
	return false
}

// call returns one that is not in use. The context is nearly always the same,
// that of the run.
func (t *Transport) call(ctx context.Context) *call {
	if c, ok := t.calls.Get().(*call); ok {
		if c.parent == ctx {
			return c
		}
		c.cancel()
	}
	return newCall(ctx)
}
