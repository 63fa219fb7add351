package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"syscall"

	"github.com/spf13/cobra"

	"rollcall/report"
	"rollcall/report/page"
)

func (a *app) reportCommand() *cobra.Command {
	var out outputFlags
	var html bool
	cmd := &cobra.Command{
		Use:   "report DIR",
		Short: "Render a run directory again, finished or not",
		Long: `Write reconciliation.csv, rejects, summary.json and report.html of a run directory
again from its journal, also of a run whose process was killed. Exits 0 when it
could. Of a run that is still at work it prints how far that is, and leaves the
files to the run.`,
		Example: `  rollcall report contacts.rollcall
  rollcall report contacts.rollcall --html`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usage("rollcall report takes one run directory; see: rollcall report --help")
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			if err := setLog(a.log, out.logLevel, out.logFormat, out.quiet); err != nil {
				return err
			}
			sum, next, err := a.again(args[0], html)
			switch {
			case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
				return usage("there is no run in %s", args[0])
			case exitCode(err) == codeBusy && err != nil:
				return err
			case err != nil:
				return stopped("%w", err)
			case html && !out.json:
				return a.tell(pagePath(args[0]), out)
			}
			return a.show(sum, out, next)
		},
	}
	cmd.Flags().BoolVar(&html, "html", false, "write report.html only, and print its path")
	out.register(cmd.Flags())
	return cmd
}

// again renders a run directory, or its page only, and returns the command lines
// that go on with the run.
//
// Of a run that is at work nothing is written: what it writes at its end would be
// replaced by what was true before.
func (a *app) again(dir string, html bool) (report.Summary, report.Next, error) {
	if !holdsRun(dir) {
		return report.Summary{}, report.Next{}, fs.ErrNotExist
	}
	if l, err := acquire(dir); err == nil {
		defer l.release()
	} else if exitCode(err) == codeBusy {
		sum, err := a.glance(dir, html)
		return sum, report.Next{}, err
	} // else nobody can lock it, and so nobody is at work there
	v := &nextView{View: page.New(dir)}
	if html {
		sum, err := report.Show(dir, v)
		return sum, v.next, err
	}
	if err := a.keepEdited(dir); err != nil {
		return report.Summary{}, v.next, errors.Join(err, v.Close())
	}
	sum, err := report.Render(dir, v)
	return sum, v.next, err
}

// glance returns how far a run is that is at work.
func (a *app) glance(dir string, html bool) (report.Summary, error) {
	if html {
		return report.Summary{}, &exitError{codeBusy, fmt.Errorf("%s is in use by a run that is still at work, and writes its report at its end: wait for that, or leave --html out", dir)}
	}
	a.log.Infof("the run in %s is still at work: it writes its files at its end", dir)
	return report.Summarize(dir)
}

// A nextView is a view that remembers the command lines that go on with the run.
type nextView struct {
	report.View
	next report.Next
}

func (v *nextView) Write(w io.Writer, sum report.Summary, past *report.Past) error {
	v.next = past.Latest.Next
	return v.View.Write(w, sum, past)
}

func pagePath(dir string) string { return filepath.Join(dir, page.Name) }

// tell prints one line, unless nothing is to be said.
func (a *app) tell(line string, out outputFlags) error {
	if out.quiet {
		return nil
	}
	return a.print(func(w io.Writer) { fmt.Fprintln(w, line) })
}
