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
	const hint = "authorization failure for account: 550aac3da096734ce50000aa: check the token, the setting account_id and the region: this run asks eu, try region: us"
	for _, tt := range []struct {
		name    string
		status  int
		body    string
		next    providers.Next
		want    contact.Status
		message string
	}{
		{"good", 200, balance, providers.Settle, contact.Verified, ""},
		{"good, a number", 200, `{"balance":0}`, providers.Settle, contact.Verified, ""},
		{"bad token, account or region", 401, `{"error":"authorization failure for account: 550aac3da096734ce50000aa"}`, providers.Stop, 0, hint},
		{"no such address", 404, `{"error":"Route not found, please visit https://developers.cendyncrm.com/api/reference"}`, providers.Settle, contact.Unknown, "Route not found, please visit https://developers.cendyncrm.com/api/reference: check --base-url and the setting account_id"},
		{"no such address, HTML", 404, `<html>`, providers.Settle, contact.Unknown, "404 Not Found: the address is not known there, is the base URL right?"},
		{"an error inside a 200", 200, `{"error":"odd"}`, providers.Settle, contact.Unknown, "odd"},
		{"nothing", 200, `{}`, providers.Settle, contact.Unknown, "200 OK, but the answer shows no credit of the account"},
		{"broken", 503, ``, providers.Repeat, contact.Failed, "503 Service Unavailable"},
	} {
		identity, v := reader(t).Probed(providers.Answer{Status: tt.status, Body: []byte(tt.body)})
		if v.Next != tt.next || v.Status != tt.want || v.Message != tt.message {
			t.Errorf("%s: %+v", tt.name, v)
		}
		want := providers.Identity{}
		if tt.want == contact.Verified {
			want.ID = "550aac3da096734ce50000aa"
		}
		if identity != want {
			t.Errorf("%s: the account is %+v, want %+v", tt.name, identity, want)
		}
	}
}

func TestListed(t *testing.T) {
	t.Parallel()
	fields, next, err := reader(t).Listed(providertest.OK(customFields), "")
	want := []providers.AccountField{
		{Name: "test_field_1", Custom: true, Type: "text"},
		{Name: "test_field_2", Custom: true, Type: "boolean"},
		{Name: "nights", Custom: true, Type: "number"},
		{Name: "last_stay", Custom: true, Type: "date"},
		{Name: "tier", Custom: true, Type: "text", Options: []string{"Silver", "Gold"}},
		{Name: "odd", Custom: true},
	}
	if diff := cmp.Diff(want, fields); diff != "" || err != nil {
		t.Errorf("%v, custom fields (-want +got):\n%s", err, diff)
	}
	fields, next, err = reader(t).Listed(providertest.OK(audience), next)
	ids := []string{"550aac3da096734ce50000b1", "550aac3da096734ce50000b2"}
	want = []providers.AccountField{{Name: "list_subscriptions", Options: ids}, {Name: "list_subscriptions[list_id]", Options: ids}}
	if diff := cmp.Diff(want, fields); diff != "" || err != nil || next != "" {
		t.Errorf("next %q, %v, lists (-want +got):\n%s", next, err, diff)
	}
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
	got, v := reader(t).Found(providertest.OK(shown), strings.ToUpper(shownID))
	if v.Status != contact.Verified {
		t.Fatalf("the contact is not read: %+v", v)
	}
	for name, want := range map[string]string{
		"name_first": `"John"`, "city": `null`, "tags": `["tag1","tag2"]`, "phone": `"+447712345678"`, "phone_number": `"7712345678"`,
		"device_id": ``, "gdpr_accept_terms": ``, "channel_subscriptions[sms]": `false`, "channel_subscriptions[email]": ``,
		"list_subscriptions[550aac3da096734ce50000b1]": `true`, "list_subscriptions[list_id]": ``,
	} {
		if value := got.Value(name, false); string(value) != want {
			t.Errorf("%s is shown as %s, want %s", name, value, want)
		}
	}
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
		got, _ := reader(t).Found(providertest.OK(`{"_id":"`+id+`",`+body+`}`), id)
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
	for _, tt := range []struct {
		status int
		body   string
		next   providers.Next
		want   contact.Status
	}{
		{404, `{"error":"Contact not found"}`, providers.Settle, contact.NotFound},
		{404, `{"error":"Route not found, please visit"}`, providers.Stop, 0},
		{401, `{"error":"authorization failure for account: x"}`, providers.Stop, 0},
		{200, `{"id":"550aac3da096734ce5000002"}`, providers.Settle, contact.Unknown},
		{200, `{"name_first":"John"}`, providers.Settle, contact.Unknown},
	} {
		_, v := reader(t).Found(providers.Answer{Status: tt.status, Body: []byte(tt.body)}, id)
		if v.Next != tt.next || v.Status != tt.want || v.Message == "" {
			t.Errorf("%d %s: %+v", tt.status, tt.body, v)
		}
	}
}

func TestSame(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		sent  contact.Field
		shown string
		want  bool
	}{
		{providertest.Field("phone", `"+447712345678"`), `"447712345678"`, true},
		{providertest.Field("phone_countrycode", `"44"`), `"+44"`, true},
		{providertest.Field("phone_number", `"7712345678"`), `7712345678`, true},
		{providertest.Field("phone_number", `"7712345678"`), `"07712345678"`, false},
		{providertest.Field("born_date", `"1990-01-01T00:00:00Z"`), `"1990-01-01"`, true},
		{providertest.Field("born_date", `"1990-01-01T00:00:00Z"`), `"1990-01-01T00:00:00.000Z"`, true},
		{providertest.Field("born_date", `"1990-01-01T00:00:00Z"`), `"1989-12-31T23:00:00Z"`, false},
		{providertest.Field("gender", `"MALE"`), `"male"`, true},
		{providertest.Field("zip", `"00123"`), `123`, false},
		{providertest.Field("facebook_friends", `12`), `"12"`, true},
		{providertest.Field("last_latitude", `27.994401`), `"27.9944010"`, true},
		{providertest.Field("last_latitude", `27.994401`), `27.9944`, false},
		{providertest.Field("tags", `["a","b"]`), `["b","a"]`, true},
		{providertest.Field("tags", `["a"]`), `["a","b"]`, false},
		{providertest.Field("gdpr_marketing_consent", `false`), `null`, false},
		{providertest.Field("channel_subscriptions[sms]", `true`), `"true"`, true},
		{providertest.Custom("nights", `2`), `2.0`, true},
		{providertest.Custom("since", `"2020-02-29"`), `"2020-02-29T00:00:00.000Z"`, true},
	} {
		if got := reader(t).Same(tt.sent, jsontext.Value(tt.shown)); got != tt.want {
			t.Errorf("%s %s shown as %s: same is %v", tt.sent.Name, tt.sent.Value, tt.shown, got)
		}
	}
}

func TestRestore(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, shown, want string }{
		{"phone", `"447712345678"`, `"+447712345678"`},
		{"phone_countrycode", `"+44"`, `"44"`},
		{"born_date", `"1990-01-01"`, `"1990-01-01T00:00:00Z"`},
		{"gender", `"male"`, `"MALE"`},
		{"list_subscriptions[550aac3da096734ce50000b1]", `true`, `true`},
		{"channel_subscriptions[sms]", `"false"`, `false`},
		{"gender", `"unknown"`, ``},
	} {
		got, ok := reader(t).Restore(tt.name, false, jsontext.Value(tt.shown))
		if string(got) != tt.want || ok != (tt.want != "") {
			t.Errorf("%s shown as %s is put back as %s (%v), want %s", tt.name, tt.shown, got, ok, tt.want)
		}
	}
}
