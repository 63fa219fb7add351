package aelyst

import (
	"strings"

	"rollcall/contact"
	"rollcall/providers"
)

// Judge reads an answer. The code in the body counts before the status of HTTP;
// 449 says that the request waits in a queue.
func (provider) Judge(answer providers.Answer, updates []contact.Update) []providers.Verdict {
	body := providers.ReadBody(answer)
	verdicts := providers.Same(judge(answer, body, updates), len(updates))
	for i := range verdicts {
		if verdicts[i].Status == contact.Updated {
			verdicts[i].ID = contactID(body, "contactId")
			verdicts[i].Message = updatedContact(verdicts[i].ID, updates[i])
		}
	}
	return verdicts
}

func judge(answer providers.Answer, body providers.Body, updates []contact.Update) providers.Verdict {
	status, own := body.Effective(answer.Status, "code"), body.Status("code")
	switch {
	case !providers.Success(status), body.Says("error"), body.Says("errors"):
		return providers.Refusal(status, body, updates)
	case !body.Whole, own != 0 && !providers.Success(own):
		return providers.Unusable(answer)
	}
	return providers.Verdict{Status: contact.Updated, Code: body.Text("code")}
}

// updatedContact names the contact that was updated where the row does not:
// several contacts may share an e-mail address or a phone number.
func updatedContact(id string, update contact.Update) string {
	if id == "" || strings.HasPrefix(update.Contact, byID) {
		return ""
	}
	return "contactId " + id
}

// contactID returns the id of a contact; empty if there is none.
func contactID(body providers.Body, name string) string {
	id := body.Text(name)
	if len(id) > longestID || strings.Trim(id, "0123456789") != "" {
		return ""
	}
	return id
}

// longestID is how many digits 64 bits hold.
const longestID = 19
