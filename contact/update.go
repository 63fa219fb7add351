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
	Value  []byte // JSON text, ready to send; owned by the update
}
