package aelyst

import (
	"net/http"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"rollcall/contact"
	"rollcall/providers"
)

// view is how Aelyst shows a contact: null where a field is empty. What it
// leaves out is not known, since null would clear it.
var view = providers.View{Spec: &spec}

// Lookup asks for a contact (https://developers.aelyst.ai/api/operations/getcontact/).
// The id finds it even if the update has changed the address that it was found
// by, or if others share it.
func (provider) Lookup(contact, id string) providers.Request {
	if id != "" {
		contact = byID + id
	}
	return providers.Request{Method: http.MethodGet, Path: "/v1/contact/" + providers.Segment(contact)}
}

// Found reads a contact. Its verdict bears the contact's id.
func (provider) Found(answer providers.Answer, identifier string) (providers.Snapshot, providers.Verdict) {
	body, v := granted(answer)
	id := contactID(body, "id")
	switch {
	case v.Status != contact.Verified:
		return providers.Snapshot{}, v
	case !body.Whole || id == "":
		return providers.Snapshot{}, providers.Unclear(answer, "shows no contact")
	case strings.HasPrefix(identifier, byID) && identifier != byID+id:
		return providers.Snapshot{}, providers.Unclear(answer, "shows another contact")
	}
	v.ID = id
	kept := providers.ReadObject(answer.Body)
	return providers.Snapshot{ID: id, Fields: view.Fields(kept), Custom: custom(kept)}, v
}

// custom reads the array of custom fields; nil if it is not shown.
func custom(shown providers.Body) map[string]jsontext.Value {
	list := shown.Value("custom_fields")
	if list.Kind() != '[' && list.Kind() != 'n' {
		return nil
	}
	values := map[string]jsontext.Value{}
	for _, item := range providers.Elements(list) {
		pair := providers.ReadObject(item)
		if name, ok := providers.PlainText(pair.Value("name")); ok {
			values[name] = pair.Value("value")
		}
	}
	return values
}

// granted reads an answer to a request that reads. The verdict is Verified
// unless the answer refuses.
func granted(answer providers.Answer) (providers.Body, providers.Verdict) {
	body := providers.ReadBody(answer)
	status := body.Effective(answer.Status, "code")
	if !providers.Success(status) || body.Says("error") || body.Says("errors") {
		return body, providers.Unread(status, body)
	}
	return body, providers.Verdict{Status: contact.Verified}
}

// Same compares a field. A checkbox that is not ticked may be shown as false or
// as nothing.
func (provider) Same(sent contact.Field, shown jsontext.Value) bool {
	if sent.Custom && shown != nil && (shown.Kind() == 'f' || jsontext.Value(sent.Value).Kind() == 'f') {
		return unticked(sent.Value) && unticked(shown)
	}
	return view.Same(sent, shown)
}

func unticked(value jsontext.Value) bool {
	switch string(value) {
	case `false`, `"false"`, `null`, `""`:
		return true
	}
	return false
}

// Restore returns the value that puts back what was shown.
func (provider) Restore(name string, custom bool, shown jsontext.Value) ([]byte, bool) {
	return view.Restore(name, custom, shown)
}
