package sandbox

import (
	"strings"
	"testing"
)

const (
	cendynBase = "/v2/account/550aac3da096734ce5000000"
	cendynPath = cendynBase + "/contact/550aac3da096734ce5000001"
)

func cendynPut(body string) request { return put(cendynPath, body) }

func TestCendyn_answers(t *testing.T) {
	t.Parallel()
	sample := `"name_first":"John","name_last":"Doe","email":"johndoe@example.com","phone_countrycode":"44","phone_number":"7712345678","tags":["tag1","tag2"]`
	noRoute := `{"error":"Route not found, please visit https://developers.cendyncrm.com/api/reference"}`
	checkExchanges(t, Config{Account: "550aac3da096734ce5000000", MissingIDs: []string{hex24}}, map[string]exchangeCase{
		"the page's sample": {cendynPut(`{` + sample + `}`), 200, `{"id":"550aac3da096734ce5000001",` + sample + `}`},
		"wrong token":       {cendynPut(`{}`).with("Authorization", "Token token=x"), 401, `{"error":"authorization failure for account: 550aac3da096734ce5000000"}`},
		"bearer":            {cendynPut(`{}`).with("Authorization", "Bearer "+DefaultToken), 401, `{"error":"authorization failure for account: 550aac3da096734ce5000000"}`},
		"wrong account":     {put("/v2/account/"+hex24+"/contact/"+hex24, `{}`), 401, `{"error":"authorization failure for account: ` + hex24 + `"}`},
		"wrong method":      {patch(cendynPath, `{}`), 404, noRoute},
		"wrong path":        {put(cendynBase+"/contacts/"+hex24, `{}`), 404, noRoute},
		"no such contact":   {put(cendynBase+"/contact/"+hex24, `{}`), 404, `{"error":"Contact not found"}`},
		"balance":           {get(cendynBase + "/balance/current"), 200, `{"balance":"100.00000","currency":"eur"}`},
		"lists": {get(cendynBase + "/lists"), 200, `{"lists":[{"id":"550aac3da096734ce5000101","name":"List 101"},
			{"id":"550aac3da096734ce5000102","name":"List 102"}]}`},
	})
}

func TestCendyn_header(t *testing.T) {
	t.Parallel()
	s := New(Config{})
	first, second := send(s, cendynPut(`{}`)), send(s, cendynPut(`{"x":1}`))
	if first.Header().Get("x-runtime") == "" || first.Header().Get("x-request-id") == second.Header().Get("x-request-id") {
		t.Errorf("the answers bear %v and %v: no request id of their own", first.Header(), second.Header())
	}
}

func TestCendyn_forms(t *testing.T) {
	t.Parallel()
	checkTaken(t, cendynPut, `{}`,
		`{"born_date":"1990-01-01T00:00:00Z"}`, `{"gender":"MALE","language":"ES"}`, `{"email":null}`, `{"city":""}`, `{"tags":[]}`,
		`{"last_latitude":27.994401,"twitter_followers":3,"gdpr_accept_terms":true,"gdpr_remote_ip":"192.0.2.1"}`,
		`{"vip":true,"nights":3,"last_stay":"2024-05-01","loyalty_tier":"Gold","room_preference":"sea"}`,
		`{"list_subscriptions":[{"list_id":"550aac3da096734ce5000101","subscribed":true}]}`,
		`{"list_subscriptions":{"list_id":"550aac3da096734ce5000101","subscribed":false}}`,
		`{"channel_subscriptions":[{"channel":"sms","blacklisted":true},{"channel":"email","blacklisted":false}]}`)
	checkRefused(t, cendynPut, 422, map[string]string{
		`{"born_date":"1990-01-01"}`:                      "born_date",
		`{"gender":"male"}`:                               "gender",
		`{"language":"es"}`:                               "language",
		`{"language":"XX1"}`:                              "language",
		`{"phone_countrycode":"+44"}`:                     "phone_countrycode",
		`{"phone_number":7712345678}`:                     "phone_number",
		`{"tags":"tag1"}`:                                 "tags",
		`{"tags":[1]}`:                                    "tags",
		`{"last_latitude":"27.9"}`:                        "last_latitude",
		`{"gdpr_accept_terms":"yes"}`:                     "gdpr_accept_terms",
		`{"gdpr_remote_ip":"here"}`:                       "gdpr_remote_ip",
		`{"first_name":"John"}`:                           "first_name",
		`{"vip":"true"}`:                                  "vip",
		`{"nights":"3"}`:                                  "nights",
		`{"loyalty_tier":"Tin"}`:                          "loyalty_tier",
		`{"list_subscriptions[list_id]":"` + hex24 + `"}`: "list_subscriptions[list_id]",
		`{"list_subscriptions":[{"list_id":"` + hex24 + `","subscribed":true}]}`: "list_id",
		`{"channel_subscriptions":{"channel":"fax","blacklisted":true}}`:         "channel",
		`{"channel_subscriptions":{"channel":"sms"}}`:                            "channel_subscriptions",
	})
}

func TestCendyn_readBack(t *testing.T) {
	t.Parallel()
	s := New(Config{})
	must(t, s, cendynPut(`{"name_first":"John","city":"Rome","nights":2}`))
	must(t, s, cendynPut(`{"city":null,"zip":"00123"}`))
	want := `{"id":"550aac3da096734ce5000001","name_first":"John","zip":"00123","nights":2}`
	if w := must(t, s, get(cendynPath)); !equal(decode(t, want), decode(t, w.Body.String())) {
		t.Errorf("read back %s, want %s", w.Body, want)
	}
}

func TestCendyn_conflict(t *testing.T) {
	t.Parallel()
	s := New(Config{})
	must(t, s, cendynPut(`{"phone_countrycode":"44","phone_number":"7712345678","email":"a@b.co"}`))
	other := cendynBase + "/contact/" + hex24
	for _, body := range []string{`{"email":"A@b.co"}`, `{"phone_number":"7712345678","phone_countrycode":"44"}`} {
		if w := send(s, put(other, body)); w.Code != 409 || !strings.Contains(w.Body.String(), `{"error":"contact already exists`) {
			t.Errorf("%s: status %d, body %s", body, w.Code, w.Body)
		}
	}
	must(t, s, cendynPut(`{"email":"new@b.co"}`))
	must(t, s, put(other, `{"email":"a@b.co"}`))
}

func TestCendyn_customFields(t *testing.T) {
	t.Parallel()
	s := New(Config{Fields: map[string][]CustomField{"cendyn": {{Name: "spa", Type: "boolean"}}}})
	must(t, s, cendynPut(`{"spa":true}`))
	w := must(t, s, get(cendynBase+"/custom_fields"))
	for _, part := range []string{`"name":"spa"`, `"selectable_options":["Silver","Gold","Platinum"]`, `"_id":"550aac3da096734ce6000001"`} {
		if !strings.Contains(w.Body.String(), part) {
			t.Errorf("the custom fields lack %s: %s", part, w.Body)
		}
	}
}
