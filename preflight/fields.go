package preflight

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"rollcall/mapping"
	"rollcall/providers"
)

// Match compares what a mapping writes with the fields that the account has,
// and returns an error for each field at fault, in the mapping's order, in the
// form FILE:LINE:COLUMN: what is wrong. Where the fields are not known nothing
// is wrong.
func (a *Account) Match(targets []mapping.Target, spec *providers.Spec) []error {
	if !a.Listed {
		return nil
	}
	var wrong []error
	for _, t := range targets {
		if err := a.match(t, spec); err != nil {
			wrong = append(wrong, t.Errorf("%w", err))
		}
	}
	return wrong
}

func (a *Account) match(t mapping.Target, spec *providers.Spec) error {
	if f, known := a.field(t.Name, t.Custom); known {
		return fit(t, f)
	}
	if t.Custom || creates(spec, t.Name) {
		return a.missing(t, spec)
	}
	if family, key, keyed := providers.SplitKey(t.Name); keyed && !ownName(spec, t.Name) {
		if f, known := a.field(family, false); known && !allows(f, key) {
			return fmt.Errorf("%s: the account has no %q%s", family, key, meant(key, f.Options))
		}
	}
	return nil
}

// fit compares a field with the one of the account.
func fit(t mapping.Target, f providers.AccountField) error {
	if t.Custom && !takes(f.Type, t.Type) {
		return fmt.Errorf("%q is of type %s in the account, and of type %s in the mapping: write type: %s", t.Name, f.Type, t.Type, f.Type)
	}
	for _, value := range t.Values {
		if !allows(f, value) {
			return fmt.Errorf("%q does not take %q in the account, but %s%s", t.Name, value, list(f.Options), meant(value, f.Options))
		}
	}
	return nil
}

func (a *Account) field(name string, custom bool) (providers.AccountField, bool) {
	for _, f := range a.Fields {
		if f.Name == name && f.Custom == custom {
			return f, true
		}
	}
	return providers.AccountField{}, false
}

// ownName reports whether a name with a key in it is that of a single field.
func ownName(spec *providers.Spec, name string) bool {
	return slices.ContainsFunc(spec.Fields, func(f providers.Field) bool { return !f.Keyed && f.Name == name })
}

// creates reports whether a known field is made in the account by being written.
func creates(spec *providers.Spec, name string) bool {
	f, ok := spec.Field(name)
	return ok && f.Creates
}

func allows(f providers.AccountField, value string) bool {
	return f.Options == nil || slices.Contains(f.Options, value)
}

// missing says that the account has no such field, unless it may be created.
func (a *Account) missing(t mapping.Target, spec *providers.Spec) error {
	if t.Create {
		return nil
	}
	var names []string
	for _, f := range a.Fields {
		if f.Custom || creates(spec, f.Name) {
			names = append(names, f.Name)
		}
	}
	why, hint := fmt.Sprintf("the account has no field %q", t.Name), meant(t.Name, names)
	switch {
	case !spec.Custom.Creates:
		return errors.New(why + hint)
	case hint == "":
		hint = ";"
	}
	return errors.New(why + hint + " to have it created, which cannot be undone, write create: true")
}

func meant(name string, among []string) string {
	if near, ok := mapping.Nearest(name, among); ok {
		return fmt.Sprintf(": did you mean %q?", near)
	}
	return ""
}

// wider are, by the type of a field, the other types of a mapping whose values
// have a form that the field takes.
var wider = map[string][]string{
	"text":   {"email", "url", "phone", "date", "datetime", "time", "list"},
	"email":  {"text"},
	"url":    {"text"},
	"number": {"integer"},
	"list":   {"text"},
}

// takes reports whether a field of the account's type takes values of the
// mapping's type. Of a type that is not told nothing is known.
func takes(has, given string) bool {
	return has == "" || has == given || slices.Contains(wider[has], given)
}

func list(options []string) string {
	if len(options) == 0 {
		return "nothing, for it has no options"
	}
	shown := options[:min(len(options), 10)]
	text := strings.Join(shown, ", ")
	if more := len(options) - len(shown); more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return providers.Excerpt(text, 300)
}
