package all_test

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"rollcall/contact"
	"rollcall/internal/sandbox"
	"rollcall/providers"
	"rollcall/providers/all"
)

// An api sends the requests of a provider to a sandbox.
type api struct {
	providers.Provider
	server *sandbox.Server
	token  string
}

func (a api) ask(t *testing.T, r providers.Request) providers.Answer {
	t.Helper()
	auth, body := a.Spec().Auth, r.Body
	if auth.BodyKey != "" {
		body = append(providers.AppendMember([]byte{'{'}, auth.BodyKey, providers.AppendText(nil, a.token)), ',')
		body = append(body, r.Body[1:]...)
	}
	request := httptest.NewRequest(r.Method, r.Path, bytes.NewReader(body))
	request.Header = http.Header{"Content-Type": {"application/json"}, "Authorization": {auth.Prefix + a.token}}
	w := httptest.NewRecorder()
	a.server.ServeHTTP(w, request)
	return providers.Answer{Status: w.Code, Header: w.Header(), Body: w.Body.Bytes()}
}

// each runs a test for every provider, against a sandbox of its own.
func each(t *testing.T, config sandbox.Config, test func(*testing.T, drill, api)) {
	t.Parallel()
	for _, def := range all.Definitions() {
		t.Run(def.Spec.Name, func(t *testing.T) {
			t.Parallel()
			d := drills[def.Spec.Name]
			settings, err := def.Spec.CheckSettings(d.settings)
			if err != nil {
				t.Fatal(err)
			}
			test(t, d, api{def.New(settings), sandbox.New(config), sandbox.DefaultToken})
		})
	}
}

// send applies the update of the drill and returns the verdict.
func (a api) send(t *testing.T, u contact.Update) providers.Verdict {
	t.Helper()
	if err := a.Check(u); err != nil {
		t.Fatalf("the update is refused: %v", err)
	}
	v := a.Judge(a.ask(t, a.Build([]contact.Update{u})), []contact.Update{u})[0]
	if v.Status != contact.Updated {
		t.Fatalf("the update ends %s: %s", v.Status, v.Message)
	}
	return v
}

// shown reads the contact back, in the way in which the provider shows it.
func (a api) shown(t *testing.T, id, own string) providers.Snapshot {
	t.Helper()
	if reader, ok := a.Provider.(providers.Reader); ok {
		s, v := reader.Found(a.ask(t, reader.Lookup(id, own)), id)
		if v.Next != providers.Settle || v.Status != contact.Verified {
			t.Fatalf("the contact is not read back: %+v", v)
		}
		return s
	}
	walker := a.Provider.(providers.Walker)
	page, next, v := walker.Paged(a.ask(t, walker.Page("")), "")
	if v.Next != providers.Settle || v.Status != contact.Verified || next != "" {
		t.Fatalf("the contacts are not listed: next %q, %+v", next, v)
	}
	return page[strings.ToLower(id)]
}

func TestReadBack(t *testing.T) {
	for name, config := range map[string]sandbox.Config{"plain": {}, "contact in an array": {CallbellArray: true}} {
		t.Run(name, func(t *testing.T) { each(t, config, testReadBack) })
	}
}

func testReadBack(t *testing.T, d drill, a api) {
	update := d.update()
	v := a.send(t, update)
	shown := a.shown(t, d.contact, v.ID)
	comparer := a.Provider.(providers.Comparer)
	for _, f := range update.Fields {
		value := shown.Value(f.Name, f.Custom)
		if untold := slices.Contains(d.untold, f.Name); (value == nil) != untold {
			t.Errorf("%s was sent and is shown as %q", f.Name, value)
		} else if value != nil && !comparer.Same(f, value) {
			t.Errorf("%s was sent as %s, is shown as %s, and would be reported as a mismatch", f.Name, f.Value, value)
		}
		f.Value = []byte(`"anything else"`)
		if value != nil && comparer.Same(f, value) {
			t.Errorf("%s is shown as %s and passes for %s", f.Name, value, f.Value)
		}
	}
}

// TestPutBack reads a contact, changes it, and puts back what it held.
func TestPutBack(t *testing.T) {
	each(t, sandbox.Config{}, func(t *testing.T, d drill, a api) {
		update := d.update()
		v := a.send(t, update)
		before := a.shown(t, d.contact, v.ID)
		undo := contact.Update{Contact: d.contact}
		if v.ID != "" {
			undo.Contact = "id:" + v.ID
		}
		comparer := a.Provider.(providers.Comparer)
		for _, f := range update.Fields {
			value, ok := comparer.Restore(f.Name, f.Custom, before.Value(f.Name, f.Custom))
			if lost := slices.Contains(d.lost, f.Name) || slices.Contains(d.untold, f.Name); ok == lost {
				t.Errorf("%s is shown as %s and put back as %s (%v)", f.Name, before.Value(f.Name, f.Custom), value, ok)
			}
			if ok && string(value) != "null" {
				undo.Fields = append(undo.Fields, contact.Field{Name: f.Name, Custom: f.Custom, Value: value})
			}
		}
		a.send(t, undo)
		after := a.shown(t, undo.Contact, v.ID)
		for _, f := range undo.Fields {
			if !comparer.Same(f, after.Value(f.Name, f.Custom)) {
				t.Errorf("%s was put back as %s and is shown as %s", f.Name, f.Value, after.Value(f.Name, f.Custom))
			}
		}
	})
}

func TestReadBack_missing(t *testing.T) {
	each(t, sandbox.Config{Missing: 1}, func(t *testing.T, d drill, a api) {
		reader, ok := a.Provider.(providers.Reader)
		if !ok {
			t.Skip("shows its contacts only as one list")
		}
		_, v := reader.Found(a.ask(t, reader.Lookup(d.contact, "")), d.contact)
		if v.Next != providers.Settle || v.Status != contact.NotFound {
			t.Errorf("a contact that does not exist: %+v", v)
		}
	})
}

func TestProbe(t *testing.T) {
	each(t, sandbox.Config{}, func(t *testing.T, d drill, a api) {
		prober := a.Provider.(providers.Prober)
		identity, v := prober.Probed(a.ask(t, prober.Probe()))
		if v.Next != providers.Settle || v.Status != contact.Verified || identity != d.account {
			t.Errorf("the good token opens %+v, want %+v: %+v", identity, d.account, v)
		}
		a.token = "stale"
		identity, v = prober.Probed(a.ask(t, prober.Probe()))
		if v.Next != providers.Stop || v.Message == "" || identity != (providers.Identity{}) {
			t.Errorf("a bad token opens %+v: %+v", identity, v)
		}
		nowhere := prober.Probe()
		nowhere.Path = strings.Replace(nowhere.Path, "/", "/proxy/", 1)
		if _, v = prober.Probed(a.ask(t, nowhere)); v.Next != providers.Settle || v.Status != contact.Unknown {
			t.Errorf("an address that does not exist says of the token: %+v", v)
		}
	})
}

func TestAccountFields(t *testing.T) {
	each(t, sandbox.Config{}, func(t *testing.T, d drill, a api) {
		a.send(t, d.update())
		if have := a.has(t); !slices.Equal(have, slices.Sorted(slices.Values(d.has))) {
			t.Errorf("the account is said to have %q, want %q", have, d.has)
		}
	})
}

// TestAccountFields_pages reads a list of several pages to its end.
func TestAccountFields_pages(t *testing.T) {
	var many []sandbox.CustomField
	for i := range 250 {
		many = append(many, sandbox.CustomField{Name: fmt.Sprint("Field ", i), Type: "text"})
	}
	config := sandbox.Config{Fields: map[string][]sandbox.CustomField{"aelyst": many}}
	each(t, config, func(t *testing.T, d drill, a api) {
		if have := a.has(t); a.Spec().Name == "aelyst" && len(have) != len(many)+len(d.has) {
			t.Errorf("%d fields are listed, want %d", len(have), len(many)+len(d.has))
		}
	})
}

// has lists the fields of the account in order; none if there is no such list.
func (a api) has(t *testing.T) (names []string) {
	t.Helper()
	lister, ok := a.Provider.(providers.Lister)
	if !ok {
		return nil
	}
	for cursor, page := "", 0; page == 0 || cursor != ""; page++ {
		fields, next, err := lister.Listed(a.ask(t, lister.Fields(cursor)), cursor)
		if err != nil || page > 9 {
			t.Fatalf("page %d of the fields: %v", page+1, err)
		}
		cursor = next
		for _, f := range fields {
			names = append(names, marked(f.Name, f.Custom))
		}
	}
	slices.Sort(names)
	return names
}
