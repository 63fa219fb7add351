package aelyst_test

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
	users = `{"items":[{"id":1,"firstName":"Jane","lastName":"Doe","email":"jane@example.com","role":"owner","team":null},
		{"id":2,"email":"john@example.com","role":"agent","team":{"id":1,"name":"Sales"}}],"pagination":{"next":null,"previous":null}}`

	customFields = `{"items":[{"id":1,"name":"Company Website","description":"","dataType":"url","allowedValues":null},
		{"id":2,"name":"Plan ","description":"","dataType":"list","allowedValues":["Free","Pro"]},
		{"id":3,"name":"VIP","dataType":"checkbox"},{"id":4,"name":"Colour","dataType":"colour"}],
		"pagination":{"next":"https://api.aelyst.ai/space/contact_field?limit=99&cursorId=4","previous":null}}`

	shown = `{"id":1,"firstName":"Muhammad","lastName":null,"phone":"+60123456789","email":"test@example.com","language":"ms",
		"profilePic":null,"countryCode":"MY","custom_fields":[{"name":"Company Website","value":"https://example.com"},
		{"name":"Points","value":12.5},{"name":"VIP","value":null}],"tags":["a"],"status":"open","created_at":1700000000}`
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
	providertest.Requests(t, map[string]providers.Request{
		"GET /v1/space/user?limit=99":                            p.Probe(),
		"GET /v1/space/custom_field?limit=99":                    p.Fields(""),
		"GET /v1/space/custom_field?limit=99&cursorId=7":         p.Fields("7"),
		"GET /v1/space/custom_field?limit=99&cursorId=7%26limit": p.Fields("7&limit"),
		"GET /v1/contact/phone:+60121233112":                     p.Lookup("phone:+60121233112", ""),
		"GET /v1/contact/id:7":                                   p.Lookup("phone:+60121233112", "7"),
	})
}

func TestProbed(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		users:          "jane@example.com",
		`{"items":[]}`: "",
		`{"items":[{"email":"a@b.co","role":"owner"},{"email":"c@d.co","role":"owner"}]}`: "",
		`{"items":[{"email":"a@b.co","role":"agent"},"x"]}`:                               "",
	} {
		identity, v := reader(t).Probed(providertest.OK(body))
		if v.Status != contact.Verified || identity != (providers.Identity{Name: want}) {
			t.Errorf("%s: the account is %+v, want %q (%s %s)", body, identity, want, v.Status, v.Message)
		}
	}
	bad := providers.Answer{Status: 401, Body: []byte(`{"code":401,"message":"UN_AUTHORIZED"}`)}
	if identity, v := reader(t).Probed(bad); v.Next != providers.Stop || v.Message != "UN_AUTHORIZED" || identity != (providers.Identity{}) {
		t.Errorf("a bad token: %+v %+v", identity, v)
	}
}

func TestListed(t *testing.T) {
	t.Parallel()
	fields, next, err := reader(t).Listed(providertest.OK(customFields), "")
	want := []providers.AccountField{
		{Name: "Company Website", Custom: true, Type: "url"},
		{Name: "Plan ", Custom: true, Type: "list", Options: []string{"Free", "Pro"}},
		{Name: "VIP", Custom: true, Type: "boolean"},
		{Name: "Colour", Custom: true},
	}
	if diff := cmp.Diff(want, fields); diff != "" || err != nil || next != "4" {
		t.Errorf("next %q, %v, fields (-want +got):\n%s", next, err, diff)
	}
}

// TestListed_next takes the cursor out of an address that leads nowhere, and
// says so where there is none: a list that is cut short would make fields of the
// account look like slips.
func TestListed_next(t *testing.T) {
	t.Parallel()
	const item = `{"items":[{"name":"a","dataType":"text"}],"pagination":`
	for _, tt := range []struct {
		body, next string
		fails      bool
	}{
		{item + `{"next":null}}`, "", false},
		{item + `{"next":""}}`, "", false},
		{item + `null}`, "", false},
		{item + `{"next":"/space/contact_field?cursorId=12&limit=99"}}`, "12", false},
		{item + `{"next":"https://elsewhere/?cursorId=3"}}`, "3", false},
		{item + `{"next":"https://api.aelyst.ai/space/contact_field?limit=99"}}`, "", true},
		{item + `{"next":"/?cursorId=5"}}`, "", true},
		{item + `{"next":"/?cursorId=` + strings.Repeat("9", 100) + `"}}`, "", true},
		{item + `{"next":"http://%zz"}}`, "", true},
		{`{"items":[],"pagination":{"next":"/?cursorId=12"}}`, "", false},
		{`{"items":{}}`, "", true},
		{`{"code":401,"message":"UN_AUTHORIZED"}`, "", true},
	} {
		_, next, err := reader(t).Listed(providertest.OK(tt.body), "5")
		if next != tt.next || (err != nil) != tt.fails {
			t.Errorf("%s: next %q, error %v", tt.body, next, err)
		}
	}
}

func TestFound(t *testing.T) {
	t.Parallel()
	got, v := reader(t).Found(providertest.OK(shown), "email:test@example.com")
	if v.Next != providers.Settle || v.Status != contact.Verified || v.ID != "1" {
		t.Fatalf("the contact is not read: %+v", v)
	}
	for name, want := range map[string]string{
		"firstName": `"Muhammad"`, "lastName": `null`, "phone": `"+60123456789"`, "countryCode": `"MY"`, "status": ``,
	} {
		if value := got.Value(name, false); string(value) != want {
			t.Errorf("%s is shown as %s, want %s", name, value, want)
		}
	}
	for name, want := range map[string]string{"Points": `12.5`, "VIP": `null`, "Never filled": `null`} {
		if value := got.Value(name, true); string(value) != want {
			t.Errorf("custom field %s is shown as %s, want %s", name, value, want)
		}
	}
}

// TestFound_untold keeps what is not shown apart from what is empty: null would
// clear it.
func TestFound_untold(t *testing.T) {
	t.Parallel()
	got, _ := reader(t).Found(providertest.OK(`{"id":1,"firstName":"A"}`), "id:1")
	if value := got.Value("lastName", false); value != nil {
		t.Errorf("a last name that is not shown counts as %s", value)
	}
	if value := got.Value("Points", true); value != nil {
		t.Errorf("a custom field that is not shown counts as %s", value)
	}
}

func TestFound_not(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		status  int
		body    string
		next    providers.Next
		want    contact.Status
		message string
	}{
		{404, `{"code":404,"message":"Contact not found."}`, providers.Settle, contact.NotFound, "Contact not found."},
		{200, `{"id":2,"firstName":"B"}`, providers.Settle, contact.Unknown, "200 OK, but the answer shows another contact"},
		{200, `{"firstName":"B"}`, providers.Settle, contact.Unknown, "200 OK, but the answer shows no contact"},
		{200, `{"id":"x/../y"}`, providers.Settle, contact.Unknown, "200 OK, but the answer shows no contact"},
		{401, `{"code":401,"message":"UN_AUTHORIZED"}`, providers.Stop, 0, "UN_AUTHORIZED"},
		{449, `{"code":449,"message":"wait"}`, providers.Repeat, contact.Deferred, "wait"},
	} {
		_, v := reader(t).Found(providers.Answer{Status: tt.status, Body: []byte(tt.body)}, "id:1")
		if v.Next != tt.next || v.Status != tt.want || v.Message != tt.message {
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
		{providertest.Field("phone", `"+60123456789"`), `"60123456789"`, true},
		{providertest.Field("phone", `"+60123456789"`), `"123456789"`, false},
		{providertest.Field("language", `"ms"`), `"MS"`, true},
		{providertest.Field("email", `null`), `""`, true},
		{providertest.Custom("Points", `12.50`), `12.5`, true},
		{providertest.Custom("Points", `12.50`), `"12.5"`, true},
		{providertest.Custom("VIP", `true`), `"true"`, true},
		{providertest.Custom("VIP", `false`), `null`, true},
		{providertest.Custom("VIP", `null`), `false`, true},
		{providertest.Custom("VIP", `false`), `true`, false},
		{providertest.Custom("VIP", `true`), `false`, false},
		{providertest.Custom("VIP", `"no"`), `false`, false},
		{providertest.Custom("Joined", `"2020-02-29"`), `"2020-02-29T00:00:00.000Z"`, true},
		{providertest.Custom("Call Time", `"13:00"`), `"13:00:00"`, true},
		{providertest.Custom("Code", `"0012"`), `12`, false},
	} {
		if got := reader(t).Same(tt.sent, jsontext.Value(tt.shown)); got != tt.want {
			t.Errorf("%s %s shown as %s: same is %v", tt.sent.Name, tt.sent.Value, tt.shown, got)
		}
	}
	if reader(t).Same(providertest.Custom("VIP", `false`), nil) {
		t.Error("a checkbox that is not shown counts as read back")
	}
}

func TestJudgeTellsTheID(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		`{"contactId":17}`: "17", `{"contactId":"17"}`: "17", `{}`: "", `{"contactId":"../x"}`: "", `{"contactId":-1}`: "",
		`{"contactId":12345678901234567890}`: "",
	} {
		got := suite.Provider(t).Judge(providertest.OK(body), []contact.Update{{Contact: "email:a@b.co"}})
		if got[0].ID != want {
			t.Errorf("%s: the contact is read back by the id %q, want %q", body, got[0].ID, want)
		}
	}
}
