package preflight

import (
	"strings"
	"testing"

	"rollcall/mapping"
	"rollcall/providers"
	"rollcall/providers/all"
)

// accounts are what providers tell of the fields of an account.
var accounts = map[string][]providers.AccountField{
	"cellcast": {
		{Name: "Number"},
		{Name: "First Name"},
		{Name: "Last Name"},
		{Name: "Email"},
		{Name: "Birthday"},
		{Name: "Address"},
		{Name: "Postal Code"},
		{Name: "Shoe Size", Custom: true},
	},
	"aelyst": {
		{Name: "Points", Custom: true, Type: "number"},
		{Name: "VIP", Custom: true, Type: "boolean"},
		{Name: "Joined", Custom: true, Type: "date"},
		{Name: "Notes", Custom: true, Type: "text"},
		{Name: "Work Email", Custom: true, Type: "email"},
		{Name: "Plan", Custom: true, Type: "list", Options: []string{"Free", "Pro"}},
		{Name: "Empty", Custom: true, Type: "list", Options: []string{}},
		{Name: "Odd", Custom: true},
	},
	"cendyn": {
		{Name: "tier", Custom: true, Type: "text", Options: []string{"Silver", "Gold"}},
		{Name: "list_subscriptions", Options: []string{"550aac3da096734ce5000101", "550aac3da096734ce5000102"}},
		{Name: "list_subscriptions[list_id]", Options: []string{"550aac3da096734ce5000101", "550aac3da096734ce5000102"}},
	},
}

var heads = map[string]string{
	"cellcast": "provider: cellcast\ncontact: id\n",
	"aelyst":   "provider: aelyst\ncontact: id\n",
	"cendyn":   "provider: cendyn\nsettings: {account_id: 550aac3da096734ce5000000, region: eu}\ncontact: id\n",
}

func TestMatch(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		provider, yaml string
		want           []string // in the errors
	}{
		"fields that everybody has":  {"aelyst", "fields: {firstName: a, email: b}", nil},
		"all is well":                {"aelyst", "custom: {Points: {column: a, type: integer}, Notes: b, Plan: {column: c, type: list}, Odd: {column: d, type: time}}", nil},
		"an unknown name":            {"aelyst", "custom: {Pints: a}", []string{`m.yaml:3:10: the account has no field "Pints": did you mean "Points"?`}},
		"nothing like it":            {"aelyst", "custom: {Favourite colour: a}", []string{`the account has no field "Favourite colour"`}},
		"several":                    {"aelyst", "custom:\n  notes: a\n  VIP: b\n  points: c", []string{`m.yaml:4:3: the account has no field "notes": did you mean "Notes"?`, `m.yaml:5:3: "VIP" is of type boolean in the account, and of type text in the mapping: write type: boolean`, `m.yaml:6:3:`}},
		"another type":               {"aelyst", "custom: {Points: {column: a, type: date}}", []string{`"Points" is of type number in the account, and of type date in the mapping: write type: number`}},
		"a date as text":             {"aelyst", "custom: {Joined: a}", []string{`write type: date`}},
		"an address as text":         {"aelyst", "custom: {Work Email: a}", nil},
		"an option":                  {"aelyst", "custom: {Plan: {value: Pro}}", nil},
		"no option":                  {"aelyst", "custom: {Plan: {value: pro}}", []string{`"Plan" does not take "pro" in the account, but Free, Pro: did you mean "Pro"?`}},
		"no option, by default":      {"aelyst", "custom: {Plan: {column: a, default: Basic}}", []string{`"Plan" does not take "Basic" in the account, but Free, Pro`}},
		"no option, by map":          {"aelyst", "custom: {Plan: {column: a, map: {x: Free, y: Prö}}}", []string{`"Prö"`}},
		"a list without options":     {"aelyst", "custom: {Empty: {value: x}}", []string{`"Empty" does not take "x" in the account, but nothing, for it has no options`}},
		"a field that is there":      {"cellcast", "fields: {Address: a, First Name: b}\ncustom: {Shoe Size: c}", nil},
		"a field to be created":      {"cellcast", "fields: {Gender: a}", []string{`the account has no field "Gender"; to have it created, which cannot be undone, write create: true`}},
		"a slip that would create":   {"cellcast", "custom: {Shoe size: a}", []string{`the account has no field "Shoe size": did you mean "Shoe Size"? to have it created`}},
		"consent":                    {"cellcast", "fields: {Gender: {column: a, create: true}}\ncustom: {Shoe size: {column: b, create: true}}", nil},
		"a list by its key":          {"cendyn", "fields: {'list_subscriptions[550aac3da096734ce5000101]': a, 'channel_subscriptions[sms]': b}", nil},
		"a list that is not there":   {"cendyn", "fields: {'list_subscriptions[550aac3da096734ce5000109]': a}", []string{`list_subscriptions: the account has no "550aac3da096734ce5000109": did you mean "550aac3da096734ce5000101"?`}},
		"a pair":                     {"cendyn", "fields: {'list_subscriptions[list_id]': {column: a, default: 550aac3da096734ce5000102}, 'list_subscriptions[subscribed]': b}", nil},
		"a pair that is not there":   {"cendyn", "fields: {'list_subscriptions[list_id]': {value: 550aac3da096734ce5000666}, 'list_subscriptions[subscribed]': b}", []string{`"list_subscriptions[list_id]" does not take "550aac3da096734ce5000666" in the account`}},
		"an option of another field": {"cendyn", "custom: {tier: {column: a, options: [Silver, Bronze]}}", []string{`"tier" does not take "Bronze"`}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m, err := mapping.Compile("m.yaml", []byte(heads[tt.provider]+tt.yaml+"\n"), all.Definitions(), []string{"id", "a", "b", "c", "d"})
			if err != nil {
				t.Fatal(err)
			}
			account := Account{Fields: accounts[tt.provider], Listed: true}
			wrong := account.Match(m.Targets(), m.Provider.Spec())
			if len(wrong) != len(tt.want) {
				t.Fatalf("the errors are %v, want %d", wrong, len(tt.want))
			}
			for i, want := range tt.want {
				if !strings.Contains(wrong[i].Error(), want) {
					t.Errorf("the error is\n%v\nwant in it\n%s", wrong[i], want)
				}
			}
			account.Listed = false
			if wrong := account.Match(m.Targets(), m.Provider.Spec()); wrong != nil {
				t.Errorf("where the fields are not known, these are wrong: %v", wrong)
			}
		})
	}
}

func TestMatch_manyOptions(t *testing.T) {
	t.Parallel()
	options := strings.Split(strings.Repeat("x", 12), "")
	if got := list(options); got != "x, x, x, x, x, x, x, x, x, x and 2 more" {
		t.Errorf("twelve options are listed as %s", got)
	}
	if got := list([]string{strings.Repeat("long ", 100)}); len(got) > 310 {
		t.Errorf("an option of 500 letters is shown with %d", len(got))
	}
}
