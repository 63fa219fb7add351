package mapping

import (
	"errors"
	"strings"
	"testing"

	"rollcall/contact"
	"rollcall/providers"
)

// fake is a provider with a field of every kind.
type fake struct{ spec *providers.Spec }

func (f fake) Spec() *providers.Spec { return f.spec }

func (f fake) Check(u contact.Update) error {
	if wire, ok := providers.Value(u, "city"); ok && string(wire) == `"Atlantis"` {
		return &providers.FieldError{Field: "city", Reason: "nobody lives there"}
	}
	if wire, ok := providers.Value(u, "city"); ok && string(wire) == `"Nowhere"` {
		return errors.New("no such update")
	}
	return nil
}

func (f fake) Build([]contact.Update) providers.Request { return providers.Request{} }

func (f fake) Judge(providers.Answer, []contact.Update) []providers.Verdict { return nil }

var fakeSpec = &providers.Spec{
	Name:     "acme",
	Settings: []providers.Setting{{Name: "region", Required: true, Values: []string{"eu", "us"}, Doc: "data centre"}, {Name: "shape", Default: "flat"}},
	Limits:   providers.Limits{Batch: 100},
	Contact: []providers.Identifier{
		{By: "id", Form: providers.PositiveID, Sent: func(v string) string { return "id:" + v }},
		{By: "email", Form: providers.Email, Sent: func(v string) string { return "email:" + v }},
		{By: "phone", Form: providers.PhoneE164, Sent: func(v string) string { return "phone:" + v }},
	},
	Fields: []providers.Field{
		{Name: "name"},
		{Name: "city", Clear: `""`, Max: 20},
		{Name: "email", Form: providers.Email, Clear: "null"},
		{Name: "phone", Form: providers.PhoneE164},
		{Name: "age", Form: providers.Integer},
		{Name: "score", Form: providers.Number},
		{Name: "vip", Form: providers.Boolean},
		{Name: "born", Form: providers.Date},
		{Name: "seen", Form: providers.DateTime},
		{Name: "tags", Form: providers.List, Clear: "[]", Merge: true, Effect: "replaces all tags"},
		{Name: "groups", Form: providers.List, Clear: "[]", Creates: true},
		{Name: "gender", Form: providers.Enum, Options: []string{"MALE", "FEMALE"}},
		{Name: "channel", Form: providers.Boolean, Keyed: true, Keys: []string{"sms", "push"}},
	},
	Custom: providers.Custom{
		Types:  map[string]providers.Form{"text": providers.Text, "number": providers.Number, "date": providers.Date, "list": providers.List},
		Effect: "is created where the account lacks it", Creates: true, Reserved: []string{"ID"},
	},
	Refused: map[string]string{"phone_number": "the API has no way to change it"},
}

var plainSpec = &providers.Spec{
	Name: "plain", Limits: providers.Limits{Batch: 1},
	Contact: []providers.Identifier{{Form: providers.HexID}},
	Fields:  []providers.Field{{Name: "name"}},
}

var definitions = []providers.Definition{
	{Spec: fakeSpec, New: func(providers.Settings) providers.Provider { return fake{fakeSpec} }},
	{Spec: plainSpec, New: func(providers.Settings) providers.Provider { return fake{plainSpec} }},
}

// head is a mapping up to its fields; contact.by id reads the column ID.
const head = "provider: acme\nsettings: {region: eu}\ncontact: ID\n"

// compile compiles a mapping that must be right.
func compile(t testing.TB, yaml string, columns ...string) *Mapping {
	t.Helper()
	m, err := Compile("m.yaml", []byte(yaml), definitions, columns)
	if err != nil {
		t.Fatalf("the mapping was refused:\n%v\n%s", err, yaml)
	}
	return m
}

// record makes the row that a source yields for cells in the header's order.
func record(t testing.TB, m *Mapping, header []string, cells ...string) contact.Row {
	t.Helper()
	row := contact.Row{Number: 1, Line: 2, Record: cells}
	for _, name := range m.Columns {
		slot := -1
		for i, column := range header {
			if column == name {
				slot = i
			}
		}
		if slot < 0 {
			t.Fatalf("the mapping binds %q, which the header lacks", name)
		}
		row.Slots = append(row.Slots, slot)
	}
	return row
}

// object makes the row that a source yields for a JSON object.
func object(m *Mapping, cells map[string]contact.Cell) contact.Row {
	row := contact.Row{Number: 1, Line: 1, Raw: []byte("{}")}
	for _, name := range m.Columns {
		row.Values = append(row.Values, cells[name])
	}
	return row
}

// wire writes an update as name=value, a blank between.
func wire(u contact.Update) string {
	var parts []string
	for _, f := range u.Fields {
		parts = append(parts, f.Name+"="+string(f.Value))
	}
	return strings.Join(parts, " ")
}

func words(s string) contact.Cell   { return contact.Cell{Kind: contact.Text, Text: s} }
func literal(s string) contact.Cell { return contact.Cell{Kind: contact.Number, Text: s} }
