package cendyn

import (
	"net/http"

	"rollcall/contact"
	"rollcall/providers"
)

// path returns an address within the account.
func (p provider) path(rest string) string {
	return "/v2/account/" + providers.Segment(p.account) + rest
}

// Probe asks for the credit of the account
// (https://developers.cendyncrm.com/api/docs/account/current_balance).
func (p provider) Probe() providers.Request {
	return providers.Request{Method: http.MethodGet, Path: p.path("/balance/current")}
}

// Probed names the account by its id, which the token has opened.
func (p provider) Probed(answer providers.Answer) (providers.Identity, providers.Verdict) {
	body, v := p.granted(answer)
	switch {
	case answer.Status == http.StatusNotFound:
		v.Next, v.Status = providers.Settle, contact.Unknown
		return providers.Identity{}, v
	case v.Status != contact.Verified:
		return providers.Identity{}, v
	case !body.Whole || body.Text("balance") == "":
		return providers.Identity{}, providers.Unclear(answer, "shows no credit of the account")
	}
	return providers.Identity{ID: p.account}, v
}

// granted reads an answer to a request that reads. The verdict is Verified
// unless the answer refuses.
func (p provider) granted(answer providers.Answer) (providers.Body, providers.Verdict) {
	body := providers.ReadBody(answer)
	if providers.Success(answer.Status) && !refused(body) {
		return body, providers.Verdict{Status: contact.Verified}
	}
	return body, p.hinted(providers.Unread(answer.Status, body), answer.Status, body)
}
