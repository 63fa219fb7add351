package cendyn_test

import (
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/go-cmp/cmp"

	"rollcall/contact"
	"rollcall/providers"
	"rollcall/providers/providertest"
)

const (
	balance = `{"balance":"582.84660","currency":"eur5"}`

	customFields = `{"custom_fields":[{"_id":"5853d8c2edb7aacab9000045","name":"test_field_1","label":"Test Field 1","type":"string"},
		{"_id":"5853d8c2edb7aacab9000046","name":"test_field_2","type":"boolean"},{"name":"nights","type":"number"},
		{"name":"last_stay","type":"date"},{"name":"tier","type":"selectable_options","selectable_options":["Silver","Gold"]},
		{"name":"odd","type":"colour"},{"label":"nameless"}]}`

	audience = `{"lists":[{"id":"550aac3da096734ce50000b1","name":"First List"},{"_id":"550aac3da096734ce50000b2","name":"Second"},{"name":"x"}]}`

	shown = `{"id":"550aac3da096734000000000","name_first":"John","name_last":"Doe","phone_countrycode":"44","phone_number":"7712345678",
		"email":"johndoe@example.com","tags":["tag1","tag2"],"nights":2,"account_id":"550aac3da096734ce50000aa",
		"list_subscriptions":[{"list_id":"550aac3da096734ce50000b1","subscribed":true}],
		"channel_subscriptions":{"channel":"sms","blacklisted":false}}`

	shownID = "550aac3da096734000000000"
)

type provider interface {
	providers.Prober
	providers.Lister
	providers.Reader
}

func reader(t testing.TB) provider { return suite.Provider(t).(provider) }

func TestRequests(t *testing.T) {
	t.Parallel()
	p := reader(t)
	const account = "GET /v2/account/550aac3da096734ce50000aa"
	providertest.Requests(t, map[string]providers.Request{
		account + "/balance/current":   p.Probe(),
		account + "/custom_fields":     p.Fields(""),
		account + "/lists":             p.Fields("lists"),
		account + "/contact/" + id:     p.Lookup(id, ""),
		account + "/contact/a%2Fb%3Fc": p.Lookup("a/b?c", "ignored"),
	})
}

func TestProbed(t *testing.T) {
	t.Parallel()
	on, settle := providertest.On, providertest.Settle
	const account = "550aac3da096734ce50000aa"
	const refused = "authorization failure for account: " + account
	const hint = ": check the token, the setting account_id and the region: this run asks eu, try region: us"
	const route = "Route not found, please visit https://developers.cendyncrm.com/api/reference"
	const proxy = "404 Not Found: the address is not known there, is the base URL right?"
	providertest.Probed(t, reader(t), providers.Identity{ID: account}, []providertest.Exchange{
		on("good", 200, balance, settle(contact.Verified, "", "")),
		on("good, a number", 200, `{"balance":0}`, settle(contact.Verified, "", "")),
		on("bad token, account or region", 401, `{"error":"`+refused+`"}`, providertest.Stop(refused+hint, "")),
		on("no such address", 404, `{"error":"`+route+`"}`, settle(contact.Unknown, route+": check --base-url and the setting account_id", "")),
		on("no such address, HTML", 404, `<html>`, settle(contact.Unknown, proxy, "")),
		on("an error inside a 200", 200, `{"error":"odd"}`, settle(contact.Unknown, "odd", "")),
		on("nothing", 200, `{}`, settle(contact.Unknown, "200 OK, but the answer shows no credit of the account", "")),
		on("broken", 503, ``, providertest.Repeat(contact.Failed, "503 Service Unavailable", "")),
	})
}

func TestListed(t *testing.T) {
	t.Parallel()
	ids := []string{"550aac3da096734ce50000b1", "550aac3da096734ce50000b2"}
	providertest.Listed(t, reader(t), []providertest.Listing{
		{Body: customFields, Next: "lists", Fields: []providers.AccountField{
			{Name: "test_field_1", Custom: true, Type: "text"},
			{Name: "test_field_2", Custom: true, Type: "boolean"},
			{Name: "nights", Custom: true, Type: "number"},
			{Name: "last_stay", Custom: true, Type: "date"},
			{Name: "tier", Custom: true, Type: "text", Options: []string{"Silver", "Gold"}},
			{Name: "odd", Custom: true},
		}},
		{Cursor: "lists", Body: audience, Fields: []providers.AccountField{
			{Name: "list_subscriptions", Options: ids},
			{Name: "list_subscriptions[list_id]", Options: ids},
		}},
	})
}

func TestListed_noLists(t *testing.T) {
	t.Parallel()
	fields, _, err := reader(t).Listed(providertest.OK(`{"lists":[]}`), "lists")
	if err != nil || len(fields) != 2 || fields[0].Options == nil {
		t.Errorf("an account without lists would take any: %+v, %v", fields, err)
	}
	for cursor, body := range map[string]string{"": audience, "lists": customFields} {
		if _, _, err := reader(t).Listed(providertest.OK(body), cursor); err == nil || !strings.Contains(err.Error(), "holds no list of") {
			t.Errorf("page %q: %s passes for a list: %v", cursor, body, err)
		}
	}
}

func TestFound(t *testing.T) {
	t.Parallel()
	got := providertest.Found(t, reader(t), strings.ToUpper(shownID), shown)
	providertest.Shown(t, got, map[string]string{
		"name_first": `"John"`, "city": `null`, "tags": `["tag1","tag2"]`, "phone": `"+447712345678"`, "phone_number": `"7712345678"`,
		"device_id": ``, "gdpr_accept_terms": ``, "channel_subscriptions[sms]": `false`, "channel_subscriptions[email]": ``,
		"list_subscriptions[550aac3da096734ce50000b1]": `true`, "list_subscriptions[list_id]": ``,
	})
	if diff := cmp.Diff(map[string]jsontext.Value{"nights": jsontext.Value(`2`)}, got.Custom); diff != "" {
		t.Errorf("custom fields (-want +got):\n%s", diff)
	}
}

// TestFound_phone reads one phone number in the ways in which it may have been
// written.
func TestFound_phone(t *testing.T) {
	t.Parallel()
	for body, want := range map[string][3]string{
		`"phone":"447712345678"`:                                              {`"447712345678"`, `"44"`, `"7712345678"`},
		`"phone":"+447712345678","phone_number":""`:                           {`"+447712345678"`, `"44"`, `"7712345678"`},
		`"phone_countrycode":"+44","phone_number":7712345678`:                 {`"+447712345678"`, `"+44"`, `7712345678`},
		`"phone":"+441","phone_countrycode":"44","phone_number":"7712345678"`: {`"+441"`, `"44"`, `"7712345678"`},
		`"phone_number":"7712345678"`:                                         {`null`, `null`, `"7712345678"`},
		`"phone":"call me"`:                                                   {`"call me"`, `null`, `null`},
		`"phone":"1"`:                                                         {`"1"`, `null`, `null`},
		`"phone":{"x":1},"phone_countrycode":[],"phone_number":"７７１２"`:        {`{"x":1}`, `[]`, `"７７１２"`},
	} {
		got := providertest.Found(t, reader(t), id, `{"_id":"`+id+`",`+body+`}`)
		have := [3]string{}
		for i, name := range []string{"phone", "phone_countrycode", "phone_number"} {
			have[i] = string(got.Value(name, false))
		}
		if have != want {
			t.Errorf("%s: shown as %v, want %v", body, have, want)
		}
	}
}

func TestFound_not(t *testing.T) {
	t.Parallel()
	on, settle, stop := providertest.On, providertest.Settle, providertest.Stop
	const hint = ": check the token, the setting account_id and the region: this run asks eu, try region: us"
	providertest.NotShown(t, reader(t), id, []providertest.Exchange{
		on("none", 404, `{"error":"Contact not found"}`, settle(contact.NotFound, "Contact not found", "")),
		on("no such address", 404, `{"error":"Route not found, please visit"}`, stop("Route not found, please visit: check --base-url and the setting account_id", "")),
		on("bad token, account or region", 401, `{"error":"authorization failure for account: x"}`, stop("authorization failure for account: x"+hint, "")),
		on("another", 200, `{"id":"550aac3da096734ce5000002"}`, settle(contact.Unknown, "200 OK, but the answer shows another contact", "")),
		on("no id", 200, `{"name_first":"John"}`, settle(contact.Unknown, "200 OK, but the answer shows no contact", "")),
	})
}

func TestSame(t *testing.T) {
	t.Parallel()
	field, custom := providertest.Field, providertest.Custom
	providertest.Same(t, reader(t), []providertest.Comparison{
		{Sent: field("phone", `"+447712345678"`), Same: []string{`"447712345678"`}},
		{Sent: field("phone_countrycode", `"44"`), Same: []string{`"+44"`}},
		{Sent: field("phone_number", `"7712345678"`), Same: []string{`7712345678`}, Other: []string{`"07712345678"`}},
		{
			Sent:  field("born_date", `"1990-01-01T00:00:00Z"`),
			Same:  []string{`"1990-01-01"`, `"1990-01-01T00:00:00.000Z"`},
			Other: []string{`"1989-12-31T23:00:00Z"`},
		},
		{Sent: field("gender", `"MALE"`), Same: []string{`"male"`}},
		{Sent: field("zip", `"00123"`), Other: []string{`123`}},
		{Sent: field("facebook_friends", `12`), Same: []string{`"12"`}},
		{Sent: field("last_latitude", `27.994401`), Same: []string{`"27.9944010"`}, Other: []string{`27.9944`}},
		{Sent: field("tags", `["a","b"]`), Same: []string{`["b","a"]`}},
		{Sent: field("tags", `["a"]`), Other: []string{`["a","b"]`}},
		{Sent: field("gdpr_marketing_consent", `false`), Other: []string{`null`}},
		{Sent: field("channel_subscriptions[sms]", `true`), Same: []string{`"true"`}},
		{Sent: custom("nights", `2`), Same: []string{`2.0`}},
		{Sent: custom("since", `"2020-02-29"`), Same: []string{`"2020-02-29T00:00:00.000Z"`}},
	})
}

func TestRestore(t *testing.T) {
	t.Parallel()
	field := providertest.Field
	providertest.Restore(t, reader(t), []providertest.Restoration{
		{Shown: field("phone", `"447712345678"`), Want: `"+447712345678"`},
		{Shown: field("phone_countrycode", `"+44"`), Want: `"44"`},
		{Shown: field("born_date", `"1990-01-01"`), Want: `"1990-01-01T00:00:00Z"`},
		{Shown: field("gender", `"male"`), Want: `"MALE"`},
		{Shown: field("list_subscriptions[550aac3da096734ce50000b1]", `true`), Want: `true`},
		{Shown: field("channel_subscriptions[sms]", `"false"`), Want: `false`},
		{Shown: field("gender", `"unknown"`)},
	})
}
