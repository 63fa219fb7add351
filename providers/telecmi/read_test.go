package telecmi_test

import (
	"testing"

	"rollcall/contact"
	"rollcall/providers"
	"rollcall/providers/providertest"
)

const list = `{"code":200,"contacts":[{"contact_id":"d3b07384-d113-4ec5-a5ae-000000000000","phone_no":"919200000001","first_name":"John",
	"last_name":"","email_id":"john.smith@example.com","company":null}],"count":1,"page_state":null}`

const id = "d3b07384-d113-4ec5-a5ae-000000000000"

type provider interface {
	providers.Prober
	providers.Reader
}

func reader(t testing.TB) provider { return suite.Provider(t).(provider) }

func TestRequests(t *testing.T) {
	t.Parallel()
	p := reader(t)
	providertest.Requests(t, map[string]providers.Request{
		`POST /v3/contact/get {"limit":1}`:                 p.Probe(),
		`POST /v3/contact/get {"contact_id":"` + id + `"}`: p.Lookup(id, ""),
		`POST /v3/contact/get {"contact_id":"\""}`:         p.Lookup(`"`, "ignored"),
	})
}

func TestProbed(t *testing.T) {
	t.Parallel()
	on, settle, stop := providertest.On, providertest.Settle, providertest.Stop
	const expired = ": the token was not accepted; it expires after 30 days"
	const proxy = ": the address is not known there, is the base URL right?"
	providertest.Probed(t, reader(t), providers.Identity{}, []providertest.Exchange{
		on("good", 200, `{"code":200,"contacts":[],"count":0}`, settle(contact.Verified, "", "")),
		on("bad token", 404, `{"code":404,"msg":"Authenticated user record not found"}`, stop("Authenticated user record not found"+expired, "404")),
		on("bad token inside a 200", 200, `{"error":true,"code":404,"message":"Failed to authenticate token."}`, stop("Failed to authenticate token"+expired, "404")),
		on("no such address", 404, `Cannot POST /v3/contact/get`, settle(contact.Unknown, "Cannot POST /v3/contact/get"+proxy, "")),
		on("no such address, HTML", 404, `<html>`, settle(contact.Unknown, "404 Not Found"+proxy, "")),
		on("an empty account", 404, `{"code":404,"msg":"No contacts found"}`, settle(contact.Unknown, "No contacts found: the account cannot be asked for there", "404")),
		on("no list", 200, `{"code":200}`, settle(contact.Unknown, "200 OK, but the answer lists no contacts", "")),
		on("an error without a code", 200, `{"error":true,"message":"busy"}`, settle(contact.Unknown, "busy", "")),
		on("broken", 500, `{"code":500,"msg":"Something went wrong!"}`, providertest.Repeat(contact.Failed, "Something went wrong!", "500")),
	})
}

func TestFound(t *testing.T) {
	t.Parallel()
	got := providertest.Found(t, reader(t), "D3B07384-d113-4ec5-a5ae-000000000000", list)
	providertest.Shown(t, got, map[string]string{"phone_no": `"919200000001"`, "last_name": `""`, "company": `null`, "job_title": `null`})
}

func TestFound_not(t *testing.T) {
	t.Parallel()
	on, settle := providertest.On, providertest.Settle
	const expired = ": the token was not accepted; it expires after 30 days"
	providertest.NotShown(t, reader(t), id, []providertest.Exchange{
		on("none", 200, `{"code":200,"contacts":[],"count":7}`, settle(contact.NotFound, "TeleCMI has no such contact", "")),
		on("others", 200, `{"code":200,"contacts":[{"contact_id":"x"},7]}`, settle(contact.Unknown, "200 OK, but the answer shows another contact", "")),
		on("told by a 404", 404, `{"code":404,"msg":"Contact not found"}`, settle(contact.NotFound, "Contact not found", "404")),
		on("bad token", 200, `{"error":true,"code":404,"message":"Failed to authenticate token."}`, providertest.Stop("Failed to authenticate token"+expired, "404")),
		on("refused", 200, `{"code":400,"msg":"Invalid request parameters"}`, settle(contact.Unknown, "Invalid request parameters", "400")),
	})
}

func TestSame(t *testing.T) {
	t.Parallel()
	providertest.Same(t, reader(t), []providertest.Comparison{{
		Sent:  providertest.Field("phone_no", `"919200000001"`),
		Same:  []string{`919200000001`, `"+919200000001"`},
		Other: []string{`"9200000001"`, `""`},
	}})
}

func TestRestore(t *testing.T) {
	t.Parallel()
	providertest.Restore(t, reader(t), []providertest.Restoration{
		{Shown: providertest.Field("phone_no", `919200000001`), Want: `"919200000001"`},
	})
}
