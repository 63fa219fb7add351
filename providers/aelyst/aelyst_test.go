package aelyst_test

import (
	"flag"
	"fmt"
	"testing"

	"rollcall/contact"
	"rollcall/providers"
	"rollcall/providers/aelyst"
	"rollcall/providers/providertest"
)

var update = flag.Bool("update", false, "write the golden requests anew")

var suite = providertest.Suite{
	Definition: aelyst.Definition,
	Update: func(i int) contact.Update {
		return contact.Update{
			Contact: fmt.Sprintf("id:%d", i+1),
			Fields: []contact.Field{
				providertest.Field("firstName", `"Muhammad"`),
				providertest.Custom("Company Website", `"https://example.com"`),
			},
		}
	},
	Accepted: providers.Answer{Status: 200, Body: []byte(`{"contactId":1}`)},
	Probed:   providertest.OK(users), Listed: providertest.OK(customFields), Found: providertest.OK(shown),
}

func TestContract(t *testing.T) { providertest.Run(t, suite) }

func FuzzReads(f *testing.F) { providertest.FuzzReads(f, suite) }

func FuzzJudge(f *testing.F) { providertest.FuzzJudge(f, suite) }

func TestBuild(t *testing.T) {
	t.Parallel()
	p := suite.Provider(t)
	providertest.Golden(t, p, "full", *update, contact.Update{Contact: "id:123", Fields: []contact.Field{
		providertest.Field("firstName", `"Muhammad"`),
		providertest.Field("lastName", `"Mahin"`),
		providertest.Field("phone", `"+60123456789"`),
		providertest.Field("email", `"test@example.com"`),
		providertest.Field("language", `"ms"`),
		providertest.Field("profilePic", `"https://cdn.aelyst.ai/profile_avatar.png"`),
		providertest.Field("countryCode", `"MY"`),
	}})
	providertest.Golden(t, p, "custom", *update, contact.Update{Contact: "phone:+60121233112", Fields: []contact.Field{
		providertest.Custom("Company Website", `"https://example.com"`),
		providertest.Field("firstName", `"Muhammad"`),
		providertest.Custom("Seats", `12.50`),
		providertest.Custom("Active", `true`),
		providertest.Custom("Plan", `"Gold"`),
	}})
	providertest.Golden(t, p, "clear", *update, contact.Update{Contact: "email:a.b+tag@x.com", Fields: []contact.Field{
		providertest.Field("lastName", `null`),
		providertest.Custom("Plan", `null`),
	}})
}

func TestPath(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]string{
		"id:123":                   "/v1/contact/id:123",
		"phone:+60121233112":       "/v1/contact/phone:+60121233112",
		"email:a.b+tag@x.com":      "/v1/contact/email:a.b+tag@x.com",
		"email:we/ird?x#y%z@x.com": "/v1/contact/email:we%2Fird%3Fx%23y%25z@x.com",
		"phone:+60 12":             "/v1/contact/phone:+60%2012",
	} {
		if got := suite.Provider(t).Build([]contact.Update{{Contact: id}}).Path; got != want {
			t.Errorf("contact %s is asked for at %s, want %s", id, got, want)
		}
	}
}

func TestIdentifiers(t *testing.T) {
	t.Parallel()
	for by, want := range map[string]string{"": "id:7", "id": "id:7", "email": "email:7", "phone": "phone:7"} {
		id, ok := aelyst.Definition.Spec.Identifier(by)
		if !ok || id.Sent("7") != want {
			t.Errorf("by %q: contact 7 is sent as %q, want %q", by, id.Sent("7"), want)
		}
	}
}

func TestJudge(t *testing.T) {
	t.Parallel()
	updated := providers.Verdict{Status: contact.Updated, ID: "1"}
	settle, repeat, split, stop := providertest.Settle, providertest.Repeat, providertest.Split, providertest.Stop
	const queued = "Your request cannot be processed at the moment as it is currently in queue. Please try again in a few minutes."
	on := providertest.On
	providertest.Judge(t, suite.Provider(t), []contact.Update{suite.Update(0)}, []providertest.Exchange{
		on("200", 200, `{"contactId":1}`, updated),
		on("400", 400, `{"code":400,"message":"Validation error."}`, split(contact.Rejected, "Validation error.", "400")),
		on("401", 401, `{"code":401,"message":"UN_AUTHORIZED"}`, stop("UN_AUTHORIZED", "401")),
		on("403", 403, `{"code":403,"message":"FORBIDDEN"}`, stop("FORBIDDEN", "403")),
		on("429", 429, `{"code":429,"message":"Too Many Requests"}`, repeat(contact.Deferred, "Too Many Requests", "429")),
		on("449", 449, `{"code":449,"message":"`+queued+`"}`, providertest.Queue(queued, "449")),
		on("449 without a body", 449, ``, providertest.Queue("449 Retry Later", "")),
		on("500", 500, `{"code":500,"message":"Unexpected error occurred"}`, repeat(contact.Failed, "Unexpected error occurred", "500")),
		on("not found", 404, `{"code":404,"message":"Contact not found"}`, settle(contact.NotFound, "Contact not found", "404")),
		on("409", 409, `{"code":409,"message":"exists"}`, split(contact.Conflict, "exists", "409")),
		on("200 that says 401", 200, `{"code":401,"message":"UN_AUTHORIZED"}`, stop("UN_AUTHORIZED", "401")),
		on("200 that says 404", 200, `{"code":"404","message":"gone"}`, settle(contact.NotFound, "gone", "404")),
		on("200 that says 449", 200, `{"code":449,"message":"wait"}`, providertest.Queue("wait", "449")),
		on("400 that says 404", 400, `{"code":404,"message":"gone"}`, settle(contact.NotFound, "gone", "404")),
		on("200 with the code of a redirect", 200, `{"code":302}`, settle(contact.Unknown, `200 OK, but the answer is not the JSON that was expected: {"code":302}`, "")),
		on("200 with an error", 200, `{"error":"no"}`, split(contact.Rejected, "no", "")),
		on("200 without JSON", 200, `OK`, settle(contact.Unknown, "200 OK, but the answer is not the JSON that was expected: OK", "")),
	})
}

func TestJudgeNamesTheContact(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]string{"id:1": "", "email:a@example.com": "contactId 1", "phone:+60121233112": "contactId 1"} {
		got := suite.Provider(t).Judge(suite.Accepted, []contact.Update{{Contact: id}})
		if got[0].Status != contact.Updated || got[0].Message != want {
			t.Errorf("contact %s: got %s %q, want updated %q", id, got[0].Status, got[0].Message, want)
		}
	}
	got := suite.Provider(t).Judge(providers.Answer{Status: 200, Body: []byte(`{}`)}, []contact.Update{{Contact: "email:a@example.com"}})
	if got[0].Message != "" {
		t.Errorf("an answer without an id: the message names one: %q", got[0].Message)
	}
}
