package sandbox

import (
	"strings"
	"testing"
)

const cellcastPath = "/api/v2/contact/" + hex24

func cellcastPut(body string) request { return put(cellcastPath, body) }

func TestCellcast_answers(t *testing.T) {
	t.Parallel()
	checkExchanges(t, Config{MissingIDs: []string{"00000000000000000000dead"}}, map[string]exchangeCase{
		"the page's sample": {
			cellcastPut(`{"First Name":"John","Last Name":"Doe","Email":"john@example.com","Address":"123 Main St, Sydney, NSW","Number":"+61400000000"}`),
			200, `{"message":"success update contact"}`,
		},
		"no such contact": {
			put("/api/v2/contact/00000000000000000000dead", `{"First Name":"John"}`),
			404, `{"code":404,"message":"contact with id 00000000000000000000dead is not exist"}`,
		},
		"wrong token": {
			cellcastPut(`{}`).with("Authorization", "Bearer x"),
			401, `{"code":401,"message":"Token expired","stack":"APIError: Token expired\n    at verifyToken (/app/src/middlewares/auth.js:42:11)"}`,
		},
		"wrong method":  {post(cellcastPath, `{}`), 404, `{"code":404,"message":"Not Found"}`},
		"no identifier": {put("/api/v2/contact/", `{}`), 404, `{"code":404,"message":"Not Found"}`},
		"short identifier": {
			put("/api/v2/contact/674d", `{}`), 400, `{"code":400,"message":"the contact identifier is not well formed"}`,
		},
		"account": {get("/api/v1/apiClient/account"), 200, `{"meta":{"code":200,"status":"SUCCESS"},"msg":"Here's your account",
			"data":{"account_name":"Sandbox","account_email":"sandbox@example.com","sms_balance":"100.00"}}`},
	})
}

func TestCellcast_forms(t *testing.T) {
	t.Parallel()
	checkTaken(t, cellcastPut, `{}`, `{"Birthday":"1990-05-14"}`, `{"Email":""}`, `{"Shoe Size":44}`, `{"Member":true}`)
	checkRefused(t, cellcastPut, 400, map[string]string{
		`{"Number":"0400000000"}`:   "Number",
		`{"Number":61400000000}`:    "Number",
		`{"Birthday":"14/05/90"}`:   "Birthday",
		`{"Email":"john"}`:          "Email",
		`{"First Name":null}`:       "First Name",
		`{"Postal Code":2000}`:      "Postal Code",
		`{"Shoe Size":{"eu":44}}`:   "Shoe Size",
		`{"Birthday":"1990-02-30"}`: "Birthday",
	})
}

func TestCellcast_unknownKeyBecomesField(t *testing.T) {
	t.Parallel()
	s := New(Config{})
	must(t, s, cellcastPut(`{"first name":"John","Address":"Here"}`))
	w := must(t, s, get("/api/v2/contact/fields/available"))
	want := decode(t, `{"staticFields":["Number","First Name","Last Name","Email","Birthday"],"dynamicFields":["Address","Gender","Postal Code","first name"]}`)
	if got := decode(t, w.Body.String()); !equal(want, got) {
		t.Errorf("the fields are %v, want %v", got, want)
	}
}

func TestCellcast_list(t *testing.T) {
	t.Parallel()
	s := New(Config{})
	for _, last := range []string{"1", "2", "3"} {
		must(t, s, put("/api/v2/contact/"+hex24[:23]+last, `{"Number":"+6140381600`+last+`","Address":"Here"}`))
	}
	want := `{"message":"success get contacts","data":{"current":1,"next":2,"prev":null,"items":[
		{"ID":"674d9650b000000000000001","Number":"403816001","Address":"Here","Tags":[],"Lists":[]},
		{"ID":"674d9650b000000000000002","Number":"403816002","Address":"Here","Tags":[],"Lists":[]}]}}`
	if w := must(t, s, get("/api/v2/contact?page=1&limit=2")); !equal(decode(t, want), decode(t, w.Body.String())) {
		t.Errorf("page 1 is %s", w.Body)
	}
	last := must(t, s, get("/api/v2/contact?page=2&limit=2")).Body.String()
	if !strings.Contains(last, "403816003") || !strings.Contains(last, `"next":null`) || !strings.Contains(last, `"prev":1`) {
		t.Errorf("page 2 is %s", last)
	}
	if w := send(s, get("/api/v2/contact?page=0")); w.Code != 400 {
		t.Errorf("page 0 answers %d", w.Code)
	}
}
