package cendyn_test

import (
	"flag"
	"fmt"
	"strings"
	"testing"

	"rollcall/contact"
	"rollcall/providers"
	"rollcall/providers/cendyn"
	"rollcall/providers/providertest"
)

var update = flag.Bool("update", false, "write the golden requests anew")

var suite = providertest.Suite{
	Definition: cendyn.Definition,
	Settings:   providers.Settings{"account_id": "550aac3da096734ce50000aa", "region": "eu"},
	Update: func(i int) contact.Update {
		return contact.Update{
			Contact: fmt.Sprintf("550aac3da0967340%08x", i),
			Fields: []contact.Field{
				providertest.Field("name_first", `"John"`),
				providertest.Field("tags", `["tag1","tag2"]`),
			},
		}
	},
	Accepted: providers.Answer{Status: 200, Body: []byte(`{"id":"550aac3da096734ce5000001","name_first":"John","tags":["tag1","tag2"]}`)},
	Probed:   providertest.OK(balance), Listed: providertest.OK(customFields), Found: providertest.OK(shown),
}

const id = "550aac3da096734ce5000001"

func TestContract(t *testing.T) { providertest.Run(t, suite) }

func FuzzReads(f *testing.F) { providertest.FuzzReads(f, suite) }

func FuzzJudge(f *testing.F) { providertest.FuzzJudge(f, suite) }

// object is the provider that sends subscriptions as one object.
func object(t *testing.T) providers.Provider {
	s := suite
	s.Settings = providers.Settings{"account_id": "550aac3da096734ce50000aa", "region": "us", "subscriptions": "object"}
	return s.Provider(t)
}

func TestBuild(t *testing.T) {
	t.Parallel()
	p := suite.Provider(t)
	providertest.Golden(t, p, "full", *update, contact.Update{Contact: id, Fields: full})
	providertest.Golden(t, p, "custom", *update, contact.Update{Contact: id, Fields: []contact.Field{
		providertest.Field("name_last", `"Doe"`),
		providertest.Custom("room_type", `"Suite"`),
		providertest.Custom("nights", `12`),
		providertest.Custom("vip", `true`),
		providertest.Custom("since", `"2020-02-29"`),
	}})
	providertest.Golden(t, p, "subscriptions", *update, contact.Update{Contact: id, Fields: []contact.Field{
		providertest.Field("list_subscriptions[list_id]", `"550aac3da096734ce50000b1"`),
		providertest.Field("channel_subscriptions[push]", `true`),
		providertest.Field("list_subscriptions[subscribed]", `true`),
		providertest.Field("list_subscriptions[550aac3da096734ce50000b2]", `false`),
		providertest.Field("channel_subscriptions[email]", `false`),
		providertest.Field("name_first", `"John"`),
	}})
	providertest.Golden(t, object(t), "subscriptions_object", *update, contact.Update{Contact: id, Fields: []contact.Field{
		providertest.Field("channel_subscriptions[channel]", `"sms"`),
		providertest.Field("channel_subscriptions[blacklisted]", `true`),
		providertest.Field("list_subscriptions[550aac3da096734ce50000b2]", `true`),
	}})
}

// full holds every field but the subscriptions.
var full = []contact.Field{
	providertest.Field("device_id", `"d-1"`),
	providertest.Field("name_first", `"John"`),
	providertest.Field("name_last", `"Doe"`),
	providertest.Field("email", `"johndoe@example.com"`),
	providertest.Field("phone_countrycode", `"44"`),
	providertest.Field("phone_number", `"7712345678"`),
	providertest.Field("phone", `"+447712345678"`),
	providertest.Field("city", `"London"`),
	providertest.Field("country", `"United Kingdom"`),
	providertest.Field("region", `"Greater London"`),
	providertest.Field("zip", `"00123"`),
	providertest.Field("full_address", `"1 High Street\nLondon"`),
	providertest.Field("born_date", `"1990-01-01T00:00:00Z"`),
	providertest.Field("gender", `"MALE"`),
	providertest.Field("language", `"ES"`),
	providertest.Field("user_id", `"12345678901234567890"`),
	providertest.Field("facebook_id", `"f"`),
	providertest.Field("facebook_friends", `12`),
	providertest.Field("google_id", `"g"`),
	providertest.Field("twitter_id", `"t"`),
	providertest.Field("twitter_followers", `0`),
	providertest.Field("tags", `["tag1","tag2"]`),
	providertest.Field("last_latitude", `27.994401`),
	providertest.Field("last_longitude", `-81.726896`),
	providertest.Field("gdpr_marketing_consent", `true`),
	providertest.Field("gdpr_accept_terms", `false`),
	providertest.Field("gdpr_date", `"1990-01-01T00:00:00Z"`),
	providertest.Field("gdpr_remote_ip", `"2001:db8::1"`),
}

func TestBaseURL(t *testing.T) {
	t.Parallel()
	for region, want := range map[string]string{"eu": "https://api.eu.cendyncrm.com", "us": "https://api.us.cendyncrm.com"} {
		if got := cendyn.Definition.Spec.URL(providers.Settings{"region": region}); got != want {
			t.Errorf("region %s is asked at %s, want %s", region, got, want)
		}
	}
}

func TestSettings(t *testing.T) {
	t.Parallel()
	for name, settings := range map[string]providers.Settings{
		"no region":      {"account_id": id},
		"other region":   {"account_id": id, "region": "asia"},
		"no account":     {"region": "eu"},
		"empty account":  {"account_id": "", "region": "eu"},
		"account a name": {"account_id": "grand-hotel", "region": "eu"},
		"account a path": {"account_id": "../../v1", "region": "eu"},
		"other shape":    {"account_id": id, "region": "eu", "subscriptions": "list"},
	} {
		if _, err := cendyn.Definition.Spec.CheckSettings(settings); err == nil {
			t.Errorf("%s: the settings would be taken", name)
		}
	}
}

func TestJudge(t *testing.T) {
	t.Parallel()
	updated := providers.Verdict{Status: contact.Updated}
	settle, repeat, split, stop := providertest.Settle, providertest.Repeat, providertest.Split, providertest.Stop
	const hint = ": check the token, the setting account_id and the region: this run asks eu, try region: us"
	const route = "Route not found, please visit https://developers.cendyncrm.com/api/reference"
	on := providertest.On
	providertest.Judge(t, suite.Provider(t), []contact.Update{suite.Update(0)}, []providertest.Exchange{
		on("200 contact", 200, `{"id":"550aac3da096734ce5000001","name_first":"John"}`, updated),
		on("200 contact with _id", 200, `{"_id":"1","name_first":"John"}`, updated),
		on("200 contact with custom fields called error and code", 200, `{"id":"1","error":"none","code":404,"status":false}`, updated),
		on("200 with an error", 200, `{"error":"contact is locked"}`, split(contact.Rejected, "contact is locked", "")),
		on("200 with errors", 200, `{"errors":["a is bad","b is bad"]}`, split(contact.Rejected, "a is bad; b is bad", "")),
		on("401", 401, `{"error":"authorization failure for account: 550aac3da096734ce50000aa"}`, stop("authorization failure for account: 550aac3da096734ce50000aa"+hint, "")),
		on("401 without a body", 401, ``, stop("401 Unauthorized"+hint, "")),
		on("403", 403, `{"error":"no"}`, stop("no", "")),
		on("404 route", 404, `{"error":"`+route+`"}`, stop(route+": check --base-url and the setting account_id", "")),
		on("404 other text", 404, `{"error":"Contact not found"}`, settle(contact.NotFound, "Contact not found", "")),
		on("404 without a body", 404, ``, settle(contact.NotFound, "404 Not Found", "")),
		on("400", 400, `{"error":"bad","code":404}`, split(contact.Rejected, "bad", "")),
		on("422 errors by field", 422, `{"errors":{"name_first":["is too long","is odd"]}}`, providers.Verdict{Next: providers.Split, Status: contact.Rejected, Message: "name_first: is too long; is odd", Field: "name_first"}),
		on("422 errors of no field", 422, `{"errors":{"base":["is odd"]}}`, split(contact.Rejected, "base: is odd", "")),
		on("429", 429, ``, repeat(contact.Deferred, "429 Too Many Requests", "")),
		on("5xx", 500, `{"error":"oops"}`, repeat(contact.Failed, "oops", "")),
		on("200 with HTML", 200, `<html>`, settle(contact.Unknown, "200 OK, but the answer is HTML, not JSON: is the base URL right?", "")),
	})
}

func TestJudgeHintsAtTheOtherRegion(t *testing.T) {
	t.Parallel()
	got := object(t).Judge(providers.Answer{Status: 401}, []contact.Update{suite.Update(0)})
	if !strings.HasSuffix(got[0].Message, "asks us, try region: eu") {
		t.Errorf("the hint names the wrong region: %s", got[0].Message)
	}
}
