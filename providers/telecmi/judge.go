package telecmi

import (
	"net/http"

	"rollcall/contact"
	"rollcall/providers"
)

// Judge reads an answer. The page calls the codes HTTP status codes, yet code
// stands in the body too, and 404 or 409 may come inside an HTTP 200: the code
// in the body counts.
func (provider) Judge(answer providers.Answer, updates []contact.Update) []providers.Verdict {
	return providers.Same(judge(answer, updates), len(updates))
}

func judge(answer providers.Answer, updates []contact.Update) providers.Verdict {
	body := providers.ReadBody(answer)
	status := body.Effective(answer.Status, "code")
	switch {
	case status == http.StatusNotFound:
		return notFound(body, updates)
	case !providers.Success(status), body.Says("error"):
		return refusal(status, body, updates)
	case !body.Whole, !providers.Success(body.Status("code")):
		return providers.Unusable(answer)
	}
	return providers.Verdict{Status: contact.Updated, Code: body.Text("code")}
}

// notFound judges a 404, which the page explains by "authenticated user record
// not found": it is about the token, never about a contact.
func notFound(body providers.Body, updates []contact.Update) providers.Verdict {
	v := providers.Refusal(http.StatusNotFound, body, updates)
	v.Next, v.Status = providers.Stop, 0
	if !body.Whole && v.Code == "" {
		return providers.Hint(v, "endpoint not found: check --base-url")
	}
	return providers.Hint(v, "the token was not accepted; it expires after 30 days")
}

// refusal splits whatever is refused for its content, since a batch is refused
// for the sake of one contact in it.
func refusal(status int, body providers.Body, updates []contact.Update) providers.Verdict {
	v := providers.Refusal(status, body, updates)
	if v.Next == providers.Settle && v.Status == contact.Rejected {
		v.Next = providers.Split
	}
	return v
}
