package undo_test

import (
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rollcall/contact"
	"rollcall/mapping"
	"rollcall/providers"
	"rollcall/providers/all"
	"rollcall/source"
	"rollcall/undo"
)

// The contacts of the tests.
const (
	hexID = "674d9650b000000000000001"
	uuid  = "31af3d1f94f2405b9db04bf0d7a0dbc7"
	dash  = "1c2d3e4f-5a6b-4c7d-8e9f-0a1b2c3d4e5f"
)

var settings = map[string]providers.Settings{
	"cendyn": {"account_id": "0123456789abcdef01234567", "region": "eu", "subscriptions": "array"},
}

// A run is what an undo is made from.
type run struct {
	provider string
	backup   string   // lines
	rows     []string // outcome and contact, a row each
	unknown  bool
}

// An undone is what came of it: updates as they would be sent, and what cannot
// be put back.
type undone struct {
	Sent, Not []string
}

func (r run) make(t testing.TB) (undone, *undo.Plan, error) {
	t.Helper()
	plan, lines, err := r.plan(t)
	if err != nil {
		return undone{}, nil, err
	}
	u := undone{Not: problems(plan)}
	if plan.Contacts > 0 {
		u.Sent = updates(t, mappingOf(t, plan, r.provider), lines)
	}
	if len(u.Sent) != plan.Contacts {
		t.Errorf("%d contacts are to be put back, the plan says %d", len(u.Sent), plan.Contacts)
	}
	return u, plan, nil
}

func (r run) plan(t testing.TB) (plan *undo.Plan, input string, err error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "before.jsonl")
	if err := os.WriteFile(path, []byte(r.backup), 0o600); err != nil {
		t.Fatal(err)
	}
	backup, err := undo.Open(path)
	if err != nil {
		return nil, "", err
	}
	def, _ := all.Find(r.provider)
	p := def.New(settings[r.provider])
	var lines strings.Builder
	plan, err = undo.Make(undo.Config{
		Backup: backup, Provider: p, Comparer: p.(providers.Comparer),
		Rows: len(r.rows), Outcomes: outcomes(t, r.rows), Unknown: r.unknown,
	}, func(line []byte) error {
		lines.Write(append(line, '\n'))
		return nil
	})
	return plan, lines.String(), err
}

func outcomes(t testing.TB, rows []string) iter.Seq2[contact.Outcome, error] {
	return func(yield func(contact.Outcome, error) bool) {
		for i, row := range rows {
			word, name, _ := strings.Cut(row, " ")
			out := contact.Outcome{Row: contact.Row{Number: i + 1}, Contact: name}
			if err := out.Status.UnmarshalText([]byte(word)); err != nil {
				t.Fatal(err)
			}
			if !yield(out, nil) {
				return
			}
		}
	}
}

func mappingOf(t testing.TB, plan *undo.Plan, provider string) []byte {
	t.Helper()
	given := "provider: " + provider + "\n"
	if s := settings[provider]; s != nil {
		given += "settings: {account_id: " + s["account_id"] + ", region: " + s["region"] + "}\n"
	}
	text, err := plan.Mapping([]byte(given), "/")
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// updates returns what a run would send, an update each.
func updates(t testing.TB, mappingText []byte, input string) (sent []string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "undo.jsonl")
	if err := os.WriteFile(path, []byte(input), 0o600); err != nil {
		t.Fatal(err)
	}
	m, err := mapping.Compile("undo.yaml", mappingText, all.Definitions(), nil)
	if err != nil {
		t.Fatalf("%v in\n%s", err, mappingText)
	}
	src, err := source.Open(source.Config{Path: path})
	if err != nil {
		t.Fatal(err)
	}
	defer src.Close()
	if err := src.Bind(m.Columns); err != nil {
		t.Fatal(err)
	}
	for row, err := range src.Rows() {
		if err != nil {
			t.Fatal(err)
		}
		u, err := m.Apply(row, nil)
		if err != nil {
			t.Fatalf("%v in %s with\n%s", err, row.Raw, mappingText)
		}
		line := u.Contact
		for _, f := range u.Fields {
			line += " " + f.Name + "=" + string(f.Value)
		}
		sent = append(sent, line)
	}
	return sent
}

func problems(plan *undo.Plan) (list []string) {
	for _, p := range plan.Problems {
		rows := strings.Trim(fmt.Sprint(p.Rows), "[]")
		list = append(list, strings.TrimSpace(fmt.Sprintf("%s %s %s", p.Field, p.Reason, rows)))
	}
	return list
}

const aelystHead = `{"provider":"aelyst","mapped":[{"field":"firstName"},{"field":"lastName"},{"field":"email"},{"field":"Points","type":"number"}]}
`

func TestMake(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		run  run
		want undone
	}{
		{"what a row did not write is left alone", run{
			provider: "aelyst", rows: []string{"updated id:1"},
			backup: aelystHead + `{"row":1,"writes":["lastName"]}` + "\n" +
				`{"row":1,"contact":"id:1","id":"1","holds":{"firstName":"A","lastName":"B","email":"a@example.com","Points":2.50}}` + "\n",
		}, undone{Sent: []string{`id:1 lastName="B"`}}},
		{"null clears where that is possible", run{
			provider: "aelyst", rows: []string{"updated id:1"},
			backup: aelystHead + `{"row":1}` + "\n" + `{"row":1,"contact":"id:1","id":"1","holds":{"firstName":null,"lastName":null,"email":"","Points":null}}` + "\n",
		}, undone{Sent: []string{`id:1 lastName=null email=null Points=null`}, Not: []string{"firstName was_empty 1"}}},
		{"several rows go back to before the first", run{
			provider: "aelyst", rows: []string{"verified id:1", "rejected id:1", "mismatch id:1"},
			backup: aelystHead + `{"row":1,"writes":["lastName"]}` + "\n" + `{"row":2}` + "\n" + `{"row":3,"writes":["firstName"]}` + "\n" +
				`{"row":1,"contact":"id:1","id":"1","holds":{"firstName":"A","lastName":"B","email":null,"Points":1}}` + "\n" +
				`{"row":2,"contact":"id:1","id":"1","holds":{"firstName":"A","lastName":"B2","email":null,"Points":1}}` + "\n" +
				`{"row":3,"contact":"id:1","id":"1","holds":{"firstName":"A","lastName":"B2","email":null,"Points":1}}` + "\n",
		}, undone{Sent: []string{`id:1 firstName="A" lastName="B"`}}},
		{"a row that was sent twice goes back to before the first time", run{
			provider: "aelyst", rows: []string{"updated id:1"},
			backup: aelystHead + `{"row":1,"writes":["lastName"]}` + "\n" +
				`{"row":1,"contact":"id:1","id":"1","holds":{"lastName":"B"}}` + "\n" + `{"row":1,"writes":["lastName"]}` + "\n" +
				`{"row":1,"contact":"id:1","id":"1","holds":{"lastName":"B2"}}` + "\n",
		}, undone{Sent: []string{`id:1 lastName="B"`}}},
		{"rows without a backup", run{
			provider: "aelyst", rows: []string{"updated id:1", "updated id:2", "updated id:1"},
			backup: aelystHead + `{"row":3,"writes":["lastName"]}` + "\n" + `{"row":3,"contact":"id:1","id":"1","holds":{"lastName":"B"}}` + "\n",
		}, undone{Sent: []string{`id:1 lastName="B"`}, Not: []string{"not_kept 1 2"}}},
		{"a row that was announced and never read", run{
			provider: "aelyst", rows: []string{"updated id:1", "unchanged id:2"}, backup: aelystHead + `{"row":1}` + "\n" + `{"row":2}` + "\n",
		}, undone{Not: []string{"not_kept 1"}}},
		{"rows that the journal does not know were not sent", run{
			provider: "aelyst", rows: []string{"failed id:1"},
			backup: aelystHead + `{"row":1}` + "\n" + `{"row":7}` + "\n" + `{"row":7,"contact":"id:1","id":"1","holds":{"lastName":"B"}}` + "\n",
		}, undone{}},
		{"nobody knows", run{
			provider: "aelyst", rows: []string{"unknown id:1", "unknown id:2", "updated id:2"}, backup: doubtful,
		}, undone{Sent: []string{`id:2 lastName="D"`}, Not: []string{"unknown 1 2"}}},
		{"nobody knows, and it is put back", run{
			provider: "aelyst", rows: []string{"unknown id:1", "unknown id:2", "updated id:2"}, backup: doubtful, unknown: true,
		}, undone{Sent: []string{`id:1 lastName="B"`, `id:2 firstName="C" lastName="D"`}}},
		{"nobody knows of a row, but a later one of the contact wrote the same", run{
			provider: "aelyst", rows: []string{"unknown id:1", "updated id:1"},
			backup: aelystHead + `{"row":1,"writes":["lastName"]}` + "\n" + `{"row":2,"writes":["firstName","lastName"]}` + "\n" +
				`{"row":1,"contact":"id:1","id":"1","holds":{"firstName":"A","lastName":"B"}}` + "\n" +
				`{"row":2,"contact":"id:1","id":"1","holds":{"firstName":"A","lastName":"B2"}}` + "\n",
		}, undone{Sent: []string{`id:1 firstName="A" lastName="B"`}}},
		{"contacts that were found by an address", run{
			provider: "aelyst", rows: []string{"updated email:old@example.com", "updated email:new@example.com"},
			backup: aelystHead + `{"row":1,"writes":["email"]}` + "\n" + `{"row":2,"writes":["lastName"]}` + "\n" +
				`{"row":1,"contact":"email:old@example.com","id":"7","holds":{"email":"old@example.com","lastName":"B"}}` + "\n" +
				`{"row":2,"contact":"email:new@example.com","id":"7","holds":{"email":"new@example.com","lastName":"B"}}` + "\n",
		}, undone{Sent: []string{`id:7 lastName="B" email="old@example.com"`}}},
		{"an address that went from one contact to another", run{
			provider: "aelyst", rows: []string{"updated email:a@example.com", "updated email:b@example.com", "updated email:a@example.com"},
			backup: aelystHead + `{"row":1,"writes":["email"]}` + "\n" + `{"row":2,"writes":["email"]}` + "\n" + `{"row":3,"writes":["lastName"]}` + "\n" +
				`{"row":1,"contact":"email:a@example.com","id":"7","holds":{"email":"a@example.com","lastName":"A"}}` + "\n" +
				`{"row":2,"contact":"email:b@example.com","id":"8","holds":{"email":"b@example.com","lastName":"B"}}` + "\n" +
				`{"row":3,"contact":"email:a@example.com","id":"8","holds":{"email":"a@example.com","lastName":"B"}}` + "\n",
		}, undone{Sent: []string{`id:7 email="a@example.com"`, `id:8 lastName="B" email="b@example.com"`}}},
		{"an address and no id", run{
			provider: "aelyst", rows: []string{"updated phone:+60123456789"},
			backup: aelystHead + `{"row":1,"writes":["lastName"]}` + "\n" + `{"row":1,"contact":"phone:+60123456789","holds":{"lastName":"B"}}` + "\n",
		}, undone{Sent: []string{`phone:+60123456789 lastName="B"`}}},
		{"a contact that has no name", run{
			provider: "aelyst", rows: []string{"updated id:0"},
			backup: aelystHead + `{"row":1,"writes":["lastName"]}` + "\n" + `{"row":1,"contact":"id:0","holds":{"lastName":"B"}}` + "\n",
		}, undone{Not: []string{"not_named 1"}}},
		{"values that a mapping would change", run{
			provider: "aelyst", rows: []string{"updated id:1", "updated id:2"},
			backup: aelystHead + `{"row":1}` + "\n" + `{"row":2}` + "\n" +
				`{"row":1,"contact":"id:1","id":"1","holds":{"firstName":"A ","lastName":" ","email":"nobody","Points":{"a":1}}}` + "\n" +
				`{"row":2,"contact":"id:2","id":"2","holds":{"firstName":"a\u0007","lastName":"\ud800","email":"","Points":2e3}}` + "\n",
		}, undone{
			Sent: []string{`id:2 email=null Points=2e3`},
			Not:  []string{"firstName not_sendable 1 2", "lastName not_sendable 1 2", "email not_sendable 1", "Points not_sendable 1"},
		}},
		{"the type that fits most values", run{
			provider: "aelyst", rows: []string{"updated id:1", "updated id:2", "updated id:3"},
			backup: `{"provider":"aelyst","mapped":[{"field":"Own.Field","type":"date"},{"field":"Flag ","type":"text"}]}` + "\n" +
				`{"row":1}` + "\n" + `{"row":2}` + "\n" + `{"row":3}` + "\n" +
				`{"row":1,"contact":"id:1","id":"1","holds":{"Own.Field":"2020-01-02","Flag ":true}}` + "\n" +
				`{"row":2,"contact":"id:2","id":"2","holds":{"Own.Field":"soon","Flag ":false}}` + "\n" +
				`{"row":3,"contact":"id:3","id":"3","holds":{"Own.Field":null,"Flag ":"yes"}}` + "\n",
		}, undone{
			Sent: []string{`id:1 Own.Field="2020-01-02" Flag =true`, `id:2 Own.Field="soon" Flag =false`, `id:3 Own.Field=null`},
			Not:  []string{"Flag  not_sendable 3"},
		}},
		{"TeleCMI", run{
			provider: "telecmi", rows: []string{"updated " + dash},
			backup: `{"provider":"telecmi","mapped":[{"field":"phone_no"},{"field":"company"}]}` + "\n" + `{"row":1}` + "\n" +
				`{"row":1,"contact":"` + dash + `","holds":{"phone_no":"919200000001","company":null}}` + "\n",
		}, undone{Sent: []string{dash + ` phone_no="919200000001"`}, Not: []string{"company was_empty 1"}}},
		{"Cellcast, from its list", run{
			provider: "cellcast", rows: []string{"updated " + strings.ToUpper(hexID), "updated " + strings.Replace(hexID, "1", "2", 1)},
			backup: `{"provider":"cellcast","mapped":[{"field":"Number"},{"field":"First Name"},{"field":"Level","type":"number"}]}` + "\n" +
				`{"contact":"` + hexID + `","holds":{"Number":"400000000","First Name":"John","Level":3}}` + "\n" +
				`{"contact":"674d9650b0000000000000ff","holds":{"Number":null,"First Name":"Else","Level":null}}` + "\n" +
				`{"row":1}` + "\n" + `{"row":2,"writes":["Level"]}` + "\n" +
				`{"contact":"` + hexID + `","holds":{"Number":"400000000","First Name":"Johnny","Level":4}}` + "\n",
		}, undone{Sent: []string{hexID + ` First Name="John" Level=3`}, Not: []string{"not_kept 2", "Number not_sendable 1"}}},
		{"Callbell, with the assigned user", run{
			provider: "callbell", rows: []string{"updated " + uuid, "updated " + strings.Replace(uuid, "3", "4", 1)},
			backup: `{"provider":"callbell","mapped":[{"field":"tags"},{"field":"assigned_user"},{"field":"note"},{"field":"Interests","type":"list"}]}` + "\n" +
				`{"row":1}` + "\n" + `{"row":2}` + "\n" +
				`{"row":1,"contact":"` + uuid + `","holds":{"tags":["b","a"],"assigned_user":"jane@example.com","Interests":["News"]}}` + "\n" +
				`{"row":2,"contact":"` + strings.Replace(uuid, "3", "4", 1) + `","holds":{"tags":[],"assigned_user":null,"note":"x","Interests":null}}` + "\n",
		}, undone{
			Sent: []string{
				uuid + ` tags=["b","a"] assigned_user="jane@example.com" Interests=["News"]`,
				strings.Replace(uuid, "3", "4", 1) + ` tags=[] note="x" unassign_user=true`,
			},
			Not: []string{"note not_shown 1", "Interests was_empty 2"},
		}},
		{"Cendyn, whose fields depend on each other", run{
			provider: "cendyn", rows: []string{"updated " + hexID},
			backup: `{"provider":"cendyn","settings":{"region":"eu"},"mapped":[{"field":"phone"},{"field":"phone_countrycode"},{"field":"phone_number"},{"field":"list_subscriptions[a.b]"}]}` + "\n" +
				`{"row":1}` + "\n" +
				`{"row":1,"contact":"` + hexID + `","holds":{"phone":"+447712345678","phone_countrycode":"60","phone_number":"123456789","list_subscriptions[a.b]":true}}` + "\n",
		}, undone{
			Sent: []string{hexID + ` phone_countrycode="60" phone_number="123456789" list_subscriptions[a.b]=true`},
			Not:  []string{"phone contradicts 1"},
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, _, err := tt.run.make(t)
			if diff := cmp.Diff(tt.want, got); diff != "" || err != nil {
				t.Errorf("error %v; what is sent and what is not (-want +got):\n%s", err, diff)
			}
		})
	}
}

const doubtful = aelystHead + `{"row":1,"writes":["lastName"]}` + "\n" + `{"row":2,"writes":["firstName"]}` + "\n" + `{"row":3,"writes":["lastName"]}` + "\n" +
	`{"row":1,"contact":"id:1","id":"1","holds":{"lastName":"B"}}` + "\n" +
	`{"row":2,"contact":"id:2","id":"2","holds":{"firstName":"C","lastName":"D"}}` + "\n" +
	`{"row":3,"contact":"id:2","id":"2","holds":{"firstName":"C2","lastName":"D2"}}` + "\n"

func TestMake_renamed(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{"id:7": false, "email:a@example.com": true} {
		_, plan, err := run{
			provider: "aelyst", rows: []string{"updated " + name},
			backup: aelystHead + `{"row":1}` + "\n" + `{"row":1,"contact":"` + name + `","id":"7","holds":{"lastName":"B"}}` + "\n",
		}.make(t)
		if err != nil || plan.Renamed != want {
			t.Errorf("%s goes by another name: %+v, %v; want %v", name, plan, err, want)
		}
	}
}

func TestMake_damaged(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ backup, want string }{
		{"nonsense\n", "before.jsonl:1: is not the head of a backup"},
		{`{"row":1}` + "\n", "before.jsonl:1: is not the head of a backup"},
		{aelystHead + "nonsense\n" + `{"row":1}` + "\n", "before.jsonl:2: is no line of a backup"},
		{aelystHead + `{"row":1}{"row":2}` + "\n", "before.jsonl:2: is no line of a backup"},
		{aelystHead + `{"row":1}` + "\n" + `{"holds":{}}` + "\n", "before.jsonl:3: names neither a row nor a contact"},
		{aelystHead + `{"row":-1,"contact":"id:1"}` + "\n", "before.jsonl:2: names neither a row nor a contact"},
		{aelystHead + `{"row":1,"writes":["none"]}` + "\n", "before.jsonl:2: names a field that is not in the head"},
	} {
		_, _, err := run{provider: "aelyst", backup: tt.backup, rows: []string{"updated id:1"}}.make(t)
		if _, ok := errors.AsType[*undo.DamagedError](err); !ok || !strings.HasSuffix(err.Error(), tt.want) {
			t.Errorf("%q: %v, want %s", tt.backup, err, tt.want)
		}
	}
}

// A kill may cut the last line short: nothing was sent after it.
func TestMake_cut(t *testing.T) {
	t.Parallel()
	whole := aelystHead + `{"row":1,"writes":["lastName"]}` + "\n" + `{"row":1,"contact":"id:1","id":"1","holds":{"lastName":"B"}}` + "\n"
	got, _, err := run{provider: "aelyst", backup: whole + `{"row":2,"wri`, rows: []string{"updated id:1"}}.make(t)
	if diff := cmp.Diff(undone{Sent: []string{`id:1 lastName="B"`}}, got); diff != "" || err != nil {
		t.Errorf("error %v; (-want +got):\n%s", err, diff)
	}
	for _, nothing := range []string{"", `{"provider":"aely`} {
		if _, _, err := (run{provider: "aelyst", backup: nothing}).make(t); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%q: %v, want that there is none", nothing, err)
		}
	}
}

func TestMake_endsWithItsErrors(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "before.jsonl")
	text := aelystHead + `{"row":1}` + "\n" + `{"row":1,"contact":"id:1","id":"1","holds":{"lastName":"B"}}` + "\n"
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	backup, err := undo.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	def, _ := all.Find("aelyst")
	p := def.New(nil)
	cfg := undo.Config{Backup: backup, Provider: p, Comparer: p.(providers.Comparer), Rows: 1, Outcomes: outcomes(t, []string{"updated id:1"})}
	full := errors.New("the disk is full")
	if _, err := undo.Make(cfg, func([]byte) error { return full }); !errors.Is(err, full) {
		t.Errorf("the input could not be written: %v", err)
	}
	torn := errors.New("the journal is torn")
	cfg.Outcomes = func(yield func(contact.Outcome, error) bool) { yield(contact.Outcome{}, torn) }
	if _, err := undo.Make(cfg, func([]byte) error { return nil }); !errors.Is(err, torn) {
		t.Errorf("the journal could not be read: %v", err)
	}
}

// FuzzBackup checks that no backup is too odd to be read or refused, and that no
// row is lost: what is not put back is named.
func FuzzBackup(f *testing.F) {
	f.Add(doubtful)
	f.Add(aelystHead + `{"row":1,"writes":["lastName"]}` + "\n" + `{"contact":"ID:1","holds":{"lastName":null}}` + "\n")
	f.Add(aelystHead + `{"row":1}` + "\n" + `{"row":1,"contact":"id:1","id":"2","holds":{"lastName":"B"}}` + "\n" + `{"row`)
	f.Fuzz(func(t *testing.T, backup string) {
		plan, input, err := run{provider: "aelyst", backup: backup, rows: []string{"updated id:1", "unknown id:2", "updated id:3"}}.plan(t)
		if _, damaged := errors.AsType[*undo.DamagedError](err); damaged || errors.Is(err, fs.ErrNotExist) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		if plan.Contacts != strings.Count(input, "\n") || plan.Contacts > plan.Rows {
			t.Errorf("%d contacts of %d rows in\n%s", plan.Contacts, plan.Rows, input)
		}
		if len(plan.Problems) == 0 && plan.Rows < 2 {
			t.Errorf("%d rows are put back, and nothing is said of the others", plan.Rows)
		}
	})
}
