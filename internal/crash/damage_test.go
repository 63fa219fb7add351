//go:build unix

package crash

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rollcall/internal/sandbox"
)

// A pilot is a run directory that holds the first half of a run.
type pilot struct {
	sandbox *sandbox.Server
	dir     string
	args    []string // of the run, without --limit
}

const pilotRows = 12

func newPilot(t testing.TB) pilot {
	t.Helper()
	s := sandbox.New(calmly)
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	dir, args := sheet(t, aelyst, pilotRows)
	args = append(args, "--base-url", server.URL)
	if end := call(t, append(args, "--limit", "6")...); end.code != 0 {
		t.Fatalf("the pilot ended with %d: %s", end.code, end.stderr)
	}
	return pilot{s, dir, args}
}

func (p pilot) journal() string { return filepath.Join(p.dir, "journal") }

// damage puts something else in the place of the journal.
func (p pilot) damage(t testing.TB, journal []byte) {
	t.Helper()
	write(t, p.journal(), journal)
}

func (p pilot) resume(t testing.TB, more ...string) ended {
	t.Helper()
	return call(t, append(append([]string{}, p.args...), append(more, "--resume")...)...)
}

// refuses checks that a command is refused, saying the words, and that nothing
// is sent or written meanwhile.
func (p pilot) refuses(t testing.TB, words string, command func() ended) {
	t.Helper()
	before, sent := files(t, p.dir), p.sandbox.Stats().Requests
	end := command()
	if end.code != 64 || !strings.Contains(end.stderr, words) {
		t.Errorf("exit code %d, want 64 and %q; it says: %s", end.code, words, end.stderr)
	}
	if n := p.sandbox.Stats().Requests - sent; n > 0 {
		t.Errorf("%d requests were sent before the run was refused", n)
	}
	if diff := cmp.Diff(before, files(t, p.dir)); diff != "" {
		t.Errorf("the run directory was changed (-before +after):\n%s", diff)
	}
}

// files returns what a run directory holds beside the lock, or what stands in
// its place.
func files(t testing.TB, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		all["."] = text(t, filepath.Dir(dir), filepath.Base(dir))
		return all
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.Name() != "lock" {
			all[e.Name()] = text(t, dir, e.Name())
		}
	}
	return all
}

func TestDamage_journal(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		change func(journal []byte) []byte
		words  string
	}{
		"of another version": {func(b []byte) []byte { return bytes.Replace(b, []byte(" 1\n"), []byte(" 2\n"), 1) }, "another version"},
		"of something else":  {func([]byte) []byte { return []byte("\x7fELF and so on, at some length") }, "no journal"},
		"with a hole":        {func(b []byte) []byte { return append(b[:len(b)/2:len(b)/2], b[len(b)/2+64:]...) }, "damaged at byte"},
		"of zeros":           {func(b []byte) []byte { return make([]byte, len(b)) }, "no journal"},
		"that is empty":      {func([]byte) []byte { return nil }, "--resume"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPilot(t)
			p.damage(t, tc.change([]byte(text(t, p.dir, "journal"))))
			p.refuses(t, tc.words, func() ended { return p.resume(t) })
			before := files(t, p.dir)
			if end := call(t, "report", p.dir); end.code == 0 {
				t.Error("rollcall report took the journal for a whole one")
			}
			if diff := cmp.Diff(before, files(t, p.dir)); diff != "" {
				t.Errorf("rollcall report changed the run directory (-before +after):\n%s", diff)
			}
		})
	}
}

// markSize is the size of the journal's last frame, which says how far it was
// synced. Without it the end cannot be told from one that a power cut took.
const markSize = 17

func TestDamage_anyBitOfTheJournal(t *testing.T) {
	t.Parallel()
	p := newPilot(t)
	whole := []byte(text(t, p.dir, "journal"))
	chance := rand.New(rand.NewPCG(3, 0))
	for range 60 {
		at, bit := chance.IntN(len(whole)-markSize), chance.IntN(8)
		flipped := bytes.Clone(whole)
		flipped[at] ^= 1 << bit
		p.damage(t, flipped)
		p.refuses(t, "journal", func() ended { return p.resume(t) })
		if t.Failed() {
			t.Fatalf("bit %d of byte %d of %d was flipped", bit, at, len(whole))
		}
	}
}

// A journal that is short is one whose end a crash has taken: it goes on from
// there. Without its beginning nobody knows what run it was.
func TestDamage_shortJournal(t *testing.T) {
	t.Parallel()
	p := newPilot(t)
	whole := []byte(text(t, p.dir, "journal"))
	begun := bytes.IndexByte(whole, '}') // inside of what describes the run
	chance := rand.New(rand.NewPCG(4, 0))
	for n := range 40 {
		at := chance.IntN(len(whole))
		if n < 5 {
			at = chance.IntN(begun)
		}
		p.damage(t, whole[:at])
		if at <= begun {
			p.refuses(t, "--resume", func() ended { return p.resume(t) })
		} else if end := p.resume(t); end.code == 0 {
			finished(t, end, p.dir, pilotRows).only(t, "updated")
		} else {
			p.refuses(t, "--resume", func() ended { return p.resume(t) })
		}
		if t.Failed() {
			t.Fatalf("the journal was cut after %d of %d bytes", at, len(whole))
		}
	}
}

func TestDamage_runDirectory(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		prepare func(t *testing.T, p pilot)
		flags   []string
		words   string
	}{
		"exists, and nobody said what to do": {words: "--resume"},
		"is a file": {
			prepare: func(t *testing.T, p pilot) { replace(t, p.dir, "a letter") },
			flags:   []string{"--resume"}, words: "not a directory",
		},
		"is a file, for a new run": {
			prepare: func(t *testing.T, p pilot) { replace(t, p.dir, "a letter") }, words: "not a directory",
		},
		"is not there": {
			prepare: func(t *testing.T, p pilot) { remove(t, p.dir) },
			flags:   []string{"--resume"}, words: "there is no run in",
		},
		"holds something else": {
			prepare: func(t *testing.T, p pilot) { remove(t, p.dir); folder(t, p.dir) }, words: "holds no run",
		},
		"is of another mapping": {
			prepare: func(t *testing.T, p pilot) { edit(t, p.args[3], "firstName", "lastName") },
			flags:   []string{"--resume"}, words: "has changed since",
		},
		"is of other rows": {
			prepare: func(t *testing.T, p pilot) { edit(t, p.args[1], "v4", "v04") },
			flags:   []string{"--resume"}, words: "row 4 (line 5)",
		},
		"is of another address": {
			flags: []string{"--resume", "--base-url", "http://127.0.0.1:1"}, words: "http://127.0.0.1:1",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPilot(t)
			if tc.prepare != nil {
				tc.prepare(t, p)
			}
			p.refuses(t, tc.words, func() ended { return call(t, append(p.args, tc.flags...)...) })
		})
	}
}

func remove(t testing.TB, dir string) {
	t.Helper()
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
}

func replace(t testing.TB, dir, content string) {
	t.Helper()
	remove(t, dir)
	write(t, dir, []byte(content))
}

func folder(t testing.TB, dir string) {
	t.Helper()
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "holiday.jpg"), []byte("sunset"))
}

func edit(t testing.TB, path, from, to string) {
	t.Helper()
	old := text(t, filepath.Dir(path), filepath.Base(path))
	if !strings.Contains(old, from) {
		t.Fatal(fmt.Errorf("%s does not hold %q", path, from))
	}
	write(t, path, []byte(strings.Replace(old, from, to, 1)))
}
