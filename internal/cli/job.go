package cli

import (
	"io"
	"iter"
	"time"

	"github.com/spf13/cobra"

	"rollcall/contact"
	"rollcall/inspect"
	"rollcall/mapping"
	"rollcall/providers"
	"rollcall/providers/all"
	"rollcall/report"
	"rollcall/source"
)

// A job is a run or a check whose input and mapping were read and fit.
type job struct {
	args  []string // the command line
	flags runFlags
	dry   bool
	demo  bool // against a sandbox that ends with the command
	input string
	src   *source.Source
	m     *mapping.Mapping
	spec  *providers.Spec
	send  sending
	base  string // base URL
	dir   string

	guards    mapping.Guards // in force
	unguarded string         // why some are not; empty for no reason
	refusal   error          // what they say against a check's input; nil for nothing

	bounds string // the bound flags as they were given
	pace   string // the pace flags likewise
	roles  func(column string) inspect.Role
	rows   iter.Seq2[contact.Row, error]
	held   int // rows that were read and are ready, by whoever reads the rows

	unbacked bool // --backup=false was given

	pattern *pattern        // of the run directory; nil for a name without {date}
	sample  sample          // of a pilot; nil for none
	began   time.Time       // when the run directory was ready; zero before
	summary *report.Summary // of the run once it ended
}

// prepare opens the input and compiles the mapping against it. Nothing was
// written or sent when it fails. The caller closes the source.
func (a *app) prepare(cmd *cobra.Command, input string, f runFlags, dry bool) (*job, error) {
	if f.mapping == "" {
		return nil, usage("--mapping FILE is required: it says which column goes to which field; to draft one: rollcall init %s -p PROVIDER -o PROVIDER.yaml", quote(input))
	}
	text, err := readMapping(f.mapping)
	if err != nil {
		return nil, err
	}
	if f.limit < 0 || f.show < 0 {
		return nil, usage("--limit and --show take a number from 0")
	}
	j := &job{args: a.world.Args, flags: f, dry: dry, input: input}
	if err := j.place(); err != nil {
		return nil, err
	}
	if err := j.open(a.world.Stdin); err != nil {
		return nil, err
	}
	defer a.during("reading the input")()
	err = j.fit(cmd, text)
	if err == nil && (!dry || f.careful.online) {
		err = a.world.proxied(j.base)
	}
	if err != nil {
		j.src.Close()
		return nil, err
	}
	return j, nil
}

// open opens the input. A run that goes on reads it as it did when it began.
func (j *job) open(stdin io.Reader) (err error) {
	if j.flags.resume {
		if began, err := report.Began(j.dir); err == nil {
			if err := j.flags.input.goOn(began.Input.Reading, j.dir); err != nil {
				return err
			}
		}
	}
	cfg := j.flags.input.config(j.input, stdin)
	cfg.Unsummed = j.dry
	if j.src, err = source.Open(cfg); err != nil {
		return usageErr(err)
	}
	j.rows = j.src.Rows()
	return nil
}

// fit compiles the mapping for the input and settles how to send.
func (j *job) fit(cmd *cobra.Command, text []byte) (err error) {
	if j.m, err = mapping.Compile(j.flags.mapping, text, all.Definitions(), j.src.Header()); err != nil {
		return usageErr(err)
	}
	if err := j.src.Bind(j.m.Columns); err != nil {
		return usageErr(err)
	}
	j.spec = j.m.Provider.Spec()
	j.roles, j.bounds = roles(j.m), given(cmd.Flags(), boundFlags)
	j.pace = given(cmd.Flags(), paceFlags)
	if j.send, err = j.flags.send.resolve(cmd.Flags().Changed, j.m.Send, j.spec.Limits); err != nil {
		return err
	}
	if err := j.fitCareful(cmd.Flags().Changed); err != nil {
		return err
	}
	url := j.flags.send.baseURL
	if url == "" {
		url = j.spec.URL(j.m.Settings)
	}
	if j.base, err = baseURL(url, j.flags.send.allowHTTP); err != nil {
		return err
	}
	return j.fitUnattended(cmd.Flags().Changed)
}

// start describes the job for the journal.
func (j *job) start() report.Start {
	command := "run"
	if j.dry {
		command = "check"
	}
	return report.Start{
		Version: version, Command: command,
		Provider: j.spec.Name, BaseURL: j.base,
		Input:     report.Input{Path: j.input, Format: string(j.src.Format()), Reading: j.flags.input.reading()},
		Mapping:   report.Mapping{Path: j.m.Path, SHA256: j.m.SHA256, Fingerprint: j.m.Fingerprint},
		Header:    j.src.RawHeader(),
		Keep:      report.Keep{All: j.m.Report.KeepAll, Columns: j.m.Report.Keep, Cells: j.m.Kept},
		BOM:       j.m.Report.BOM,
		StartedAt: now().UTC(),
		Limit:     j.flags.limit,
		Title:     j.spec.Title,
		State:     j.flags.careful.state,
		Next:      j.next(),
	}
}
