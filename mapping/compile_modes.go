package mapping

import (
	"slices"
	"strings"

	"rollcall/contact"
	"rollcall/providers"
)

// modes notes a mode or a consent that the field has no use for.
func (c *compiler) modes(source *sourceConfig, field providers.Field) {
	if source.mode != contact.Replace && field.Form == providers.List && !field.Merge {
		c.at(source.keys["mode"], "mode: %s does not work on the field %s: %s", source.mode, quote(field.Name), c.mergeHint())
	}
	at := source.keys["create"]
	switch {
	case at == nil || field.Creates:
	case c.spec.Custom.Creates:
		c.at(at, "every account of %s has the field %s: leave out create", c.spec.Name, quote(field.Name))
	default:
		c.at(at, "%s creates no fields, the account must have %s already: leave out create", c.spec.Name, quote(field.Name))
	}
}

// mergeHint names the lists that a mapping may add to.
func (c *compiler) mergeHint() string {
	var names []string
	for _, f := range c.spec.Fields {
		if f.Merge {
			names = append(names, f.Name)
		}
	}
	if names == nil {
		return c.spec.Name + " has no list that it is known to show and to replace as a whole"
	}
	return "of the lists of " + c.spec.Name + " it does on " + strings.Join(names, ", ") + " only"
}

// Merges reports whether a field adds to a list or takes away from one, so that
// contacts must be read before they are updated.
func (m *Mapping) Merges() bool {
	return slices.ContainsFunc(m.rules, func(r rule) bool { return r.mode != contact.Replace })
}
