package cli

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"rollcall/contact"
	"rollcall/state"
)

// nightly writes a state file as a run on that day would: of so many contacts of
// each account.
func nightly(t *testing.T, path string, day time.Time, contacts int, accounts ...state.Account) {
	t.Helper()
	store, err := state.Open(path, day)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range accounts {
		c, err := store.Contacts(a)
		if err != nil {
			t.Fatal(err)
		}
		for n := range contacts {
			if err := c.Accept(contact.Update{Contact: strconv.Itoa(n)}); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
}

var (
	atHome   = state.Account{Provider: "aelyst", BaseURL: "https://api.example.test", ID: "7"}
	practice = state.Account{Provider: "aelyst", BaseURL: "http://127.0.0.1:8377", ID: "7"}
	second   = state.Account{Provider: "callbell", BaseURL: "https://api.example.test", ID: "8"}
)

func TestState_prune(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "nightly.state")
	nightly(t, path, time.Now().AddDate(0, 0, -100), 5, atHome)
	nightly(t, path, time.Now(), 2, second)
	out, stderr, code := typed(t, "", "state", path, "--prune", "90d")
	want := []string{"removed 5 contacts not seen for more than 90d\n", "\naelyst/7    0         -           https://api.example.test\n", "\ncallbell/8  2  "}
	for _, line := range want {
		if code != codeOK || !strings.Contains(out, line) {
			t.Errorf("exit code %d, %s; it prints %q, want %q in it", code, stderr, out, line)
		}
	}
}

func TestState_forgetAccount(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		code   int
		answer string
	}{
		{"8", codeOK, "forgot 8 and its 2 contacts\n"},
		{"callbell/8", codeOK, "forgot callbell/8 and its 2 contacts\n"},
		{"aelyst/7@http://127.0.0.1:8377", codeOK, "forgot aelyst/7@http://127.0.0.1:8377 and its 2 contacts\n"},
		{"aelyst/7", codeUsage, "holds 2 accounts \"aelyst/7\": name one of aelyst/7@https://api.example.test, aelyst/7@http://127.0.0.1:8377, "},
		{"aelyst/8", codeUsage, "holds no account \"aelyst/8\": there are "},
	}
	for _, tt := range tests {
		path := filepath.Join(t.TempDir(), "nightly.state")
		nightly(t, path, time.Now(), 2, atHome, practice, second)
		out, stderr, code := typed(t, "", "state", path, "--forget-account", tt.name)
		if code != tt.code || !strings.Contains(out+stderr, tt.answer) {
			t.Errorf("%s: exit code %d, want %d; it prints %q, want %q in it", tt.name, code, tt.code, out+stderr, tt.answer)
		}
	}
}

func TestState_busy(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "nightly.state")
	store, err := state.Open(path, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	for _, args := range [][]string{{"state", path}, {"state", path, "--prune", "1d"}} {
		if _, stderr, code := typed(t, "", args...); code != codeBusy || !strings.Contains(stderr, path) {
			t.Errorf("%q while a run has the state open: exit code %d, want %d; it says %q", args, code, codeBusy, stderr)
		}
	}
}

func TestState_lookingChangesNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "nightly.state")
	nightly(t, path, time.Now(), 2, atHome)
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, stderr, code := typed(t, "", "state", path); code != codeOK {
		t.Fatalf("exit code %d: %s", code, stderr)
	}
	if after, err := os.ReadFile(path); err != nil || string(after) != string(before) {
		t.Errorf("the file is another one after a look at it (%v)", err)
	}
	for _, days := range []string{"90", "d", "-1d", "1.5d", "99999999999d"} {
		if _, _, code := typed(t, "", "state", path, "--prune", days); code != codeUsage {
			t.Errorf("--prune %s: exit code %d, want %d", days, code, codeUsage)
		}
	}
}
