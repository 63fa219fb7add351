//go:build unix

package crash

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rollcall/internal/sandbox"
)

// A drill is a run that is to survive being killed. All of it comes from the seed.
type drill struct {
	seed     uint64
	platform platform
	jsonl    bool
	piped    bool // the input comes on standard input
	faulty   bool // the provider misbehaves for a while
	rows     int
	kills    int // at most
	chance   *rand.Rand
}

func newDrill(seed uint64) drill {
	chance := rand.New(rand.NewPCG(seed, 0))
	return drill{
		seed: seed, chance: chance,
		platform: platforms[seed%3],
		jsonl:    seed/3%2 == 1,
		piped:    seed/6%2 == 1,
		faulty:   seed/12%2 == 1,
		rows:     200 + chance.IntN(200),
		kills:    3 + chance.IntN(6),
	}
}

// String names the drill; the seed in it makes it again.
func (d drill) String() string {
	name := fmt.Sprintf("seed=%d %s", d.seed, d.platform.name)
	for _, trait := range []struct {
		is   bool
		name string
	}{{d.jsonl, "jsonl"}, {d.piped, "piped"}, {d.faulty, "faulty"}} {
		if trait.is {
			name += " " + trait.name
		}
	}
	return name
}

// provider returns how the sandbox behaves. Faults recover, so that every row
// ends as it would without them. The parts of a batch that is taken apart for
// its errors have few tries, so batches get no errors beside lost connections;
// and a provider that knows no 449 says 429, which is about the pace.
func (d drill) provider() sandbox.Config {
	cfg := sandbox.Config{
		Seed: d.seed, SequenceField: d.platform.sequence, AelystPerContact: -1,
		Missing: 0.02, Conflicts: 0.02,
	}
	if d.faulty {
		cfg.Resets, cfg.Truncated, cfg.HTML = 0.05, 0.03, 0.03
		if d.platform.batch == 1 {
			cfg.Errors = 0.05
		}
		if d.platform.queues {
			cfg.Queued = 0.05
		}
	}
	return cfg
}

// atOnce is how many rows may be under way when a process dies: those in flight,
// and as many that wait for a repeat where rows are sent alone.
func (d drill) atOnce() int {
	n := d.platform.atOnce()
	if d.faulty && d.platform.batch == 1 {
		return 2 * n
	}
	return n
}

// A desk is a drill's files: the input, the mapping, and room for run directories.
type desk struct {
	dir     string
	path    string // of the input
	content []byte
	piped   bool
	args    []string // of every run, but for the base URL and the run directory
}

func (d drill) desk(t testing.TB) desk {
	t.Helper()
	dir := t.TempDir()
	k := desk{dir: dir, path: filepath.Join(dir, "input.csv"), content: d.table(), piped: d.piped}
	if d.jsonl {
		k.path, k.content = filepath.Join(dir, "input.jsonl"), d.objects()
	}
	mapping := write(t, filepath.Join(dir, "mapping.yaml"), []byte(d.platform.mapping+"where: note != \"leave\"\n"))
	write(t, k.path, k.content)
	input := k.path
	if d.piped {
		input = "-"
	}
	k.args = append([]string{"run", input, "-m", mapping}, d.sending()...)
	return k
}

// sending are flags that send fast, and try until the faults are over.
func (d drill) sending() []string {
	return append(quick(), "--attempts", "60",
		"--concurrency", fmt.Sprint(d.platform.concurrency), "--batch", fmt.Sprint(d.platform.batch))
}

// quick are flags for a run that is quiet, asks nothing before its first update
// and never waits for long.
func quick() []string {
	return []string{"-q", "--no-preflight", "--rate", "0", "--retry-wait", "1ms", "--retry-max-wait", "4ms", "--queue-wait", "4ms"}
}

// run is the command line of a run in one of the desk's run directories.
func (k desk) run(url, dir string, more ...string) []string {
	args := append(append([]string{}, k.args...), "--base-url", url, "--dir", filepath.Join(k.dir, dir))
	return append(args, more...)
}

// stdin returns what a run gets on standard input, the same for each.
func (k desk) stdin() io.Reader {
	if !k.piped {
		return strings.NewReader("")
	}
	return bytes.NewReader(k.content)
}

// cells are those of the columns id, name, extra and note.
type cells [4]string

// each yields the rows of the input: up to three of a contact, some that are
// invalid, blank or left out, some with a line break in a cell.
func (d drill) each(yield func(cells)) {
	chance := rand.New(rand.NewPCG(d.seed, 1))
	order := chance.Perm(d.rows)
	for i, n := range order {
		row := cells{d.platform.id(n / 3), fmt.Sprintf("v%d", i+1), d.platform.good, ""}
		switch chance.IntN(30) {
		case 0:
			row[2] = d.platform.bad
		case 1:
			row[0] = "nobody"
		case 2:
			row[3] = "leave"
		case 3:
			row = cells{}
		case 4, 5:
			row[3] = "two\nlines"
		}
		yield(row)
	}
}

var columns = cells{"id", "name", "extra", "note"}

func (d drill) table() []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	_ = w.Write(columns[:])
	d.each(func(row cells) { _ = w.Write(row[:]) })
	w.Flush()
	return b.Bytes()
}

func (d drill) objects() []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	d.each(func(row cells) {
		object := map[string]string{}
		for i, name := range columns {
			if row[i] != "" {
				object[name] = row[i]
			}
		}
		_ = e.Encode(object)
	})
	return b.Bytes()
}

func write(t testing.TB, path string, content []byte) string {
	t.Helper()
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// sheet writes a CSV file of so many contacts, one row each, and a mapping
// without traps; it returns the command line of a run without its base URL.
func sheet(t testing.TB, p platform, rows int) (dir string, args []string) {
	t.Helper()
	dir = t.TempDir()
	var b strings.Builder
	b.WriteString("id,name\n")
	for n := range rows {
		fmt.Fprintf(&b, "%s,v%d\n", p.id(n), n+1)
	}
	input := write(t, filepath.Join(dir, "input.csv"), []byte(b.String()))
	mapping := fmt.Sprintf("provider: %s\ncontact: id\nfields: {%s: name}\n", p.name, p.sequence)
	args = []string{"run", input, "-m", write(t, filepath.Join(dir, "mapping.yaml"), []byte(mapping))}
	return filepath.Join(dir, "input.rollcall"), append(args, quick()...)
}
