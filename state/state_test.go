package state

import (
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"go.uber.org/goleak"

	"rollcall/contact"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const aDay = 24 * time.Hour

var (
	noon  = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	acme  = Account{Provider: "aelyst", BaseURL: "https://api.example.test", ID: "12345"}
	other = Account{Provider: "aelyst", BaseURL: "https://api.example.test", ID: "67890"}
)

// update is the edition of a contact's update.
func update(id string, edition int) contact.Update {
	return contact.Update{
		Contact: id,
		Fields: []contact.Field{
			{Name: "firstName", Value: []byte(`"Ann"`)},
			{Name: "edition", Custom: true, Value: strconv.AppendInt(nil, int64(edition), 10)},
		},
	}
}

func numbered(n int) string { return "contact-" + strconv.Itoa(n) }

// openAt opens a state on a day, and closes it after the test.
func openAt(t testing.TB, path string, today time.Time) (*Store, *Contacts) {
	t.Helper()
	s, err := Open(path, today)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s, of(t, s, acme)
}

func of(t testing.TB, s *Store, a Account) *Contacts {
	t.Helper()
	c, err := s.Contacts(a)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func newPath(t testing.TB) string { return filepath.Join(t.TempDir(), "state") }

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func content(t testing.TB, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	must(t, err)
	return b
}

// filled writes a state of so many contacts, each with its first edition, and
// returns its bytes.
func filled(t testing.TB, path string, contacts int) []byte {
	t.Helper()
	s, c := openAt(t, path, noon)
	for n := range contacts {
		must(t, c.Accept(update(numbered(n), 1)))
	}
	must(t, s.Close())
	return content(t, path)
}

// same counts the contacts whose edition is the last that was accepted.
func same(c *Contacts, contacts, edition int) (n int) {
	for i := range contacts {
		u := update(numbered(i), edition)
		if c.Same(&u) {
			n++
		}
	}
	return n
}
