package cellcast

import (
	"bytes"
	"strings"

	"rollcall/contact"
	"rollcall/providers"
)

// Judge reads an answer. A status of success proves nothing: other calls of the
// same API answer 200 to {"status":false}, {"meta":{"status":…}} or {"code":401}
// (https://developer.cellcast.com/api-docs/get-api-credit-usage.html,
// https://developer.cellcast.com/api-docs/get-account.html).
func (provider) Judge(answer providers.Answer, updates []contact.Update) []providers.Verdict {
	return providers.Same(judge(answer, updates), len(updates))
}

func judge(answer providers.Answer, updates []contact.Update) providers.Verdict {
	body := providers.ReadBody(answer)
	switch {
	case !providers.Success(answer.Status):
		return providers.Refusal(body.Effective(answer.Status, "code"), body, updates)
	case denied(body):
		return denial(answer.Status, body, updates)
	case !body.Whole:
		return unusable(answer)
	}
	return providers.Verdict{Status: contact.Updated, Code: code(body)}
}

// denied reports whether a body tells of a failure, whatever the status.
func denied(body providers.Body) bool {
	meta := body.Text("meta", "status")
	return body.Text("status") == "false" ||
		meta != "" && !strings.EqualFold(meta, "SUCCESS") ||
		body.Status("code") >= 400 || body.Status("meta", "code") >= 400 ||
		body.Says("error")
}

func denial(status int, body providers.Body, updates []contact.Update) providers.Verdict {
	v := providers.Refusal(failure(status, body), body, updates)
	v.Code = code(body)
	return v
}

// failure returns the code of a failure that a body tells of, where it has one.
func failure(status int, body providers.Body) int {
	if own := body.Status("code"); own >= 400 {
		return own
	}
	return body.Effective(status, "meta", "code")
}

func code(body providers.Body) string {
	if own := body.Text("code"); own != "" {
		return own
	}
	return body.Text("meta", "code")
}

// unusable keeps the server's stack traces out of the report.
func unusable(answer providers.Answer) providers.Verdict {
	answer.Body, _, _ = bytes.Cut(answer.Body, []byte(`"stack"`))
	return providers.Unusable(answer)
}
