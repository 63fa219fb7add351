package docs_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestAddingAProvider follows the page on it: the provider of its blocks passes
// the suite, meets its stand-in, and sends rows to a server.
func TestAddingAProvider(t *testing.T) {
	t.Parallel()
	p := readPage(t, "docs/adding-a-provider.md")
	o := newOverlay(t, p)
	o.build("build", "-buildvcs=false", "-o", o.path("rollcall"), ".")
	o.build("test", "-c", "-vet=off", "-o", o.folder, "./providers/kinfolk", "./providers/all")
	for _, name := range []string{"kinfolk", "all"} {
		folder := "providers/" + name
		// The other tests keep a list of the providers' names.
		out, code := o.run(folder, name+".test", "-test.run", "Contract|Build|Judge|ReadBack|PutBack|Probe|AccountFields")
		if code != 0 || !strings.Contains(out, "PASS") {
			t.Errorf("go test ./%s, as the page has it:\n%s", folder, out)
		}
	}
	t.Run("demo", func(t *testing.T) { testDemo(t, o) })
	t.Run("check", func(t *testing.T) { testShown(t, o, p) })
	t.Run("run", func(t *testing.T) { testSent(t, o) })
}

func testDemo(t *testing.T, o *overlay) {
	out, code := o.run(".", "rollcall", "demo", "kinfolk")
	if code != 1 {
		t.Fatalf("rollcall demo kinfolk exits with %d:\n%s", code, out)
	}
	want := []string{"1 updated 200 ", "2 updated 200 ", "3 invalid  ", "4 invalid  "}
	if diff := cmp.Diff(want, fates(t, o, "rollcall-demo/kinfolk")); diff != "" {
		t.Errorf("what becomes of the sample (-want +got):\n%s", diff)
	}
}

func testShown(t *testing.T, o *overlay, p page) {
	out, _ := o.run("samples/kinfolk", "rollcall", "check", "contacts.csv", "-m", "mapping.yaml", "--show", "1", "-d", "check")
	if want := p.find(t, "text", "PATCH").text; !strings.HasPrefix(out, want) {
		t.Errorf("the page shows\n%s\nthe program prints\n%s", want, out)
	}
}

func testSent(t *testing.T, o *overlay) {
	people := &people{held: map[string]map[string]any{}}
	server := httptest.NewServer(people)
	defer server.Close()
	o.write("token", "s3cret")
	o.write("people.csv", "ID,Name,Groups,Shoes\n1,Ann,VIP,38.5\n7,Ben,VIP,\n9,Chandra,VIP,40\n")
	o.write("people.yaml", `provider: kinfolk
token: {file: token}
contact: ID
fields: {name: Name, tags: {column: Groups, mode: add}}
custom: {Shoe size: {column: Shoes, type: number}}
`)
	out, code := o.run(".", "rollcall", "run", "people.csv", "-m", "people.yaml", "--base-url", server.URL, "--verify", "--confirm", "acc_7")
	if code != 1 {
		t.Fatalf("the run exits with %d:\n%s", code, out)
	}
	want := []string{"1 verified 200 ", "7 not_found 404 unknown", "9 conflict 409 taken"}
	if diff := cmp.Diff(want, fates(t, o, "people.rollcall")); diff != "" {
		t.Errorf("what becomes of the rows (-want +got):\n%s\n%s", diff, out)
	}
	held := map[string]any{"name": "Ann", "tags": []any{"Old", "VIP"}, "extra": map[string]any{"Shoe size": 38.5}}
	if diff := cmp.Diff(map[string]map[string]any{"1": held}, people.held); diff != "" {
		t.Errorf("what the server holds (-want +got):\n%s", diff)
	}
}

// fates returns contact, outcome, status and code of each row of a run.
func fates(t *testing.T, o *overlay, dir string) (list []string) {
	t.Helper()
	for _, record := range (guide{T: t}).records(o.path(dir + "/reconciliation.csv"))[1:] {
		list = append(list, strings.Join([]string{record[2], record[3], record[4], record[5]}, " "))
	}
	return list
}

// people is the platform of the page, as the page describes it: person 7 is not
// there, and what is told of person 9 clashes with another.
type people struct {
	mu   sync.Mutex
	held map[string]map[string]any
}

func (p *people) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	id := path.Base(r.URL.Path)
	switch person := r.URL.Path == "/v1/people/"+id; {
	case r.Header.Get("Authorization") != "Bearer s3cret":
		answer(w, 401, `{"error": {"code": "token", "message": "who are you?"}}`)
	case r.Method == "GET" && r.URL.Path == "/v1/me":
		answer(w, 200, `{"account": {"id": "acc_7", "name": "Test"}}`)
	case r.Method == "GET" && r.URL.Path == "/v1/fields":
		answer(w, 200, `{"fields": [{"name": "Shoe size", "type": "number"}]}`)
	case !person || id == "7":
		answer(w, 404, `{"error": {"code": "unknown", "message": "there is no person `+id+`"}}`)
	case r.Method == "GET":
		p.show(w, id)
	case r.Method == "PATCH" && id == "9":
		answer(w, 409, `{"error": {"code": "taken", "message": "person 2 has the name"}}`)
	case r.Method == "PATCH":
		p.update(w, r.Body, id)
	}
}

func (p *people) show(w http.ResponseWriter, id string) {
	person := p.held[id]
	if person == nil {
		person = map[string]any{"tags": []string{"Old"}}
	}
	text, _ := json.Marshal(person)
	answer(w, 200, `{"id": `+id+`, `+string(text[1:]))
}

func (p *people) update(w http.ResponseWriter, body io.Reader, id string) {
	var fields map[string]any
	if err := json.NewDecoder(body).Decode(&fields); err != nil {
		answer(w, 422, `{"error": {"code": "json", "message": "the body is no JSON"}}`)
		return
	}
	p.held[id] = fields
	p.show(w, id)
}

func answer(w http.ResponseWriter, status int, body string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	fmt.Fprint(w, body)
}
