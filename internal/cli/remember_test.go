package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rollcall/contact"
	"rollcall/mapping"
	"rollcall/preflight"
	"rollcall/providers"
	"rollcall/providers/all"
	"rollcall/source"
	"rollcall/state"
)

// stateful returns an application, what it logs, and a job with a state file.
func stateful(t *testing.T, path string, dry bool) (*app, *strings.Builder, *job) {
	t.Helper()
	m, err := mapping.Compile("m.yaml", []byte("provider: callbell\ncontact: id\nfields: {name: name}\n"), all.Definitions(), nil)
	if err != nil {
		t.Fatal(err)
	}
	var said strings.Builder
	a := newApp(World{Stderr: &said, Getenv: func(string) string { return "" }})
	if err := setLog(a.log, "info", "text", false); err != nil {
		t.Fatal(err)
	}
	input := filepath.Join(t.TempDir(), "contacts.csv")
	if err := os.WriteFile(input, []byte("id,name\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	src, err := source.Open(source.Config{Path: input})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { src.Close() })
	j := &job{m: m, spec: m.Provider.Spec(), base: "https://api.example.test", dry: dry, input: input, src: src}
	j.flags.careful.state = path
	return a, &said, j
}

func update(value string) contact.Update {
	return contact.Update{Contact: "1", Fields: []contact.Field{{Name: "name", Value: []byte(`"` + value + `"`)}}}
}

func known(id string) preflight.Account {
	return preflight.Account{Identity: providers.Identity{ID: id}}
}

// TestMemory_accounts opens a state by one token and account after the other.
func TestMemory_accounts(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "s.state")
	for _, step := range []struct {
		token, id string
		same      bool
		said      string
	}{
		{"t1", "acme", false, "is new: every row counts as changed"},
		{"t1", "acme", true, ""},
		{"t2", "acme", true, ""}, // a new token of the account
		{"t2", "", true, ""},     // the provider does not tell this time
		{"t3", "", false, "knows nothing of this account yet"},
		{"t3", "", true, ""},
		{"t3", "acme", false, "nobody knew whose they were"}, // so it was, and what acme had before may be out of date
		{"t4", "other", false, "knows nothing of this account yet"},
	} {
		a, said, j := stateful(t, path, false)
		m, err := a.remember(j, step.token, known(step.id))
		if err != nil {
			t.Fatal(err)
		}
		if same := m.Unchanged(update("Ann")); same != step.same {
			t.Errorf("with token %s and account %q the row is unchanged: %t", step.token, step.id, same)
		}
		if !strings.Contains(said.String(), step.said) || step.said == "" && said.Len() > 0 {
			t.Errorf("with token %s and account %q the log says %q, want %q", step.token, step.id, said, step.said)
		}
		if err := m.Sending([]contact.Update{update("Ann")}); err != nil {
			t.Fatal(err)
		}
		m.Accepted(update("Ann"))
		m.close()
	}
}

// TestMemory_dry judges rows as a run would, and changes nothing.
func TestMemory_dry(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "s.state")
	a, _, j := stateful(t, path, false)
	m, err := a.remember(j, "t1", known("acme"))
	if err != nil {
		t.Fatal(err)
	}
	m.Accepted(update("Ann"))
	m.close()

	for range 2 {
		a, said, j := stateful(t, path, true)
		m, err := a.remember(j, "", preflight.Account{})
		if err != nil {
			t.Fatal(err)
		}
		var got []bool
		for _, value := range []string{"Ann", "Anna", "Ann"} {
			same := m.Unchanged(update(value))
			if got = append(got, same); !same {
				if err := m.Sending([]contact.Update{update(value)}); err != nil {
					t.Fatal(err)
				}
			}
		}
		m.finished(j, 7)
		m.close()
		if diff := cmp.Diff([]bool{true, false, false}, got); diff != "" || said.Len() > 0 {
			t.Errorf("a check judges rows of one contact as unchanged (-want +got), and says %q:\n%s", said, diff)
		}
	}
}

func TestMemory_full(t *testing.T) {
	t.Parallel()
	a, _, j := stateful(t, filepath.Join(t.TempDir(), "s.state"), false)
	j.flags.careful.full = true
	m, err := a.remember(j, "t1", known("acme"))
	if err != nil {
		t.Fatal(err)
	}
	defer m.close()
	m.Accepted(update("Ann"))
	if m.Unchanged(update("Ann")) {
		t.Error("with --full a row counts as unchanged")
	}
}

func TestMemory_refused(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "s.state")
	nightly(t, path, time.Now(), 1, state.Account{Provider: "callbell", BaseURL: "https://api.example.test", ID: "1"},
		state.Account{Provider: "callbell", BaseURL: "https://api.example.test", ID: "2"})
	a, _, j := stateful(t, path, true)
	if _, err := a.remember(j, "", preflight.Account{}); exitCode(err) != codeUsage || !strings.Contains(err.Error(), "--online") {
		t.Errorf("a check that cannot know the account ends in %v", err)
	}
	a, _, j = stateful(t, path, false)
	m, err := a.remember(j, "t1", known("1"))
	if err != nil {
		t.Fatal(err)
	}
	defer m.close()
	if _, err := a.remember(j, "t1", known("1")); exitCode(err) != codeBusy {
		t.Errorf("a second run with the state ends in %v", err)
	}
}

// TestMemory_unwritable shows that a run does not end because it cannot remember
// what was accepted, and says so once.
func TestMemory_unwritable(t *testing.T) {
	t.Parallel()
	a, said, j := stateful(t, filepath.Join(t.TempDir(), "s.state"), false)
	m, err := a.remember(j, "t1", known("acme"))
	if err != nil {
		t.Fatal(err)
	}
	if err := m.store.Close(); err != nil {
		t.Fatal(err)
	}
	said.Reset()
	m.Accepted(update("Ann"))
	m.Accepted(update("Anna"))
	m.finished(j, 3)
	if strings.Count(said.String(), "\n") != 1 || !strings.Contains(said.String(), "the next run sends what it does not remember") {
		t.Errorf("the log says:\n%s", said)
	}
	if err := m.Sending([]contact.Update{update("Ann")}); err == nil {
		t.Error("an update leaves, though what is known of its contact cannot be forgotten")
	}
}
