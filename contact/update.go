package contact

import "strings"

// An Update is what should become true of one contact.
type Update struct {
	Row     Row
	Contact string  // the identifier as sent; rows with the same Key keep their order
	Fields  []Field // in the order of the mapping; values in wire form
}

// Key returns what the contact of the update goes by: see the function [Key].
func (u *Update) Key() string { return Key(u.Contact) }

// Key returns what a contact goes by whose identifier that is: two identifiers
// with one key are those of one contact. Identifiers are sent as they stand, but
// hexadecimal digits and e-mail addresses mean the same in either case. It
// allocates nothing for an identifier in lower case.
func Key(identifier string) string { return strings.ToLower(identifier) }

// A Field is one field of an update.
type Field struct {
	Name   string // the provider's name; for a custom field its name in the account
	Custom bool
	Mode   Mode
	// Country is the calling code that the file tells in a national phone number
	// beside which a field of its own takes the code; 0 for none, and elsewhere.
	Country uint16
	Value   []byte // JSON text, ready to send; owned by the update
}

// A Mode says how a value meets what the contact has.
type Mode uint8

// The modes. Add and Remove are for lists: the provider takes the whole list
// only, so the contact is read first and the two are merged.
const (
	Replace Mode = iota
	Add
	Remove
)

// String returns the word that a mapping uses.
func (m Mode) String() string {
	switch m {
	case Add:
		return "add"
	case Remove:
		return "remove"
	}
	return "replace"
}

// Merges reports whether the contact must be read before the update can be sent.
func (u *Update) Merges() bool {
	for i := range u.Fields {
		if u.Fields[i].Mode != Replace {
			return true
		}
	}
	return false
}
