package callbell

import (
	"net/http"
	"strings"

	"rollcall/contact"
	"rollcall/providers"
)

// Probe asks whose key it is (https://docs.callbell.eu/api/reference/auth_api/me).
func (provider) Probe() providers.Request {
	return providers.Request{Method: http.MethodGet, Path: "/v1/auth/me"}
}

// Probed names the user of the key. The answer holds the key itself: nothing
// else is taken from it.
func (provider) Probed(answer providers.Answer) (providers.Identity, providers.Verdict) {
	body, v := granted(answer)
	switch {
	case v.Status != contact.Verified:
		return providers.Identity{}, providers.Unprobed(v)
	case !body.Whole || body.Text("status") != "ok":
		return providers.Identity{}, providers.Unclear(answer, "does not say that the key is good")
	}
	return providers.Identity{ID: person(body, "user_email"), Name: person(body, "user_name")}, v
}

// person returns what the user is called, unless that is the key.
func person(body providers.Body, name string) string {
	text, key := body.Label(name), body.Label("api_key")
	if key != "" && strings.Contains(text, key) {
		return ""
	}
	return text
}

// granted reads an answer to a request that reads. The verdict is Verified
// unless the answer refuses.
func granted(answer providers.Answer) (providers.Body, providers.Verdict) {
	body := providers.ReadBody(answer)
	if !providers.Success(answer.Status) || body.Says("error") || body.Says("errors") {
		return body, providers.Unread(answer.Status, body)
	}
	return body, providers.Verdict{Status: contact.Verified}
}
