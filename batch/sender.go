package batch

import (
	"context"
	"net/http"
	"time"

	"rollcall/contact"
	"rollcall/providers"
)

// A Sender sends updates of different contacts once, in one request. It may be
// called from many goroutines at once. It returns within its own time limit, or
// soon after the context is cancelled.
type Sender interface {
	Send(ctx context.Context, updates []contact.Update) Try
}

// A Try is what came of sending updates once.
type Try struct {
	// Verdicts has one verdict for each update, in their order; nil if no
	// complete answer came.
	Verdicts []providers.Verdict

	Err  error // why no complete answer came
	Lost bool  // with Err: the request may have reached the provider

	Status    int         // HTTP status of the answer; 0 without one
	Header    http.Header // of the answer
	RequestID string
	SentAt    time.Time
	Took      time.Duration
}
