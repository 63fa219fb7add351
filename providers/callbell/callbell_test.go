package callbell_test

import (
	"errors"
	"flag"
	"fmt"
	"testing"

	"rollcall/contact"
	"rollcall/providers"
	"rollcall/providers/callbell"
	"rollcall/providers/providertest"
)

var update = flag.Bool("update", false, "write the golden requests anew")

var suite = providertest.Suite{
	Definition: callbell.Definition,
	Update: func(i int) contact.Update {
		return contact.Update{
			Contact: fmt.Sprintf("414a6d692bd645ed803f2e7c%08x", 0xe360d4c8+uint32(i)),
			Fields: []contact.Field{
				providertest.Field("name", `"Joe Doe NEW"`),
				providertest.Custom("zipCode", `"98765430"`),
			},
		}
	},
	Accepted: providers.Answer{Status: 200, Body: []byte(`{"contact":[{"uuid":"414a6d692bd645ed803f2e7ce360d4c8","name":"UPDATE Doe"}]}`)},
	Probed:   providertest.OK(me), Found: providertest.OK(shown),
}

func TestContract(t *testing.T) { providertest.Run(t, suite) }

func FuzzReads(f *testing.F) { providertest.FuzzReads(f, suite) }

func FuzzJudge(f *testing.F) { providertest.FuzzJudge(f, suite) }

func TestBuild(t *testing.T) {
	t.Parallel()
	p := suite.Provider(t)
	const id = "414a6d692bd645ed803f2e7ce360d4c8"
	providertest.Golden(t, p, "full", *update, contact.Update{Contact: id, Fields: []contact.Field{
		providertest.Field("name", `"Joe Doe"`),
		providertest.Field("tags", `["Call back","Interested"]`),
		providertest.Field("assigned_user", `"jane.doe@email.com"`),
		providertest.Field("unassign_user", `false`),
		providertest.Field("team_uuid", `"f3670b13446b412796238b1cd78899f9"`),
		providertest.Field("bot_status", `"bot_end"`),
		providertest.Field("note", `"first\nsecond"`),
	}})
	providertest.Golden(t, p, "custom", *update, contact.Update{Contact: id, Fields: []contact.Field{
		providertest.Custom("orderNumber", `"123"`),
		providertest.Field("name", `"Joe Doe"`),
		providertest.Custom("Interests", `["a","b"]`),
	}})
	providertest.Golden(t, p, "clear", *update, contact.Update{Contact: id, Fields: []contact.Field{
		providertest.Field("tags", `[]`),
		providertest.Field("note", `""`),
	}})
}

func TestCheckRefusesAssignAndUnassign(t *testing.T) {
	t.Parallel()
	err := suite.Provider(t).Check(contact.Update{Fields: []contact.Field{
		providertest.Field("assigned_user", `"jane@example.com"`),
		providertest.Field("unassign_user", `true`),
	}})
	if fault, ok := errors.AsType[*providers.FieldError](err); !ok || fault.Field != "unassign_user" {
		t.Errorf("a user would be assigned and taken off in one go: %v", err)
	}
}

func TestPhoneNumberIsRefused(t *testing.T) {
	t.Parallel()
	spec := callbell.Definition.Spec
	if _, ok := spec.Field("phone_number"); ok || spec.Refused["phone_number"] == "" {
		t.Error("a mapping could name phone_number, which Callbell does not update")
	}
}

func TestJudge(t *testing.T) {
	t.Parallel()
	updated := providers.Verdict{Status: contact.Updated}
	settle, repeat, split, stop := providertest.Settle, providertest.Repeat, providertest.Split, providertest.Stop
	on := providertest.On
	providertest.Judge(t, suite.Provider(t), []contact.Update{suite.Update(0)}, []providertest.Exchange{
		on("2xx, contact in a list", 200, `{"contact":[{"uuid":"1"}]}`, updated),
		on("2xx, contact bare", 200, `{"contact":{"uuid":"1","error":"a custom value"}}`, updated),
		on("201", 201, `{"contact":{}}`, updated),
		on("204 without a body", 204, ``, updated),
		on("200 without a body", 200, ``, settle(contact.Unknown, "200 OK, but the answer is empty", "")),
		on("2xx with an error", 200, `{"error":"tag does not exist"}`, split(contact.Rejected, "tag does not exist", "")),
		on("4xx authentication, 401", 401, `{"error":"unauthorized"}`, stop("unauthorized", "")),
		on("4xx authentication, 403", 403, `{"error":{"code":"plan","message":"upgrade"}}`, stop("upgrade", "")),
		on("4xx wrong params, 400", 400, `{"error":"bad"}`, split(contact.Rejected, "bad", "")),
		on("4xx wrong params, 404", 404, `{"error":"Contact not found"}`, settle(contact.NotFound, "Contact not found", "")),
		on("4xx wrong params, 422", 422, `{"errors":[{"field":"name","message":"is too long"}]}`, providers.Verdict{Next: providers.Split, Status: contact.Rejected, Message: "is too long", Field: "name"}),
		on("409", 409, ``, split(contact.Conflict, "409 Conflict", "")),
		on("429", 429, `{"error":"Too many requests"}`, repeat(contact.Deferred, "Too many requests", "")),
		on("5xx", 503, ``, repeat(contact.Failed, "503 Service Unavailable", "")),
	})
}
