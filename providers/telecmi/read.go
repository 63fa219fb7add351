package telecmi

import (
	"net/http"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"rollcall/contact"
	"rollcall/providers"
)

// view is how TeleCMI shows a contact: a closed set of fields.
var view = providers.View{Spec: &spec, Omits: true}

// get makes a request for contacts (https://doc.telecmi.com/chub/docs/agent-get-contact).
func get(body []byte) providers.Request {
	return providers.Request{Method: http.MethodPost, Path: "/v3/contact/get", Body: body}
}

// Probe asks for one contact, whichever it is.
func (provider) Probe() providers.Request { return get([]byte(`{"limit":1}`)) }

// Probed judges the token. No call tells whose account it opens.
func (provider) Probed(answer providers.Answer) (providers.Identity, providers.Verdict) {
	_, v := contacts(answer)
	return providers.Identity{}, providers.Unprobed(v)
}

// Lookup asks for one contact.
func (provider) Lookup(contact, _ string) providers.Request {
	body := providers.AppendMember([]byte{'{'}, "contact_id", providers.AppendText(nil, contact))
	return get(append(body, '}'))
}

// Found reads the contact out of the list that the answer is.
func (provider) Found(answer providers.Answer, identifier string) (providers.Snapshot, providers.Verdict) {
	list, v := contacts(answer)
	if v.Status != contact.Verified {
		return providers.Snapshot{}, v
	}
	for _, item := range list {
		if shown := providers.ReadObject(item); strings.EqualFold(shown.Text("contact_id"), identifier) {
			return providers.Snapshot{Fields: view.Fields(shown)}, v
		}
	}
	if len(list) > 0 {
		return providers.Snapshot{}, providers.Unclear(answer, "shows another contact")
	}
	v.Status, v.Message = contact.NotFound, "TeleCMI has no such contact"
	return providers.Snapshot{}, v
}

// contacts returns the contacts of an answer; the verdict is Verified unless
// there is no such list. A 404 is about the token, as for an update, unless it
// speaks of a contact, or is none of the API's own.
func contacts(answer providers.Answer) ([]jsontext.Value, providers.Verdict) {
	body := providers.ReadBody(answer)
	status := body.Effective(answer.Status, "code")
	list := body.Value("contacts")
	switch {
	case status == http.StatusNotFound && isAboutToken(body):
		return nil, notFound(body, nil)
	case !providers.Success(status), body.Says("error"):
		return nil, providers.Unread(status, body)
	case !body.Whole, list.Kind() != '[':
		return nil, providers.Unclear(answer, "lists no contacts")
	}
	return providers.Elements(list), providers.Verdict{Status: contact.Verified}
}

func isAboutToken(notFound providers.Body) bool {
	return (notFound.Whole || notFound.Text("code") != "") &&
		!strings.Contains(strings.ToLower(notFound.Reason()), "contact")
}

// Same compares a field.
func (provider) Same(sent contact.Field, shown jsontext.Value) bool { return view.Same(sent, shown) }

// Restore returns the value that puts back what was shown.
func (provider) Restore(name string, custom bool, shown jsontext.Value) ([]byte, bool) {
	return view.Restore(name, custom, shown)
}
