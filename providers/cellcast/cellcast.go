// Package cellcast updates contacts of Cellcast, one a request.
package cellcast

import (
	"net/http"

	"rollcall/contact"
	"rollcall/providers"
)

const source = "https://developer.cellcast.com/contact/v2/contact-update.html"

// Definition is what rollcall knows of Cellcast.
var Definition = providers.Definition{Spec: &spec, New: New}

var spec = providers.Spec{
	Name:    "cellcast",
	Title:   "Cellcast",
	BaseURL: "https://api.cellcast.com",
	Method:  http.MethodPut,
	Path:    "/api/v2/contact/{contactId}",
	Auth:    providers.Auth{Prefix: "Bearer ", Env: "CELLCAST_TOKEN"},
	Limits:  providers.Limits{Concurrency: 4, Rate: 10, Batch: 1},
	Contact: []providers.Identifier{
		{Form: providers.HexID, Doc: "contact ID: 24 hex digits", Sent: providers.Verbatim},
	},
	Fields: []providers.Field{
		{Name: "Number", Form: providers.PhoneE164},
		{Name: "First Name"},
		{Name: "Last Name"},
		{Name: "Email", Form: providers.Email},
		{Name: "Birthday", Form: providers.Date},
		{Name: "Address", Creates: true, Effect: dynamic},
		{Name: "Postal Code", Creates: true, Effect: dynamic},
		{Name: "Gender", Creates: true, Effect: dynamic, Note: "free text, such as male"},
	},
	Custom: providers.Custom{
		Types: map[string]providers.Form{
			"text": providers.Text, "number": providers.Number, "integer": providers.Integer,
			"boolean": providers.Boolean, "email": providers.Email, "url": providers.URL,
			"phone": providers.PhoneE164, "date": providers.Date, "datetime": providers.DateTime,
			"time": providers.Time,
		},
		Effect:  "a name that the account does not know creates a permanent field",
		Creates: true,
		Reserved: []string{
			"ID", "Tags", "Lists", "Unsubscribe",
			"Number", "First Name", "Last Name", "Email", "Birthday", "Address", "Postal Code", "Gender",
		},
	},
	Refused: map[string]string{
		"ID":          "the contact is named under contact",
		"Tags":        "this call does not write tags: the name would become a permanent field",
		"Lists":       "this call does not write lists: the name would become a permanent field",
		"Unsubscribe": "this call does not write it: the name would become a permanent field",
	},
	Notes: []string{
		"Names are matched exactly: Postcode beside Postal Code becomes a second, permanent field of the account.",
		"The answer to an update carries neither an id nor the new values.",
		"No way to empty a field is documented.",
		"No rate limit is documented: the defaults are what is polite.",
	},
	Source: source,
}

// dynamic is the effect of the fields that an account has only once they were
// written.
const dynamic = "created in the account if it has none by this name"

type provider struct{}

// New makes the provider. It needs no settings.
func New(providers.Settings) providers.Provider { return provider{} }

// Spec returns what is known of Cellcast.
func (provider) Spec() *providers.Spec { return &spec }

// Check finds nothing: the fields do not depend on each other.
func (provider) Check(contact.Update) error { return nil }

// Build makes the request for one update.
func (provider) Build(updates []contact.Update) providers.Request {
	return providers.Request{
		Method: http.MethodPut,
		Path:   "/api/v2/contact/" + providers.Segment(updates[0].Contact),
		Body:   providers.FlatObject(updates[0]),
	}
}
