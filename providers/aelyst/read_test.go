package aelyst_test

import (
	"strings"
	"testing"

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
	on, stop := providertest.On, providertest.Stop
	good := providertest.Settle(contact.Verified, "", "")
	providertest.Probed(t, reader(t), providers.Identity{Name: "jane@example.com"}, []providertest.Exchange{
		on("good", 200, users, good),
		on("bad token", 401, `{"code":401,"message":"UN_AUTHORIZED"}`, stop("UN_AUTHORIZED", "401")),
	})
	providertest.Probed(t, reader(t), providers.Identity{}, []providertest.Exchange{
		on("nobody", 200, `{"items":[]}`, good),
		on("two owners", 200, `{"items":[{"email":"a@b.co","role":"owner"},{"email":"c@d.co","role":"owner"}]}`, good),
		on("no owner", 200, `{"items":[{"email":"a@b.co","role":"agent"},"x"]}`, good),
	})
}

func TestListed(t *testing.T) {
	t.Parallel()
	providertest.Listed(t, reader(t), []providertest.Listing{{Body: customFields, Next: "4", Fields: []providers.AccountField{
		{Name: "Company Website", Custom: true, Type: "url"},
		{Name: "Plan ", Custom: true, Type: "list", Options: []string{"Free", "Pro"}},
		{Name: "VIP", Custom: true, Type: "boolean"},
		{Name: "Colour", Custom: true},
	}}})
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
	got := providertest.Found(t, reader(t), "email:test@example.com", shown)
	if got.ID != "1" {
		t.Errorf("the contact is put back by the id %q, want 1", got.ID)
	}
	providertest.Shown(t, got, map[string]string{
		"firstName": `"Muhammad"`, "lastName": `null`, "phone": `"+60123456789"`, "countryCode": `"MY"`, "status": ``,
	})
	providertest.ShownCustom(t, got, map[string]string{"Points": `12.5`, "VIP": `null`, "Never filled": `null`})
}

// TestFound_untold keeps what is not shown apart from what is empty: null would
// clear it.
func TestFound_untold(t *testing.T) {
	t.Parallel()
	got := providertest.Found(t, reader(t), "id:1", `{"id":1,"firstName":"A"}`)
	providertest.Shown(t, got, map[string]string{"lastName": ``})
	providertest.ShownCustom(t, got, map[string]string{"Points": ``})
}

func TestFound_not(t *testing.T) {
	t.Parallel()
	on, settle := providertest.On, providertest.Settle
	providertest.NotShown(t, reader(t), "id:1", []providertest.Exchange{
		on("none", 404, `{"code":404,"message":"Contact not found."}`, settle(contact.NotFound, "Contact not found.", "404")),
		on("another", 200, `{"id":2,"firstName":"B"}`, settle(contact.Unknown, "200 OK, but the answer shows another contact", "")),
		on("no id", 200, `{"firstName":"B"}`, settle(contact.Unknown, "200 OK, but the answer shows no contact", "")),
		on("an id that climbs", 200, `{"id":"x/../y"}`, settle(contact.Unknown, "200 OK, but the answer shows no contact", "")),
		on("bad token", 401, `{"code":401,"message":"UN_AUTHORIZED"}`, providertest.Stop("UN_AUTHORIZED", "401")),
		on("in queue", 449, `{"code":449,"message":"wait"}`, providertest.Repeat(contact.Deferred, "wait", "449")),
	})
}

func TestSame(t *testing.T) {
	t.Parallel()
	field, custom := providertest.Field, providertest.Custom
	providertest.Same(t, reader(t), []providertest.Comparison{
		{Sent: field("phone", `"+60123456789"`), Same: []string{`"60123456789"`}, Other: []string{`"123456789"`}},
		{Sent: field("language", `"ms"`), Same: []string{`"MS"`}},
		{Sent: field("email", `null`), Same: []string{`""`}},
		{Sent: custom("Points", `12.50`), Same: []string{`12.5`, `"12.5"`}},
		{Sent: custom("VIP", `true`), Same: []string{`"true"`}, Other: []string{`false`}},
		{Sent: custom("VIP", `false`), Same: []string{`null`}, Other: []string{`true`}},
		{Sent: custom("VIP", `null`), Same: []string{`false`}},
		{Sent: custom("VIP", `"no"`), Other: []string{`false`}},
		{Sent: custom("Joined", `"2020-02-29"`), Same: []string{`"2020-02-29T00:00:00.000Z"`}},
		{Sent: custom("Call Time", `"13:00"`), Same: []string{`"13:00:00"`}},
		{Sent: custom("Code", `"0012"`), Other: []string{`12`}},
	})
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
