package cli

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"github.com/agnivade/levenshtein"
	"github.com/natefinch/atomic"
	"github.com/spf13/cobra"

	"rollcall/contact"
	"rollcall/draft"
	"rollcall/inspect"
	"rollcall/providers"
	"rollcall/providers/all"
	"rollcall/source"
)

// initRows is how many rows a draft is made from.
const initRows = 500

// initFlags are the flags of init as the command line gave them.
type initFlags struct {
	provider, file      string
	input               inputFlags
	force               bool
	quiet               bool
	logLevel, logFormat string
}

func (a *app) initCommand() *cobra.Command {
	var f initFlags
	cmd := &cobra.Command{
		Use:   "init INPUT -p PROVIDER",
		Short: "Draft a mapping from the file's header and first rows",
		Long: `Read the header and the first rows of INPUT (a path, or - for standard input) and
print a mapping to begin with: the columns matched to the provider's fields by
their names and by what the cells look like. What the data do not prove is marked
TODO; columns without a field follow as comments.`,
		Example: `  rollcall init contacts.csv -p aelyst
  rollcall init contacts.csv -p aelyst -o aelyst.yaml`,
		Args: oneInput,
		RunE: func(_ *cobra.Command, args []string) error { return a.init(args[0], f) },
	}
	fs := cmd.Flags()
	fs.SortFlags = false
	fs.StringVarP(&f.provider, "provider", "p", "", "the `PROVIDER` that the mapping is for (required)")
	fs.StringVarP(&f.file, "output", "o", "", "write to `FILE` (default: standard output)")
	fs.BoolVar(&f.force, "force", false, "replace FILE if it exists")
	f.input.register(cmd)
	fs.BoolVarP(&f.quiet, "quiet", "q", false, "errors only")
	fs.StringVar(&f.logLevel, "log-level", "info", "error, warn, info, debug or trace")
	fs.StringVar(&f.logFormat, "log-format", "text", "text or json")
	return cmd
}

// init drafts a mapping and prints it, or writes it to the file named.
func (a *app) init(input string, f initFlags) error {
	if err := setLog(a.log, f.logLevel, f.logFormat, f.quiet); err != nil {
		return err
	}
	spec, err := providerFor(f.provider)
	if err != nil {
		return err
	}
	printed := f.file == "" || f.file == "-"
	cfg := draft.Config{Spec: spec, Input: quote(input), Reading: f.input.words(), File: quote(f.file)}
	switch {
	case printed:
		cfg.File = spec.Name + ".yaml"
	case !f.force:
		if err := a.mayWrite(f.file); err != nil {
			return err
		}
	}
	if cfg.Table, cfg.Findings, err = a.look(f.input.config(input, a.world.Stdin)); err != nil {
		return err
	}
	d := draft.New(cfg)
	if printed {
		return a.print(func(w io.Writer) { w.Write(d.Text) })
	}
	if err := writeDraft(f.file, d.Text); err != nil {
		return usageErr(err)
	}
	a.log.Infof("wrote %s: %s of %d columns, %s to decide; next: rollcall check %s -m %s%s",
		f.file, count(len(d.Matched), "field"), len(cfg.Table.Columns), count(d.Open, "thing"), cfg.Input, cfg.File, cfg.Reading)
	return nil
}

// writeDraft writes the file whole or not at all, for its owner only.
func writeDraft(path string, text []byte) error {
	if err := atomic.WriteFile(path, bytes.NewReader(text)); err != nil {
		return err
	}
	return os.Chmod(path, 0o600)
}

// look reads the first rows of the input.
func (a *app) look(cfg source.Config) (*inspect.Table, []inspect.Finding, error) {
	src, err := source.Open(cfg)
	if err != nil {
		return nil, nil, usageErr(err)
	}
	defer src.Close()
	seen := newSighting(src.Header())
	for row, err := range src.Rows() {
		switch {
		case err != nil && seen.rows == 0:
			return nil, nil, usageErr(err)
		case err != nil:
			a.log.Warnf("the draft is made from %s: %v", count(seen.rows, "row"), err)
			return seen.table, seen.watch.Findings(false), a.doubt(seen)
		}
		if seen.add(&row); seen.rows == initRows {
			return seen.table, seen.watch.Findings(false), a.doubt(seen)
		}
	}
	return seen.table, seen.watch.Findings(true), a.doubt(seen)
}

// doubt tells of rows that the draft knows nothing of, and refuses one that would
// be made from less than half of them.
func (a *app) doubt(seen *sighting) error {
	switch {
	case seen.unread == 0:
		return nil
	case 2*seen.unread > seen.rows:
		return usage("%d of the first %s could not be read, so there is no draft: %w", seen.unread, count(seen.rows, "row"), seen.why)
	}
	a.log.Warnf("%d of the first %s could not be read and are not in the draft: %v", seen.unread, count(seen.rows, "row"), seen.why)
	return nil
}

// A sighting is what was seen of an input.
type sighting struct {
	table  *inspect.Table
	watch  *inspect.Watch
	rows   int
	unread int   // rows that could not be read
	why    error // the first of them could not
}

func newSighting(header []string) *sighting {
	return &sighting{table: inspect.NewTable(header), watch: newWatch(header)}
}

func (s *sighting) add(row *contact.Row) {
	s.rows++
	s.watch.Row(row)
	switch {
	case row.Err != nil:
		if s.unread++; s.unread == 1 {
			s.why = row.Err
		}
	case row.Blank:
	case row.Record != nil:
		s.table.Add(row.Record)
	default:
		s.table.AddObject(row.Raw)
	}
}

// newWatch returns a watch for columns of which only the names are known.
func newWatch(header []string) *inspect.Watch {
	columns := make([]inspect.Column, len(header))
	for i, name := range header {
		columns[i] = inspect.Column{Name: name, Role: roleByName(name)}
	}
	return inspect.NewWatch(columns)
}

// providerFor finds the provider that --provider names.
func providerFor(name string) (*providers.Spec, error) {
	if name == "" {
		return nil, usage("--provider NAME is required: one of %s", strings.Join(providerNames(), ", "))
	}
	def, ok := all.Find(name)
	if !ok {
		return nil, usage("no provider %q%s", name, nearest(name))
	}
	return def.Spec, nil
}

// nearest names the provider that name is a slip of, or all of them.
func nearest(name string) string {
	for _, known := range providerNames() {
		if len(name) < 40 && levenshtein.ComputeDistance(strings.ToLower(name), known) <= 2 {
			return fmt.Sprintf(": did you mean %q?", known)
		}
	}
	return ": there are " + strings.Join(providerNames(), ", ")
}

// mayWrite refuses a file that exists, unless the person at the terminal agrees.
func (a *app) mayWrite(path string) error {
	if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
		return nil
	} else if err != nil {
		return usageErr(err)
	}
	if terminal(a.world.Stdin) && terminal(a.world.Stderr) {
		fmt.Fprintf(a.world.Stderr, "%s exists. Replace it? [y/N] ", path)
		answer, _ := bufio.NewReader(a.world.Stdin).ReadString('\n')
		if yes, _ := inspect.Truth(strings.TrimSpace(answer)); yes {
			return nil
		}
	}
	return usage("%s exists already: choose another name with -o, or add --force to replace it", path)
}
