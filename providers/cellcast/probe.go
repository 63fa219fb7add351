package cellcast

import (
	"net/http"

	"rollcall/contact"
	"rollcall/providers"
)

// Probe asks for the account (https://developer.cellcast.com/api-docs/get-account.html).
func (provider) Probe() providers.Request {
	return providers.Request{Method: http.MethodGet, Path: "/api/v1/apiClient/account"}
}

// Probed names the account. The page tells no id of it: its address stands for
// one.
func (provider) Probed(answer providers.Answer) (providers.Identity, providers.Verdict) {
	body, v := granted(answer)
	account := providers.Identity{ID: body.Label("data", "account_email"), Name: body.Label("data", "account_name")}
	told := account != providers.Identity{} || body.Says("meta", "status")
	switch {
	case v.Status != contact.Verified:
		return providers.Identity{}, providers.Unprobed(v)
	case !body.Whole || !told:
		return providers.Identity{}, providers.Unclear(answer, "shows no account")
	}
	return account, v
}

// granted reads an answer to a request that reads. The verdict is Verified
// unless the answer refuses.
func granted(answer providers.Answer) (providers.Body, providers.Verdict) {
	r := readReply(answer)
	status := r.body.Effective(answer.Status, "code")
	switch {
	case !providers.Success(answer.Status):
	case !r.denies():
		return r.body, providers.Verdict{Status: contact.Verified}
	default:
		status = r.failure(answer.Status)
	}
	return r.body, providers.Unread(status, r.body)
}
