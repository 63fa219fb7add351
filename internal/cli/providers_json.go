package cli

import (
	"encoding/json"
	"io"
	"maps"
	"slices"

	"rollcall/providers"
)

// A providerJSON is what rollcall knows of a provider, for programs. Keys are
// only ever added to it.
type providerJSON struct {
	Name     string           `json:"name"`
	Title    string           `json:"title"`
	Method   string           `json:"method"`
	BaseURL  string           `json:"base_url"`
	Path     string           `json:"path"`
	TokenEnv string           `json:"token_env"`
	Settings []settingJSON    `json:"settings"`
	Limits   limitsJSON       `json:"limits"`
	Contact  []identifierJSON `json:"contact"`
	Fields   []fieldJSON      `json:"fields"`
	Custom   *customJSON      `json:"custom"` // null where there are no custom fields
	Refused  []refusedJSON    `json:"refused"`
	Notes    []string         `json:"notes"`
	Source   string           `json:"source"`
}

type settingJSON struct {
	Name     string   `json:"name"`
	Required bool     `json:"required"`
	Values   []string `json:"values"` // null for any
	Default  string   `json:"default,omitempty"`
	About    string   `json:"about"`
}

type limitsJSON struct {
	ContactsPerRequest int     `json:"contacts_per_request"`
	Concurrency        int     `json:"concurrency"`
	RequestsPerSecond  float64 `json:"requests_per_second"`
	PerContact         float64 `json:"requests_per_second_to_one_contact"` // 0 for no such limit
}

type identifierJSON struct {
	By      string          `json:"by"` // empty where there is only one way
	Form    string          `json:"form"`
	Example json.RawMessage `json:"example"`
	About   string          `json:"about"`
}

type fieldJSON struct {
	Name    string          `json:"name"` // NAME[KEY] for a family
	Keys    []string        `json:"keys,omitempty"`
	Form    string          `json:"form"`
	Example json.RawMessage `json:"example"`
	Options []string        `json:"options,omitempty"`
	Max     int             `json:"max_characters,omitempty"`
	Clear   *string         `json:"clear"` // JSON text that empties the field; null where no way is known
	Effect  string          `json:"effect,omitempty"`
	Note    string          `json:"note,omitempty"`
}

type customJSON struct {
	Types    []customTypeJSON `json:"types"`
	Max      int              `json:"max_characters,omitempty"`
	Clear    *string          `json:"clear"`
	Effect   string           `json:"effect,omitempty"`
	Reserved []string         `json:"reserved"`
}

type customTypeJSON struct {
	Type    string          `json:"type"`
	Form    string          `json:"form"`
	Example json.RawMessage `json:"example"`
}

type refusedJSON struct {
	Name   string `json:"name"`
	Reason string `json:"reason"`
}

// printProviders prints one provider as an object, or several as a list.
func (a *app) printProviders(defs []providers.Definition, one bool) error {
	list := make([]providerJSON, len(defs))
	for i, def := range defs {
		list[i] = describe(def.Spec)
	}
	return a.print(func(w io.Writer) {
		e := json.NewEncoder(w)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		if one {
			e.Encode(list[0])
			return
		}
		e.Encode(list)
	})
}

func describe(s *providers.Spec) providerJSON {
	p := providerJSON{
		Name: s.Name, Title: s.Title, Method: s.Method, BaseURL: s.BaseURL, Path: s.Path, TokenEnv: s.Auth.Env,
		Settings: []settingJSON{}, Refused: []refusedJSON{}, Notes: s.Notes, Source: s.Source,
		Limits: limitsJSON{s.Limits.Batch, s.Limits.Concurrency, s.Limits.Rate, s.Limits.PerContact},
		Custom: describeCustom(s),
	}
	for _, set := range s.Settings {
		p.Settings = append(p.Settings, settingJSON{set.Name, set.Required, set.Values, set.Default, set.Doc})
	}
	for _, id := range s.Contact {
		p.Contact = append(p.Contact, identifierJSON{id.By, id.Form.String(), example(id.Form, nil), id.Doc})
	}
	for _, f := range s.Fields {
		p.Fields = append(p.Fields, describeField(f))
	}
	for _, name := range slices.Sorted(maps.Keys(s.Refused)) {
		p.Refused = append(p.Refused, refusedJSON{name, s.Refused[name]})
	}
	return p
}

func describeField(f providers.Field) fieldJSON {
	name := f.Name
	if f.Keyed {
		name += "[KEY]"
	}
	return fieldJSON{
		Name: name, Keys: f.Keys, Form: f.Form.String(), Example: example(f.Form, f.Options), Options: f.Options,
		Max: f.Max, Clear: orNull(f.Clear), Effect: f.Effect, Note: f.Note,
	}
}

func describeCustom(s *providers.Spec) *customJSON {
	c := s.Custom
	if c.Types == nil {
		return nil
	}
	custom := &customJSON{Max: c.Max, Clear: orNull(c.Clear), Effect: c.Effect, Reserved: slices.Concat([]string{}, c.Reserved)}
	for _, name := range customTypes(s) {
		form := c.Types[name]
		custom.Types = append(custom.Types, customTypeJSON{name, form.String(), example(form, nil)})
	}
	return custom
}

// example returns a value as it goes out.
func example(form providers.Form, options []string) json.RawMessage {
	if len(options) > 0 {
		text, _ := json.Marshal(options[0])
		return text
	}
	return json.RawMessage(form.Example())
}

func orNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
