package providers

import (
	"fmt"
	"slices"
	"strings"

	"rollcall/contact"
)

// A Spec is what is known of a provider, as data.
type Spec struct {
	Name     string // as the mapping says it
	Title    string // as people say it
	BaseURL  string // scheme and host; {name} stands for a setting
	Method   string // of an update
	Path     string // of an update, for people
	Auth     Auth
	Settings []Setting
	Limits   Limits
	Contact  []Identifier // the first is the default
	Fields   []Field
	Custom   Custom
	Refused  map[string]string // names that a mapping must not use, and why
	Notes    []string          // what a user should know before the first run, a sentence each
	Source   string            // address of the page that the facts are from
}

// Auth says where the secret goes.
type Auth struct {
	Prefix  string // Authorization header: what stands before the secret
	BodyKey string // or: the key of the request body that holds the secret
	Env     string // the environment variable that examples use for it
}

// A Setting is a value that the provider needs beside the token.
type Setting struct {
	Name     string
	Required bool
	Values   []string // the values allowed; empty for any
	Form     Form     // of a value, where Values is empty; the zero Form takes any
	Default  string
	Doc      string
}

// Limits are the provider's, or, where it publishes none, what is polite.
type Limits struct {
	Concurrency int     // requests in flight at most
	Rate        float64 // requests a second at most
	Batch       int     // contacts a request at most
	PerContact  float64 // requests a second to one contact at most; 0 for no such limit
}

// An Identifier is one way to say which contact a row updates.
type Identifier struct {
	By   string // what the mapping's contact.by says; empty where there is only one
	Form Form
	Doc  string
	// Sent returns the identifier as it is sent, from the value in form.
	Sent func(value string) string
}

// A Field is one field of a contact at the provider.
type Field struct {
	Name    string
	Form    Form
	Options []string // for Enum, and where they are known for List: the values allowed, as they are sent
	Max     int      // characters at most; 0 for no known limit
	Clear   string   // JSON text that empties the field; empty where no way is known
	// ClearedBy is the field that empties this one when it is sent as true;
	// empty where there is none. Of such a field nothing is kept but what it empties.
	ClearedBy string
	Effect    string // what else a write does, in a few words
	Note      string
	// Merge is set for a list that the provider takes as a whole and shows, so
	// that a mapping may add to it or take away from it.
	Merge bool
	// Creates is set where an account without the field gets it by the write.
	Creates bool
	// Keyed marks a family of fields, written Name[KEY] in a mapping; Keys
	// lists the keys allowed, nil for any.
	Keyed bool
	Keys  []string
}

// Custom describes the account's own fields.
type Custom struct {
	Types    map[string]Form // the mapping's type -> form; nil where there are none
	Clear    string          // as Field.Clear
	Effect   string
	Creates  bool     // as Field.Creates
	Reserved []string // names that must not be written
	Max      int
}

// CustomTypes lists the types that a mapping may give to a custom field, in the
// order in which they are documented.
var CustomTypes = []string{"text", "number", "integer", "boolean", "email", "url", "phone", "date", "datetime", "time", "list"}

// Field returns the field that a mapping calls name. For a keyed family the
// returned field bears the full name.
func (s *Spec) Field(name string) (Field, bool) {
	for _, f := range s.Fields {
		if !f.Keyed && f.Name == name {
			return f, true
		}
	}
	family, key, ok := SplitKey(name)
	for _, f := range s.Fields {
		if ok && f.Keyed && f.Name == family && f.takes(key) {
			f.Name = name
			return f, true
		}
	}
	return Field{}, false
}

func (f Field) takes(key string) bool {
	if f.Keys == nil {
		return key != ""
	}
	return slices.Contains(f.Keys, key)
}

// SplitKey cuts Name[KEY] into its two parts.
func SplitKey(name string) (family, key string, ok bool) {
	family, rest, ok := strings.Cut(name, "[")
	if !ok || !strings.HasSuffix(rest, "]") {
		return "", "", false
	}
	return family, strings.TrimSuffix(rest, "]"), true
}

// FieldNames lists the fields as a mapping writes them, for messages.
func (s *Spec) FieldNames() []string {
	var names []string
	for _, f := range s.Fields {
		switch {
		case !f.Keyed:
			names = append(names, f.Name)
		case f.Keys == nil:
			names = append(names, f.Name+"[KEY]")
		default:
			for _, k := range f.Keys {
				names = append(names, f.Name+"["+k+"]")
			}
		}
	}
	return names
}

// Identifier returns the way that contact.by names; the empty name is the default.
func (s *Spec) Identifier(by string) (Identifier, bool) {
	if by == "" {
		return s.Contact[0], true
	}
	for _, id := range s.Contact {
		if id.By == by {
			return id, true
		}
	}
	return Identifier{}, false
}

// CheckSettings returns the settings with the defaults filled in, or the first
// thing that is wrong with them.
func (s *Spec) CheckSettings(given Settings) (Settings, error) {
	full := Settings{}
	for _, def := range s.Settings {
		value := given[def.Name]
		switch {
		case value == "" && def.Required:
			return nil, fmt.Errorf("settings: %s needs %s (%s)", s.Name, def.Name, def.Doc)
		case value == "":
			value = def.Default
		default:
			if err := def.check(value); err != nil {
				return nil, err
			}
		}
		full[def.Name] = value
	}
	return full, nil
}

func (d Setting) check(value string) error {
	if len(d.Values) > 0 {
		if !slices.Contains(d.Values, value) {
			return fmt.Errorf("settings: %s is %q: use %s", d.Name, value, strings.Join(d.Values, " or "))
		}
		return nil
	}
	cell := contact.Cell{Kind: contact.Text, Text: value}
	if _, err := (&Field{Form: d.Form}).Conform(nil, cell, &Reading{}); err != nil {
		return fmt.Errorf("settings: %s: %w", d.Name, err)
	}
	return nil
}

// URL returns the base URL for these settings.
func (s *Spec) URL(settings Settings) string {
	url := s.BaseURL
	for name, value := range settings {
		url = strings.ReplaceAll(url, "{"+name+"}", value)
	}
	return url
}

// Same returns the same verdict for each of n updates.
func Same(v Verdict, n int) []Verdict {
	return slices.Repeat([]Verdict{v}, n)
}

// Value returns the wire value of a field of the update.
func Value(update contact.Update, name string) ([]byte, bool) {
	for _, f := range update.Fields {
		if !f.Custom && f.Name == name {
			return f.Value, true
		}
	}
	return nil, false
}
