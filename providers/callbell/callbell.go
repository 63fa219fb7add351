// Package callbell updates contacts of Callbell, one a request.
package callbell

import (
	"net/http"

	"rollcall/contact"
	"rollcall/providers"
)

const source = "https://docs.callbell.eu/api/reference/contacts_api/patch_contacts"

// Definition is what rollcall knows of Callbell.
var Definition = providers.Definition{Spec: &spec, New: New}

var spec = providers.Spec{
	Name:    "callbell",
	Title:   "Callbell",
	BaseURL: "https://api.callbell.eu",
	Method:  http.MethodPatch,
	Path:    "/v1/contacts/{uuid}",
	Auth:    providers.Auth{Prefix: "Bearer ", Env: "CALLBELL_TOKEN"},
	Limits:  providers.Limits{Concurrency: 16, Rate: 100, Batch: 1},
	Contact: []providers.Identifier{
		{Form: providers.HexUUID, Doc: "uuid: 32 hex digits, not the phone number", Sent: providers.Verbatim},
	},
	Fields: []providers.Field{
		{Name: "name"},
		{Name: "tags", Form: providers.List, Clear: `[]`, Merge: true, Effect: "replaces all tags of the contact", Note: "tags must exist in the account; mode: add and mode: remove leave the others"},
		{Name: "assigned_user", Form: providers.Email, ClearedBy: unassign, Effect: "changes the routing", Note: "the e-mail address of a user of the account"},
		{Name: unassign, Form: providers.Boolean, Effect: "changes the routing", Note: "true takes the assigned user off"},
		{Name: "team_uuid", Effect: "changes the routing", Note: "a team of the account"},
		{Name: "bot_status", Form: providers.Enum, Options: []string{"bot_start", "bot_end"}, Effect: "starts or ends the bot", Note: "a bot must be enabled"},
		{Name: "note", Max: 1000, Clear: `""`},
	},
	Custom: providers.Custom{
		Types: map[string]providers.Form{
			"text": providers.Text, "number": providers.NumberText, "integer": providers.IntegerText,
			"boolean": providers.BooleanText, "email": providers.Email, "url": providers.URL,
			"phone": providers.PhoneE164, "date": providers.Date, "datetime": providers.DateTime,
			"time": providers.Time, "list": providers.List,
		},
	},
	Refused: map[string]string{
		"phone_number":  "Callbell does not let it be updated since 2023-03-03",
		"uuid":          "the contact is named under contact",
		"custom_fields": "name the account's own fields under custom",
	},
	Notes: []string{
		"Custom fields and tags must exist in the account before the run.",
		"Custom values go out as text; a checkbox field takes the type list, a drop-down one text.",
		"The limit is 300 requests a second (https://docs.callbell.eu/api/reference/rate_limits).",
	},
	Source: source,
}

type provider struct{}

// New makes the provider. It needs no settings.
func New(providers.Settings) providers.Provider { return provider{} }

// Spec returns what is known of Callbell.
func (provider) Spec() *providers.Spec { return &spec }

// Check refuses to assign a user and to take the assigned one off in one go.
func (provider) Check(update contact.Update) error {
	_, assigned := providers.Value(update, "assigned_user")
	unassign, _ := providers.Value(update, "unassign_user")
	if assigned && string(unassign) == "true" {
		return &providers.FieldError{Field: "unassign_user", Reason: "true contradicts assigned_user: give one of the two"}
	}
	return nil
}

// Build makes the request for one update.
func (provider) Build(updates []contact.Update) providers.Request {
	return providers.Request{
		Method: http.MethodPatch,
		Path:   "/v1/contacts/" + providers.Segment(updates[0].Contact),
		Body:   build(updates[0]),
	}
}

func build(update contact.Update) []byte {
	body := append(make([]byte, 0, providers.Size(update)), '{')
	body = providers.AppendFields(body, update, false)
	if providers.HasCustom(update) {
		body = append(providers.AppendName(body, "custom_fields"), '{')
		body = append(providers.AppendFields(body, update, true), '}')
	}
	return append(body, '}')
}

// Judge reads an answer. The page shows the contact in a list, the service is
// known to send it bare: neither is looked into.
func (provider) Judge(answer providers.Answer, updates []contact.Update) []providers.Verdict {
	return providers.Same(judge(answer, updates), len(updates))
}

func judge(answer providers.Answer, updates []contact.Update) providers.Verdict {
	body := providers.ReadBody(answer)
	switch {
	case !providers.Success(answer.Status), body.Says("error"), body.Says("errors"):
		return providers.Refusal(answer.Status, body, updates)
	case answer.Status == http.StatusNoContent && len(answer.Body) == 0:
		return providers.Verdict{Status: contact.Updated}
	case !body.Whole:
		return providers.Unusable(answer)
	}
	return providers.Verdict{Status: contact.Updated}
}
