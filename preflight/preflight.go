package preflight

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"rollcall/contact"
	"rollcall/providers"
)

// A Config is what a preflight needs. Everything must be set.
type Config struct {
	Provider providers.Provider
	// Ask sends a request that reads and returns the answer. The error says why
	// no complete answer came.
	Ask func(context.Context, providers.Request) (providers.Answer, error)
	// Pause returns how long an answer asks to be left alone; 0 for not at all.
	Pause func(providers.Answer) time.Duration
	// Paused is told before such a pause is waited for.
	Paused func(time.Duration)

	Attempts int                       // tries a request, the first included
	Backoff  func(n int) time.Duration // the pause before the n-th repeat, from 1
	Limit    time.Duration             // for all of it, the pauses that were asked for aside
	MaxPause time.Duration             // a longer pause that is asked for ends it
}

// An Account is what is known of an account.
type Account struct {
	providers.Identity
	Fields []providers.AccountField
	Listed bool // Fields are all that the account has
	// Doubts are what could not be found out and why, a sentence each. They do
	// not speak against the run.
	Doubts []string
}

// A RefusedError says that the provider does not take the token, or sends
// whoever asks elsewhere.
type RefusedError struct {
	Status int // of HTTP
	Reason string
}

func (e *RefusedError) Error() string { return e.Reason }

// A PauseError says that the provider asks for a pause that is too long.
type PauseError struct{ Wait time.Duration }

func (e *PauseError) Error() string {
	return fmt.Sprintf("the provider asks for a pause of %s", e.Wait)
}

// Look asks the provider for the account, as far as it can be asked. The error
// is a *RefusedError, a *PauseError, or that of a context that was done.
func Look(ctx context.Context, cfg Config) (Account, error) {
	l := look{Config: cfg, left: cfg.Limit}
	there, err := l.probe(ctx)
	if err == nil && there {
		err = l.list(ctx)
	}
	return l.account, err
}

// A look is one preflight.
type look struct {
	Config
	account Account
	left    time.Duration // of the limit
	status  int           // of the last answer; 0 without one
}

// probe reports whether the provider answers, or need not be asked.
func (l *look) probe(ctx context.Context) (there bool, err error) {
	prober, ok := l.Provider.(providers.Prober)
	if !ok {
		return true, nil
	}
	v, err := l.ask(ctx, prober.Probe(), func(answer providers.Answer) (v providers.Verdict) {
		l.account.Identity, v = prober.Probed(answer)
		there = true
		return v
	})
	if err == nil && v.Status != contact.Verified {
		l.doubt("the token could not be tried", l.why(v))
	}
	return there, err
}

// maxPages is how many pages of fields are read, should they lead round in a
// circle.
const maxPages = 100

func (l *look) list(ctx context.Context) error {
	lister, ok := l.Provider.(providers.Lister)
	if !ok {
		return nil
	}
	cursor := ""
	for range maxPages {
		p := page{lister: lister, cursor: cursor}
		v, err := l.ask(ctx, lister.Fields(cursor), p.judge)
		if err != nil {
			return err
		}
		switch {
		case v.Status == contact.Verified:
		case l.status == http.StatusNotImplemented: // as of a provider that lists none
			return nil
		default:
			l.doubt(unlisted, l.why(v))
			return nil
		}
		l.account.Fields = append(l.account.Fields, p.fields...)
		if p.next == "" {
			l.account.Listed = true
			return nil
		}
		cursor = p.next
	}
	l.doubt(unlisted, fmt.Sprintf("there is no end of them after %d pages", maxPages))
	return nil
}

const unlisted = "the fields of the account could not be read"

// A page is one of the pages that list the fields.
type page struct {
	lister       providers.Lister
	cursor, next string
	fields       []providers.AccountField
}

// judge reads the page. An answer that holds no list is worth another try where
// its status says so.
func (p *page) judge(answer providers.Answer) (v providers.Verdict) {
	var err error
	if p.fields, p.next, err = p.lister.Listed(answer, p.cursor); err == nil {
		return providers.Verdict{Status: contact.Verified}
	}
	v = providers.Verdict{Status: contact.Unknown, Message: err.Error()}
	if providers.ByStatus(answer.Status).Next == providers.Repeat {
		v.Next = providers.Repeat
	}
	return v
}

func (l *look) doubt(what, why string) {
	l.account.Doubts = append(l.account.Doubts, what+": "+why)
}

// why returns the message of a verdict, with the status that it is about.
func (l *look) why(v providers.Verdict) string {
	status := providers.StatusText(l.status)
	if l.status == 0 || strings.HasPrefix(v.Message, status) {
		return v.Message
	}
	return status + ": " + v.Message
}

// ask sends a request until it is answered to the point, or there is no try and
// no time left; the verdict is then the last one.
func (l *look) ask(ctx context.Context, req providers.Request, judge judge) (providers.Verdict, error) {
	for try := 1; ; try++ {
		v, wait, err := l.once(ctx, req, judge)
		switch {
		case err != nil || v.Next == providers.Settle:
			return v, err
		case wait > 0:
			l.Paused(wait) // after the last try too, for the run comes next
		case try >= l.Attempts || l.left <= 0:
			return v, nil
		default:
			wait = min(l.Backoff(try), l.left)
			l.left -= wait
		}
		if !sleep(ctx, wait) {
			return v, context.Cause(ctx)
		}
		if try >= l.Attempts {
			return v, nil
		}
	}
}

// A judge says what an answer means.
type judge func(providers.Answer) providers.Verdict

// once sends a request once and returns the pause that the answer asks for. Only
// an answer that ends the preflight is an error.
func (l *look) once(ctx context.Context, req providers.Request, judge judge) (v providers.Verdict, wait time.Duration, err error) {
	limited, cancel := context.WithTimeout(ctx, l.left)
	defer cancel()
	began := time.Now()
	answer, err := l.Ask(limited, req)
	l.left -= time.Since(began)
	l.status = answer.Status
	switch {
	case ctx.Err() != nil:
		return v, 0, context.Cause(ctx)
	case err != nil && limited.Err() != nil:
		return providers.Verdict{Status: contact.Unknown, Message: fmt.Sprintf("no answer within %s", l.Limit)}, 0, nil
	case err != nil:
		return providers.Verdict{Next: providers.Repeat, Status: contact.Unknown, Message: err.Error()}, 0, nil
	}
	if v = judge(answer); v.Next == providers.Stop {
		return v, 0, &RefusedError{answer.Status, v.Message}
	}
	if v.Next == providers.Repeat {
		wait = l.Pause(answer)
	}
	if wait > l.MaxPause {
		return v, 0, &PauseError{wait}
	}
	return v, wait, nil
}

func sleep(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// Confirm reports whether an account is the one that a person expects, by its
// name or its id.
func (a *Account) Confirm(expected string) error {
	switch {
	case a.Identity == providers.Identity{} && len(a.Doubts) > 0:
		return errors.New(a.Doubts[0])
	case a.Identity == providers.Identity{}:
		return errors.New("the provider does not tell whose account it is, so it cannot be confirmed")
	case same(expected, a.Name), same(expected, a.ID):
		return nil
	}
	return fmt.Errorf("the token opens the account %s, not %q", a.Identity, expected)
}

func same(a, b string) bool {
	return b != "" && strings.EqualFold(strings.TrimSpace(a), strings.TrimSpace(b))
}
