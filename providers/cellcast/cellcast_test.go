package cellcast_test

import (
	"flag"
	"fmt"
	"testing"

	"rollcall/contact"
	"rollcall/providers"
	"rollcall/providers/cellcast"
	"rollcall/providers/providertest"
)

var update = flag.Bool("update", false, "write the golden requests anew")

var suite = providertest.Suite{
	Definition: cellcast.Definition,
	Update: func(i int) contact.Update {
		return contact.Update{
			Contact: fmt.Sprintf("674d9650b0000000%08x", i),
			Fields: []contact.Field{
				providertest.Field("First Name", `"John"`),
				providertest.Field("Number", `"+61400000000"`),
			},
		}
	},
	Accepted: providers.Answer{Status: 200, Body: []byte(`{"message":"success update contact"}`)},
	Probed:   providertest.OK(account), Listed: providertest.OK(available), Paged: providertest.OK(contacts),
}

func TestContract(t *testing.T) { providertest.Run(t, suite) }

func FuzzReads(f *testing.F) { providertest.FuzzReads(f, suite) }

func FuzzJudge(f *testing.F) { providertest.FuzzJudge(f, suite) }

func TestBuild(t *testing.T) {
	t.Parallel()
	p := suite.Provider(t)
	const id = "674d9650b000000000000000"
	providertest.Golden(t, p, "full", *update, contact.Update{Contact: id, Fields: []contact.Field{
		providertest.Field("Number", `"+61400000000"`),
		providertest.Field("First Name", `"John"`),
		providertest.Field("Last Name", `"Doe"`),
		providertest.Field("Email", `"john@example.com"`),
		providertest.Field("Birthday", `"1990-05-14"`),
		providertest.Field("Address", `"123 Main St, Sydney, NSW"`),
		providertest.Field("Postal Code", `"0200"`),
		providertest.Field("Gender", `"male"`),
	}})
	providertest.Golden(t, p, "custom", *update, contact.Update{Contact: id, Fields: []contact.Field{
		providertest.Field("Last Name", `"Doe"`),
		providertest.Custom("Loyalty \"Points\"", `12345678901234567890`),
		providertest.Custom("Member", `true`),
	}})
}

func TestJudge(t *testing.T) {
	t.Parallel()
	settle, repeat, split, stop := providertest.Settle, providertest.Repeat, providertest.Split, providertest.Stop
	const missing = `{"code":404,"message":"contact with id 674d9650b000000000000000 is not exist"`
	const missingText = "contact with id 674d9650b000000000000000 is not exist"
	on := providertest.On
	providertest.Judge(t, suite.Provider(t), []contact.Update{suite.Update(0)}, []providertest.Exchange{
		on("200 accepted", 200, `{"message":"success update contact"}`, settle(contact.Updated, "", "")),
		on("404 contact not found", 404, missing+`}`, settle(contact.NotFound, missingText, "404")),
		on("404 as printed, with a trailing comma", 404, missing+`,}`, settle(contact.NotFound, missingText, "404")),
		on("404 without that message", 404, `<html>`, settle(contact.NotFound, "404 Not Found", "")),
		on("401 expired key, stack left out", 401, `{"code":401,"message":"Token expired","stack":"APIError: at /srv/app"}`, stop("Token expired", "401")),
		on("403", 403, ``, stop("403 Forbidden", "")),
		on("400", 400, `{"message":"Email is not valid"}`, split(contact.Rejected, "Email is not valid", "")),
		on("422 names the field", 422, `{"errors":{"Number":["is taken"]}}`, providers.Verdict{Next: providers.Split, Status: contact.Rejected, Message: "Number: is taken", Field: "Number"}),
		on("429", 429, `{"code":"OVER_LIMIT"}`, repeat(contact.Deferred, "429 Too Many Requests", "OVER_LIMIT")),
		on("500", 500, `oops`, repeat(contact.Failed, "oops", "")),
		on("200 with status true and an empty error", 200, `{"status":true,"message":"ok","data":{},"error":{}}`, settle(contact.Updated, "", "")),
		on("200 with status false", 200, `{"status":false,"message":"no such field"}`, split(contact.Rejected, "no such field", "")),
		on("200 with status false, text at error.error", 200, `{"status":false,"data":{},"error":{"error":"bad number"}}`, split(contact.Rejected, "bad number", "")),
		on("200 with status false, text at data.message", 200, `{"status":false,"data":{"message":"bad data"}}`, split(contact.Rejected, "bad data", "")),
		on("200 with status false and no text", 200, `{"status":false}`, split(contact.Rejected, "200 OK, but the answer tells of a failure", "")),
		on("200 with code 401", 200, `{"code":401,"message":"Token expired"}`, stop("Token expired", "401")),
		on("200 with code 403 as a string", 200, `{"code":"403","message":"no"}`, stop("no", "403")),
		on("200 with code 404", 200, `{"status":false,"code":404,"message":"gone"}`, settle(contact.NotFound, "gone", "404")),
		on("200 with code 429", 200, `{"code":429,"message":"slow"}`, repeat(contact.Deferred, "slow", "429")),
		on("200 with the code of a redirect", 200, `{"meta":{"code":302,"status":"SUCCESS"},"msg":"no"}`, split(contact.Rejected, "no", "302")),
		on("200 with meta SUCCESS", 200, `{"meta":{"code":200,"status":"SUCCESS"},"msg":"ok"}`, settle(contact.Updated, "", "200")),
		on("200 with meta not SUCCESS", 200, `{"meta":{"code":200,"status":"FAILED"},"msg":"no"}`, split(contact.Rejected, "no", "200")),
		on("200 with meta code 401", 200, `{"meta":{"code":401,"status":"AUTH"},"msg":"no"}`, stop("no", "401")),
		on("200 with a stack in a broken body", 200, `{"message":"x","stack":"APIError: at /srv/app`, settle(contact.Unknown, `200 OK, but the answer is not the JSON that was expected: {"message":"x",`, "")),
	})
}
