package cli

import (
	"strings"

	"go.yaml.in/yaml/v4"

	"rollcall/inspect"
	"rollcall/providers"
)

// A use is what a mapping that compiles says of the source of a field.
type use struct {
	Column string
	By     string
	Type   string
}

// UnmarshalYAML reads the short form, a column, and the long one.
func (u *use) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind == yaml.ScalarNode {
		u.Column = n.Value
		return nil
	}
	type long use
	return n.Load((*long)(u))
}

// roles says what the columns are used for, by the mapping's text.
func roles(text []byte, spec *providers.Spec) func(column string) inspect.Role {
	var uses struct {
		Contact        use
		Fields, Custom map[string]use
	}
	known := map[string]inspect.Role{}
	note := func(column string, role inspect.Role) {
		if role != inspect.Other {
			known[strings.ToLower(strings.TrimSpace(column))] = role
		}
	}
	// A mapping that compiles has this outline; of any other nothing is known.
	if yaml.Load(text, &uses) == nil {
		for name, u := range uses.Fields {
			f, _ := spec.Field(name)
			note(u.Column, roleOf(f.Form))
		}
		for _, u := range uses.Custom {
			note(u.Column, roleOf(spec.Custom.Types[u.Type]))
		}
		note(uses.Contact.Column, inspect.Identifier)
	}
	return func(column string) inspect.Role {
		if role, ok := known[strings.ToLower(column)]; ok {
			return role
		}
		return roleByName(column)
	}
}

func roleOf(form providers.Form) inspect.Role {
	switch form {
	case providers.PhoneE164, providers.PhoneDigits, providers.PhoneNational:
		return inspect.Dialled
	}
	return inspect.Other
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
