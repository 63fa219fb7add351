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
	r := readReply(answer)
	switch {
	case !providers.Success(answer.Status):
		return providers.Refusal(r.body.Effective(answer.Status, "code"), r.body, updates)
	case r.denies():
		v := providers.Refusal(r.failure(answer.Status), r.body, updates)
		v.Code = r.code()
		return v
	case !r.body.Whole:
		return unusable(answer)
	}
	return providers.Verdict{Status: contact.Updated, Code: r.code()}
}

// A reply is the body of an answer, and what it says of itself under "meta".
type reply struct{ body, meta providers.Body }

func readReply(answer providers.Answer) reply {
	body := providers.ReadBody(answer)
	return reply{body, body.In("meta")}
}

// denies reports whether a reply tells of a failure, whatever the status.
func (r *reply) denies() bool {
	status := r.meta.Text("status")
	return r.body.Text("status") == "false" ||
		status != "" && !strings.EqualFold(status, "SUCCESS") ||
		r.body.Status("code") >= 300 || r.meta.Status("code") >= 300 ||
		r.body.Says("error")
}

// failure returns the code of a failure that a reply tells of, where it has one.
func (r *reply) failure(status int) int {
	if own := r.body.Status("code"); own >= 400 {
		return own
	}
	return r.meta.Effective(status, "code")
}

func (r *reply) code() string {
	if own := r.body.Text("code"); own != "" {
		return own
	}
	return r.meta.Text("code")
}

// unusable keeps the server's stack traces out of the report.
func unusable(answer providers.Answer) providers.Verdict {
	answer.Body, _, _ = bytes.Cut(answer.Body, []byte(`"stack"`))
	return providers.Unusable(answer)
}
