package sandbox

import (
	"strings"
	"testing"
)

func aelystPut(body string) request { return put("/v1/contact/id:1", body) }

func TestAelyst_answers(t *testing.T) {
	t.Parallel()
	checkExchanges(t, Config{MissingIDs: []string{"5", "gone@example.com"}}, map[string]exchangeCase{
		"the page's sample": {
			put("/v1/contact/id:123", `{"firstName":"Muhammad ","lastName":"Mahin","phone":"+60123456789","email":"test@example.com","language":"ms",
				"profilePic":"https://cdn.aelyst.ai/profile_avatar.png","countryCode":"MY","custom_fields":[{"name":"Company Website","value":"https://example.com"}]}`),
			200, `{"contactId":123}`,
		},
		"by phone, escaped":   {put("/v1/contact/phone:%2B60121233112", `{}`), 200, `{"contactId":` + aelystNumberOf("phone:+60121233112") + `}`},
		"by phone, plain":     {put("/v1/contact/phone:+60121233112", `{}`), 200, `{"contactId":` + aelystNumberOf("phone:+60121233112") + `}`},
		"by email":            {put("/v1/contact/email:a.b+tag@x.com", `{}`), 200, `{"contactId":` + aelystNumberOf("email:a.b+tag@x.com") + `}`},
		"no such id":          {put("/v1/contact/id:5", `{}`), 404, `{"code":404,"message":"Contact not found."}`},
		"no such address":     {put("/v1/contact/email:gone@example.com", `{}`), 404, `{"code":404,"message":"Contact not found."}`},
		"wrong token":         {aelystPut(`{}`).with("Authorization", "Bearer x"), 401, `{"code":401,"message":"UN_AUTHORIZED"}`},
		"bare id":             {put("/v1/contact/123", `{}`), 400, `{"code":400,"message":"Validation error. the contact identifier is not well formed"}`},
		"id zero":             {put("/v1/contact/id:0", `{}`), 400, `{"code":400,"message":"Validation error. the contact identifier is not well formed"}`},
		"phone without plus":  {put("/v1/contact/phone:60121233112", `{}`), 400, `{"code":400,"message":"Validation error. the contact identifier is not well formed"}`},
		"wrong method":        {patch("/v1/contact/id:1", `{}`), 404, `{"code":404,"message":"Not Found"}`},
		"slash in identifier": {put("/v1/contact/email:a/b@x.com", `{}`), 404, `{"code":404,"message":"Not Found"}`},
	})
}

func aelystNumberOf(id string) string {
	key, _, _ := aelystKey(id)
	return strings.TrimPrefix(key, "id:")
}

func TestAelyst_forms(t *testing.T) {
	t.Parallel()
	custom := func(name, value string) string {
		return `{"custom_fields":[{"name":"` + name + `","value":` + value + `}]}`
	}
	checkTaken(t, aelystPut, `{}`, `{"lastName":null,"phone":null,"custom_fields":null}`, `{"custom_fields":[]}`,
		custom("Company Website", `"example.com"`), custom("Company Website", `"www.example.com/a"`),
		custom("Points", `3.5`), custom("Plan", `"Pro"`), custom("Joined", `"2024-02-29"`),
		custom("Call Time", `"13:00"`), custom("VIP", `false`), custom("Notes", `null`))
	checkRefused(t, aelystPut, 400, map[string]string{
		`{"firstName":null}`:                  "firstName",
		`{"phone":"60123456789"}`:             "phone",
		`{"email":"a b@c.de"}`:                "email",
		`{"language":"MS"}`:                   "language",
		`{"countryCode":"my"}`:                "countryCode",
		`{"countryCode":"XX"}`:                "countryCode",
		`{"profilePic":"picture"}`:            "profilePic",
		`{"tags":["a"]}`:                      "tags",
		custom("Points", `"3"`):               "Points",
		custom("Plan", `"Gold"`):              "Plan",
		custom("Joined", `"2023-02-29"`):      "Joined",
		custom("Call Time", `"1pm"`):          "Call Time",
		custom("VIP", `"true"`):               "VIP",
		custom("company website", `"x.com"`):  "company website",
		`{"custom_fields":{"Plan":"Pro"}}`:    "custom_fields",
		`{"custom_fields":[{"name":"Plan"}]}`: "custom_fields",
		`{"custom_fields":[{"value":"Pro"}]}`: "custom_fields",
		`{"custom_fields":[{"name":"VIP","value":true},{"name":"VIP","value":false}]}`: "VIP",
	})
}

func TestAelyst_readBack(t *testing.T) {
	t.Parallel()
	s := New(Config{})
	must(t, s, aelystPut(`{"firstName":"A","email":"a@b.co","custom_fields":[{"name":"VIP","value":true}]}`))
	must(t, s, aelystPut(`{"custom_fields":[{"name":"Points","value":12345678901234567890}]}`))
	want := `{"id":1,"firstName":"A","lastName":null,"phone":null,"email":"a@b.co","language":null,"profilePic":null,"countryCode":null,
		"custom_fields":[{"name":"Points","value":12345678901234567890},{"name":"VIP","value":true}],
		"tags":[],"status":"open","assignee":null,"lifecycle":null,"created_at":1700000000,"isBlocked":false}`
	for _, path := range []string{"/v1/contact/id:1", "/v1/contact/email:A@b.co"} {
		if w := must(t, s, get(path)); !equal(decode(t, want), decode(t, w.Body.String())) {
			t.Errorf("%s: read back %s", path, w.Body)
		}
	}
}

func TestAelyst_addressMovesOn(t *testing.T) {
	t.Parallel()
	s := New(Config{})
	first := must(t, s, put("/v1/contact/email:old@b.co", `{"email":"new@b.co"}`)).Body.String()
	if w := must(t, s, put("/v1/contact/email:new@b.co", `{"firstName":"A"}`)); w.Body.String() != first {
		t.Errorf("the new address is another contact: %s, was %s", w.Body, first)
	}
	for _, r := range []request{put("/v1/contact/email:old@b.co", `{}`), get("/v1/contact/email:old@b.co")} {
		if w := send(s, r); w.Code != 404 {
			t.Errorf("%s by the old address answers %d", r.method, w.Code)
		}
	}
}

func TestAelyst_conflict(t *testing.T) {
	t.Parallel()
	s := New(Config{})
	must(t, s, put("/v1/contact/id:1", `{"phone":"+60123456789"}`))
	w := send(s, put("/v1/contact/id:2", `{"phone":"+60123456789"}`))
	if want := `{"code":409,"message":"A contact with this phone or email already exists."}`; w.Code != 409 || w.Body.String() != want {
		t.Errorf("a phone held by another contact is answered %d %s", w.Code, w.Body)
	}
	must(t, s, put("/v1/contact/id:1", `{"phone":null}`))
	must(t, s, put("/v1/contact/id:2", `{"phone":"+60123456789"}`))
}

func TestAelyst_space(t *testing.T) {
	t.Parallel()
	s := New(Config{})
	page := must(t, s, get("/v1/space/custom_field?limit=2&cursorId=3")).Body.String()
	want := `{"items":[{"id":4,"name":"Plan","description":"","dataType":"list","allowedValues":["Free","Pro","Enterprise"]},
		{"id":5,"name":"VIP","description":"","dataType":"checkbox","allowedValues":null}],
		"pagination":{"next":"https://api.aelyst.ai/space/contact_field?limit=2&cursorId=5","previous":null}}`
	if !equal(decode(t, want), decode(t, page)) {
		t.Errorf("the custom fields are %s", page)
	}
	if w := send(s, get("/v1/space/custom_field?limit=100")); w.Code != 400 {
		t.Errorf("limit 100 answers %d, the page says less than 100", w.Code)
	}
	if users := must(t, s, get("/v1/space/user")).Body.String(); !strings.Contains(users, `"email":"jane.doe@email.com"`) || strings.Count(users, `"role":"owner"`) != 1 {
		t.Errorf("the users are %s", users)
	}
}

func TestAelyst_perContactLimit(t *testing.T) {
	t.Parallel()
	s := New(Config{Clock: newClock().now})
	for range 5 {
		must(t, s, aelystPut(`{}`))
	}
	w := send(s, aelystPut(`{}`))
	want := `{"code":429,"message":"Too Many Requests"}`
	if w.Code != 429 || w.Body.String() != want || w.Header().Get("Retry-After") != "1" ||
		w.Header().Get("X-RateLimit-Limit") != "5" || w.Header().Get("X-RateLimit-Remaining") != "0" {
		t.Errorf("the sixth request to one contact gets %d %v %s", w.Code, w.Header(), w.Body)
	}
	must(t, s, put("/v1/contact/id:2", `{}`))
	must(t, s, get("/v1/contact/id:1"))
}
