package cli

import (
	"errors"
	"io/fs"
	"syscall"

	"github.com/spf13/cobra"
)

func (a *app) reportCommand() *cobra.Command {
	var out outputFlags
	var html bool
	cmd := &cobra.Command{
		Use:   "report DIR",
		Short: "Render a run directory again, finished or not",
		Long: `Write reconciliation.csv, rejects, summary.json and report.html of a run directory
again from its journal, also of a run whose process was killed. Exits 0 when it
could.`,
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
			render := a.render
			if html {
				render = renderPage
			}
			sum, err := render(args[0])
			switch {
			case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
				return usage("there is no run in %s", args[0])
			case err != nil:
				return stopped("%w", err)
			case html && !out.json:
				return a.tell(pagePath(args[0]), out)
			}
			return a.show(sum, out, nil)
		},
	}
	cmd.Flags().BoolVar(&html, "html", false, "write report.html only, and print its path")
	out.register(cmd.Flags())
	return cmd
}
