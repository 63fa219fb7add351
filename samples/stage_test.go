package samples_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"rollcall/internal/cli"
	"rollcall/internal/sandbox"
	"rollcall/samples"
)

// names are the providers, each with a sample.
var names = []string{"cellcast", "telecmi", "cendyn", "aelyst", "callbell"}

// A stage is one provider's sample in a folder of its own, and a sandbox.
type stage struct {
	t      *testing.T
	server *sandbox.Server
	url    string
	folder string
	name   string
}

func newStage(t *testing.T, name string) *stage {
	t.Helper()
	s := &stage{t: t, server: sandbox.New(samples.Sandbox()), folder: t.TempDir(), name: name}
	url, stop, err := s.server.Listen(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	s.url = url
	for _, file := range []string{samples.Input(name), "mapping.yaml"} {
		text, err := samples.Files.ReadFile(name + "/" + file)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(s.path(file), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

func (s *stage) path(parts ...string) string {
	return filepath.Join(append([]string{s.folder}, parts...)...)
}

// input returns the path of the sample's input.
func (s *stage) input() string { return s.path(samples.Input(s.name)) }

// do runs or checks an input with the sample's mapping, as on the command line,
// and returns its run directory.
func (s *stage) do(command, input, dir string) string {
	s.t.Helper()
	dir = s.path(dir)
	args := []string{command, input, "-m", s.path("mapping.yaml"), "-d", dir, "--base-url", s.url, "--rate", "0"}
	if code, text := rollcall(s.t, args...); code != 1 {
		s.t.Fatalf("rollcall %s of the sample exits with %d, want 1: some of its rows cannot end well\n%s", command, code, text)
	}
	return dir
}

// rollcall runs a command line and returns its exit code and what it wrote.
func rollcall(t *testing.T, args ...string) (code int, text string) {
	t.Helper()
	var out bytes.Buffer
	code = cli.Main(t.Context(), cli.World{
		Args: args, Stdin: strings.NewReader(""), Stdout: &out, Stderr: &out,
		Getenv: func(string) string { return sandbox.DefaultToken },
	})
	return code, out.String()
}

// contact returns what the sandbox keeps of a contact, the account's own fields
// among the others.
func (s *stage) contact(key string) map[string]any {
	s.t.Helper()
	resp, err := http.Get(s.url + "/_sandbox/state?provider=" + s.name)
	if err != nil {
		s.t.Fatal(err)
	}
	defer resp.Body.Close()
	var accounts map[string]struct {
		Contacts map[string]struct{ Fields, Custom map[string]any }
	}
	if err := json.NewDecoder(resp.Body).Decode(&accounts); err != nil {
		s.t.Fatal(err)
	}
	all := map[string]any{}
	for _, fields := range []map[string]any{accounts[s.name].Contacts[key].Fields, accounts[s.name].Contacts[key].Custom} {
		for name, value := range fields {
			all[name] = value
		}
	}
	return all
}

// A table is a CSV file: its header and its records.
type table struct {
	header  []string
	records [][]string
}

func readTable(t *testing.T, r io.Reader) table {
	t.Helper()
	records, err := csv.NewReader(r).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(records) == 0 {
		t.Fatal("the file is empty")
	}
	return table{records[0], records[1:]}
}

func openTable(t *testing.T, path string) table {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return readTable(t, bytes.NewReader(text))
}

// column returns the index of a column; a byte order mark is no part of it.
func (c table) column(t *testing.T, name string) int {
	t.Helper()
	i := slices.IndexFunc(c.header, func(h string) bool { return strings.TrimPrefix(h, "\ufeff") == name })
	if i < 0 {
		t.Fatalf("there is no column %s in %v", name, c.header)
	}
	return i
}

// pick returns one line of text for each record: the cells of some columns.
func (c table) pick(t *testing.T, columns ...string) []string {
	t.Helper()
	var lines []string
	for _, record := range c.records {
		var cells []string
		for _, name := range columns {
			cells = append(cells, record[c.column(t, name)])
		}
		lines = append(lines, strings.Join(cells, " "))
	}
	return lines
}
