package telecmi_test

import (
	"testing"

	"github.com/go-json-experiment/json/jsontext"

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
	const hint = ": the token was not accepted; it expires after 30 days"
	for _, tt := range []struct {
		name    string
		status  int
		body    string
		next    providers.Next
		want    contact.Status
		message string
	}{
		{"good", 200, `{"code":200,"contacts":[],"count":0}`, providers.Settle, contact.Verified, ""},
		{"bad token", 404, `{"code":404,"msg":"Authenticated user record not found"}`, providers.Stop, 0, "Authenticated user record not found" + hint},
		{"bad token inside a 200", 200, `{"error":true,"code":404,"message":"Failed to authenticate token."}`, providers.Stop, 0, "Failed to authenticate token" + hint},
		{"no such address", 404, `Cannot POST /v3/contact/get`, providers.Settle, contact.Unknown, "Cannot POST /v3/contact/get: the address is not known there, is the base URL right?"},
		{"no such address, HTML", 404, `<html>`, providers.Settle, contact.Unknown, "404 Not Found: the address is not known there, is the base URL right?"},
		{"an empty account", 404, `{"code":404,"msg":"No contacts found"}`, providers.Settle, contact.Unknown, "No contacts found: the account cannot be asked for there"},
		{"no list", 200, `{"code":200}`, providers.Settle, contact.Unknown, "200 OK, but the answer lists no contacts"},
		{"an error without a code", 200, `{"error":true,"message":"busy"}`, providers.Settle, contact.Unknown, "busy"},
		{"broken", 500, `{"code":500,"msg":"Something went wrong!"}`, providers.Repeat, contact.Failed, "Something went wrong!"},
	} {
		identity, v := reader(t).Probed(providers.Answer{Status: tt.status, Body: []byte(tt.body)})
		if v.Next != tt.next || v.Status != tt.want || v.Message != tt.message || identity != (providers.Identity{}) {
			t.Errorf("%s: %+v %+v", tt.name, v, identity)
		}
	}
}

func TestFound(t *testing.T) {
	t.Parallel()
	got, v := reader(t).Found(providertest.OK(list), "D3B07384-d113-4ec5-a5ae-000000000000")
	if v.Status != contact.Verified {
		t.Fatalf("the contact is not read: %+v", v)
	}
	for name, want := range map[string]string{"phone_no": `"919200000001"`, "last_name": `""`, "company": `null`, "job_title": `null`} {
		if value := got.Value(name, false); string(value) != want {
			t.Errorf("%s is shown as %s, want %s", name, value, want)
		}
	}
}

func TestFound_not(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		status int
		body   string
		next   providers.Next
		want   contact.Status
	}{
		{"none", 200, `{"code":200,"contacts":[],"count":7}`, providers.Settle, contact.NotFound},
		{"others", 200, `{"code":200,"contacts":[{"contact_id":"x"},7]}`, providers.Settle, contact.Unknown},
		{"told by a 404", 404, `{"code":404,"msg":"Contact not found"}`, providers.Settle, contact.NotFound},
		{"bad token", 200, `{"error":true,"code":404,"message":"Failed to authenticate token."}`, providers.Stop, 0},
		{"refused", 200, `{"code":400,"msg":"Invalid request parameters"}`, providers.Settle, contact.Unknown},
	} {
		_, v := reader(t).Found(providers.Answer{Status: tt.status, Body: []byte(tt.body)}, id)
		if v.Next != tt.next || v.Status != tt.want {
			t.Errorf("%s: %+v", tt.name, v)
		}
	}
}

func TestSame(t *testing.T) {
	t.Parallel()
	sent := providertest.Field("phone_no", `"919200000001"`)
	for shown, want := range map[string]bool{`919200000001`: true, `"+919200000001"`: true, `"9200000001"`: false, `""`: false} {
		if got := reader(t).Same(sent, jsontext.Value(shown)); got != want {
			t.Errorf("phone %s shown as %s: same is %v", sent.Value, shown, got)
		}
	}
	if got, ok := reader(t).Restore("phone_no", false, jsontext.Value(`919200000001`)); !ok || string(got) != `"919200000001"` {
		t.Errorf("a phone shown as a number is put back as %s", got)
	}
}
