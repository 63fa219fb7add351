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
	jane := providers.Identity{ID: "jane.doe@email.com", Name: "Jane Doe"}
	for _, tt := range []struct {
		name   string
		status int
		body   string
		next   providers.Next
		want   contact.Status
		id     providers.Identity
	}{
		{"good", 200, me, providers.Settle, contact.Verified, jane},
		{"a user who is called like the key", 200, `{"status":"ok","user_name":"key k3y","user_email":"a@b.co","api_key":"k3y"}`, providers.Settle, contact.Verified, providers.Identity{ID: "a@b.co"}},
		{"bad key", 401, `{"error":"Unauthorized"}`, providers.Stop, 0, providers.Identity{}},
		{"no such address", 404, `{"error":"Not Found"}`, providers.Settle, contact.Unknown, providers.Identity{}},
		{"not ok", 200, strings.Replace(me, `"ok"`, `"suspended"`, 1), providers.Settle, contact.Unknown, providers.Identity{}},
		{"an error inside a 200", 200, `{"status":"ok","error":"no"}`, providers.Settle, contact.Unknown, providers.Identity{}},
		{"too many", 429, ``, providers.Repeat, contact.Deferred, providers.Identity{}},
	} {
		id, v := reader(t).Probed(providers.Answer{Status: tt.status, Body: []byte(tt.body)})
		if v.Next != tt.next || v.Status != tt.want || id != tt.id {
			t.Errorf("%s: %+v %+v", tt.name, v, id)
		}
		if strings.Contains(v.Message+id.ID+id.Name, "test_gshu") {
			t.Errorf("%s: the key is shown: %+v %+v", tt.name, v, id)
		}
	}
}

func TestFound(t *testing.T) {
	t.Parallel()
	bare := strings.NewReplacer(`"contact":[`, `"contact":`, `}]}`, `}}`).Replace(shown)
	for name, body := range map[string]string{"in a list": shown, "bare": bare} {
		got, v := reader(t).Found(providertest.OK(body), strings.ToUpper(uuid))
		if v.Status != contact.Verified {
			t.Fatalf("%s: the contact is not read: %+v", name, v)
		}
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
	got, _ := reader(t).Found(providertest.OK(body), uuid)
	for name, want := range map[string]string{
		"assigned_user": `"jane@b.co"`, "unassign_user": `false`, "team_uuid": `"t1"`, "note": `""`, "bot_status": `"bot_end"`, "name": ``, "tags": ``,
	} {
		if value := got.Value(name, false); string(value) != want {
			t.Errorf("%s is shown as %s, want %s", name, value, want)
		}
	}
	if value := got.Value("Address", true); value != nil {
		t.Errorf("a custom field of a contact that shows none counts as %s", value)
	}
	got, _ = reader(t).Found(providertest.OK(shown), uuid)
	if value := got.Value("note", false); value != nil {
		t.Errorf("a note that is not shown counts as %s, and undoing would clear it", value)
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
		{401, `{"error":"Unauthorized"}`, providers.Stop, 0},
		{200, `{"contact":{"uuid":"b14a6d692bd645ed803f2e7ce360d4c8"}}`, providers.Settle, contact.Unknown},
		{200, `{"contact":[]}`, providers.Settle, contact.Unknown},
		{200, `{"contact":[[{"uuid":"` + uuid + `"}]]}`, providers.Settle, contact.Unknown},
	} {
		_, v := reader(t).Found(providers.Answer{Status: tt.status, Body: []byte(tt.body)}, uuid)
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
		{providertest.Field("tags", `["a","b "]`), `["b ","a"]`, true},
		{providertest.Field("tags", `["a","b "]`), `["b","a"]`, false},
		{providertest.Field("tags", `["a"]`), `["A"]`, false},
		{providertest.Field("tags", `[]`), `null`, true},
		{providertest.Field("note", `""`), `null`, true},
		{providertest.Field("assigned_user", `"Jane@Email.com"`), `"jane@email.com"`, true},
		{providertest.Field("unassign_user", `true`), `true`, true},
		{providertest.Field("unassign_user", `true`), `false`, false},
		{providertest.Field("unassign_user", `false`), `false`, true},
		{providertest.Field("unassign_user", `false`), `true`, true},
		{providertest.Custom("Interests", `["News","Offers"]`), `"[\"Offers\",\"News\"]"`, true},
		{providertest.Custom("Interests", `["News","Offers"]`), `["Offers","News"]`, true},
		{providertest.Custom("Interests", `["News"]`), `"[\"Offers\",\"News\"]"`, false},
		{providertest.Custom("Interests", `["News"]`), `"News"`, false},
		{providertest.Custom("Orders", `"12"`), `12`, true},
		{providertest.Custom("Orders", `"1.50"`), `1.5`, true},
		{providertest.Custom("Orders", `"12"`), `"12"`, true},
		{providertest.Custom("Orders", `"12"`), `21`, false},
		{providertest.Custom("VIP", `"true"`), `true`, true},
		{providertest.Custom("zipCode", `"0123"`), `123`, false},
	} {
		if got := reader(t).Same(tt.sent, jsontext.Value(tt.shown)); got != tt.want {
			t.Errorf("%s %s shown as %s: same is %v", tt.sent.Name, tt.sent.Value, tt.shown, got)
		}
	}
	if reader(t).Same(providertest.Field("unassign_user", `false`), nil) {
		t.Error("a user who is not shown counts as read back")
	}
}

func TestRestore(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		field contact.Field
		want  string
	}{
		{providertest.Field("tags", `["b ","a"]`), `["b ","a"]`},
		{providertest.Field("tags", `[]`), `null`},
		{providertest.Field("unassign_user", `true`), `true`},
		{providertest.Field("unassign_user", `false`), ``},
		{providertest.Custom("Orders", `12.50`), `"12.50"`},
		{providertest.Custom("Interests", `["News"]`), `["News"]`},
		{providertest.Custom("VAT", `"[\"x\"]"`), `"[\"x\"]"`},
		{providertest.Custom("Odd", `{"a":1}`), ``},
	} {
		got, ok := reader(t).Restore(tt.field.Name, tt.field.Custom, tt.field.Value)
		if string(got) != tt.want || ok != (tt.want != "") {
			t.Errorf("%s shown as %s is put back as %s (%v), want %s", tt.field.Name, tt.field.Value, got, ok, tt.want)
		}
	}
}
