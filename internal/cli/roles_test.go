package cli

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"rollcall/inspect"
	"rollcall/mapping"
	"rollcall/providers/all"
)

func TestRoles(t *testing.T) {
	t.Parallel()
	const text = `provider: cellcast
contact: {template: "{Site}{Serial}"}
fields:
  Number: {join: [Area, Line], with: ""}
  Address: {template: "{Street} {Postcode}"}
custom:
  Emergency: {column: in need, type: phone}
  Spare: Mobile
`
	header := []string{"Site", "Serial", "Area", "Line", "Street", "Postcode", " In Need", "Mobile", "Customer No"}
	m, err := mapping.Compile("m.yaml", []byte(text), all.Definitions(), header)
	if err != nil {
		t.Fatal(err)
	}
	role := roles(m)
	got := map[string]inspect.Role{}
	for _, column := range header {
		got[column] = role(column)
	}
	want := map[string]inspect.Role{
		"Site": inspect.Identifier, "Serial": inspect.Identifier,
		"Area": inspect.Dialled, "Line": inspect.Dialled, " In Need": inspect.Dialled,
		"Street": inspect.Other, "Postcode": inspect.Postal, "Mobile": inspect.Dialled, "Customer No": inspect.Key,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("damage is looked for in the wrong columns (-want +got):\n%s", diff)
	}
}
