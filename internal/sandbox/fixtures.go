package sandbox

import "strings"

// A CustomField is a field of an account's own.
type CustomField struct {
	Name string `json:"name"`
	// Type is the provider's word: Aelyst text, email, number, url, list, date, time, checkbox;
	// Callbell text, email, number, date, dropdown, checkbox; Cendyn string, number, boolean, date, selectable_options.
	Type string `json:"type"`
	// Options are the values that a list, dropdown, checkbox (Callbell) or selectable_options field takes.
	Options []string `json:"options,omitempty"`
}

// The accounts' own things before Config adds to them.
var (
	defaultFields = map[string][]CustomField{
		"aelyst": {
			{Name: "Company Website", Type: "url"},
			{Name: "Joined", Type: "date"},
			{Name: "Points", Type: "number"},
			{Name: "Plan", Type: "list", Options: []string{"Free", "Pro", "Enterprise"}},
			{Name: "VIP", Type: "checkbox"},
			{Name: "Notes", Type: "text"},
			{Name: "Work Email", Type: "email"},
			{Name: "Call Time", Type: "time"},
		},
		"callbell": {
			{Name: "orderNumber", Type: "number"},
			{Name: "zipCode", Type: "text"},
			{Name: "Billing Address", Type: "text"},
			{Name: "Work Email", Type: "email"},
			{Name: "Birthday", Type: "date"},
			{Name: "Plan", Type: "dropdown", Options: []string{"Free", "Pro", "Enterprise"}},
			{Name: "Interests", Type: "checkbox", Options: []string{"News", "Offers", "Events"}},
		},
		"cendyn": {
			{Name: "room_preference", Type: "string"},
			{Name: "nights", Type: "number"},
			{Name: "vip", Type: "boolean"},
			{Name: "last_stay", Type: "date"},
			{Name: "loyalty_tier", Type: "selectable_options", Options: []string{"Silver", "Gold", "Platinum"}},
		},
	}
	defaultTags  = []string{"Call back", "Interested", "VIP", "Newsletter"}
	defaultUsers = []string{"jane.doe@email.com", "john.doe@email.com"}
	defaultTeams = []string{"b1b2c3d4e5f60718293a4b5c6d7e8f90", "0f9e8d7c6b5a493827160f5e4d3c2b1a"}
	defaultLists = []string{"550aac3da096734ce5000101", "550aac3da096734ce5000102"}
)

// customTypes are the forms of the values of custom fields, by provider and by
// the provider's word for the type.
var customTypes = map[string]map[string]func(CustomField) form{
	"aelyst": {
		"text": plain(text), "email": plain(email), "number": plain(number), "url": plain(address),
		"list": option, "date": plain(date), "time": plain(clock), "checkbox": plain(boolean),
	},
	"callbell": {
		"text": plain(text), "email": plain(email), "number": plain(numberText), "date": plain(date),
		"dropdown": option, "checkbox": func(f CustomField) form { return listOf(option(f)) },
	},
	"cendyn": {
		"string": plain(text), "number": plain(number), "boolean": plain(boolean),
		"date": plain(anyDate), "selectable_options": option,
	},
}

func plain(f form) func(CustomField) form { return func(CustomField) form { return f } }

func option(f CustomField) form { return oneOf(f.Options...) }

// A custom is a custom field with the form of its values.
type custom struct {
	CustomField
	form form
}

// settings are a Config made ready for use. They never change.
type settings struct {
	Config
	fields  map[string][]CustomField
	customs map[string]map[string]custom
	missing map[string]bool
	tags    map[string]bool
	users   map[string]bool
	teams   map[string]bool
	lists   map[string]bool
}

func compile(c Config) *settings {
	c = c.withDefaults()
	s := &settings{
		Config:  c,
		fields:  map[string][]CustomField{},
		customs: map[string]map[string]custom{},
		missing: set(nil, c.MissingIDs),
		tags:    set(defaultTags, c.Tags),
		users:   set(defaultUsers, c.Users),
		teams:   set(defaultTeams, c.Teams),
		lists:   set(defaultLists, c.Lists),
	}
	for provider, types := range customTypes {
		s.customs[provider] = map[string]custom{}
		for _, f := range append(append([]CustomField(nil), defaultFields[provider]...), c.Fields[provider]...) {
			if _, known := s.customs[provider][f.Name]; !known {
				s.fields[provider] = append(s.fields[provider], f)
			}
			s.customs[provider][f.Name] = custom{f, types[f.Type](f)}
		}
	}
	return s
}

// customForm returns the form of a custom field's values, or none if the
// account does not have the field.
func (s *settings) customForm(provider string, name []byte) (form, bool) {
	if f, ok := s.customs[provider][string(name)]; ok {
		return f.form, true
	}
	return anything, s.AnyNames
}

// absent reports whether the contact does not exist.
func (s *settings) absent(provider, id string) bool {
	if len(s.missing) > 0 {
		_, bare, _ := strings.Cut(id, ":")
		if s.missing[id] || s.missing[bare] {
			return true
		}
	}
	return s.Missing > 0 && s.draw("missing", provider, id, 0) < s.Missing
}

func set(lists ...[]string) map[string]bool {
	all := map[string]bool{}
	for _, list := range lists {
		for _, v := range list {
			all[v] = true
		}
	}
	delete(all, "")
	return all
}
