package providers

import (
	"github.com/go-json-experiment/json/jsontext"

	"rollcall/contact"
)

// A Reader is a provider that shows what it holds of a contact. Its methods are
// pure and may be called from many goroutines at once.
type Reader interface {
	// Lookup makes the request that reads one contact: by the provider's own
	// id, where an accepted update told it, else by the identifier as sent. Its
	// body may be empty.
	Lookup(contact, id string) Request

	// Found returns what an answer to Lookup tells, and a verdict: Settle with
	// the status Verified where the contact was read, with NotFound where there
	// is none, with Unknown where the answer makes no sense or shows another
	// contact; Repeat and Stop as for an update. The snapshot keeps nothing of
	// the answer's body.
	Found(answer Answer, contact string) (Snapshot, Verdict)

	Comparer
}

// A Walker is a provider that shows its contacts only as one long list. Its
// methods are pure and may be called from many goroutines at once.
type Walker interface {
	// Page makes the request for a page of the list. The empty cursor asks for
	// the first page, any other was returned by Paged.
	Page(cursor string) Request

	// Paged returns the contacts of a page, by the contact.Key of the identifier
	// as sent, and the cursor of the next one; empty after the last. A page may
	// be empty and yet not the last. The verdict and the snapshots are as of
	// Found.
	Paged(answer Answer, cursor string) (page map[string]Snapshot, next string, v Verdict)

	Comparer
}

// A Comparer knows how a provider shows what it was sent.
type Comparer interface {
	// Same reports whether a field is shown as it was sent, though the form may
	// differ: a number without its country code, a list in another order. Null,
	// an empty text and an empty list are the same. It reports false where
	// nothing is told of the field, which is to be asked before.
	Same(sent contact.Field, shown jsontext.Value) bool

	// Restore returns the value that an update must have to put back what was
	// shown, in wire form, null to clear the field. It reports false where the
	// value as shown cannot be sent again, or nothing is told of the field.
	Restore(name string, custom bool, shown jsontext.Value) (value []byte, ok bool)
}

// A Snapshot is what a provider shows of one contact: values as they were
// shown, by the names that an update gives to the fields. Nobody changes it.
type Snapshot struct {
	// ID is the provider's own id of the contact, as the first identifier of its
	// Spec takes it; empty where contacts have no other name.
	ID     string
	Fields map[string]jsontext.Value
	Custom map[string]jsontext.Value // nil where nothing is told of any
}

// Value returns what is shown of a field: null where the contact has nothing in
// it, nil where the provider does not tell.
func (s Snapshot) Value(name string, custom bool) jsontext.Value {
	if !custom {
		return s.Fields[name]
	}
	if value, ok := s.Custom[name]; ok || s.Custom == nil {
		return value
	}
	return jsontext.Value(null)
}

const null = `null`
