package cellcast_test

import (
	"testing"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/go-cmp/cmp"

	"rollcall/contact"
	"rollcall/providers"
	"rollcall/providers/providertest"
)

const (
	account = `{"meta":{"code":200,"status":"SUCCESS"},"msg":"Here's your account",
		"data":{"account_name":"Acme","account_email":"boss@acme.com","sms_balance":"100.00"}}`

	available = `{"staticFields":["Number","First Name","Last Name","Email","Birthday"],
		"dynamicFields":["Address","Last name","Date of Birth "]}`

	contacts = `{"message":"success get contacts","data":{"items":[
		{"ID":"674D9650b000000000000000","Number":"400000000","First Name":"John","Email":"","Birthday":"1990-05-14T00:00:00.000Z",
		"Address":"123 Main St","Points":12,"Tags":[{"ID":"1","Name":"a"}],"Lists":[],"Unsubscribe":false},
		{"ID":"674d9650b000000000000001","Number":"+61400000001"},{"Number":"400000002"}],"next":2,"current":1,"prev":null}}`
)

type provider interface {
	providers.Prober
	providers.Lister
	providers.Walker
}

func walker(t testing.TB) provider { return suite.Provider(t).(provider) }

func TestRequests(t *testing.T) {
	t.Parallel()
	p := walker(t)
	providertest.Requests(t, map[string]providers.Request{
		"GET /api/v1/apiClient/account":         p.Probe(),
		"GET /api/v2/contact/fields/available":  p.Fields(""),
		"GET /api/v2/contact?page=1&limit=1000": p.Page(""),
		"GET /api/v2/contact?page=3&limit=200":  p.Page("3x200"),
	})
	for _, cursor := range []string{"-1x5", "0x1", "1x5000", "2", "x", "axb"} {
		providertest.Requests(t, map[string]providers.Request{"GET /api/v2/contact?page=1&limit=1000": p.Page(cursor)})
	}
}

func TestProbed(t *testing.T) {
	t.Parallel()
	on, settle, stop := providertest.On, providertest.Settle, providertest.Stop
	providertest.Probed(t, walker(t), providers.Identity{ID: "boss@acme.com", Name: "Acme"}, []providertest.Exchange{
		on("good", 200, account, settle(contact.Verified, "", "")),
		on("expired", 401, `{"code":401,"message":"Token expired","stack":"APIError: at /srv"}`, stop("Token expired", "401")),
		on("expired inside a 200", 200, `{"meta":{"code":401,"status":"AUTH_FAILED"},"msg":"no","data":{}}`, stop("no", "")),
		on("failed inside a 200", 200, `{"status":false,"data":{"account_name":"x"}}`, settle(contact.Unknown, "200 OK, but the answer tells of a failure", "")),
		on("no such address", 404, `{"code":404,"message":"Not Found"}`, settle(contact.Unknown, "Not Found: the account cannot be asked for there", "404")),
		on("nothing", 200, `{"data":{}}`, settle(contact.Unknown, "200 OK, but the answer shows no account", "")),
	})
	providertest.Probed(t, walker(t), providers.Identity{}, []providertest.Exchange{
		on("good, but nameless", 200, `{"meta":{"code":200,"status":"SUCCESS"},"data":{}}`, settle(contact.Verified, "", "")),
	})
}

func TestListed(t *testing.T) {
	t.Parallel()
	providertest.Listed(t, walker(t), []providertest.Listing{{Body: available, Fields: []providers.AccountField{
		{Name: "Number"},
		{Name: "First Name"},
		{Name: "Last Name"},
		{Name: "Email"},
		{Name: "Birthday"},
		{Name: "Address"},
		{Name: "Last name", Custom: true},
		{Name: "Date of Birth ", Custom: true},
	}}})
	for _, body := range []string{`{"staticFields":[]}`, `{"staticFields":[],"dynamicFields":[1]}`, `{"status":false,"message":"no"}`} {
		if _, _, err := walker(t).Listed(providertest.OK(body), ""); err == nil {
			t.Errorf("%s passes for a list of fields", body)
		}
	}
}

func TestPaged(t *testing.T) {
	t.Parallel()
	page, next, v := walker(t).Paged(providertest.OK(contacts), "")
	if v.Status != contact.Verified || next != "2x1000" || len(page) != 2 {
		t.Fatalf("%d contacts, next %q: %+v", len(page), next, v)
	}
	shown := page["674d9650b000000000000000"]
	providertest.Shown(t, shown, map[string]string{"Number": `"400000000"`, "Email": `""`, "Last Name": `null`, "Address": `"123 Main St"`})
	want := map[string]jsontext.Value{"Points": jsontext.Value(`12`)}
	if diff := cmp.Diff(want, shown.Custom); diff != "" {
		t.Errorf("custom fields (-want +got):\n%s", diff)
	}
}

func TestPaged_ends(t *testing.T) {
	t.Parallel()
	for _, body := range []string{
		`{"data":{"items":[{"ID":"1"}],"next":null}}`,
		`{"data":{"items":[{"ID":"1"}]}}`,
		`{"data":{"items":[{"ID":"1"}],"next":0}}`,
		`{"data":{"items":[],"next":3}}`,
	} {
		if _, next, v := walker(t).Paged(providertest.OK(body), "2x1000"); next != "" || v.Status != contact.Verified {
			t.Errorf("%s: the walk goes on to %q (%+v)", body, next, v)
		}
	}
	lies := providertest.OK(`{"data":{"items":[{"ID":"1"}],"next":1}}`)
	if _, next, _ := walker(t).Paged(lies, "2x1000"); next != "3x1000" {
		t.Errorf("a page that names an earlier one as the next leads to %q", next)
	}
}

// TestPaged_tooLong asks for smaller pages where one is longer than what is read
// of an answer: no contact is passed over and none is read twice.
func TestPaged_tooLong(t *testing.T) {
	t.Parallel()
	cut := providers.Answer{Status: 200, Body: []byte(`{"data":{"items":[{"ID":"1"`), Cut: true}
	for cursor, want := range map[string]string{"": "1x200", "3x1000": "11x200", "11x200": "51x40", "51x40": "251x8"} {
		page, next, v := walker(t).Paged(cut, cursor)
		if next != want || len(page) != 0 || v.Status != contact.Verified {
			t.Errorf("page %q is asked for again as %q, want %q (%+v)", cursor, next, want, v)
		}
	}
	if _, next, v := walker(t).Paged(cut, "251x8"); next != "" || v.Status != contact.Unknown {
		t.Errorf("8 contacts of more than 1 MiB: next %q, %+v", next, v)
	}
}

func TestSame(t *testing.T) {
	t.Parallel()
	field, custom := providertest.Field, providertest.Custom
	providertest.Same(t, walker(t), []providertest.Comparison{
		{
			Sent:  field("Number", `"+61403816000"`),
			Same:  []string{`"403816000"`, `403816000`, `"0403816000"`, `"61403816000"`, `"+61 403 816 000"`},
			Other: []string{`"403816001"`, `"+64403816000"`, `"3816000"`, `null`},
		},
		{Sent: field("Number", `"+6421123456"`), Same: []string{`"21123456"`}},
		{Sent: custom("Number", `"+61403816000"`), Other: []string{`"403816000"`}},
		{Sent: field("Birthday", `"1990-05-14"`), Same: []string{`"1990-05-14T00:00:00.000Z"`}, Other: []string{`"1990-05-13T14:00:00.000Z"`}},
		{Sent: field("Postal Code", `"0200"`), Other: []string{`200`}},
		{Sent: field("Postal Code", `"2000"`), Same: []string{`2000`}},
		{Sent: custom("Points", `12`), Same: []string{`"12"`}},
	})
}

func TestRestore(t *testing.T) {
	t.Parallel()
	field := providertest.Field
	providertest.Restore(t, walker(t), []providertest.Restoration{
		{Shown: field("Number", `"403816000"`)},
		{Shown: field("Number", `403816000`)},
		{Shown: field("Number", `"61403816000"`)},
		{Shown: field("Number", `"+61403816000"`), Want: `"+61403816000"`},
		{Shown: field("Number", `""`), Want: `null`},
		{Shown: field("Number", `null`), Want: `null`},
		{Shown: field("Postal Code", `2000`), Want: `"2000"`},
	})
}
