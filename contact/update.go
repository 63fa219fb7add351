package contact

// An Update is what should become true of one contact.
type Update struct {
	Row     Row
	Contact string  // the identifier as sent; rows with the same one keep their order
	Fields  []Field // in the order of the mapping; values in wire form
}

// A Field is one field of an update.
type Field struct {
	Name   string // the provider's name; for a custom field its name in the account
	Custom bool
	Mode   Mode
	Value  []byte // JSON text, ready to send; owned by the update
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
