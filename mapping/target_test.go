package mapping

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"rollcall/providers"
)

func TestTargets(t *testing.T) {
	t.Parallel()
	m := compile(t, head+`fields:
  city: {column: Name, empty: clear}
  gender: {column: Name, default: f, map: {m: male, f: female, x: "", y: unknown}}
  tags: {column: Name, split: ;, options: [VIP, Gold], map: {v: vip, g: Gold}, map_other: keep}
  vip: {value: yes}
  channel[sms]: {value: "no"}
custom:
  Level: {value: 12.50, type: number}
  Plan: {column: Name, options: [Basic], create: true}
  Since: {column: Since, type: date, default: 1990-05-14}
  Teams: {value: [a, b, a], type: list}
`, wide...)
	want := []Target{
		{Name: "city"},
		{Name: "gender", Values: []string{"FEMALE", "MALE"}},
		{Name: "tags", Values: []string{"VIP", "Gold"}},
		{Name: "vip", Values: []string{"true"}},
		{Name: "channel[sms]", Values: []string{"false"}},
		{Name: "Level", Custom: true, Type: "number", Values: []string{"12.50"}},
		{Name: "Plan", Custom: true, Type: "text", Create: true, Values: []string{"Basic"}},
		{Name: "Since", Custom: true, Type: "date", Values: []string{"1990-05-14"}},
		{Name: "Teams", Custom: true, Type: "list", Values: []string{"a", "b"}},
	}
	if diff := cmp.Diff(want, m.Targets(), cmpopts.IgnoreUnexported(Target{})); diff != "" {
		t.Errorf("an account is compared with other fields than the mapping writes (-want +got):\n%s", diff)
	}
}

func TestTargetOfACleared(t *testing.T) {
	t.Parallel()
	m := compile(t, head+"fields: {city: {value: '', empty: clear}, email: {value: '', empty: clear}, groups: {value: '', empty: clear}}\n", wide...)
	for _, target := range m.Targets() {
		if target.Values != nil {
			t.Errorf("%s is cleared, and said to get %q", target.Name, target.Values)
		}
	}
}

func TestTargetErrors(t *testing.T) {
	t.Parallel()
	m, err := Compile("100%d.yaml", []byte(head+"custom:\n  Plan: Name\n"), definitions, wide)
	if err != nil {
		t.Fatal(err)
	}
	fault := &providers.FieldError{Field: "Plan", Reason: "is a number"}
	got := m.Targets()[0].Errorf("the account disagrees: %w", fault)
	if want := "100%d.yaml:5:3: the account disagrees: Plan: is a number"; got.Error() != want {
		t.Errorf("a field that the account lacks is reported as\n%s\nand not as\n%s", got, want)
	}
}

func TestNearest(t *testing.T) {
	t.Parallel()
	names := []string{"First Name", "Postal Code", "Last name"}
	for name, want := range map[string]string{"Postalcode": "Postal Code", "last name": "Last name", "Fist Name": "First Name", "Shoe size": "", "": ""} {
		if got, ok := Nearest(name, names); got != want || ok != (want != "") {
			t.Errorf("who writes %q is asked whether %q was meant", name, got)
		}
	}
}

func TestUses(t *testing.T) {
	t.Parallel()
	m := compile(t, `provider: acme
settings: {region: eu}
contact: {template: "{ID}{case}", by: phone}
fields:
  name: name
  phone: {join: [mobile, City], with: ""}
  email: {value: a@b.example}
custom:
  Joined: {column: Since, type: date}
where: row["E-mail"] != ""
report: {keep: [E-mail]}
`, wide...)
	want := []Use{
		{"Name", providers.Text, false},
		{"Mobile", providers.PhoneE164, false},
		{" City ", providers.PhoneE164, false},
		{"Since", providers.Date, false},
		{"ID", providers.PhoneE164, true},
		{"case", providers.PhoneE164, true},
	}
	if diff := cmp.Diff(want, m.Uses()); diff != "" {
		t.Errorf("what columns are used for (-want +got):\n%s", diff)
	}
}
