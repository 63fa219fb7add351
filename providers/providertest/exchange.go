package providertest

import (
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rollcall/contact"
	"rollcall/providers"
)

// An Exchange is an answer and the verdict that it must get.
type Exchange struct {
	Name   string // the row of the documentation that it is taken from
	Status int
	Body   string
	Want   providers.Verdict
}

// On returns an exchange.
func On(name string, status int, body string, want providers.Verdict) Exchange {
	return Exchange{Name: name, Status: status, Body: body, Want: want}
}

// OK returns an answer of success.
func OK(body string) providers.Answer {
	return providers.Answer{Status: http.StatusOK, Body: []byte(body)}
}

// Judge checks each exchange for every one of the updates.
func Judge(t *testing.T, p providers.Provider, updates []contact.Update, exchanges []Exchange) {
	t.Helper()
	each(t, exchanges, func(t *testing.T, e Exchange, answer providers.Answer) {
		e.compare(t, providers.Same(e.Want, len(updates)), p.Judge(answer, updates))
	})
}

// each runs a test for every exchange, with its answer.
func each(t *testing.T, exchanges []Exchange, test func(*testing.T, Exchange, providers.Answer)) {
	t.Helper()
	for _, e := range exchanges {
		t.Run(e.Name, func(t *testing.T) {
			t.Parallel()
			test(t, e, providers.Answer{Status: e.Status, Body: []byte(e.Body)})
		})
	}
}

// compare reports where something that was made of the answer is not as it must be.
func (e Exchange) compare(t *testing.T, want, got any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%d %s would be reported otherwise (-want +got):\n%s", e.Status, e.Body, diff)
	}
}
