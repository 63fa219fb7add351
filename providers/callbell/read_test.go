package callbell_test

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
	me = `{"status":"ok","user_email":"jane.doe@email.com","user_name":"Jane Doe","api_key":"test_gshuPaZoeEG6ovbc8M79w0QyM"}`

	uuid = "414a6d692bd645ed803f2e7ce360d4c8"

	shown = `{"contact":[{"uuid":"` + uuid + `","name":"John Doe","phoneNumber":"+123 456 789","avatarUrl":null,
		"createdAt":"2020-11-13T21:08:53Z","source":"whatsapp","tags":["sales ","lead"],"assignedUser":null,"team":null,
		"customFields":{"Address":"Oxford Street 123","Orders":"12","Interests":"[\"News\",\"Offers\"]","VAT":"[\"x\"]","Empty":""},
		"customFieldsMetadata":{"Address":{"value":"Oxford Street 123","type":"text","options":null},
			"Orders":{"value":12,"type":"number"},"Interests":{"value":["News","Offers"],"type":"checkbox","options":["News","Offers"]},
			"VAT":{"value":"[\"x\"]","type":"text"},"Unused":{"value":null,"type":"date"}}}]}`
)

type provider interface {
	providers.Prober
	providers.Reader
}

func reader(t testing.TB) provider { return suite.Provider(t).(provider) }

func TestRequests(t *testing.T) {
	t.Parallel()
	p := reader(t)
	providertest.Requests(t, map[string]providers.Request{
		"GET /v1/auth/me": p.Probe(),
		"GET /v1/contacts/" + uuid + "?include_field_types=true": p.Lookup(uuid, ""),
		"GET /v1/contacts/a%2Fb%3Fc?include_field_types=true":    p.Lookup("a/b?c", "ignored"),
	})
	if _, ok := suite.Provider(t).(providers.Lister); ok {
		t.Error("no page lists the custom fields of an account")
	}
}

func TestProbed(t *testing.T) {
	t.Parallel()
	on, settle := providertest.On, providertest.Settle
	const unclear = "200 OK, but the answer does not say that the key is good"
	providertest.Probed(t, reader(t), providers.Identity{ID: "jane.doe@email.com", Name: "Jane Doe"}, []providertest.Exchange{
		on("good", 200, me, settle(contact.Verified, "", "")),
		on("bad key", 401, `{"error":"Unauthorized"}`, providertest.Stop("Unauthorized", "")),
		on("no such address", 404, `{"error":"Not Found"}`, settle(contact.Unknown, "Not Found: the account cannot be asked for there", "")),
		on("not ok", 200, strings.Replace(me, `"ok"`, `"suspended"`, 1), settle(contact.Unknown, unclear, "")),
		on("an error inside a 200", 200, `{"status":"ok","error":"no"}`, settle(contact.Unknown, "no", "")),
		on("too many", 429, ``, providertest.Repeat(contact.Deferred, "429 Too Many Requests", "")),
	})
	providertest.Probed(t, reader(t), providers.Identity{ID: "a@b.co"}, []providertest.Exchange{
		on("a user who is called like the key", 200, `{"status":"ok","user_name":"key k3y","user_email":"a@b.co","api_key":"k3y"}`, settle(contact.Verified, "", "")),
	})
}

func TestFound(t *testing.T) {
	t.Parallel()
	bare := strings.NewReplacer(`"contact":[`, `"contact":`, `}]}`, `}}`).Replace(shown)
	for name, body := range map[string]string{"in a list": shown, "bare": bare} {
		got := providertest.Found(t, reader(t), strings.ToUpper(uuid), body)
		want := providers.Snapshot{
			Fields: map[string]jsontext.Value{
				"name": jsontext.Value(`"John Doe"`), "tags": jsontext.Value(`["sales ","lead"]`),
				"assigned_user": jsontext.Value(`null`), "unassign_user": jsontext.Value(`true`), "team_uuid": jsontext.Value(`null`),
			},
			Custom: map[string]jsontext.Value{
				"Address": jsontext.Value(`"Oxford Street 123"`), "Orders": jsontext.Value(`12`), "Interests": jsontext.Value(`["News","Offers"]`),
				"VAT": jsontext.Value(`"[\"x\"]"`), "Empty": jsontext.Value(`""`),
			},
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// TestFound_more reads what a newer edition of the object may show, and knows
// nothing of what an older one leaves out.
func TestFound_more(t *testing.T) {
	t.Parallel()
	body := `{"contact":{"uuid":"` + uuid + `","assignedUser":"jane@b.co","team":{"uuid":"t1","name":"Sales"},"note":"","botStatus":"bot_end"}}`
	got := providertest.Found(t, reader(t), uuid, body)
	providertest.Shown(t, got, map[string]string{
		"assigned_user": `"jane@b.co"`, "unassign_user": `false`, "team_uuid": `"t1"`, "note": `""`, "bot_status": `"bot_end"`, "name": ``, "tags": ``,
	})
	providertest.ShownCustom(t, got, map[string]string{"Address": ``})
	// An undo that took the note for empty would clear it.
	providertest.Shown(t, providertest.Found(t, reader(t), uuid, shown), map[string]string{"note": ``})
}

func TestFound_not(t *testing.T) {
	t.Parallel()
	on, settle := providertest.On, providertest.Settle
	const none = "200 OK, but the answer shows no contact"
	providertest.NotShown(t, reader(t), uuid, []providertest.Exchange{
		on("none", 404, `{"error":"Contact not found"}`, settle(contact.NotFound, "Contact not found", "")),
		on("bad key", 401, `{"error":"Unauthorized"}`, providertest.Stop("Unauthorized", "")),
		on("another", 200, `{"contact":{"uuid":"b14a6d692bd645ed803f2e7ce360d4c8"}}`, settle(contact.Unknown, "200 OK, but the answer shows another contact", "")),
		on("an empty list", 200, `{"contact":[]}`, settle(contact.Unknown, none, "")),
		on("a list in a list", 200, `{"contact":[[{"uuid":"`+uuid+`"}]]}`, settle(contact.Unknown, none, "")),
	})
}

func TestSame(t *testing.T) {
	t.Parallel()
	field, custom := providertest.Field, providertest.Custom
	providertest.Same(t, reader(t), []providertest.Comparison{
		{Sent: field("tags", `["a","b "]`), Same: []string{`["b ","a"]`}, Other: []string{`["b","a"]`}},
		{Sent: field("tags", `["a"]`), Other: []string{`["A"]`}},
		{Sent: field("tags", `[]`), Same: []string{`null`}},
		{Sent: field("note", `""`), Same: []string{`null`}},
		{Sent: field("assigned_user", `"Jane@Email.com"`), Same: []string{`"jane@email.com"`}},
		{Sent: field("unassign_user", `true`), Same: []string{`true`}, Other: []string{`false`}},
		{Sent: field("unassign_user", `false`), Same: []string{`false`, `true`}},
		{Sent: custom("Interests", `["News","Offers"]`), Same: []string{`"[\"Offers\",\"News\"]"`, `["Offers","News"]`}},
		{Sent: custom("Interests", `["News"]`), Other: []string{`"[\"Offers\",\"News\"]"`, `"News"`}},
		{Sent: custom("Orders", `"12"`), Same: []string{`12`, `"12"`}, Other: []string{`21`}},
		{Sent: custom("Orders", `"1.50"`), Same: []string{`1.5`}},
		{Sent: custom("VIP", `"true"`), Same: []string{`true`}},
		{Sent: custom("zipCode", `"0123"`), Other: []string{`123`}},
	})
}

func TestRestore(t *testing.T) {
	t.Parallel()
	field, custom := providertest.Field, providertest.Custom
	providertest.Restore(t, reader(t), []providertest.Restoration{
		{Shown: field("tags", `["b ","a"]`), Want: `["b ","a"]`},
		{Shown: field("tags", `[]`), Want: `null`},
		{Shown: field("unassign_user", `true`), Want: `true`},
		{Shown: field("unassign_user", `false`)},
		{Shown: custom("Orders", `12.50`), Want: `"12.50"`},
		{Shown: custom("Interests", `["News"]`), Want: `["News"]`},
		{Shown: custom("VAT", `"[\"x\"]"`), Want: `"[\"x\"]"`},
		{Shown: custom("Odd", `{"a":1}`)},
	})
}
