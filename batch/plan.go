package batch

import (
	"context"

	"rollcall/contact"
	"rollcall/providers"
)

// A Plan is a Sender that sends nothing: it calls every update valid and counts
// the requests that they would take. It belongs to one worker.
type Plan struct {
	Provider providers.Provider
	Batch    int                     // contacts a request at most
	Show     func(providers.Request) // is called with the first requests
	Shown    int                     // how many Show is called with

	Requests int // that would have gone out so far
}

// Send plans the requests for the updates, which may be those of several.
func (p *Plan) Send(_ context.Context, updates []contact.Update) Try {
	p.Note(updates)
	return Try{Verdicts: providers.Same(providers.Verdict{Status: contact.Valid}, len(updates))}
}

// Note counts the requests that the updates take and shows the first.
func (p *Plan) Note(updates []contact.Update) {
	for rest := updates; len(rest) > 0; {
		n := min(len(rest), p.Batch)
		if p.Requests < p.Shown {
			p.Show(p.Provider.Build(rest[:n]))
		}
		p.Requests++
		rest = rest[n:]
	}
}
