package sandbox

import (
	"encoding/json"
	"net/http"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// The Callbell API, https://docs.callbell.eu/api/reference/contacts_api/patch_contacts.
// The pages show no error body: it is an object with a text here.
var callbell = platform{
	name:     "callbell",
	prefixes: []string{"/v1/contacts/", "/v1/auth/"},
	scheme:   "Bearer ",
	invalid:  http.StatusUnprocessableEntity,
	queued:   http.StatusTooManyRequests,
	echoes:   true,
	failure:  "Internal Server Error",
	conflict: "Contact already exists",
	routes: []route{
		{http.MethodPatch, "/v1/contacts/*", true, (*exchange).callbellUpdate},
		{http.MethodGet, "/v1/contacts/*", true, (*exchange).callbellGet},
		{http.MethodGet, "/v1/auth/me", false, (*exchange).callbellMe},
	},
	identifier: func(id string) bool { return isHex(id, 32) },
	absent: func(string) *refusal {
		return &refusal{http.StatusNotFound, "Contact not found", rowMissing}
	},
	refuse: func(_ *exchange, status int, message string) (int, any) {
		if status == http.StatusUnauthorized {
			message = "Unauthorized" + message
		}
		return status, map[string]string{"error": message}
	},
	accept: func(x *exchange, records []*record) ([]byte, error) {
		return json.Marshal(x.callbellEnvelope(callbellContact(records[0])))
	},
	nowhere: func(x *exchange) { x.writeJSON(http.StatusNotFound, map[string]string{"error": "Not Found"}) },
}

// callbellForm returns the form of a field, or nil if there is no such field.
func (x *exchange) callbellForm(name string) form {
	s := x.settings
	switch name {
	case "name":
		return text
	case "tags":
		return listOf(member(s.tags, s.AnyNames, "is not a tag of the account"))
	case "custom_fields":
		return object
	case "assigned_user":
		return member(s.users, s.AnyNames, "must be the e-mail address of a user of the account")
	case "unassign_user":
		return boolean
	case "team_uuid":
		return member(s.teams, s.AnyNames, "must be a team of the account")
	case "bot_status":
		return oneOf("bot_start", "bot_end")
	case "note":
		return longest(1000)
	}
	return nil
}

func (x *exchange) callbellUpdate() {
	fields, refused := x.object()
	if refused != nil {
		x.refuse(*refused)
		return
	}
	c := change{id: x.contact(), key: strings.ToLower(x.contact())}
	for _, f := range fields {
		if refused = x.callbellField(&c, f); refused != nil {
			x.refuse(*refused)
			return
		}
	}
	if refused = x.callbellAssignee(&c); refused != nil {
		x.refuse(*refused)
		return
	}
	x.settle([]change{c})
}

func (x *exchange) callbellField(c *change, f field) *refusal {
	check := x.callbellForm(string(f.name))
	if check == nil {
		return x.wrong(f.name, "can not be updated")
	}
	if wrong := check(f.value); wrong != "" {
		return x.wrong(f.name, wrong)
	}
	if string(f.name) != "custom_fields" {
		c.fields = append(c.fields, f)
		return nil
	}
	customs, err := members(f.value)
	if err != nil {
		return malformed(err)
	}
	for _, own := range customs {
		check, known := x.settings.customForm("callbell", own.name)
		if !known {
			return x.wrong(own.name, "is not a custom field of the account")
		}
		if wrong := check(own.value); wrong != "" {
			return x.wrong(own.name, wrong)
		}
	}
	c.custom = customs
	return nil
}

// callbellAssignee turns unassign_user into an assigned_user that is no more.
func (x *exchange) callbellAssignee(c *change) *refusal {
	assigned := false
	for i, f := range c.fields {
		switch string(f.name) {
		case "assigned_user":
			assigned = true
		case "unassign_user":
			c.fields[i].value = jsontext.Value("null")
			if f.value.Kind() == 't' {
				c.fields[i].name = []byte("assigned_user")
			}
		}
	}
	for _, f := range c.fields {
		if assigned && string(f.name) == "assigned_user" && f.value.Kind() == 'n' {
			return x.wrong([]byte("unassign_user"), "can not stand beside assigned_user")
		}
	}
	return nil
}

// callbellContact shows a contact, https://docs.callbell.eu/api/reference/object_types/contact.
func callbellContact(r *record) map[string]any {
	customs := map[string]json.RawMessage{}
	for name, v := range r.custom {
		if v[0] == '[' {
			v = quote(string(v))
		}
		customs[name] = v
	}
	var team any
	if v, ok := r.fields["team_uuid"]; ok {
		team = map[string]any{"uuid": v, "name": "Team"}
	}
	href := "https://dash.callbell.eu/contacts/" + r.key
	return map[string]any{
		"uuid": r.key, "name": r.or("name", "null"), "phoneNumber": nil, "avatarUrl": nil,
		"createdAt": "2020-11-13T21:08:53Z", "source": "whatsapp", "href": href, "conversationHref": href,
		"tags": r.or("tags", "[]"), "assignedUser": r.or("assigned_user", "null"), "team": team,
		"customFields": customs, "note": r.or("note", `""`), "botStatus": r.or("bot_status", `"bot_start"`),
	}
}

func (x *exchange) callbellEnvelope(c map[string]any) any {
	if x.settings.CallbellArray {
		return map[string]any{"contact": []any{c}}
	}
	return map[string]any{"contact": c}
}

// callbellGet shows a contact, with the types of its custom fields if asked,
// https://docs.callbell.eu/api/reference/contacts_api/get_contact.
func (x *exchange) callbellGet() {
	x.read(strings.ToLower(x.contact()), claim{}, func(r *record) any {
		c := callbellContact(r)
		if x.r.URL.Query().Get("include_field_types") == "true" {
			c["customFieldsMetadata"] = x.callbellTypes(r)
		}
		return x.callbellEnvelope(c)
	})
}

func (x *exchange) callbellTypes(r *record) map[string]any {
	types := map[string]any{}
	for _, f := range x.settings.fields["callbell"] {
		var value any
		if v, ok := r.custom[f.Name]; ok {
			value = v
		}
		types[f.Name] = map[string]any{"value": value, "type": f.Type, "options": f.Options}
	}
	return types
}

// callbellMe shows whose key it is, https://docs.callbell.eu/api/reference/auth_api/me.
func (x *exchange) callbellMe() {
	x.writeJSON(http.StatusOK, map[string]string{
		"status": "ok", "user_email": defaultUsers[0], "user_name": "Jane Doe", "api_key": x.settings.Token,
	})
}
