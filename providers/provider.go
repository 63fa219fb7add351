// Package providers defines what rollcall knows of a contact platform.
//
// A provider is a pure translator: it turns updates into one HTTP request and
// the answer into one verdict for each of these updates. It never dials,
// sleeps, repeats, logs or sees a secret; package batch does all of that once
// for everybody. What is data (fields, forms, limits, where the secret goes)
// stays data, in a [Spec].
package providers

import (
	"net/http"

	"rollcall/contact"
)

// A Provider translates between updates and one API. Its methods are pure and
// may be called from many goroutines at once.
type Provider interface {
	// Spec returns what is known of the provider; nobody changes it.
	Spec() *Spec

	// Check reports why an update whose values are each in form cannot be
	// sent as a whole, as a *FieldError where one field is at fault.
	Check(update contact.Update) error

	// Build makes the request for one to Spec().Limits.Batch updates of
	// different contacts, each of which passed Check.
	Build(updates []contact.Update) Request

	// Judge returns exactly one verdict for each update, in their order. It
	// is called for every complete answer, whatever its status and body, and
	// it never panics.
	Judge(answer Answer, updates []contact.Update) []Verdict
}

// A Request is a plain value that can be sent again, printed or compared. It
// holds no credential: these are added where it is sent, as Spec.Auth says.
type Request struct {
	Method string
	Path   string // escaped, begins with a slash; follows the base URL, and a query may follow it
	Body   []byte // a JSON object; empty for a GET
}

// An Answer is what came back for a Request.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte
	Cut    bool // the body was longer than what is read of it
}

// A Verdict is what one answer means for one update.
type Verdict struct {
	Next    Next
	Status  contact.Status // the outcome if nothing else follows
	Code    string         // the provider's own code in the body
	Message string         // the provider's reason, or ours; empty for none
	Field   string         // the provider field at fault, where known
	ID      string         // the provider's own id of the contact, where an accepted update tells it
}

// Next says what follows from a verdict.
type Next uint8

// What may follow from a verdict.
const (
	Settle Next = iota // the status is final
	Repeat             // try again; the status stands if that was the last try
	Queue              // come back much later; the status stands after the last try
	Split              // refused for the content of the request: final once the update stands alone
	Stop               // the whole run must stop; the status is not used
)

// A FieldError says that one field of an update stands in the way.
type FieldError struct {
	Field  string // the provider's name of it
	Reason string
}

func (e *FieldError) Error() string { return e.Field + ": " + e.Reason }

// Settings are the values under the mapping's settings key.
type Settings map[string]string

// A Definition names a provider and makes it.
type Definition struct {
	Spec *Spec
	// New makes the provider. The settings were checked against Spec.Settings:
	// every required one is there, and no unknown one.
	New func(settings Settings) Provider
}
