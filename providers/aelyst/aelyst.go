// Package aelyst updates contacts of Aelyst, one a request.
package aelyst

import (
	"net/http"

	"rollcall/contact"
	"rollcall/providers"
)

const source = "https://developers.aelyst.ai/api/operations/updatecontact/"

// Definition is what rollcall knows of Aelyst.
var Definition = providers.Definition{Spec: &spec, New: New}

var spec = providers.Spec{
	Name:    "aelyst",
	Title:   "Aelyst",
	BaseURL: "https://api.aelyst.ai",
	Method:  http.MethodPut,
	Path:    "/v1/contact/{identifier}",
	Auth:    providers.Auth{Prefix: "Bearer ", Env: "AELYST_TOKEN"},
	Limits:  providers.Limits{Concurrency: 8, Rate: 10, Batch: 1, PerContact: 5},
	Contact: []providers.Identifier{
		{By: "id", Form: providers.PositiveID, Doc: "contact id: a positive whole number", Sent: prefixed(byID)},
		{By: "email", Form: providers.Email, Doc: "e-mail address: the first contact that has it", Sent: prefixed("email:")},
		{By: "phone", Form: providers.PhoneE164, Doc: "phone number: the first contact that has it", Sent: prefixed("phone:")},
	},
	Fields: []providers.Field{
		{Name: "firstName"},
		{Name: "lastName", Clear: null},
		{Name: "phone", Form: providers.PhoneE164, Clear: null},
		{Name: "email", Form: providers.Email, Clear: null},
		{Name: "language", Form: providers.LanguageLower, Clear: null},
		{Name: "profilePic", Form: providers.URL, Clear: null},
		{Name: "countryCode", Form: providers.Country, Clear: null},
	},
	Custom: providers.Custom{
		Types: map[string]providers.Form{
			"text": providers.Text, "number": providers.Number, "integer": providers.Integer,
			"boolean": providers.Boolean, "email": providers.Email, "url": providers.URL,
			"phone": providers.PhoneE164, "date": providers.Date, "time": providers.Time,
			"list": providers.Text,
		},
		Clear: null,
	},
	Refused: map[string]string{
		"id":            "the contact is named under contact",
		"custom_fields": "name the account's own fields under custom",
		"tags":          "this call does not write tags",
		"lifecycle":     "this call does not write the lifecycle",
		"assignee":      "this call does not write the assignee",
	},
	Notes: []string{
		"By e-mail or phone only the first of several contacts is updated; the message then names its id. Prefer by: id.",
		"A custom field of type list takes one of its options; the field must exist in the workspace.",
		"That null empties a field is read from the schema, which allows it; no page says so in words.",
		"The limit is 5 requests a second to one contact (https://developers.aelyst.ai/).",
	},
	Source: source,
}

const (
	null = `null`
	byID = "id:"
)

func prefixed(prefix string) func(string) string {
	return func(value string) string { return prefix + value }
}

type provider struct{}

// New makes the provider. It needs no settings.
func New(providers.Settings) providers.Provider { return provider{} }

// Spec returns what is known of Aelyst.
func (provider) Spec() *providers.Spec { return &spec }

// Check finds nothing: the fields do not depend on each other.
func (provider) Check(contact.Update) error { return nil }

// Build makes the request for one update.
func (provider) Build(updates []contact.Update) providers.Request {
	return providers.Request{
		Method: http.MethodPut,
		Path:   "/v1/contact/" + providers.Segment(updates[0].Contact),
		Body:   build(updates[0]),
	}
}

func build(update contact.Update) []byte {
	body := append(make([]byte, 0, providers.Size(update)+16*len(update.Fields)), '{')
	body = providers.AppendFields(body, update, false)
	if providers.HasCustom(update) {
		body = appendCustom(body, update.Fields)
	}
	return append(body, '}')
}

func appendCustom(body []byte, fields []contact.Field) []byte {
	body = append(providers.AppendName(body, "custom_fields"), '[')
	for _, f := range fields {
		if !f.Custom {
			continue
		}
		if body[len(body)-1] != '[' {
			body = append(body, ',')
		}
		body = providers.AppendText(append(body, `{"name":`...), f.Name)
		body = append(providers.AppendMember(body, "value", f.Value), '}')
	}
	return append(body, ']')
}
