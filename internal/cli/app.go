package cli

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/agnivade/levenshtein"
	"github.com/sirupsen/logrus"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// An app is one command line being run.
type app struct {
	world    World
	out      *checkedWriter // what cobra writes to standard output
	console  *console
	log      *logrus.Logger
	redactor *redactor
	quiet    bool
	code     int   // the exit code of a command that did not fail
	unheard  error // that help was asked of a word which is no command
}

func newApp(w World) *app {
	c := newConsole(w)
	log, hook := newLogger(c)
	return &app{world: w, out: &checkedWriter{w: w.Stdout}, console: c, log: log, redactor: hook}
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
		Version:       thisBuild().String(),
		Args:          knownCommand,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SetVersionTemplate("rollcall {{.Version}}\n")
	root.SetIn(a.world.Stdin)
	root.SetOut(a.out)
	root.SetErr(a.world.Stderr)
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return usage("%w%s; see: %s --help", err, nearFlag(cmd, err), cmd.CommandPath())
	})
	root.AddCommand(a.runCommand(), a.checkCommand(), a.initCommand(), a.providersCommand(), a.reportCommand(), a.undoCommand(), a.stateCommand(),
		a.sandboxCommand(), a.demoCommand(), a.completionCommand(), a.versionCommand())
	root.SetHelpCommand(helpCommand(root))
	root.SetHelpFunc(func(cmd *cobra.Command, _ []string) { a.help(cmd) })
	root.SetUsageFunc(func(cmd *cobra.Command) error { writeUsage(a.helpSheet(), cmd); return nil })
	root.CompletionOptions.DisableDefaultCmd = true
	for _, cmd := range root.Commands() {
		complete(cmd)
	}
	return root
}

// knownCommand refuses a word that is no command.
func knownCommand(root *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	root.SuggestionsMinimumDistance = 2
	return usage("unknown command %q%s; see: rollcall --help", args[0], meant(root.SuggestionsFor(args[0])))
}

// help writes what a command is. Behind a word that is no command the root is
// asked for help, which cobra lets say nothing of it.
func (a *app) help(cmd *cobra.Command) {
	if !cmd.HasParent() {
		a.unheard = knownCommand(cmd, cmd.Flags().Args())
	}
	if a.unheard == nil {
		writeHelp(a.helpSheet(), cmd)
	}
}

// nearFlag names the flag that an unknown one is a slip of, if any.
func nearFlag(cmd *cobra.Command, err error) string {
	unknown, ok := errors.AsType[*pflag.NotExistError](err)
	if !ok || len(unknown.GetSpecifiedName()) < 3 {
		return ""
	}
	name, best, near := unknown.GetSpecifiedName(), 3, []string(nil)
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		distance := levenshtein.ComputeDistance(f.Name, name)
		if strings.HasPrefix(f.Name, name) {
			distance = 0
		}
		if !f.Hidden && distance < best {
			best, near = distance, []string{"--" + f.Name}
		}
	})
	return meant(near)
}

// meant asks whether the first of the words was meant, if there is one.
func meant(words []string) string {
	if len(words) == 0 {
		return ""
	}
	return fmt.Sprintf(" (did you mean %s?)", words[0])
}

// helpCommand is cobra's help command, but a topic that does not exist is an
// error.
func helpCommand(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use:     "help [COMMAND]",
		Short:   "Say what a command does and how it is used",
		Example: `  rollcall help run`,
		RunE: func(_ *cobra.Command, args []string) error {
			cmd, rest, err := root.Find(args)
			if err != nil || len(rest) > 0 {
				return usage("no help for %q: see rollcall --help", strings.Join(args, " "))
			}
			cmd.InitDefaultVersionFlag()
			return cmd.Help()
		},
	}
}

// print writes a result to standard output; that it could not is an error.
func (a *app) print(write func(io.Writer)) error {
	out := &checkedWriter{w: a.world.Stdout}
	write(out)
	return out.failure()
}

// A checkedWriter remembers the first error, so that many small writes need one
// look only.
type checkedWriter struct {
	w   io.Writer
	err error
}

// failure returns that something could not be written.
func (c *checkedWriter) failure() error {
	if c.err != nil {
		return stopped("standard output: %w", c.err)
	}
	return nil
}

func (c *checkedWriter) Write(p []byte) (int, error) {
	if c.err != nil {
		return 0, c.err
	}
	n, err := c.w.Write(p)
	c.err = err
	return n, err
}
