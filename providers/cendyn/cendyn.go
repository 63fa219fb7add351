// Package cendyn updates contacts of Cendyn CRM, one a request.
package cendyn

import (
	"net/http"
	"slices"

	"rollcall/contact"
	"rollcall/providers"
)

const source = "https://developers.cendyncrm.com/api/docs//contact/update"

// Definition is what rollcall knows of Cendyn CRM.
var Definition = providers.Definition{Spec: &spec, New: New}

var spec = providers.Spec{
	Name:    "cendyn",
	Title:   "Cendyn CRM",
	BaseURL: "https://api.{region}.cendyncrm.com",
	Method:  http.MethodPut,
	Path:    "/v2/account/{account_id}/contact/{contact_id}",
	Auth:    providers.Auth{Prefix: "Token token=", Env: "CENDYN_TOKEN"},
	Settings: []providers.Setting{
		{Name: "account_id", Required: true, Form: providers.HexID, Doc: "the account's id: 24 hex digits"},
		{Name: "region", Required: true, Values: []string{"eu", "us"}, Doc: "the data centre that holds the account: eu or us"},
		{Name: "subscriptions", Values: []string{asArray, asObject}, Default: asArray, Doc: "how subscriptions are sent: array or object"},
	},
	Limits: providers.Limits{Concurrency: 4, Rate: 5, Batch: 1},
	Contact: []providers.Identifier{
		{Form: providers.HexID, Doc: "contact_id: 24 hex digits", Sent: providers.Verbatim},
	},
	Fields: fields,
	Custom: providers.Custom{
		Types: map[string]providers.Form{
			"text": providers.Text, "number": providers.Number, "integer": providers.Integer,
			"boolean": providers.Boolean, "email": providers.Email, "url": providers.URL,
			"phone": providers.PhoneE164, "date": providers.Date, "datetime": providers.DateTime,
			"time": providers.Time,
		},
		Reserved: reserved(),
	},
	Refused: map[string]string{
		"account_id": "the account is named under settings",
		"contact_id": "the contact is named under contact",
		"id":         "the contact is named under contact",
		"_id":        "the contact is named under contact",
	},
	Notes: []string{
		"An account lives in one region only; the other one answers 401, as to a wrong token.",
		"A custom field goes by its name, not by its label.",
		"Give the phone either whole (phone) or in two parts (phone_countrycode, phone_number); if both, they must agree.",
		"blacklisted: true means that the contact has opted out of the channel.",
		"How subscriptions stand in JSON is not documented: a list of objects is sent, or one object with settings subscriptions: object; check --show 1 shows it.",
		"No way to empty a field is documented.",
		"No rate limit is documented: the defaults are what is polite.",
	},
	Source: source,
}

// reserved lists the names that a custom field cannot have, since custom fields
// stand among the others.
func reserved() []string {
	names := []string{"id", "_id", "account_id", "contact_id", lists.name, channels.name}
	for _, f := range fields {
		if !slices.Contains(names, f.Name) {
			names = append(names, f.Name)
		}
	}
	return names
}

type provider struct {
	account string
	region  string
	shape   string // of the subscriptions: asArray or asObject
}

// New makes the provider from the settings account_id, region and
// subscriptions.
func New(settings providers.Settings) providers.Provider {
	return provider{
		account: settings["account_id"],
		region:  settings["region"],
		shape:   settings["subscriptions"],
	}
}

// Spec returns what is known of Cendyn CRM.
func (provider) Spec() *providers.Spec { return &spec }

// Build makes the request for one update.
func (p provider) Build(updates []contact.Update) providers.Request {
	return providers.Request{
		Method: http.MethodPut,
		Path:   p.path("/contact/" + providers.Segment(updates[0].Contact)),
		Body:   p.build(updates[0]),
	}
}

func (p provider) build(update contact.Update) []byte {
	body := append(make([]byte, 0, 2*providers.Size(update)), '{')
	subscribed := false
	for _, f := range update.Fields {
		if inFamily(f) {
			subscribed = true
			continue
		}
		body = providers.AppendMember(body, f.Name, f.Value)
	}
	if subscribed {
		body = p.appendSubscriptions(body, update)
	}
	return append(body, '}')
}
