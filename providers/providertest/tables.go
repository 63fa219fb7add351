package providertest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rollcall/contact"
	"rollcall/providers"
)

// Requests compares requests with what they must be on the wire: method, path
// and, where there is one, body.
func Requests(t *testing.T, want map[string]providers.Request) {
	t.Helper()
	for line, r := range want {
		if got := strings.TrimSpace(fmt.Sprintf("%s %s %s", r.Method, r.Path, r.Body)); got != line {
			t.Errorf("the request is %s, want %s", got, line)
		}
	}
}

// Probed checks what the exchanges say of a token. An answer that verifies it
// shows the account, any other shows none.
func Probed(t *testing.T, p providers.Prober, account providers.Identity, exchanges []Exchange) {
	t.Helper()
	each(t, exchanges, func(t *testing.T, e Exchange, answer providers.Answer) {
		want := providers.Identity{}
		if e.Want.Status == contact.Verified {
			want = account
		}
		identity, v := p.Probed(answer)
		e.compare(t, e.Want, v)
		e.compare(t, want, identity)
	})
}

// A Listing is a page of an account's fields, and what is made of it.
type Listing struct {
	Cursor string // that the page was asked for by
	Body   string
	Fields []providers.AccountField
	Next   string // the cursor of the next page
}

// Listed checks pages of an account's fields.
func Listed(t *testing.T, p providers.Lister, listings []Listing) {
	t.Helper()
	for _, l := range listings {
		fields, next, err := p.Listed(OK(l.Body), l.Cursor)
		if diff := cmp.Diff(l.Fields, fields); diff != "" || err != nil || next != l.Next {
			t.Errorf("page %q leads to %q, want %q: %v, fields (-want +got):\n%s", l.Cursor, next, l.Next, err, diff)
		}
	}
}

// Found returns what an answer shows of a contact; the test ends if it shows
// none.
func Found(t *testing.T, p providers.Reader, identifier, body string) providers.Snapshot {
	t.Helper()
	shown, v := p.Found(OK(body), identifier)
	if v != (providers.Verdict{Status: contact.Verified, ID: shown.ID}) {
		t.Fatalf("the contact %s is not read: %+v: %s", identifier, v, body)
	}
	return shown
}

// NotShown checks exchanges that do not show the contact.
func NotShown(t *testing.T, p providers.Reader, identifier string, exchanges []Exchange) {
	t.Helper()
	each(t, exchanges, func(t *testing.T, e Exchange, answer providers.Answer) {
		shown, v := p.Found(answer, identifier)
		e.compare(t, e.Want, v)
		e.compare(t, providers.Snapshot{}, shown)
	})
}

// Shown checks what is shown of fields, by their names: JSON text, empty where
// nothing is told of the field.
func Shown(t *testing.T, s providers.Snapshot, want map[string]string) {
	t.Helper()
	shown(t, s, false, want)
}

// ShownCustom checks what is shown of custom fields, as Shown does.
func ShownCustom(t *testing.T, s providers.Snapshot, want map[string]string) {
	t.Helper()
	shown(t, s, true, want)
}

func shown(t *testing.T, s providers.Snapshot, custom bool, want map[string]string) {
	t.Helper()
	for name, text := range want {
		if value := s.Value(name, custom); string(value) != text || (value == nil) != (text == "") {
			t.Errorf("%s (custom %v) is shown as %q, want %q", name, custom, value, text)
		}
	}
}
