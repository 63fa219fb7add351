package sandbox

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// DefaultToken is the secret that is accepted where Config names none.
const DefaultToken = "sandbox-token"

// A Config says what the stand-in accepts and how it misbehaves. The zero
// Config behaves well. Shares run from 0 to 1. What has a JSON name can be
// changed while the server runs.
type Config struct {
	// Seed makes the faults: the same seed and the same requests give the same faults.
	Seed uint64 `json:"-"`
	// Token is the secret that every provider accepts; DefaultToken if empty.
	Token string `json:"-"`
	// Account is the only Cendyn account there is; any 24 hex digits if empty.
	Account string `json:"-"`

	// Missing is the share of contacts that do not exist.
	Missing float64 `json:"missing"`
	// MissingIDs are identifiers that do not exist, at any provider; at Aelyst with or without their prefix.
	MissingIDs []string `json:"missing_ids"`
	// Conflicts is the share of contacts whose updates always clash with another contact (409).
	Conflicts float64 `json:"conflicts"`
	// Errors is the share of contacts whose first ErrorTries updates end in the provider's own error (500).
	Errors float64 `json:"errors"`
	// Queued is the share of contacts whose first ErrorTries updates are told to come back later (449; 429 without Retry-After where 449 is unknown).
	Queued float64 `json:"queued"`
	// ErrorTries is how often a contact of Errors or Queued is refused before it recovers; 2 if zero, never recovering if negative.
	ErrorTries int `json:"error_tries"`
	// Resets is the share of updates whose connection is reset: half of them before anything is done, half after the update was applied.
	Resets float64 `json:"resets"`
	// Truncated is the share of updates that are applied but whose answer is cut short.
	Truncated float64 `json:"truncated"`
	// Forgets is the share of contacts whose updates are accepted, but whose last field is not kept.
	Forgets float64 `json:"forgets"`
	// HTML is the share of updates that are answered by a proxy's 502 page and not applied.
	HTML float64 `json:"html"`

	// RateLimit is the number of requests a second over all; more get 429 and Retry-After. No limit if zero.
	RateLimit float64 `json:"rate_limit"`
	// RetryAfter is what a 429 says, in whole seconds; one second if zero.
	RetryAfter time.Duration `json:"retry_after_ns"`
	// RetryDate says Retry-After as an HTTP date.
	RetryDate bool `json:"retry_date"`
	// RateHeaders says X-RateLimit-Limit and X-RateLimit-Remaining on every answer of Aelyst, not on 429 alone.
	RateHeaders bool `json:"rate_headers"`
	// AelystPerContact is the number of requests a second to one path of Aelyst; 5 if zero, no limit if negative.
	AelystPerContact float64 `json:"aelyst_per_contact"`
	// Latency is how long every request takes at least.
	Latency time.Duration `json:"latency_ns"`
	// Jitter is the most that is added to Latency.
	Jitter time.Duration `json:"jitter_ns"`
	// EchoToken repeats the secret of the request in refusals, as a careless server does.
	EchoToken bool `json:"echo_token"`

	// TeleCMIStyle says where TeleCMI puts its refusals: "body" (HTTP 200 and a code in the body), the default, or "http".
	TeleCMIStyle string `json:"telecmi_style"`
	// CallbellArray wraps the contact of Callbell's answers in an array, as its page shows it.
	CallbellArray bool `json:"callbell_array"`
	// SequenceField names a field whose value ends in a number that must never go down for a contact; if it does, that counts as out of order.
	SequenceField string `json:"sequence_field"`

	// Fields are custom fields that the accounts have beside the default ones, by provider name: aelyst, callbell, cendyn.
	Fields map[string][]CustomField `json:"fields"`
	// Tags, Users (e-mail addresses), Teams (32 hex digits) and Lists (24 hex digits) exist beside the default ones.
	Tags  []string `json:"tags"`
	Users []string `json:"users"`
	Teams []string `json:"teams"`
	Lists []string `json:"lists"`
	// AnyNames takes every custom field, tag, user, team and list for existing, and has no list of them (501).
	AnyNames bool `json:"any_names"`

	// Stateless keeps no contacts: everything well formed exists and nothing can be read back. Errors and Queued then strike requests instead of contacts.
	Stateless bool `json:"-"`
	// Clock tells the time; time.Now if nil.
	Clock func() time.Time `json:"-"`
}

// Check reports the first thing that is wrong with the config.
func (c Config) Check() error {
	shares := []struct {
		name  string
		value float64
	}{
		{"missing", c.Missing},
		{"conflicts", c.Conflicts},
		{"errors", c.Errors},
		{"queued", c.Queued},
		{"resets", c.Resets},
		{"truncated", c.Truncated},
		{"html", c.HTML},
		{"forgets", c.Forgets},
	}
	for _, s := range shares {
		if !(s.value >= 0 && s.value <= 1) {
			return fmt.Errorf("%s is %v: use a share from 0 to 1", s.name, s.value)
		}
	}
	switch {
	case c.RateLimit < 0, c.RetryAfter < 0, c.Latency < 0, c.Jitter < 0:
		return fmt.Errorf("rates and durations must not be negative")
	case c.TeleCMIStyle != "" && c.TeleCMIStyle != "body" && c.TeleCMIStyle != "http":
		return fmt.Errorf("telecmi_style is %.40q: use body or http", c.TeleCMIStyle)
	}
	return cmp.Or(checkIDs("teams", c.Teams, 32), checkIDs("lists", c.Lists, 24), c.checkFields())
}

func checkIDs(name string, ids []string, digits int) error {
	for _, id := range ids {
		if !isHex(id, digits) {
			return fmt.Errorf("%s: %.40q is no id: use %d hex digits", name, id, digits)
		}
	}
	return nil
}

func (c Config) checkFields() error {
	for provider, fields := range c.Fields {
		types, ok := customTypes[provider]
		if !ok {
			return fmt.Errorf("fields: %.40q has no typed custom fields: use aelyst, callbell or cendyn", provider)
		}
		for _, f := range fields {
			if f.Name == "" {
				return fmt.Errorf("fields: a field of %s has no name", provider)
			}
			if _, ok := types[f.Type]; !ok {
				return fmt.Errorf("fields: %s has no field type %.40q", provider, f.Type)
			}
		}
	}
	return nil
}

func (c Config) withDefaults() Config {
	if c.Token == "" {
		c.Token = DefaultToken
	}
	if c.ErrorTries == 0 {
		c.ErrorTries = 2
	}
	if c.RetryAfter == 0 {
		c.RetryAfter = time.Second
	}
	if c.AelystPerContact == 0 {
		c.AelystPerContact = 5
	}
	if c.Clock == nil {
		c.Clock = time.Now
	}
	return c
}

// clone returns a copy that shares no slice or map with c.
func (c Config) clone() Config {
	next := c
	next.MissingIDs, next.Tags = slices.Clone(c.MissingIDs), slices.Clone(c.Tags)
	next.Users, next.Teams, next.Lists = slices.Clone(c.Users), slices.Clone(c.Teams), slices.Clone(c.Lists)
	next.Fields = map[string][]CustomField{}
	for provider, fields := range c.Fields {
		next.Fields[provider] = slices.Clone(fields)
	}
	return next
}
