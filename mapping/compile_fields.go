package mapping

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"rollcall/contact"
	"rollcall/providers"
)

func (c *compiler) fields() {
	if c.isEmpty("fields") && c.isEmpty("custom") {
		c.at(c.config.root, "the mapping sets no field: write fields: and what %s shall know of a contact", c.spec.Name)
	}
	c.mapping.code = c.code()
	for _, f := range c.config.fields {
		if field, ok := c.known(f); ok {
			c.add(f, field, false)
		}
	}
	for _, f := range c.config.custom {
		if field, ok := c.custom(f); ok {
			c.add(f, field, true)
		}
	}
}

// isEmpty reports whether the mapping has no such key, or an empty map there.
func (c *compiler) isEmpty(key string) bool {
	n := c.config.at(key)
	return n == nil || n.Kind == yaml.MappingNode && len(n.Content) == 0
}

func (c *compiler) add(f fieldConfig, field providers.Field, custom bool) {
	source := f.source
	if source == nil {
		return
	}
	if by := source.keys["by"]; by != nil {
		c.at(by, "by belongs to contact, not to a field")
	}
	c.modes(source, field)
	c.emptyOf(source, field)
	if r := c.rule(source, field, custom); r != nil {
		c.mapping.rules = append(c.mapping.rules, *r)
		c.mapping.targets = append(c.mapping.targets, c.target(f, r))
	}
}

// known looks up a field of the provider's own.
func (c *compiler) known(f fieldConfig) (providers.Field, bool) {
	if why, refused := c.spec.Refused[f.name]; refused {
		c.at(f.at, "the field %s cannot be mapped: %s", quote(f.name), why)
		return providers.Field{}, false
	}
	field, ok := c.spec.Field(f.name)
	if !ok {
		c.at(f.at, "%s has no field %s%s", c.spec.Name, quote(f.name), c.fieldHint(f.name))
		return field, false
	}
	if f.source != nil && f.source.keys["type"] != nil {
		c.at(f.source.keys["type"], "the field %s has its own type: leave out type, which is for custom", quote(f.name))
	}
	return field, true
}

func (c *compiler) fieldHint(name string) string {
	names := c.spec.FieldNames()
	if hint := didYouMean(name, names); hint != "" {
		return hint
	}
	family, _, _ := providers.SplitKey(name)
	for _, known := range names {
		if base, _, ok := providers.SplitKey(known); ok && (base == name || base == family) {
			return ": write " + known
		}
	}
	hint := ": it has " + strings.Join(names, ", ")
	if c.spec.Custom.Types != nil {
		hint += "; the account's own fields stand under custom"
	}
	return hint
}

// custom makes the field of an account's own.
func (c *compiler) custom(f fieldConfig) (providers.Field, bool) {
	custom := c.spec.Custom
	field := providers.Field{Name: f.name, Max: custom.Max, Clear: custom.Clear, Effect: custom.Effect, Creates: custom.Creates}
	sameName := func(reserved string) bool { return strings.EqualFold(reserved, f.name) }
	_, known := c.spec.Field(f.name)
	switch {
	case custom.Types == nil:
		c.at(f.at, "%s takes no custom fields", c.spec.Name)
	case known:
		c.at(f.at, "%s is a field of %s itself: move it to fields", quote(f.name), c.spec.Name)
	case slices.ContainsFunc(custom.Reserved, sameName):
		c.at(f.at, "the name %s is reserved by %s and must not be written", quote(f.name), c.spec.Name)
	default:
		form, ok := c.customForm(f)
		field.Form = form
		return field, ok
	}
	return field, false
}

// textType is the type of a custom field that says none.
const textType = "text"

func (c *compiler) customForm(f fieldConfig) (providers.Form, bool) {
	kind, at := textType, f.at
	if f.source != nil && f.source.keys["type"] != nil {
		var ok bool
		at = f.source.keys["type"]
		if kind, ok = c.name(at, "type"); !ok {
			return 0, false
		}
	}
	form, ok := c.spec.Custom.Types[kind]
	if ok {
		return form, true
	}
	var supported []string
	for _, name := range providers.CustomTypes {
		if _, ok := c.spec.Custom.Types[name]; ok {
			supported = append(supported, name)
		}
	}
	hint := didYouMean(kind, supported)
	if hint == "" {
		hint = ": it takes " + strings.Join(supported, ", ")
	}
	c.at(at, "%s has no custom fields of type %s%s", c.spec.Name, quote(kind), hint)
	return 0, false
}

// emptyOf settles what an empty value does to the field.
func (c *compiler) emptyOf(source *sourceConfig, field providers.Field) {
	at, inherited := source.keys["empty"], source.empty == emptyUnset
	if inherited {
		source.empty, at = c.config.empty, source.at
	}
	if source.empty != emptyClear || inherited && !source.mayBeEmpty() {
		return
	}
	remedy := "leave it out"
	if inherited {
		remedy = "set empty: skip on it"
	}
	switch {
	case source.mode != contact.Replace && field.Merge:
		c.at(at, "empty: clear does not go with mode: %s, which leaves the rest of the field %s as it is: %s", source.mode, quote(field.Name), remedy)
	case field.Clear == "":
		c.at(at, "%s knows no way to clear the field %s: %s", c.spec.Name, quote(field.Name), remedy)
	}
}

// mayBeEmpty reports whether the empty rule can come to bear on the source.
func (s *sourceConfig) mayBeEmpty() bool {
	constant := s.keys["value"]
	if constant != nil && (len(constant.Content) > 0 || strings.TrimSpace(constant.Value) != "") {
		return false
	}
	return !s.required && (s.initial == nil || s.words != nil)
}
