package providers

import (
	"bytes"
	"iter"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// A View says how a provider shows contacts, as data. It is the better part of
// a Comparer. It is not changed after it was made, so goroutines may share it.
type View struct {
	Spec *Spec

	// Places are the paths at which a contact shows the fields that do not stand
	// under their own names.
	Places map[string][]string

	// Omits tells that a contact leaves out the fields that are empty, but for
	// the Silent ones: these may be left out whatever they hold.
	Omits  bool
	Silent []string

	// TextOnly tells that custom fields go out as text, even if they are shown
	// as numbers or booleans.
	TextOnly bool
}

// Fields returns what a contact shows of the known fields, by their own names.
// A family of fields, and what is written with a bracket, is left out.
func (v *View) Fields(contact Body) map[string]jsontext.Value {
	fields := make(map[string]jsontext.Value, len(v.Spec.Fields))
	for _, f := range v.Spec.Fields {
		if f.Keyed || strings.Contains(f.Name, "[") {
			continue
		}
		if value := v.value(contact, f.Name); value != nil {
			fields[f.Name] = value
		}
	}
	return fields
}

// value returns null for a field that is left out because it is empty.
func (v *View) value(contact Body, name string) jsontext.Value {
	place, ok := v.Places[name]
	if !ok {
		place = []string{name}
	}
	value := contact.Value(place...)
	if value == nil && v.Omits && !slices.Contains(v.Silent, name) {
		return jsontext.Value(null)
	}
	return value
}

// Rest returns the members of a contact that are no known fields and bear no
// reserved name: the custom fields, where these stand among the others.
func (v *View) Rest(contact Body) map[string]jsontext.Value {
	custom := map[string]jsontext.Value{}
	for name, value := range contact.Members() {
		if _, known := v.Spec.Field(name); !known && !slices.Contains(v.Spec.Custom.Reserved, name) {
			custom[name] = value
		}
	}
	return custom
}

// ReadObject reads a JSON object that stands somewhere in an answer, as ReadBody
// does. It reads a copy, so what is taken out of it may be kept.
func ReadObject(value jsontext.Value) Body {
	return ReadBody(Answer{Body: bytes.Clone(value)})
}

// Members returns the names and the values of the body, in their order.
func (b Body) Members() iter.Seq2[string, jsontext.Value] {
	return func(yield func(string, jsontext.Value) bool) {
		for _, m := range b.members {
			if !yield(string(m.name), m.value) {
				return
			}
		}
	}
}

// Elements returns the elements of a JSON array, up to the first error of
// syntax; none if it is no array.
func Elements(array jsontext.Value) []jsontext.Value {
	return readElements(array, len(array))
}

// PlainText returns the text of a JSON string, whole, or of the number or
// boolean that stands in its place; it is false for anything else.
func PlainText(value jsontext.Value) (string, bool) {
	switch value.Kind() {
	case '"':
		return unquote(value), true
	case '0', 't', 'f':
		return string(value), true
	}
	return "", false
}

// Texts returns the texts of a JSON array; it is false if it is no array, or if
// it holds anything but texts.
func Texts(array jsontext.Value) ([]string, bool) {
	if array.Kind() != '[' {
		return nil, false
	}
	texts := []string{}
	for _, item := range Elements(array) {
		if item.Kind() != '"' {
			return nil, false
		}
		texts = append(texts, unquote(item))
	}
	return texts, true
}

// Label returns the text at a path on one line, for people; empty if there is
// none, cut to 200 characters.
func (b Body) Label(path ...string) string {
	text, _ := PlainText(b.Value(path...))
	return Excerpt(text, 200)
}
