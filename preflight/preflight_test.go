package preflight

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"rollcall/contact"
	"rollcall/providers"
)

// mute is a provider that cannot be asked anything.
type mute struct{ providers.Provider }

// fake is a provider whose answers say by their status what they mean: the body
// is the account's name, or a page of fields and the cursor of the next one.
type fake struct{ providers.Provider }

func (fake) Probe() providers.Request { return providers.Request{Path: "/me"} }

func (fake) Probed(answer providers.Answer) (providers.Identity, providers.Verdict) {
	v := providers.ByStatus(answer.Status)
	switch {
	case v.Status == contact.Updated && len(answer.Body) == 0:
		return providers.Identity{}, providers.Unclear(answer, "")
	case v.Status == contact.Updated:
		v.Status = contact.Verified
		return providers.Identity{ID: "7", Name: string(answer.Body)}, v
	}
	return providers.Identity{}, v
}

func (fake) Fields(cursor string) providers.Request {
	return providers.Request{Path: "/fields" + cursor}
}

func (fake) Listed(answer providers.Answer, _ string) ([]providers.AccountField, string, error) {
	if answer.Status != http.StatusOK {
		return nil, "", errors.New(providers.StatusText(answer.Status))
	}
	name, next, _ := strings.Cut(string(answer.Body), " ")
	return []providers.AccountField{{Name: name, Custom: true}}, next, nil
}

// An exchange is an answer to the next request, or none: an error, or a hang.
type exchange struct {
	path   string
	answer providers.Answer
	err    error
	hangs  bool
}

// A play is a provider's side of a preflight.
type play struct {
	t         *testing.T
	exchanges []exchange
	began     time.Time
	at        []time.Duration // when each request left
	paused    []time.Duration
}

func (p *play) ask(ctx context.Context, req providers.Request) (providers.Answer, error) {
	p.at = append(p.at, time.Since(p.began))
	if len(p.at) > len(p.exchanges) {
		p.t.Fatalf("request %d is one too many: %s", len(p.at), req.Path)
	}
	e := p.exchanges[len(p.at)-1]
	if e.path != req.Path {
		p.t.Errorf("request %d is %s, want %s", len(p.at), req.Path, e.path)
	}
	if e.hangs {
		<-ctx.Done()
		return providers.Answer{}, ctx.Err()
	}
	return e.answer, e.err
}

func (p *play) config() Config {
	p.began = time.Now()
	return Config{
		Provider: fake{}, Ask: p.ask,
		Pause: func(answer providers.Answer) time.Duration {
			seconds, _ := strconv.Atoi(answer.Header.Get("Retry-After"))
			return time.Duration(seconds) * time.Second
		},
		Paused:   func(d time.Duration) { p.paused = append(p.paused, d) },
		Attempts: 3, Backoff: func(n int) time.Duration { return time.Duration(n) * time.Second },
		Limit: 10 * time.Second, MaxPause: time.Minute,
	}
}

func says(status int, body string) providers.Answer {
	return providers.Answer{Status: status, Body: []byte(body)}
}

func later(status int, seconds string) providers.Answer {
	return providers.Answer{Status: status, Header: http.Header{"Retry-After": {seconds}}}
}

var (
	good       = exchange{path: "/me", answer: says(200, "Acme")}
	fields     = exchange{path: "/fields", answer: says(200, "Plan")}
	errRefused = errors.New("connection refused")
	anybody    = providers.Identity{ID: "7", Name: "Acme"}
	nobody     = providers.Identity{}
	plan       = []providers.AccountField{{Name: "Plan", Custom: true}}
	tokenBad   = "401 Unauthorized"
)

func TestLook(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		exchanges []exchange
		want      Account
		wrong     string // the error
		took      time.Duration
	}{
		"all is well": {
			exchanges: []exchange{good, fields},
			want:      Account{Identity: anybody, Fields: plan, Listed: true},
		},
		"several pages": {
			exchanges: []exchange{good, {path: "/fields", answer: says(200, "Plan &2")}, {path: "/fields&2", answer: says(200, "Points")}},
			want:      Account{Identity: anybody, Fields: append(plan[:1:1], providers.AccountField{Name: "Points", Custom: true}), Listed: true},
		},
		"a bad token": {
			exchanges: []exchange{{path: "/me", answer: says(401, "")}},
			wrong:     tokenBad,
		},
		"down": {
			exchanges: []exchange{{path: "/me", err: errRefused}, {path: "/me", err: errRefused}, {path: "/me", err: errRefused}},
			want:      Account{Doubts: []string{"the token could not be tried: connection refused"}},
			took:      3 * time.Second,
		},
		"it hangs": {
			exchanges: []exchange{{path: "/me", hangs: true}},
			want:      Account{Doubts: []string{"the token could not be tried: no answer within 10s"}},
			took:      10 * time.Second,
		},
		"the list hangs": {
			exchanges: []exchange{good, {path: "/fields", hangs: true}},
			want:      Account{Identity: anybody, Doubts: []string{unlisted + ": no answer within 10s"}},
			took:      10 * time.Second,
		},
		"an error of its own that passes": {
			exchanges: []exchange{{path: "/me", answer: says(503, "")}, good, {path: "/fields", answer: says(502, "")}, fields},
			want:      Account{Identity: anybody, Fields: plan, Listed: true},
			took:      2 * time.Second,
		},
		"an error of its own that stays": {
			exchanges: []exchange{{path: "/me", answer: says(500, "")}, {path: "/me", answer: says(500, "")}, {path: "/me", answer: says(500, "")}, fields},
			want: Account{
				Fields: plan, Listed: true,
				Doubts: []string{"the token could not be tried: 500 Internal Server Error"},
			},
			took: 3 * time.Second,
		},
		"nonsense": {
			exchanges: []exchange{{path: "/me", answer: says(200, "")}, {path: "/fields", answer: says(404, "<html>")}},
			want: Account{Doubts: []string{
				"the token could not be tried: 200 OK, but the answer is empty",
				unlisted + ": 404 Not Found",
			}},
		},
		"it has no list": {
			exchanges: []exchange{good, {path: "/fields", answer: says(501, "")}},
			want:      Account{Identity: anybody},
		},
		"a pause is waited for, and no try is left after the last": {
			exchanges: []exchange{{path: "/me", answer: later(429, "20")}, {path: "/me", answer: later(429, "20")}, {path: "/me", answer: later(429, "20")}, fields},
			want: Account{
				Fields: plan, Listed: true,
				Doubts: []string{"the token could not be tried: 429 Too Many Requests"},
			},
			took: time.Minute,
		},
		"a pause that is too long": {
			exchanges: []exchange{{path: "/me", answer: later(429, "61")}},
			wrong:     "the provider asks for a pause of 1m1s",
		},
		"a pause on an answer to the point": {
			exchanges: []exchange{{path: "/me", answer: providers.Answer{Status: 200, Header: http.Header{"Retry-After": {"61"}}, Body: []byte("Acme")}}, fields},
			want:      Account{Identity: anybody, Fields: plan, Listed: true},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				p := play{t: t, exchanges: tt.exchanges}
				account, err := Look(t.Context(), p.config())
				if err != nil && err.Error() != tt.wrong || err == nil && tt.wrong != "" {
					t.Fatalf("the error is %v, want %q", err, tt.wrong)
				}
				if diff := cmp.Diff(tt.want, account); diff != "" {
					t.Errorf("of the account is known (-want +got):\n%s", diff)
				}
				if len(p.at) != len(tt.exchanges) {
					t.Errorf("%d requests left, want %d", len(p.at), len(tt.exchanges))
				}
				if took := time.Since(p.began); took != tt.took {
					t.Errorf("the run is held up for %s, want %s", took, tt.took)
				}
			})
		})
	}
}

func TestLook_pausesAreTold(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := play{t: t, exchanges: []exchange{{path: "/me", answer: later(503, "30")}, good, fields}}
		if _, err := Look(t.Context(), p.config()); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]time.Duration{30 * time.Second}, p.paused); diff != "" {
			t.Errorf("who watches is told of other pauses (-want +got):\n%s", diff)
		}
		if p.at[1] != 30*time.Second {
			t.Errorf("a request left %s after one that asked for 30s", p.at[1])
		}
	})
}

func TestLook_errors(t *testing.T) {
	t.Parallel()
	p := play{t: t, exchanges: []exchange{{path: "/me", answer: says(401, "")}}}
	_, err := Look(t.Context(), p.config())
	if _, ok := errors.AsType[*RefusedError](err); !ok {
		t.Errorf("a refused token is a %T", err)
	}
	p = play{t: t, exchanges: []exchange{{path: "/me", answer: later(429, "3600")}}}
	_, err = Look(t.Context(), p.config())
	if pause, ok := errors.AsType[*PauseError](err); !ok || pause.Wait != time.Hour {
		t.Errorf("a pause of an hour is %#v", err)
	}
}

func TestLook_interrupted(t *testing.T) {
	t.Parallel()
	why := errors.New("Ctrl-C")
	for name, exchanges := range map[string][]exchange{
		"while it hangs":  {{path: "/me", hangs: true}},
		"in a pause":      {{path: "/me", answer: later(429, "50")}},
		"between repeats": {{path: "/me", err: errRefused}, {path: "/me", err: errRefused}, {path: "/me", err: errRefused}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancelCause(t.Context())
				time.AfterFunc(2500*time.Millisecond, func() { cancel(why) })
				p := play{t: t, exchanges: exchanges}
				if _, err := Look(ctx, p.config()); !errors.Is(err, why) {
					t.Errorf("who interrupts gets %v", err)
				}
			})
		})
	}
}

func TestLook_circle(t *testing.T) {
	t.Parallel()
	p := play{t: t, exchanges: []exchange{good}}
	for i := range maxPages {
		path := "/fields"
		if i > 0 {
			path += "&" + strconv.Itoa(i%2)
		}
		p.exchanges = append(p.exchanges, exchange{path: path, answer: says(200, "Plan &"+strconv.Itoa((i+1)%2))})
	}
	account, err := Look(t.Context(), p.config())
	if want := []string{unlisted + ": there is no end of them after 100 pages"}; err != nil || account.Listed || !cmp.Equal(want, account.Doubts) {
		t.Errorf("pages that lead round in a circle give %v, %+v", err, account.Doubts)
	}
}

func TestLook_mute(t *testing.T) {
	t.Parallel()
	p := play{t: t}
	cfg := p.config()
	cfg.Provider = mute{}
	account, err := Look(t.Context(), cfg)
	if err != nil || len(account.Doubts) > 0 || account.Listed {
		t.Errorf("a provider that cannot be asked gives %v, %+v", err, account)
	}
}

func TestConfirm(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		account  Account
		expected string
		want     string
	}{
		"the name":          {Account{Identity: anybody}, "Acme", ""},
		"another case":      {Account{Identity: anybody}, " ACME", ""},
		"the id":            {Account{Identity: anybody}, "7", ""},
		"another":           {Account{Identity: anybody}, "Acme Test", `the token opens the account Acme (7), not "Acme Test"`},
		"a part":            {Account{Identity: anybody}, "Ac", `the token opens the account Acme (7), not "Ac"`},
		"nothing":           {Account{Identity: providers.Identity{Name: "Acme"}}, "", `the token opens the account Acme, not ""`},
		"it is not told":    {Account{Identity: nobody}, "Acme", "the provider does not tell whose account it is, so it cannot be confirmed"},
		"it did not answer": {Account{Doubts: []string{"the token could not be tried: no answer within 10s"}}, "Acme", "the token could not be tried: no answer within 10s"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := tt.account.Confirm(tt.expected)
			if tt.want == "" && err != nil || tt.want != "" && (err == nil || err.Error() != tt.want) {
				t.Errorf("the error is %v, want %q", err, tt.want)
			}
		})
	}
}
