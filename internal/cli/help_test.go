package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"os"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"github.com/spf13/pflag"

	"rollcall/internal/sandbox"
	"rollcall/samples"
	"rollcall/state"
)

// A typist types command lines in a directory of its own that holds the Aelyst
// sample as contacts.csv and aelyst.yaml, with a sandbox that plays its account.
type typist struct {
	*testing.T
	url string
}

func newTypist(t *testing.T) typist {
	t.Helper()
	url, stop, err := sandbox.Listen(t.Context(), "127.0.0.1:0", samples.Sandbox())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	return typist{t, url}
}

// settle moves the typist to a new directory.
func (y typist) settle() {
	y.Helper()
	y.Chdir(y.TempDir())
	const tests = "tests:\n  - row: {}\n    skipped: true\n"
	for name, sample := range map[string]string{"contacts.csv": samples.Input("aelyst"), "aelyst.yaml": "mapping.yaml"} {
		text, err := samples.Files.ReadFile("aelyst/" + sample)
		if err == nil {
			if name == "aelyst.yaml" {
				text = append(text, tests...)
			}
			err = os.WriteFile(name, text, 0o600)
		}
		if err != nil {
			y.Fatal(err)
		}
	}
}

// types types one command line and returns what came of it.
func (y typist) types(words ...string) (stdout, stderr string, code int) {
	y.Helper()
	var out, diagnostics bytes.Buffer
	code = Main(y.Context(), World{
		Args: words, Stdin: strings.NewReader(""), Stdout: &out, Stderr: &diagnostics,
		Getenv: func(name string) string {
			if strings.HasSuffix(name, "_TOKEN") {
				return sandbox.DefaultToken
			}
			return ""
		},
	})
	return out.String(), diagnostics.String(), code
}

func TestExamples(t *testing.T) {
	y := newTypist(t)
	a := newApp(World{Stdout: io.Discard, Stderr: io.Discard, Getenv: noEnv})
	root := a.root()
	for _, cmd := range append(root.Commands(), root) {
		if cmd.Example == "" {
			t.Errorf("the help of %s has no example", cmd.CommandPath())
		}
		for line := range strings.Lines(cmd.Example) {
			line = strings.TrimSpace(line)
			t.Run(line, func(t *testing.T) { typist{t, y.url}.tries(line) })
		}
	}
}

// tries types an example as it stands, after what must have come before it.
func (y typist) tries(line string) {
	y.settle()
	y.prepare(line)
	line = strings.NewReplacer("http://127.0.0.1:8377", y.url, "aelyst/12345", y.account()).Replace(line)
	words := strings.Fields(strings.SplitN(line, " > ", 2)[0])
	if strings.Contains(words[0], "=") {
		words = words[1:]
	}
	switch words[1] {
	case "sandbox":
		y.serves(words[1:])
		return
	case "run", "check":
		words = append(words, "--base-url", y.url, "--rate", "0")
	}
	stdout, stderr, code := y.types(words[1:]...)
	if code != codeOK && code != codeRows || stdout == "" && stderr == "" {
		y.Errorf("the example %s ends with %d:\n%s%s", line, code, stdout, stderr)
	}
}

// prepare does what an example builds on: a pilot, of which there is a backup and
// a state, and an undo that goes on. A mapping that is to be drafted is not there.
func (y typist) prepare(line string) {
	y.Helper()
	if strings.Contains(line, "-o aelyst.yaml") {
		if err := os.Remove("aelyst.yaml"); err != nil {
			y.Fatal(err)
		}
	}
	var before []string
	if strings.Contains(line, ".rollcall") || strings.Contains(line, ".state") {
		before = append(before, "run contacts.csv -m aelyst.yaml --limit 2 --backup --state nightly.state -q --rate 0 --base-url "+y.url)
	} else if strings.Contains(line, "--resume") {
		before = append(before, "run contacts.csv -m aelyst.yaml --limit 2 -q --rate 0 --base-url "+y.url)
	}
	if strings.Contains(line, "undo") && strings.Contains(line, "--resume") {
		before = append(before, "undo contacts.rollcall --run --limit 1 -q")
	}
	for _, words := range before {
		if _, stderr, code := y.types(strings.Fields(words)...); code != codeOK {
			y.Fatalf("before the example, rollcall %s ends with %d:\n%s", words, code, stderr)
		}
	}
}

// account returns the name of the account in the state, if there is one.
func (y typist) account() string {
	stdout, _, _ := y.types("state", "nightly.state", "--json")
	var sum struct{ Accounts []state.Account }
	if json.Unmarshal([]byte(stdout), &sum) != nil || len(sum.Accounts) == 0 {
		return ""
	}
	return sum.Accounts[0].String()
}

// serves starts a sandbox and ends it once it says where it is.
func (y typist) serves(words []string) {
	y.Helper()
	ctx, interrupt := context.WithCancel(y.Context())
	defer interrupt()
	said, write := io.Pipe()
	go func() {
		if _, err := said.Read(make([]byte, 1)); err == nil {
			interrupt()
		}
		_, _ = io.Copy(io.Discard, said)
	}()
	var stderr bytes.Buffer
	code := Main(ctx, World{Args: append(words, "--addr", "127.0.0.1:0"), Stdout: write, Stderr: &stderr, Getenv: noEnv})
	if code != codeOK {
		y.Errorf("rollcall %s ends with %d: %s", strings.Join(words, " "), code, &stderr)
	}
}

// TestHelp_width reads every help on 80 columns.
func TestHelp_width(t *testing.T) {
	t.Parallel()
	for _, command := range []string{"", "run", "check", "init", "providers", "report", "undo", "state", "sandbox", "demo", "version", "completion", "help"} {
		var out bytes.Buffer
		args := append(strings.Fields(command), "--help")
		if code := Main(t.Context(), World{Args: args, Stdout: &out, Stderr: &out, Getenv: noEnv}); code != codeOK {
			t.Errorf("rollcall %s --help ends with %d", command, code)
		}
		for line := range strings.Lines(out.String()) {
			line = strings.TrimRight(line, "\n")
			if example := strings.Contains(line, "rollcall "); width(line) > helpWidth && !example {
				t.Errorf("the help of %s needs %d columns: %s", command, width(line), line)
			}
		}
	}
}

// TestHelp_groups looks for each flag of run once in its help, under a title.
func TestHelp_groups(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	Main(t.Context(), World{Args: []string{"run", "--help"}, Stdout: &out, Stderr: io.Discard, Getenv: noEnv})
	cmd := newApp(World{Getenv: noEnv}).runCommand()
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if n := len(regexp.MustCompile(`(?m)^ +(-., )?--`+f.Name+" ").FindAllString(out.String(), -1)); n != 1 {
			t.Errorf("the help of run lists --%s %d times", f.Name, n)
		}
	})
}

// A pager that is left early is no reason for an error, a full disk is.
func TestHelp_readerLeaves(t *testing.T) {
	t.Parallel()
	for failure, want := range map[error]int{syscall.EPIPE: codeOK, syscall.ENOSPC: codeStopped} {
		var stderr bytes.Buffer
		code := Main(t.Context(), World{Args: []string{"run", "--help"}, Stdout: broken{failure}, Stderr: &stderr, Getenv: noEnv})
		if code != want || (stderr.Len() == 0) != (want == codeOK) {
			t.Errorf("help, with %v: exit code %d, %q", failure, code, &stderr)
		}
	}
}

type broken struct{ err error }

func (b broken) Write([]byte) (int, error) { return 0, b.err }
