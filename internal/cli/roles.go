package cli

import (
	"rollcall/inspect"
	"rollcall/mapping"
	"rollcall/providers"
)

// roles says what the columns are used for: by the mapping, and, of those of
// which it says nothing that matters, by their names.
func roles(m *mapping.Mapping) func(column string) inspect.Role {
	known := map[string]inspect.Role{}
	for _, use := range m.Uses() {
		switch {
		case use.Contact:
			known[use.Column] = inspect.Identifier
		case isPhone(use.Form):
			known[use.Column] = inspect.Dialled
		}
	}
	return func(column string) inspect.Role {
		if role, ok := known[column]; ok {
			return role
		}
		return roleByName(column)
	}
}

func isPhone(form providers.Form) bool {
	switch form {
	case providers.PhoneE164, providers.PhoneDigits, providers.PhoneNational:
		return true
	}
	return false
}

// roleByName says what the name of a column makes one expect.
func roleByName(column string) inspect.Role {
	switch about, _ := inspect.ConceptOf(column); about {
	case inspect.ContactID:
		return inspect.Identifier
	case inspect.PhoneNumber:
		return inspect.Dialled
	case inspect.KeyNumber:
		return inspect.Key
	case inspect.PostalCode:
		return inspect.Postal
	}
	return inspect.Other
}
