package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"rollcall/state"
)

// stateFlags are the flags of the state command.
type stateFlags struct {
	prune  string
	forget string
	json   bool
}

func (a *app) stateCommand() *cobra.Command {
	var f stateFlags
	cmd := &cobra.Command{
		Use:   "state FILE",
		Short: "Show what a state file holds, and prune it",
		Long: `Show what a state file (run --state FILE) holds: of how many contacts of which
account it remembers what the provider last accepted.

A state file may be deleted at any time: the next run then sends every row.`,
		Example: `  rollcall state nightly.state
  rollcall state nightly.state --prune 90d
  rollcall state nightly.state --forget-account aelyst/12345`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usage("rollcall state takes one state file; see: rollcall state --help")
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error { return a.state(args[0], f) },
	}
	cmd.Flags().StringVar(&f.prune, "prune", "", "remove what was not seen for so many `DAYS`, such as 90d")
	cmd.Flags().StringVar(&f.forget, "forget-account", "", "remove all that is remembered of an `ACCOUNT`, named as the list names it")
	cmd.Flags().BoolVar(&f.json, "json", false, "print what the file holds as JSON")
	return cmd
}

// A stateReport is what the state command prints. Keys are only ever added to it.
type stateReport struct {
	state.Summary
	Forgotten *int `json:"forgotten,omitempty"` // contacts; nil where that was not asked for
	Pruned    *int `json:"pruned,omitempty"`
}

func (a *app) state(path string, f stateFlags) error {
	days, err := parseDays(f.prune)
	if err != nil {
		return err
	}
	store, err := openState(path, f)
	if err != nil {
		return err
	}
	var report stateReport
	err = report.fill(store, f, days)
	if closing := store.Close(); err == nil && closing != nil {
		err = usageErr(closing)
	}
	if err != nil {
		return err
	}
	if !f.json {
		return a.print(func(w io.Writer) { writeState(a.sheet(w), path, f, report) })
	}
	text, err := json.MarshalIndent(report, "", "  ")
	if err != nil {
		return err
	}
	return a.print(func(w io.Writer) { fmt.Fprintf(w, "%s\n", text) })
}

// openState opens a state file that exists, for reading if nothing is to change.
func openState(path string, f stateFlags) (*state.Store, error) {
	open := state.Read
	if f.prune != "" || f.forget != "" {
		open = state.Open
	}
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil, usage("there is no state file %s", path)
	}
	store, err := open(path, now())
	if errors.Is(err, state.ErrBusy) {
		return nil, &exitError{codeBusy, err}
	}
	return store, usageErr(err)
}

// parseDays reads a number of days such as 90d; empty is 0.
func parseDays(text string) (int, error) {
	digits, ok := strings.CutSuffix(text, "d")
	n, err := strconv.ParseUint(digits, 10, 31)
	if text != "" && (!ok || err != nil) {
		return 0, usage("--prune %s: give a number of days, such as 90d", text)
	}
	return int(n), nil
}

// fill does what the flags ask for and looks at what is left.
func (r *stateReport) fill(store *state.Store, f stateFlags, days int) error {
	if f.forget != "" {
		account, err := accountNamed(store, f.forget)
		if err != nil {
			return err
		}
		n, err := store.ForgetAccount(account)
		if err != nil {
			return usageErr(err)
		}
		r.Forgotten = &n
	}
	if f.prune != "" {
		n, err := store.Prune(days)
		if err != nil {
			return usageErr(err)
		}
		r.Pruned = &n
	}
	sum, err := store.Summary()
	r.Summary = sum
	return usageErr(err)
}

// accountNamed finds an account by its id, its name, or, where that leaves a
// choice, its name and address.
func accountNamed(store *state.Store, name string) (found state.Account, err error) {
	sum, err := store.Summary()
	if err != nil {
		return found, usageErr(err)
	}
	var names []string
	matches := 0
	for _, a := range sum.Accounts {
		full := a.String() + "@" + a.BaseURL
		names = append(names, full)
		if name == a.ID || name == a.String() || name == full {
			found, matches = a.Account, matches+1
		}
	}
	switch {
	case matches == 1:
		return found, nil
	case len(names) == 0:
		return found, usage("%s holds no account", sum.Path)
	case matches == 0:
		return found, usage("%s holds no account %q: there are %s", sum.Path, name, strings.Join(names, ", "))
	}
	return found, usage("%s holds %d accounts %q: name one of %s", sum.Path, matches, name, strings.Join(names, ", "))
}

func writeState(w sheet, path string, f stateFlags, r stateReport) {
	if r.Forgotten != nil {
		fmt.Fprintf(w, "forgot %s and its %s\n", f.forget, count(*r.Forgotten, "contact"))
	}
	if r.Pruned != nil {
		fmt.Fprintf(w, "removed %s not seen for more than %s\n", count(*r.Pruned, "contact"), f.prune)
	}
	fmt.Fprintf(w, "%s: version %d, %s, last written to %s\n\n", path, r.Version, megabytes(r.Bytes), r.Changed.Format(time.DateTime+" MST"))
	if len(r.Accounts) == 0 {
		fmt.Fprintln(w, "no account yet")
		return
	}
	t := newTable("account", "contacts", "last seen", "base URL")
	t.whole = true
	for _, one := range r.Accounts {
		seen := "-"
		if one.LastSeen != nil {
			seen = one.LastSeen.Format(time.DateOnly)
		}
		t.row(one.String(), strconv.Itoa(one.Contacts), seen, one.BaseURL)
	}
	t.write(w)
	writeNames(w, r.Accounts)
}

// writeNames says what people call the accounts of which that is known.
func writeNames(w sheet, accounts []state.AccountSummary) {
	t := newTable("account", "name")
	t.whole = true
	for _, one := range accounts {
		if one.Name != "" {
			t.row(one.String(), one.Name)
		}
	}
	if len(t.rows) > 1 {
		fmt.Fprintln(w)
		t.write(w)
	}
}

func megabytes(n int64) string { return fmt.Sprintf("%.1f MB", float64(n)/1e6) }
