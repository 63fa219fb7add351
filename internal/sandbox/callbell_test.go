package sandbox

import (
	"strings"
	"testing"
)

func callbellPatch(body string) request { return patch("/v1/contacts/"+hex32, body) }

const callbellBlank = `"uuid":"` + hex32 + `","phoneNumber":null,"avatarUrl":null,"createdAt":"2020-11-13T21:08:53Z","source":"whatsapp",
	"href":"https://dash.callbell.eu/contacts/` + hex32 + `","conversationHref":"https://dash.callbell.eu/contacts/` + hex32 + `"`

func TestCallbell_answers(t *testing.T) {
	t.Parallel()
	sample := callbellPatch(`{"name":"Joe Doe NEW","custom_fields":{"orderNumber":"123","zipCode":"98765430"}}`)
	contact := `{` + callbellBlank + `,"name":"Joe Doe NEW","tags":[],"assignedUser":null,"team":null,
		"customFields":{"orderNumber":"123","zipCode":"98765430"},"note":"","botStatus":"bot_start"}`
	checkExchanges(t, Config{MissingIDs: []string{"0" + hex32[1:]}}, map[string]exchangeCase{
		"the page's sample": {sample, 200, `{"contact":` + contact + `}`},
		"wrong token":       {callbellPatch(`{}`).with("Authorization", "Bearer x"), 401, `{"error":"Unauthorized"}`},
		"no such contact":   {patch("/v1/contacts/0"+hex32[1:], `{}`), 404, `{"error":"Contact not found"}`},
		"dashed identifier": {patch("/v1/contacts/"+uuid1, `{}`), 422, `{"error":"the contact identifier is not well formed"}`},
		"wrong method":      {put("/v1/contacts/"+hex32, `{}`), 404, `{"error":"Not Found"}`},
		"me":                {get("/v1/auth/me"), 200, `{"status":"ok","user_email":"jane.doe@email.com","user_name":"Jane Doe","api_key":"sandbox-token"}`},
	})
	t.Run("array", func(t *testing.T) {
		checkExchanges(t, Config{CallbellArray: true}, map[string]exchangeCase{"sample": {sample, 200, `{"contact":[` + contact + `]}`}})
	})
}

func TestCallbell_forms(t *testing.T) {
	t.Parallel()
	custom := func(name, value string) string { return `{"custom_fields":{"` + name + `":` + value + `}}` }
	checkTaken(t, callbellPatch, `{}`, `{"tags":["VIP","Call back"]}`, `{"tags":[]}`, `{"custom_fields":{}}`, `{"note":""}`,
		`{"note":"`+strings.Repeat("é", 1000)+`"}`, `{"assigned_user":"jane.doe@email.com"}`, `{"unassign_user":true}`,
		`{"unassign_user":false,"assigned_user":"jane.doe@email.com"}`, `{"team_uuid":"`+defaultTeams[0]+`","bot_status":"bot_end"}`,
		custom("orderNumber", `"4.2e1"`), custom("Birthday", `"2026-03-03"`), custom("Plan", `"Pro"`), custom("Interests", `["News"]`))
	checkRefused(t, callbellPatch, 422, map[string]string{
		`{"phone_number":"123"}`: "phone_number",
		`{"tags":["vip"]}`:       "tags",
		`{"tags":"VIP"}`:         "tags",
		`{"name":null}`:          "name",
		`{"note":"` + strings.Repeat("é", 1001) + `"}`:                "note",
		`{"assigned_user":"nobody@example.com"}`:                      "assigned_user",
		`{"unassign_user":true,"assigned_user":"jane.doe@email.com"}`: "unassign_user",
		`{"unassign_user":"true"}`:                                    "unassign_user",
		`{"team_uuid":"` + hex32 + `"}`:                               "team_uuid",
		`{"bot_status":"on"}`:                                         "bot_status",
		`{"custom_fields":[]}`:                                        "custom_fields",
		custom("orderNumber", `123`):                                  "orderNumber",
		custom("orderNumber", `"one"`):                                "orderNumber",
		custom("Interests", `"News"`):                                 "Interests",
		custom("Interests", `["Sports"]`):                             "Interests",
		custom("Unheard", `"x"`):                                      "Unheard",
	})
}

func TestCallbell_readBack(t *testing.T) {
	t.Parallel()
	s := New(Config{})
	must(t, s, callbellPatch(`{"name":"A","tags":["VIP"],"assigned_user":"jane.doe@email.com","custom_fields":{"Plan":"Pro","Interests":["News","Events"]}}`))
	must(t, s, callbellPatch(`{"tags":["Interested"],"unassign_user":true,"note":"called","custom_fields":{"zipCode":"00123"}}`))
	want := `{` + callbellBlank + `,"name":"A","tags":["Interested"],"assignedUser":null,"team":null,"note":"called","botStatus":"bot_start",
		"customFields":{"Plan":"Pro","Interests":"[\"News\",\"Events\"]","zipCode":"00123"}}`
	if w := must(t, s, get("/v1/contacts/"+hex32)); !equal(decode(t, `{"contact":`+want+`}`), decode(t, w.Body.String())) {
		t.Errorf("read back %s", w.Body)
	}
	typed := must(t, s, get("/v1/contacts/"+hex32+"?include_field_types=true")).Body.String()
	if part := `"Interests":{"options":["News","Offers","Events"],"type":"checkbox","value":["News","Events"]}`; !strings.Contains(typed, part) {
		t.Errorf("the typed fields lack %s: %s", part, typed)
	}
}

func TestConfig_anyNames(t *testing.T) {
	t.Parallel()
	s := New(Config{AnyNames: true})
	for _, path := range []string{"/v1/space/custom_field", "/api/v2/contact/fields/available", cendynBase + "/custom_fields", cendynBase + "/lists"} {
		if w := send(s, get(path)); w.Code != 501 {
			t.Errorf("%s lists names, though every name is taken: %s", path, w.Body)
		}
	}
	must(t, s, callbellPatch(`{"tags":["whatever"],"assigned_user":"x@y.zz","team_uuid":"t","custom_fields":{"Mine":"x"}}`))
	must(t, s, aelystPut(`{"custom_fields":[{"name":"Mine","value":"x"}]}`))
	must(t, s, cendynPut(`{"mine":1,"list_subscriptions":[{"list_id":"`+hex24+`","subscribed":true}]}`))
}
