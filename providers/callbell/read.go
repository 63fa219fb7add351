package callbell

import (
	"net/http"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"rollcall/contact"
	"rollcall/providers"
)

// view is how Callbell shows a contact
// (https://docs.callbell.eu/api/reference/object_types/contact). What it leaves
// out is not known: the page knows neither the note nor the bot.
var view = providers.View{
	Spec: &spec,
	Places: map[string][]string{
		"assigned_user": {"assignedUser"},
		"team_uuid":     {"team", "uuid"},
		"bot_status":    {"botStatus"},
	},
	TextOnly: true,
}

// Lookup asks for a contact, with the types of its custom fields
// (https://docs.callbell.eu/api/reference/contacts_api/get_contact).
func (provider) Lookup(contact, _ string) providers.Request {
	return providers.Request{
		Method: http.MethodGet,
		Path:   "/v1/contacts/" + providers.Segment(contact) + "?include_field_types=true",
	}
}

// Found reads a contact. The page shows it in a list, the service is known to
// send it bare.
func (provider) Found(answer providers.Answer, uuid string) (providers.Snapshot, providers.Verdict) {
	body, v := granted(answer)
	value := body.Value("contact")
	if list := providers.Elements(value); len(list) > 0 {
		value = list[0]
	}
	shown := providers.ReadObject(value)
	switch id := shown.Text("uuid"); {
	case v.Status != contact.Verified:
		return providers.Snapshot{}, v
	case !body.Whole || id == "":
		return providers.Snapshot{}, providers.Unclear(answer, "shows no contact")
	case !strings.EqualFold(id, uuid):
		return providers.Snapshot{}, providers.Unclear(answer, "shows another contact")
	}
	return providers.Snapshot{Fields: known(shown), Custom: custom(shown)}, v
}

// known adds to the fields that are shown those that follow from them.
func known(shown providers.Body) map[string]jsontext.Value {
	fields := view.Fields(shown)
	if team := shown.Value("team"); team.Kind() == 'n' {
		fields["team_uuid"] = team
	}
	if user, ok := fields["assigned_user"]; ok {
		fields[unassign] = jsontext.Value("false")
		if user.Kind() == 'n' {
			fields[unassign] = jsontext.Value("true")
		}
	}
	return fields
}

// unassign is no field that a contact has, but what was done to one.
const unassign = "unassign_user"

// Same compares a field. To be told not to take the user off changes nothing,
// whoever the user is.
func (provider) Same(sent contact.Field, shown jsontext.Value) bool {
	if sent.Name == unassign && !sent.Custom && string(sent.Value) == "false" {
		return shown != nil
	}
	return view.Same(sent, shown)
}

// Restore returns the value that puts back what was shown. That a user was
// assigned does not say which: that is for assigned_user to put back.
func (provider) Restore(name string, custom bool, shown jsontext.Value) ([]byte, bool) {
	if name == unassign && !custom && string(shown) == "false" {
		return nil, false
	}
	return view.Restore(name, custom, shown)
}
