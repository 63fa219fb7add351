package telecmi_test

import (
	"flag"
	"fmt"
	"testing"

	"rollcall/contact"
	"rollcall/providers"
	"rollcall/providers/providertest"
	"rollcall/providers/telecmi"
)

var update = flag.Bool("update", false, "write the golden requests anew")

var suite = providertest.Suite{
	Definition: telecmi.Definition,
	Update: func(i int) contact.Update {
		return contact.Update{
			Contact: fmt.Sprintf("d3b07384-d113-4ec5-a5ae-%012x", i),
			Fields: []contact.Field{
				providertest.Field("phone_no", `"919200000001"`),
				providertest.Field("first_name", `"John"`),
				providertest.Field("last_name", `"Smith"`),
				providertest.Field("email_id", `"john.smith@example.com"`),
				providertest.Field("company", `"Acme Corp"`),
				providertest.Field("job_title", `"Senior Software Engineer"`),
			},
		}
	},
	Accepted: providers.Answer{Status: 200, Body: []byte(`{"code":200,"msg":"Contacts updated successfully"}`)},
	Probed:   providertest.OK(list), Found: providertest.OK(list),
}

func TestContract(t *testing.T) { providertest.Run(t, suite) }

func FuzzReads(f *testing.F) { providertest.FuzzReads(f, suite) }

func FuzzJudge(f *testing.F) { providertest.FuzzJudge(f, suite) }

func TestBuild(t *testing.T) {
	t.Parallel()
	p := suite.Provider(t)
	providertest.Golden(t, p, "full", *update, suite.Update(0))
	few := suite.Update(1)
	few.Fields = few.Fields[1:2]
	providertest.Golden(t, p, "batch", *update, suite.Update(0), few, suite.Update(2))
}

func TestJudge(t *testing.T) {
	t.Parallel()
	updated := providers.Verdict{Status: contact.Updated, Code: "200"}
	settle, repeat, split, stop := providertest.Settle, providertest.Repeat, providertest.Split, providertest.Stop
	const expired = ": the token was not accepted; it expires after 30 days"
	on := providertest.On
	providertest.Judge(t, suite.Provider(t), []contact.Update{suite.Update(0), suite.Update(1), suite.Update(2)}, []providertest.Exchange{
		on("200 whole batch", 200, `{"code":200,"msg":"Contacts updated successfully"}`, updated),
		on("200 with the code as a string", 200, `{"code":"200","msg":"ok"}`, updated),
		on("200 with error false", 200, `{"error":false,"code":200}`, updated),
		on("400 validation", 400, `{"code":400,"msg":"Validation error"}`, split(contact.Rejected, "Validation error", "400")),
		on("422", 422, `{"msg":["a","b"]}`, split(contact.Rejected, "a; b", "")),
		on("404 token", 404, `{"code":404,"msg":"user not found"}`, stop("user not found"+expired, "404")),
		on("404 token, no code", 404, `{"message":"user not found"}`, stop("user not found"+expired, "")),
		on("404 of a proxy", 404, `<html>not found</html>`, stop("404 Not Found: endpoint not found: check --base-url", "")),
		on("409 duplicate", 409, `{"code":409,"msg":"Duplicate contact"}`, split(contact.Conflict, "Duplicate contact", "409")),
		on("500", 500, `{"code":500,"msg":"Something went wrong!"}`, repeat(contact.Failed, "Something went wrong!", "500")),
		on("401", 401, `{"msg":"no"}`, stop("no", "")),
		on("403", 403, ``, stop("403 Forbidden", "")),
		on("413 is for the content too", 413, ``, split(contact.Rejected, "413 Request Entity Too Large", "")),
		on("429", 429, ``, repeat(contact.Deferred, "429 Too Many Requests", "")),
		on("502 of a proxy", 502, `<html>`, repeat(contact.Failed, "502 Bad Gateway", "")),
		on("200 that says 404", 200, `{"error":true,"code":404,"message":"Failed to authenticate token."}`, stop("Failed to authenticate token"+expired, "404")),
		on("200 that says 404 as a string", 200, `{"error":true,"code":"404","msg":"Authentication Failed"}`, stop("Authentication Failed"+expired, "404")),
		on("200 that says 409", 200, `{"code":409,"msg":"Duplicate"}`, split(contact.Conflict, "Duplicate", "409")),
		on("200 that says 400", 200, `{"code":400,"msg":"bad"}`, split(contact.Rejected, "bad", "400")),
		on("200 that says 500", 200, `{"code":500,"msg":"oops"}`, repeat(contact.Failed, "oops", "500")),
		on("200 with error true and code 200", 200, `{"error":true,"code":200,"msg":"no"}`, split(contact.Rejected, "no", "200")),
		on("200 with error true only", 200, `{"error":true}`, split(contact.Rejected, "200 OK, but the answer tells of a failure", "")),
		on("500 that says 200", 500, `{"code":200,"msg":"ok"}`, repeat(contact.Failed, "ok", "200")),
		on("200 without a code", 200, `{"msg":"ok"}`, settle(contact.Unknown, `200 OK, but the answer is not the JSON that was expected: {"msg":"ok"}`, "")),
		on("200 with the code of a redirect", 200, `{"code":302,"msg":"ok"}`, settle(contact.Unknown, `200 OK, but the answer is not the JSON that was expected: {"code":302,"msg":"ok"}`, "")),
		on("200 with HTML", 200, `<html>`, settle(contact.Unknown, "200 OK, but the answer is HTML, not JSON: is the base URL right?", "")),
		on("200 with nothing", 200, ``, settle(contact.Unknown, "200 OK, but the answer is empty", "")),
		on("307", 307, `{"code":200}`, stop("307 Temporary Redirect: redirects are not followed, so that the token goes nowhere else", "")),
	})
}

func BenchmarkBuild(b *testing.B) {
	p, updates := suite.Provider(b), batch()
	b.ReportAllocs()
	for b.Loop() {
		p.Build(updates)
	}
}

func BenchmarkJudge(b *testing.B) {
	p, updates := suite.Provider(b), batch()
	b.ReportAllocs()
	for b.Loop() {
		p.Judge(suite.Accepted, updates)
	}
}

func batch() []contact.Update {
	updates := make([]contact.Update, 100)
	for i := range updates {
		updates[i] = suite.Update(i)
	}
	return updates
}
