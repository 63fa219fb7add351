package cli

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"rollcall/mapping"
	"rollcall/providers"
	"rollcall/providers/all"
	"rollcall/report"
	"rollcall/undo"
)

// undoFlags are those of the undo command: how to send are those of a run.
type undoFlags struct {
	runFlags
	sends, unknown, unfinished bool
}

func (a *app) undoCommand() *cobra.Command {
	var f undoFlags
	cmd := &cobra.Command{
		Use:   "undo DIR",
		Short: "Put back what contacts held before a run with --backup",
		Long: `Write an input and a mapping into the run directory DIR, undo.jsonl and undo.yaml,
that put back what the contacts held before the run: of each row that was accepted
the fields that it wrote. What cannot be put back is named and left as it is. With
--run they are sent at once, with a run directory of their own inside DIR.

Exit status:
    0  all can be put back, or was, with --run
    1  some cannot, or did not end well, with --run
   64  there is no such run or no backup of it; nothing was sent
Otherwise with --run as of rollcall run.`,
		Example: `  rollcall undo contacts.rollcall
  rollcall undo contacts.rollcall --run
  rollcall undo contacts.rollcall --run --resume`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usage("rollcall undo takes one run directory; see: rollcall undo --help")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return a.undo(cmd, args[0], f) },
	}
	f.registerUndo(cmd)
	return cmd
}

func (f *undoFlags) registerUndo(cmd *cobra.Command) {
	fs := cmd.Flags()
	fs.BoolVar(&f.sends, "run", false, "send it at once, as rollcall run would")
	fs.BoolVar(&f.unknown, "unknown", false, "also the rows of which nobody knows whether they were applied")
	fs.BoolVar(&f.unfinished, "unfinished", false, "also of a run that is not finished: what it has done so far")
	f.register(cmd, false)
	fs.Lookup("mapping").Usage = "the run's mapping `FILE`, for the token (default: the one that the run was given)"
	fs.Lookup("dir").Usage = "with --run: the run `DIR`ectory of the undo (default: undo.rollcall in DIR)"
	for _, name := range []string{"input-format", "delimiter", "encoding", "sheet", "strict", "sample", "show"} {
		fs.MarkHidden(name)
	}
}

func (a *app) undo(cmd *cobra.Command, dir string, f undoFlags) error {
	if err := setLog(a.log, f.output.logLevel, f.output.logFormat, f.output.quiet); err != nil {
		return err
	}
	a.quiet = f.output.quiet
	if !f.sends && (f.resume || f.restart || f.dir != "") {
		return usage("--resume, --restart and --dir say how to send: add --run")
	}
	if err := f.done(a.world.Args, dir); err != nil {
		return err
	}
	r, err := a.prepareUndo(dir, &f)
	if err != nil {
		return err
	}
	if err := a.showUndo(r, f); err != nil {
		return err
	}
	if f.sends && r.Input != "" {
		f.mapping = r.Mapping
		if err := a.do(cmd, r.Input, f.runFlags, f.dryRun); err != nil {
			return err
		}
	}
	return a.undone(r)
}

// undone sets the exit code of what cannot be put back.
func (a *app) undone(r *undoReport) error {
	if len(r.Problems) == 0 || a.code != codeOK {
		return nil
	}
	a.code = codeRows
	if a.quiet {
		return &exitError{codeRows, fmt.Errorf("%s: not all can be put back: see %s", r.Dir, filepath.Join(r.Dir, undoName))}
	}
	return nil
}

// prepareUndo returns what puts the run back: files that are there, where their
// run is to go on, else new ones. Meanwhile nobody else uses the run directory.
func (a *app) prepareUndo(dir string, f *undoFlags) (*undoReport, error) {
	if !holdsRun(dir) {
		return nil, usage("there is no run in %s", dir)
	}
	l, err := acquire(dir)
	if err != nil {
		return nil, err
	}
	defer l.release()
	past, err := loadUndone(dir)
	if err != nil {
		return nil, err
	}
	backup, err := openUndone(dir)
	if err != nil {
		return nil, err
	}
	m, text, err := undoneMapping(backup, past, f.mapping)
	if err != nil {
		return nil, err
	}
	f.meet(past, m)
	u := &undoing{app: a, dir: dir, past: past, backup: backup, m: m, text: text, flags: f}
	if f.resume {
		return u.again()
	}
	if err := f.ended(dir, past); err != nil {
		return nil, err
	}
	return u.write()
}

// loadUndone loads the run that is to be undone.
func loadUndone(dir string) (*report.Past, error) {
	past, err := report.Load(dir)
	switch {
	case err != nil:
		return nil, usage("%s: %w", dir, err)
	case past.Sessions == 0:
		return nil, usage("the run in %s ended before it had begun: there is nothing to undo", dir)
	case past.First.Command != "run":
		return nil, usage("%s holds a %s, which changed nothing: there is nothing to undo", dir, past.First.Command)
	}
	return past, nil
}

func openUndone(dir string) (*undo.Backup, error) {
	b, err := undo.Open(filepath.Join(dir, beforeName))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, usage("the run in %s kept nothing of what contacts held before: only a run with --backup can be undone", dir)
	}
	return b, backupErr(err)
}

// backupErr says what to do about a backup that cannot be used.
func backupErr(err error) error {
	if _, damaged := errors.AsType[*undo.DamagedError](err); damaged {
		return usage("%w: the backup is damaged, and nothing was written or sent: restore the file, or take the line out; what it held is then named as not kept", err)
	}
	return usageErr(err)
}

// undoneMapping reads the mapping that an undo takes the token from. It is that
// of the run, or one for the same account.
func undoneMapping(b *undo.Backup, past *report.Past, path string) (*mapping.Mapping, []byte, error) {
	if path == "" {
		path = past.Latest.Mapping.Path
		if _, err := os.Stat(path); err != nil {
			return nil, nil, usage("the run's mapping is not where it was: %w; say where it is with --mapping", err)
		}
	}
	text, err := readMapping(path)
	if err != nil {
		return nil, nil, err
	}
	m, err := mapping.CompileAlone(path, text, all.Definitions())
	if err != nil {
		return nil, nil, usageErr(err)
	}
	switch name := m.Provider.Spec().Name; {
	case name != past.First.Provider || name != b.Head.Provider:
		return nil, nil, usage("the run was for %s, the mapping %s is for %s", past.First.Provider, path, name)
	case !maps.Equal(m.Settings, providers.Settings(b.Head.Settings)):
		return nil, nil, usage("the settings in %s are not those of the run: put them back as they were", path)
	}
	return m, text, nil
}

// meet takes over from the run where it went.
func (f *undoFlags) meet(past *report.Past, m *mapping.Mapping) {
	usual, err := baseURL(m.Provider.Spec().URL(m.Settings), false)
	if base := past.Latest.BaseURL; f.send.baseURL == "" && (err != nil || base != usual) {
		f.send.baseURL = base
	}
}

// remember has the undo tell the state file of the run, and send everything
// whatever the file says: what contacts hold may have changed since.
func (f *undoFlags) remember(b *undo.Backup) {
	if f.careful.state == "" && b.Head.State != "" {
		f.careful.state, f.careful.full = b.Head.State, true
	}
}

// done reports that a run was put back before. Args are the command line.
func (f *undoFlags) done(args []string, dir string) error {
	if !f.sends || f.resume || f.restart || f.dryRun || dated(f.dir) {
		return nil
	}
	own := cmp.Or(f.dir, runDir(filepath.Join(dir, undoInput), false))
	past, err := report.Load(own)
	if err != nil || past.State() != report.Finished || past.First.Command != "run" {
		return nil // as the run of the undo is about to find out
	}
	return usage("the run in %s was put back already, on %s: %s says what became of each row; to do it once more: %s",
		dir, past.End.FinishedAt.Local().Format("2006-01-02 15:04"), filepath.Join(own, "reconciliation.csv"), commandLine(args, "--restart"))
}

// ended reports that a run has to come to its end first. A pilot did.
func (f *undoFlags) ended(dir string, past *report.Past) error {
	state := past.State()
	if state == report.Finished || f.unfinished || state == report.Stopped && isPilot(past.End.Reason) {
		return nil
	}
	resume := past.Latest.Next.Resume
	if !strings.Contains(resume, " --backup") {
		resume += " --backup"
	}
	return usage("the run in %s is %s: go on with it first: %s\n--unfinished puts back what it has done so far", dir, state, resume)
}
