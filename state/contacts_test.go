package state

import (
	"bytes"
	"reflect"
	"slices"
	"sync"
	"testing"

	"rollcall/contact"
)

func TestSame(t *testing.T) {
	t.Parallel()
	s, c := openAt(t, newPath(t), noon)
	base := func() contact.Update {
		return contact.Update{Contact: "ann", Fields: []contact.Field{
			{Name: "a", Value: []byte(`"1"`)},
			{Name: "b", Custom: true, Value: []byte(`"2"`)},
			{Name: "b", Value: []byte(`["3"]`), Mode: contact.Add},
		}}
	}
	tests := map[string]struct {
		change func(u *contact.Update)
		same   bool
	}{
		"the same again":               {func(*contact.Update) {}, true},
		"another row of the file":      {func(u *contact.Update) { u.Row.Number = 7 }, true},
		"fields in another order":      {func(u *contact.Update) { slices.Reverse(u.Fields) }, true},
		"another value":                {func(u *contact.Update) { u.Fields[0].Value = []byte(`"2"`) }, false},
		"another name":                 {func(u *contact.Update) { u.Fields[0].Name = "aa" }, false},
		"a custom field of that name":  {func(u *contact.Update) { u.Fields[0].Custom = true }, false},
		"another mode":                 {func(u *contact.Update) { u.Fields[2].Mode = contact.Remove }, false},
		"values that changed places":   {func(u *contact.Update) { u.Fields[0].Value, u.Fields[1].Value = u.Fields[1].Value, u.Fields[0].Value }, false},
		"a field less":                 {func(u *contact.Update) { u.Fields = u.Fields[:2] }, false},
		"a field more":                 {func(u *contact.Update) { u.Fields = append(u.Fields, contact.Field{Name: "c"}) }, false},
		"a name that ends in the next": {func(u *contact.Update) { u.Fields[0].Name, u.Fields[0].Value = `a"1"`, nil }, false},
		"another case":                 {func(u *contact.Update) { u.Contact = "ANN" }, true},
		"another contact":              {func(u *contact.Update) { u.Contact = "ben" }, false},
		"no field at all":              {func(u *contact.Update) { u.Fields = nil }, false},
	}
	first := base()
	if c.Same(&first) {
		t.Error("an update that was never accepted is the same")
	}
	must(t, c.Accept(base()))
	for name, tt := range tests {
		u := base()
		tt.change(&u)
		before := u.Fields
		if got := c.Same(&u); got != tt.same {
			t.Errorf("%s: same is %t, want %t", name, got, tt.same)
		}
		if !reflect.DeepEqual(before, u.Fields) {
			t.Errorf("%s: the update was changed", name)
		}
	}
	for _, a := range []Account{other, {"callbell", acme.BaseURL, acme.ID}, {acme.Provider, "http://127.0.0.1:8377", acme.ID}} {
		if of(t, s, a).Same(&first) {
			t.Errorf("what %+v accepted is the same in %+v", acme, a)
		}
	}
}

// TestSame_fields fails when a field of an update has something in it that is
// sent and that its hash does not know of.
func TestSame_fields(t *testing.T) {
	t.Parallel()
	k := newKey()
	whole := contact.Update{Fields: []contact.Field{{}}}
	_, before := k.mark(&whole)
	for i := range reflect.TypeFor[contact.Field]().NumField() {
		part := reflect.TypeFor[contact.Field]().Field(i)
		sent := part.Name != "Country" // which is for the check of the row
		u := contact.Update{Fields: []contact.Field{{}}}
		v := reflect.ValueOf(&u.Fields[0]).Elem().Field(i)
		switch v.Kind() {
		case reflect.String:
			v.SetString("x")
		case reflect.Bool:
			v.SetBool(true)
		case reflect.Uint8, reflect.Uint16:
			v.SetUint(1)
		case reflect.Slice:
			v.SetBytes([]byte("x"))
		default:
			t.Fatalf("no value for a %s", v.Type())
		}
		if _, after := k.mark(&u); (after != before) != sent {
			t.Errorf("two updates that differ in %s count as different: %t, want %t: see preimage.field", part.Name, after != before, sent)
		}
	}
}

// TestSame_sums gives two contacts the same fields: an entry whose tag is spoiled
// must not pass for another contact's.
func TestSame_sums(t *testing.T) {
	t.Parallel()
	k := newKey()
	ann, ben := update("ann", 1), update("ben", 1)
	_, one := k.mark(&ann)
	if _, two := k.mark(&ben); one == two {
		t.Error("the sum of an update does not cover its contact")
	}
}

func TestAccept_replaces(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	s, c := openAt(t, path, noon)
	must(t, c.Accept(update("ann", 1), update("ben", 1), update("Ann", 2)))
	for range 2 {
		one, two, ben := update("ann", 1), update("ann", 2), update("ben", 1)
		if got := []bool{c.Same(&one), c.Same(&two), c.Same(&ben)}; !slices.Equal(got, []bool{false, true, true}) {
			t.Errorf("the first edition of ann, the second, and ben are the same: %t, want the last two", got)
		}
		must(t, s.Close())
		s, c = openAt(t, path, noon)
	}
	if sum, err := s.Summary(); err != nil || sum.Accounts[0].Contacts != 2 {
		t.Errorf("two contacts were accepted, the state holds %+v (%v)", sum, err)
	}
}

func TestForget(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	s, c := openAt(t, path, noon)
	must(t, c.Accept(update("ann", 1), update("ben", 1)))
	must(t, c.Forget(update("Ann", 2), update("nobody", 2)))
	for range 2 {
		ann, ben := update("ann", 1), update("ben", 1)
		if c.Same(&ann) || !c.Same(&ben) {
			t.Errorf("ann was forgotten: same is %t; ben was not: same is %t", c.Same(&ann), c.Same(&ben))
		}
		must(t, s.Close())
		s, c = openAt(t, path, noon)
	}
}

func TestGrowth(t *testing.T) {
	t.Parallel()
	const contacts = 20_000
	path := newPath(t)
	s, c := openAt(t, path, noon)
	must(t, c.SetLastRows("contacts.csv", contacts))
	for n := range contacts {
		must(t, c.Accept(update(numbered(n), 1)))
	}
	for n := 0; n < contacts; n += 2 {
		must(t, c.Accept(update(numbered(n), 2)))
	}
	for range 2 {
		if one, two := same(c, contacts, 1), same(c, contacts, 2); one != contacts/2 || two != contacts/2 {
			t.Errorf("%d contacts have their first edition and %d their second, want %d each", one, two, contacts/2)
		}
		if n, ok := c.LastRows("contacts.csv"); n != contacts || !ok {
			t.Errorf("the last run had %d rows (%t)", n, ok)
		}
		must(t, s.Close())
		s, c = openAt(t, path, noon)
	}
	if size := len(content(t, path)); size > 200*contacts {
		t.Errorf("%d contacts take %d bytes", contacts, size)
	}
}

// TestSections looks where entries are: outside of its section one takes two
// reads.
func TestSections(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	filled(t, path, 300)
	s, _ := openAt(t, path, noon)
	must(t, s.table.scan(func(slot int, e entry) {
		if first := section(e.tag); slot%pageSlots < first || slot%pageSlots >= first+sectionSlots {
			t.Errorf("an entry whose section begins at slot %d is in slot %d", first, slot%pageSlots)
		}
	}))
}

func TestManyGoroutines(t *testing.T) {
	t.Parallel()
	const workers, contacts = 8, 400
	s, c := openAt(t, newPath(t), noon)
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			for n := range contacts {
				one, two := update(numbered(w*contacts+n), 1), update(numbered(w*contacts+n), 2)
				if err := c.Accept(one); err != nil || !c.Same(&one) {
					t.Errorf("accepted and not the same: %v", err)
				}
				if n%100 == 0 {
					if err := c.Forget(two); err != nil || c.Same(&one) {
						t.Errorf("forgotten and still the same: %v", err)
					}
				}
				if err := c.Accept(two); err != nil || c.Same(&one) || !c.Same(&two) {
					t.Errorf("accepted and not the same: %v", err)
				}
			}
		})
	}
	wg.Wait()
	if sum, err := s.Summary(); err != nil || sum.Accounts[0].Contacts != workers*contacts {
		t.Errorf("%d contacts were accepted, the state holds %+v (%v)", workers*contacts, sum, err)
	}
}

func TestLastRows(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	s, c := openAt(t, path, noon)
	if _, ok := c.LastRows("a.csv"); ok {
		t.Error("an input that was never run has a last run")
	}
	must(t, c.SetLastRows("a.csv", 12))
	must(t, c.SetLastRows("b.csv", 0))
	must(t, of(t, s, other).SetLastRows("a.csv", 7))
	must(t, s.Close())
	s, c = openAt(t, path, noon)
	for _, tt := range []struct {
		c     *Contacts
		input string
		rows  int
	}{{c, "a.csv", 12}, {c, "b.csv", 0}, {of(t, s, other), "a.csv", 7}} {
		if n, ok := tt.c.LastRows(tt.input); n != tt.rows || !ok {
			t.Errorf("the last run of %s had %d rows (%t), want %d", tt.input, n, ok, tt.rows)
		}
	}
	if sum, err := s.Summary(); err != nil || sum.Accounts[0].Contacts != 0 {
		t.Errorf("no contact was accepted, the state holds %+v (%v)", sum, err)
	}
}

// TestNoPersonalData looks for what goes into a state in its bytes.
func TestNoPersonalData(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	s, c := openAt(t, path, noon)
	must(t, c.Accept(contact.Update{Contact: "ann@example.test", Fields: []contact.Field{{Name: "phoneNumber", Value: []byte(`"+60123456789"`)}}}))
	must(t, c.SetLastRows("customers-of-acme.csv", 3))
	must(t, s.SetAccount(s.Fingerprint("s3cret-token"), acme.ID))
	must(t, s.Close())
	for _, text := range []string{"ann@example.test", "60123456789", "phoneNumber", "customers-of-acme", "s3cret-token"} {
		if bytes.Contains(content(t, path), []byte(text)) {
			t.Errorf("whoever opens the state file reads %q in it", text)
		}
	}
}
