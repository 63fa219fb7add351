package cendyn

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/nyaruka/phonenumbers"

	"rollcall/contact"
	"rollcall/providers"
)

// view is how Cendyn shows a contact: what it has, under the names of an update.
// Whether consent and device are ever shown is not said.
var view = providers.View{Spec: &spec, Omits: true, Silent: []string{
	"device_id", "gdpr_marketing_consent", "gdpr_accept_terms", "gdpr_date", "gdpr_remote_ip",
}}

// Lookup asks for a contact, at the address at which it is updated
// (https://developers.cendyncrm.com/api/docs//contact/list).
func (p provider) Lookup(contact, _ string) providers.Request {
	return providers.Request{Method: http.MethodGet, Path: p.path("/contact/" + providers.Segment(contact))}
}

// Found reads a contact.
func (p provider) Found(answer providers.Answer, contactID string) (providers.Snapshot, providers.Verdict) {
	body, v := p.granted(answer)
	id := identifier(body)
	switch {
	case v.Status != contact.Verified:
		return providers.Snapshot{}, v
	case !body.Whole || id == "":
		return providers.Snapshot{}, providers.Unclear(answer, "shows no contact")
	case !strings.EqualFold(id, contactID):
		return providers.Snapshot{}, providers.Unclear(answer, "shows another contact")
	}
	shown := providers.ReadObject(answer.Body)
	fields := view.Fields(shown)
	completePhone(fields)
	for _, f := range []family{lists, channels} {
		f.addShown(fields, shown.Value(f.name))
	}
	return providers.Snapshot{Fields: fields, Custom: view.Rest(shown)}, v
}

// identifier returns the id of a thing, which some calls name _id.
func identifier(shown providers.Body) string {
	if id := shown.Text("id"); id != "" {
		return id
	}
	return shown.Text("_id")
}

// completePhone adds the ways of writing the phone number that a contact does
// not show: whole, or in two parts.
func completePhone(fields map[string]jsontext.Value) {
	code, _ := providers.PlainText(fields["phone_countrycode"])
	number, _ := providers.PlainText(fields["phone_number"])
	whole, _ := providers.PlainText(fields["phone"])
	code, number, whole = providers.PhoneNumber(code), providers.PhoneNumber(number), providers.PhoneNumber(whole)
	switch {
	case whole == "" && code != "" && number != "":
		fields["phone"] = providers.AppendText(nil, "+"+code+number)
	case whole != "" && code == "" && number == "":
		parsed, err := phonenumbers.Parse("+"+whole, "")
		if err == nil {
			fields["phone_countrycode"] = providers.AppendText(nil, strconv.Itoa(int(parsed.GetCountryCode())))
			fields["phone_number"] = providers.AppendText(nil, phonenumbers.GetNationalSignificantNumber(parsed))
		}
	}
}

// addShown adds what is shown of a family, entry by entry under the name that an
// update gives to each. A pair has no such name: nothing is told of it.
func (f family) addShown(fields map[string]jsontext.Value, shown jsontext.Value) {
	entries := providers.Elements(shown)
	if shown.Kind() == '{' {
		entries = []jsontext.Value{shown}
	}
	for _, e := range entries {
		entry := providers.ReadObject(e)
		key, _ := providers.PlainText(entry.Value(f.key))
		if flag := entry.Value(f.flag); key != "" && flag != nil {
			fields[f.member(key)] = flag
		}
	}
}

// Same compares a field.
func (provider) Same(sent contact.Field, shown jsontext.Value) bool { return view.Same(sent, shown) }

// Restore returns the value that puts back what was shown.
func (provider) Restore(name string, custom bool, shown jsontext.Value) ([]byte, bool) {
	return view.Restore(name, custom, shown)
}
