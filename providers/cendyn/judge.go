package cendyn

import (
	"net/http"
	"strings"

	"rollcall/contact"
	"rollcall/providers"
)

// Judge reads an answer. The page shows no error; the service is known to send
// {"error": "…"}. There is no code of its own in the body: a custom field of the
// account may bear that name.
func (p provider) Judge(answer providers.Answer, updates []contact.Update) []providers.Verdict {
	return providers.Same(p.judge(answer, updates), len(updates))
}

func (p provider) judge(answer providers.Answer, updates []contact.Update) providers.Verdict {
	body := providers.ReadBody(answer)
	switch {
	case !providers.Success(answer.Status), refused(body):
		return p.refusal(answer.Status, body, updates)
	case !body.Whole:
		return providers.Unusable(answer)
	}
	return providers.Verdict{Status: contact.Updated}
}

// refused reports whether a body tells of an error. A contact that is sent back
// has an id; its custom fields may bear any name.
func refused(body providers.Body) bool {
	return body.Whole && (body.Says("error") || body.Says("errors")) && !body.Says("id") && !body.Says("_id")
}

func (p provider) refusal(status int, body providers.Body, updates []contact.Update) providers.Verdict {
	return p.hinted(providers.Refusal(status, body, updates), status, body)
}

// hinted stops the run where the address is wrong, and adds what is to be
// checked.
func (p provider) hinted(v providers.Verdict, status int, body providers.Body) providers.Verdict {
	v.Code = ""
	switch {
	case status == http.StatusUnauthorized:
		return providers.Hint(v, p.unauthorized())
	case status == http.StatusNotFound && strings.HasPrefix(body.Text("error"), "Route not found"):
		v.Next, v.Status = providers.Stop, 0
		return providers.Hint(v, "check --base-url and the setting account_id")
	}
	return v
}

// unauthorized names what may be wrong: a wrong region answers as a wrong token
// does.
func (p provider) unauthorized() string {
	other := map[string]string{"eu": "us", "us": "eu"}[p.region]
	return "check the token, the setting account_id and the region: this run asks " + p.region + ", try region: " + other
}
