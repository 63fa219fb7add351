package batch

import (
	"context"

	"rollcall/contact"
	"rollcall/providers"
)

// A Plan is a Sender that sends nothing: it builds each request and calls it
// valid.
type Plan struct {
	Provider providers.Provider
	// Show is called with every request; nil shows none. It may be called from
	// as many goroutines as Send.
	Show func(providers.Request)
}

// Send builds the request that would go out.
func (p *Plan) Send(_ context.Context, updates []contact.Update) Try {
	req := p.Provider.Build(updates)
	if p.Show != nil {
		p.Show(req)
	}
	return Try{Verdicts: providers.Same(providers.Verdict{Status: contact.Valid}, len(updates))}
}
