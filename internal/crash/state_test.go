//go:build unix

package crash

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rollcall/internal/sandbox"
)

// Nights are runs with one state, of files that resemble each other. In all but
// the last of them the provider misbehaves and the program is killed, and then
// it is gone on with or not. All of it comes from the seed.
type nights struct {
	t        *testing.T
	seed     uint64
	platform platform
	verify   bool
	chance   *rand.Rand
	dir      string
	tap      *tap
}

// The contacts of a file, the values that each may get, and the number of nights.
const (
	guests    = 40
	moods     = 3
	lastNight = 6
)

// TestState shows that a row whose fate is unknown never counts as unchanged: in
// the end the provider has what the last file says, whatever came before.
func TestState(t *testing.T) {
	t.Parallel()
	for seed := range uint64(12) {
		t.Run(fmt.Sprintf("seed=%d", seed), func(t *testing.T) {
			t.Parallel()
			n := &nights{
				t: t, seed: seed, platform: platforms[seed%3], verify: seed/3%2 == 1,
				chance: rand.New(rand.NewPCG(seed, 2)), dir: t.TempDir(),
				tap: newTap(t, sandbox.Config{Seed: seed, AelystPerContact: -1}),
			}
			write(t, filepath.Join(n.dir, "mapping.yaml"), fmt.Appendf(nil, "provider: %s\ncontact: id\nfields: {%s: name}\n", n.platform.name, n.platform.sequence))
			for night := range lastNight {
				n.night(night)
			}
			n.morning()
		})
	}
}

// night runs a file against a provider that misbehaves, and kills the program.
func (n *nights) night(night int) {
	n.behave(map[string]any{"resets": 0.1, "truncated": 0.1, "errors": 0.2, "missing": 0.05, "error_tries": -1})
	n.file(night)
	args := n.args(night)
	c := n.run(n.moment(), args)
	if c.code < 0 && n.chance.IntN(2) == 0 {
		n.run(n.moment(), append(args, "--resume"))
	}
}

// morning runs one more file, calmly, and compares what the provider has.
func (n *nights) morning() {
	n.t.Helper()
	n.behave(map[string]any{"resets": 0, "truncated": 0, "errors": 0, "missing": 0})
	want := n.file(lastNight)
	end := n.run(moment{when: never}, n.args(lastNight))
	if end.code != 0 {
		n.t.Fatalf("the last run ended with %d: %s", end.code, end.stderr)
	}
	r := read(n.t, filepath.Join(n.dir, fmt.Sprint(lastNight)))
	r.only(n.t, "updated", "verified", "unchanged")
	if r.summary.Outcomes["unchanged"] == 0 || r.summary.Outcomes["unchanged"] == r.summary.Rows {
		n.t.Errorf("the last run is no trial of the state: %v", r.summary.Outcomes)
	}
	if diff := cmp.Diff(want, n.kept(want)); diff != "" {
		n.t.Errorf("the provider has not what the last file says (-file +provider):\n%s", diff)
	}
}

// behave changes what the provider does.
func (n *nights) behave(config map[string]any) {
	n.t.Helper()
	body, err := json.Marshal(config)
	if err != nil {
		n.t.Fatal(err)
	}
	w := httptest.NewRecorder()
	n.tap.sandbox.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/_sandbox/config", strings.NewReader(string(body))))
	if w.Code != http.StatusOK {
		n.t.Fatalf("the sandbox says %s", w.Body)
	}
}

// file writes the file of a night and returns the values that it ends with, by
// contact. A contact has up to three rows, and few values to choose from.
func (n *nights) file(night int) map[string]string {
	n.t.Helper()
	var b strings.Builder
	b.WriteString("id,name\n")
	final := map[string]string{}
	for range 2 * guests {
		id, value := n.platform.id(n.chance.IntN(guests)), fmt.Sprintf("v%d", 1+n.chance.IntN(moods))
		fmt.Fprintf(&b, "%s,%s\n", id, value)
		final[id] = value
	}
	write(n.t, n.input(night), []byte(b.String()))
	return final
}

func (n *nights) input(night int) string { return filepath.Join(n.dir, fmt.Sprintf("%d.csv", night)) }

func (n *nights) args(night int) []string {
	args := append([]string{"run", n.input(night), "-m", filepath.Join(n.dir, "mapping.yaml"), "-d", filepath.Join(n.dir, fmt.Sprint(night))}, quick()...)
	args = append(args, "--base-url", n.tap.url(), "--state", filepath.Join(n.dir, "nightly.state"),
		"--attempts", "2", "--keep-going", "--outage-wait", "10ms", "--batch", fmt.Sprint(n.platform.batch), "--concurrency", fmt.Sprint(n.platform.concurrency))
	if n.verify {
		args = append(args, "--verify")
	}
	return args
}

// moment draws when the program is killed; one night in seven it is not.
func (n *nights) moment() moment {
	if n.chance.IntN(7) == 0 {
		return moment{when: never}
	}
	return moment{when(n.chance.IntN(int(never))), 1 + n.chance.IntN(1+2*guests/n.platform.batch)}
}

func (n *nights) run(m moment, args []string) ended {
	n.t.Helper()
	shift := n.tap.open(m)
	c := spawn(n.t, nil, args...)
	shift.victim <- c
	end := c.wait()
	shift.close()
	return end
}

// kept returns what the provider has of the contacts.
func (n *nights) kept(contacts map[string]string) map[string]string {
	n.t.Helper()
	var accounts map[string]struct {
		Contacts map[string]struct{ Fields map[string]string }
	}
	if err := json.Unmarshal([]byte(state(n.tap.sandbox)), &accounts); err != nil {
		n.t.Fatal(err)
	}
	kept := map[string]string{}
	for key, c := range accounts[n.platform.name].Contacts {
		id := strings.TrimPrefix(key, "id:")
		if _, asked := contacts[id]; asked {
			kept[id] = c.Fields[n.platform.sequence]
		}
	}
	return kept
}
