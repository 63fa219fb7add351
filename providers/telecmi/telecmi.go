// Package telecmi updates contacts of TeleCMI, up to 100 a request.
package telecmi

import (
	"net/http"

	"rollcall/contact"
	"rollcall/providers"
)

const source = "https://doc.telecmi.com/chub/docs/agent-update-contact"

// Definition is what rollcall knows of TeleCMI.
var Definition = providers.Definition{Spec: &spec, New: New}

var spec = providers.Spec{
	Name:    "telecmi",
	Title:   "TeleCMI",
	BaseURL: "https://rest.telecmi.com",
	Method:  http.MethodPost,
	Path:    "/v3/contact/update",
	Auth:    providers.Auth{BodyKey: "token", Env: "TELECMI_TOKEN"},
	Limits:  providers.Limits{Concurrency: 2, Rate: 2, Batch: 100},
	Contact: []providers.Identifier{
		{Form: providers.UUID, Doc: "contact_id: a UUID with dashes", Sent: providers.Verbatim},
	},
	Fields: []providers.Field{
		{Name: "phone_no", Form: providers.PhoneDigits},
		{Name: "first_name"},
		{Name: "last_name"},
		{Name: "email_id", Form: providers.Email},
		{Name: "company"},
		{Name: "job_title"},
	},
	Refused: map[string]string{
		"contact_id":   "the contact is named under contact",
		"token":        "the token is named under token",
		"phone_number": "it belongs to version 2 of the API: version 3 calls it phone_no",
		"name":         "it belongs to version 2 of the API: version 3 has first_name and last_name",
	},
	Notes: []string{
		"This is version 3 of the API; version 2, which the same page used to describe, is not taken.",
		"A token ends 30 days after the login that gave it; TeleCMI then answers 404.",
		"The answer is for the whole request: a refused batch is split until the contacts at fault stand alone.",
		"No way to empty a field is documented, and there are no custom fields.",
		"No rate limit is documented: the defaults are what is polite.",
	},
	Source: source,
}

type provider struct{}

// New makes the provider. It needs no settings.
func New(providers.Settings) providers.Provider { return provider{} }

// Spec returns what is known of TeleCMI.
func (provider) Spec() *providers.Spec { return &spec }

// Check finds nothing: the fields do not depend on each other.
func (provider) Check(contact.Update) error { return nil }

// Build makes the request for up to 100 updates. The token is added where the
// request is sent.
func (provider) Build(updates []contact.Update) providers.Request {
	return providers.Request{Method: http.MethodPost, Path: spec.Path, Body: build(updates)}
}

func build(updates []contact.Update) []byte {
	size := len(`{"contacts":[]}`)
	for i := range updates {
		size += providers.Size(updates[i])
	}
	body := append(make([]byte, 0, size), `{"contacts":[`...)
	for i := range updates {
		if i > 0 {
			body = append(body, ',')
		}
		body = appendContact(body, &updates[i])
	}
	return append(body, `]}`...)
}

func appendContact(body []byte, update *contact.Update) []byte {
	body = append(body, `{"contact_id":`...)
	body = providers.AppendText(body, update.Contact)
	for _, f := range update.Fields {
		body = providers.AppendMember(body, f.Name, f.Value)
	}
	return append(body, '}')
}
