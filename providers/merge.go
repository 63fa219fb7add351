package providers

import (
	"fmt"
	"slices"

	"github.com/go-json-experiment/json/jsontext"

	"rollcall/contact"
)

// Merge returns the update with every field that adds to a list or takes away
// from it replaced by the whole list that is to be sent, made from the one that
// is shown. A field that would change nothing is left out. Elements are compared
// byte by byte, and what is shown keeps its order. The update is not changed. The
// error is a *FieldError that says which list cannot be read.
func Merge(update contact.Update, shown Snapshot) (contact.Update, error) {
	merged := update
	merged.Fields = make([]contact.Field, 0, len(update.Fields))
	for _, f := range update.Fields {
		if f.Mode == contact.Replace {
			merged.Fields = append(merged.Fields, f)
			continue
		}
		had, ok := texts(shown.Value(f.Name, f.Custom))
		if !ok {
			return update, &FieldError{f.Name, "the list that the contact has cannot be read"}
		}
		given, ok := texts(f.Value)
		if !ok {
			return update, &FieldError{f.Name, fmt.Sprintf("%s is no list of texts", Excerpt(string(f.Value), 60))}
		}
		list := merge(had, given, f.Mode)
		if slices.Equal(list, had) {
			continue
		}
		f.Mode, f.Value = contact.Replace, appendTexts(list)
		merged.Fields = append(merged.Fields, f)
	}
	return merged, nil
}

func merge(had, given []string, mode contact.Mode) []string {
	list := slices.Clone(had)
	if mode == contact.Remove {
		return slices.DeleteFunc(list, func(s string) bool { return slices.Contains(given, s) })
	}
	for _, s := range given {
		if !slices.Contains(list, s) {
			list = append(list, s)
		}
	}
	return list
}

// texts reads a JSON array of strings, whole; null is an empty one.
func texts(value jsontext.Value) ([]string, bool) {
	if value.Kind() == 'n' {
		return nil, true
	}
	list, ok := Texts(value)
	return list, ok && value.IsValid()
}
