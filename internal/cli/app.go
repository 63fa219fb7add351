package cli

import (
	"fmt"
	"io"
	"runtime/debug"
	"strings"

	"github.com/sirupsen/logrus"
	"github.com/spf13/cobra"
)

// version is set by the linker for a release.
var version = "dev"

// An app is one command line being run.
type app struct {
	world    World
	console  *console
	log      *logrus.Logger
	redactor *redactor
	quiet    bool
	code     int // the exit code of a command that did not fail
}

func newApp(w World) *app {
	if w.Getenv == nil {
		w.Getenv = func(string) string { return "" }
	}
	c := newConsole(w)
	log, hook := newLogger(c)
	return &app{world: w, console: c, log: log, redactor: hook}
}

// fail prints the one line that says what went wrong. On a terminal it is broken
// between words, and the command line at its end stands apart.
func (a *app) fail(err error) {
	a.console.wipe()
	text := strings.TrimRight(a.redactor.redact(err.Error()), "\n")
	if a.quiet {
		text = firstLine(text)
	}
	s := a.console.sheet(a.world.Stderr)
	for line := range strings.SplitSeq(text, "\n") {
		s.tell(s.ink(inkBad, "rollcall:")+" ", line)
	}
}

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "rollcall",
		Short: "Update contacts from a spreadsheet and learn the fate of every row",
		Long: `rollcall calls the roll: every row of a file is called once, and every row answers.

It reads a spreadsheet (CSV, TSV, xlsx or JSON), maps its columns to the fields of a
contact platform, sends the updates, and writes a reconciliation: one line per
input row with its fate.`,
		Example: `  rollcall demo
  rollcall init  contacts.csv -p aelyst -o aelyst.yaml
  rollcall check contacts.csv -m aelyst.yaml --show 1
  rollcall run   contacts.csv -m aelyst.yaml`,
		SilenceUsage:  true,
		SilenceErrors: true,
		Version:       versionText(),
		Args:          cobra.NoArgs,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SetVersionTemplate("rollcall {{.Version}}\n")
	root.SetIn(a.world.Stdin)
	root.SetOut(a.world.Stdout)
	root.SetErr(a.world.Stderr)
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return usage("%w; see: %s --help", err, cmd.CommandPath())
	})
	root.AddCommand(a.runCommand(), a.checkCommand(), a.initCommand(), a.providersCommand(), a.reportCommand(), a.undoCommand(), a.stateCommand(),
		a.sandboxCommand(), a.demoCommand(), a.versionCommand())
	root.SetHelpCommand(helpCommand(root))
	root.InitDefaultCompletionCmd()
	if completion, _, err := root.Find([]string{"completion"}); err == nil {
		completion.Args = nil
		completion.RunE = func(cmd *cobra.Command, args []string) error { return onlyHelp(cmd, args, "shell") }
	}
	return root
}

// helpCommand is cobra's help command, but a topic that does not exist is an
// error.
func helpCommand(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND]",
		Short: "Help about any command",
		RunE: func(_ *cobra.Command, args []string) error {
			cmd, rest, err := root.Find(args)
			if err != nil || len(rest) > 0 {
				return usage("no help for %q: see rollcall --help", strings.Join(args, " "))
			}
			cmd.InitDefaultHelpFlag()
			cmd.InitDefaultVersionFlag()
			return cmd.Help()
		},
	}
}

// onlyHelp is what a command does that has nothing but commands below it.
func onlyHelp(cmd *cobra.Command, args []string, what string) error {
	if len(args) > 0 {
		return usage("no %s %q; see: %s --help", what, args[0], cmd.CommandPath())
	}
	return cmd.Help()
}

func (a *app) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			return a.print(func(w io.Writer) { fmt.Fprintf(w, "rollcall %s\n", versionText()) })
		},
	}
}

// versionText is the version with the commit that it was built from.
func versionText() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return version
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			return fmt.Sprintf("%s (%.12s, %s)", version, s.Value, info.GoVersion)
		}
	}
	return fmt.Sprintf("%s (%s)", version, info.GoVersion)
}

// print writes a result to standard output; that it could not is an error.
func (a *app) print(write func(io.Writer)) error {
	out := &checkedWriter{w: a.world.Stdout}
	write(out)
	if out.err != nil {
		return stopped("standard output: %w", out.err)
	}
	return nil
}

// A checkedWriter remembers the first error, so that many small writes need one
// look only.
type checkedWriter struct {
	w   io.Writer
	err error
}

func (c *checkedWriter) Write(p []byte) (int, error) {
	if c.err != nil {
		return 0, c.err
	}
	n, err := c.w.Write(p)
	c.err = err
	return n, err
}
