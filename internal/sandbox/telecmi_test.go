package sandbox

import (
	"fmt"
	"strings"
	"testing"
)

const telecmiPath = "/v3/contact/update"

// telecmiPost sends the contacts of a JSON array.
func telecmiPost(contacts string) request {
	return post(telecmiPath, `{"token":"`+DefaultToken+`","contacts":`+contacts+`}`)
}

func TestTeleCMI_answers(t *testing.T) {
	t.Parallel()
	sample := `[{"contact_id":"` + uuid1 + `","phone_no":"919200000001","first_name":"John","last_name":"Smith","email_id":"john.smith@example.com","company":"Acme Corp","job_title":"Senior Software Engineer"}]`
	badToken := post(telecmiPath, `{"token":"x","contacts":`+sample+`}`)
	missing := telecmiPost(`[{"contact_id":"` + uuid2 + `"}]`)
	cases := map[string]exchangeCase{
		"the page's sample": {telecmiPost(sample), 200, `{"code":200,"msg":"Contacts updated successfully"}`},
		"wrong token":       {badToken, 200, `{"error":true,"code":404,"message":"Failed to authenticate token."}`},
		"no token":          {post(telecmiPath, `{"contacts":`+sample+`}`), 200, `{"error":true,"code":404,"message":"Failed to authenticate token."}`},
		"no such contact":   {missing, 200, `{"error":true,"code":400,"message":"Invalid contact_id"}`},
		"no contacts":       {telecmiPost(`[]`), 200, `{"error":true,"code":400,"message":"contacts must be an array of contacts"}`},
		"too many":          {post(telecmiPath, telecmiBatch(101)), 200, `{"error":true,"code":400,"message":"contacts must not hold more than 100 contacts, it holds 101"}`},
	}
	checkExchanges(t, Config{MissingIDs: []string{uuid2}}, cases)
	t.Run("http style", func(t *testing.T) {
		checkExchanges(t, Config{TeleCMIStyle: "http", MissingIDs: []string{uuid2}}, map[string]exchangeCase{
			"wrong token":     {badToken, 404, cases["wrong token"].body},
			"no such contact": {missing, 400, cases["no such contact"].body},
		})
	})
	if w := send(New(Config{}), put(telecmiPath, `{}`)); w.Code != 404 || strings.HasPrefix(w.Body.String(), "{") {
		t.Errorf("the wrong method answers %d %s", w.Code, w.Body)
	}
}

func TestTeleCMI_forms(t *testing.T) {
	t.Parallel()
	one := func(fields string) request { return telecmiPost(`[{"contact_id":"` + uuid1 + `"` + fields + `}]`) }
	checkTaken(t, one, ``, `,"phone_no":"919200000001"`, `,"company":""`)
	checkRefused(t, one, 200, map[string]string{
		`,"phone_no":"+919200000001"`: "phone_no",
		`,"phone_no":919200000001`:    "phone_no",
		`,"email_id":"john"`:          "email_id",
		`,"company":null`:             "company",
		`,"email":"j@example.com"`:    "email is not a field",
	})
	checkRefused(t, func(body string) request { return post(telecmiPath, body) }, 200, map[string]string{
		`{"token":"sandbox-token","contacts":[{"first_name":"A"}]}`:             "contact_id",
		`{"token":"sandbox-token","contacts":{"contact_id":"x"}}`:               "contacts",
		`{"token":"sandbox-token","contacts":[],"dry":true}`:                    "dry",
		`{"token":"sandbox-token","contacts":["x"]}`:                            "object",
		`{"token":"sandbox-token","contacts":[{"contact_id":"` + hex32 + `"}]}`: "UUID",
	})
}

func TestTeleCMI_contactTwiceInBatch(t *testing.T) {
	t.Parallel()
	s := New(Config{})
	w := send(s, telecmiPost(`[{"contact_id":"`+uuid1+`"},{"contact_id":"`+strings.ToUpper(uuid1)+`"}]`))
	if !strings.Contains(w.Body.String(), `"code":400`) {
		t.Errorf("a batch that names a contact twice is answered %s", w.Body)
	}
	if got := s.Stats().Repeats; got != 1 {
		t.Errorf("the violation is counted %d times", got)
	}
}

func TestTeleCMI_conflictAppliesNothing(t *testing.T) {
	t.Parallel()
	s := New(Config{})
	must(t, s, telecmiPost(`[{"contact_id":"`+uuid1+`","phone_no":"919200000001"}]`))
	for name, contacts := range map[string]string{
		"held by another contact": `[{"contact_id":"%s","first_name":"B"},{"contact_id":"%s","phone_no":"919200000001"}]`,
		"claimed twice":           `[{"contact_id":"%s","email_id":"a@b.co"},{"contact_id":"%s","email_id":"A@b.co"}]`,
	} {
		other := uuid2[:35] + "f"
		w := send(s, telecmiPost(fmt.Sprintf(contacts, other, uuid2)))
		if want := `{"error":true,"code":409,"message":"Duplicate contact detected within the organization"}`; w.Code != 200 || w.Body.String() != want {
			t.Errorf("%s: the answer is %d %s", name, w.Code, w.Body)
		}
	}
	if got := len(s.accounts["telecmi"].state().Contacts); got != 1 {
		t.Errorf("%d contacts are kept, the refused batches left some", got)
	}
}

func TestTeleCMI_get(t *testing.T) {
	t.Parallel()
	s := New(Config{})
	must(t, s, telecmiPost(`[{"contact_id":"`+uuid1+`","first_name":"A"},{"contact_id":"`+uuid2+`","first_name":"B"}]`))
	contact := func(id, name string) string {
		return `{"contact_id":"` + id + `","first_name":"` + name + `","phone_no":"","last_name":"","email_id":"","company":"","job_title":""}`
	}
	for query, want := range map[string]string{
		`"limit":1`:                                     `{"code":200,"contacts":[` + contact(uuid1, "A") + `],"count":2,"page_state":"1"}`,
		`"limit":1,"page_state":"1"`:                    `{"code":200,"contacts":[` + contact(uuid2, "B") + `],"count":2,"page_state":null}`,
		`"contact_id":"` + uuid2 + `"`:                  `{"code":200,"contacts":[` + contact(uuid2, "B") + `],"count":2,"page_state":null}`,
		`"contact_id":"` + strings.ToUpper(uuid2) + `"`: `{"code":200,"contacts":[` + contact(uuid2, "B") + `],"count":2,"page_state":null}`,
		`"limit":101`:                                   `{"error":true,"code":400,"message":"Invalid request parameters"}`,
		`"limit":1,"page_state":"nowhere"`:              `{"error":true,"code":400,"message":"Invalid request parameters"}`,
	} {
		w := must(t, s, post("/v3/contact/get", `{"token":"`+DefaultToken+`",`+query+`}`))
		if !equal(decode(t, want), decode(t, w.Body.String())) {
			t.Errorf("%s: got %s, want %s", query, w.Body, want)
		}
	}
	if w := must(t, s, post("/v3/contact/get", `{"token":"x"}`)); !strings.Contains(w.Body.String(), `"code":404`) {
		t.Errorf("a wrong token may read: %s", w.Body)
	}
}
