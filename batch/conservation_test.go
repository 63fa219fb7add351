package batch

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"testing/synctest"
	"time"

	"rollcall/contact"
)

// The law: whatever the provider answers and whenever the run is stopped, every
// update read has exactly one outcome, and none that was sent is called not sent.
func TestConservation(t *testing.T) {
	for seed := range uint64(150) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { conserve(t, seed) })
		})
	}
}

func conserve(t *testing.T, seed uint64) {
	rng := rand.New(rand.NewPCG(seed, 99))
	contacts := make([]string, rng.IntN(400))
	for i := range contacts {
		contacts[i] = fmt.Sprint("c", rng.IntN(1+rng.IntN(300)))
	}
	p, l := &provider{t: t, latency: time.Duration(rng.IntN(100)) * time.Millisecond}, newLedger(t)
	p.answer = randomAnswers(seed)
	cfg := config(p, l)
	cfg.Batch, cfg.Concurrency = 1+rng.IntN(20), 1+rng.IntN(8)
	cfg.KeepGoing = rng.IntN(2) == 0
	if rng.IntN(2) == 0 {
		cfg.PerContact = 5
	}
	stop, interrupt := context.WithCancel(t.Context())
	cut, cutOff := context.WithCancel(t.Context())
	if rng.IntN(2) == 0 {
		time.AfterFunc(time.Duration(rng.IntN(20_000))*time.Millisecond, interrupt)
		time.AfterFunc(time.Duration(20_000+rng.IntN(1000))*time.Millisecond, cutOff)
	}
	read := 0
	err := New(cfg).Run(stop, cut, func(yield func(contact.Update, error) bool) {
		for u := range rows(contacts...) {
			read++
			if !yield(u, nil) {
				return
			}
		}
	})
	interrupt()
	cutOff()
	if len(l.outcomes) != read {
		t.Errorf("%d rows read, %d outcomes (run ended with %v)", read, len(l.outcomes), err)
	}
	if err == nil && read != len(contacts) {
		t.Errorf("%d of %d rows read by a run that finished", read, len(contacts))
	}
	for _, req := range p.requests {
		for _, u := range req {
			out := l.outcomes[u.Row.Number]
			if out.Status == contact.NotSent && out.HTTPStatus != 401 {
				t.Errorf("row %d was sent and is reported as not sent", u.Row.Number)
			}
			if !l.sending[u.Row.Number] {
				t.Errorf("row %d was sent before it was recorded", u.Row.Number)
			}
		}
	}
	for n, out := range l.outcomes {
		if err == nil && out.Open {
			t.Errorf("row %d is open though the run finished", n)
		}
	}
}

// randomAnswers plays a provider in a bad mood, the same for each seed.
func randomAnswers(seed uint64) func(int, []contact.Update) Try {
	statuses := []int{200, 200, 200, 200, 400, 404, 409, 422, 429, 449, 500, 502, 503, 418, 501}
	return func(n int, us []contact.Update) Try {
		rng := rand.New(rand.NewPCG(seed, uint64(n)))
		switch rng.IntN(20) {
		case 0:
			return Try{Err: errors.New("reset"), Lost: true}
		case 1:
			return Try{Err: errors.New("refused")}
		case 2:
			if rng.IntN(50) == 0 {
				return say(401, us)
			}
		}
		try := say(statuses[rng.IntN(len(statuses))], us)
		if rng.IntN(4) == 0 {
			try.Header.Set("Retry-After", fmt.Sprint(rng.IntN(5)))
		}
		return try
	}
}
