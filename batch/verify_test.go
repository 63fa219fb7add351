package batch

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"rollcall/contact"
	"rollcall/providers"
)

func TestVerify(t *testing.T) {
	for _, tc := range []struct {
		script, want string
		message      string
		asked        int
	}{
		{"200", "verified", "", 1},
		{"stale 200", "verified", "", 2},
		{"stale 404 200", "verified", "", 3},
		{"503 lost 429/20 200", "verified", "", 4},
		{"stale", "mismatch", `sent "1", read back "old"`, 3},
		{"404", "mismatch", "the contact was gone", 3},
		{"stale 503", "updated", "not read back: ", 6},
		{"mute", "updated", "not read back: the provider does not show v", 1},
		{"html", "updated", "not read back: ", 1},
		{"other", "updated", "not read back: ", 1},
		{"503", "updated", "not read back: ", 5},
		{"away", "updated", "not read back: connection away", 5},
		{"429/7200", "updated", "not read back: the run stopped", 1},
		{"401", "updated", "not read back: the run stopped", 1},
	} {
		t.Run(tc.script, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				a, l := newAccount(t, "a"), newLedger(t)
				a.read = saying(tc.script)
				cfg := reading(a, l)
				cfg.Contacts.Verify = true
				_, err := run(t, cfg, feed(set("a", "1")))
				out := l.outcomes[1]
				if stops := strings.Contains(tc.message, "stopped"); stops != (err != nil) {
					t.Errorf("the run ended with %v", err)
				}
				if l.fates() != tc.want || !strings.Contains(out.Message, tc.message) || tc.message == "" && out.Message != "" {
					t.Errorf("%s: %q; want %s: %q", l.fates(), out.Message, tc.want, tc.message)
				}
				if len(a.asked) != tc.asked || len(a.requests) != 1 || out.Attempts != 1 || out.HTTPStatus != 200 {
					t.Errorf("%d readings, %d attempts, status %d", len(a.asked), out.Attempts, out.HTTPStatus)
				}
				if named := out.Field == "v"; named != strings.HasPrefix(tc.message, "sent") {
					t.Errorf("field %q is named", out.Field)
				}
			})
		})
	}
}

// What is not shown is not proven.
func TestVerify_saysWhatWasNotShown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, l := newAccount(t, "a"), newLedger(t)
		cfg := reading(a, l)
		cfg.Contacts.Verify = true
		cfg.Contacts.Reader = hiding{}
		u := set("a", "1")
		u.Fields = append(u.Fields, contact.Field{Name: "note", Value: []byte(`"n"`)})
		if _, err := run(t, cfg, feed(u)); err != nil {
			t.Fatal(err)
		}
		if got, want := l.outcomes[1].Message, "not shown, so not compared: note"; l.fates() != "verified" || got != want {
			t.Errorf("%s: %q, want %q", l.fates(), got, want)
		}
	})
}

// hiding shows no note.
type hiding struct{ reader }

func (h hiding) Found(answer providers.Answer, name string) (providers.Snapshot, providers.Verdict) {
	shown, v := h.reader.Found(answer, name)
	return providers.Snapshot{Fields: map[string]jsontext.Value{"v": shown.Fields["v"]}}, v
}

// A refused token is met by the first reading: the rows behind it are not sent.
func TestVerify_refusedTokenStopsTheRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, l := newAccount(t, names(100, 1)...), newLedger(t)
		a.read = saying("403")
		cfg := reading(a, l)
		cfg.Contacts.Verify = true
		_, err := run(t, cfg, feed(sets("1", names(100, 1)...)...))
		if stopKind(t, err) != Refused || len(a.requests) > 8 {
			t.Errorf("stopped by %v after %d updates", err, len(a.requests))
		}
	})
}

// The next row of a contact waits until the one before it was read back; a batch
// is read back contact by contact.
func TestVerify_isDoneBeforeTheNextRowOfTheContact(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		contacts := names(20, 5)
		a, l := newAccount(t, contacts...), newLedger(t)
		a.latency = 100 * time.Millisecond
		cfg := reading(a, l)
		cfg.Contacts.Verify, cfg.Batch = true, 4
		var updates []contact.Update
		for i, name := range contacts {
			updates = append(updates, set(name, string(rune('a'+i%5))))
		}
		if _, err := run(t, cfg, feed(updates...)); err != nil {
			t.Fatal(err)
		}
		if n := l.count(contact.Verified); n != 100 {
			t.Errorf("%d of 100 rows are verified", n)
		}
	})
}

// The provider's own id finds a contact whose identifier the update changed.
func TestVerify_byTheProvidersID(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, l := newAccount(t, "a", "b"), newLedger(t)
		a.answer = func(_ int, us []contact.Update) Try {
			try := say(200, us)
			try.Verdicts[0].ID = "B"
			return try
		}
		cfg := reading(a, l)
		cfg.Contacts.Verify = true
		if _, err := run(t, cfg, feed(set("a", "1"))); err != nil {
			t.Fatal(err)
		}
		if a.asked[0] != "b" {
			t.Errorf("contact %s was read", a.asked[0])
		}
	})
}

// A killed process must not lose that a row was accepted.
func TestVerify_acceptedRowsAreRecordedBeforeTheReading(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, l := newAccount(t, names(3, 1)...), newLedger(t)
		a.read = func(n int, _ string) string {
			l.mu.Lock()
			defer l.mu.Unlock()
			open := 0
			for _, out := range l.outcomes {
				if out.Status == contact.Updated && out.Open {
					open++
				}
			}
			if open != 4-n || l.memory > 0 {
				t.Errorf("reading %d begins with %d rows on record as accepted, and %d outcomes in memory", n, open, l.memory)
			}
			return "200"
		}
		cfg := reading(a, l)
		cfg.Contacts.Verify, cfg.Batch, cfg.Concurrency = true, 3, 1
		if _, err := run(t, cfg, feed(sets("1", names(3, 1)...)...)); err != nil {
			t.Fatal(err)
		}
		if l.fates() != "verified verified verified" {
			t.Error(l.fates())
		}
	})
}

func TestVerify_recorderThatFailsStopsTheRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, l := newAccount(t, names(100, 1)...), newLedger(t)
		a.latency = time.Second
		time.AfterFunc(2500*time.Millisecond, func() {
			l.mu.Lock()
			defer l.mu.Unlock()
			l.err = errors.New("no space left on device")
		})
		cfg := reading(a, l)
		cfg.Contacts.Verify = true
		_, err := run(t, cfg, feed(sets("1", names(100, 1)...)...))
		if stopKind(t, err) != Unrecorded || len(a.requests) > 8 {
			t.Errorf("stopped by %v after %d updates", err, len(a.requests))
		}
	})
}
