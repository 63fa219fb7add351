package cli

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"rollcall/batch"
	"rollcall/contact"
	"rollcall/providers"
	"rollcall/report"
)

func (a *app) checkCommand() *cobra.Command {
	var f runFlags
	cmd := &cobra.Command{
		Use:   "check [INPUT] -m MAPPING",
		Short: "Do everything but send: what would happen to every row",
		Long: `Read and map the whole of INPUT through the same code as run, without sending a
byte, and say what would happen: which rows are valid and which are not, what
becomes of each column, what the fields do beside being set, and how many
requests it would take. No token is needed.

The tests in MAPPING are run first; without INPUT nothing else is done.`,
		Example: `  rollcall check contacts.csv -m aelyst.yaml
  rollcall check contacts.csv -m aelyst.yaml --show 3
  rollcall check -m aelyst.yaml`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 && f.mapping != "" {
				return nil
			}
			return oneInput(cmd, args)
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return a.test(f)
			}
			return a.do(cmd, args[0], f, true)
		},
	}
	f.register(cmd, true)
	return cmd
}

// planRows is how many rows a dry run plans at a time, so that what a step costs
// is shared by many rows.
const planRows = 256

// plan returns the sender of a dry run, which shows the first requests as they
// would go out, the secret masked.
func (j *job) plan(show func(shownRequest)) *batch.Plan {
	return &batch.Plan{
		Provider: j.m.Provider, Batch: j.send.batch, Shown: j.flags.show,
		Show: func(req providers.Request) { show(shownOf(j.spec.Auth, j.base, req)) },
	}
}

// check runs a job without sending and adds what only a check says.
func (a *app) check(ctx context.Context, j *job) error {
	if err := j.m.RunTests(); err != nil {
		return usageErr(err)
	}
	s := &session{app: a, job: j, began: now()}
	defer s.shut()
	defer s.signals(ctx)()
	if err := s.foreseeDry(ctx); err != nil {
		return err
	}
	lock, _, err := a.claim(j)
	if err != nil {
		return err
	}
	defer lock.release()
	if s.journal, err = report.Create(j.dir, j.start()); err != nil {
		return stopped("%w", err)
	}
	plan := j.plan(func(req shownRequest) { s.shown = append(s.shown, req) })
	s.explain = func(w io.Writer, sum report.Summary) {
		for _, req := range s.shown {
			req.write(w)
		}
		if j.m.Merges() && len(s.shown) > 0 {
			fmt.Fprint(w, "Lists with mode add or remove stand here as the file has them: a run sends the contact's own list with the change.\n\n")
		}
		s.writeCheck(s.sheet(w), plan.Requests, sum.Count(contact.Valid))
	}
	return s.run(plan, j.rows)
}

// writeCheck says what a check found beside the outcomes.
func (s *session) writeCheck(w sheet, requests, valid int) {
	if n := s.job.m.Tests(); n > 0 {
		fmt.Fprintf(w, "%s\n", passed(n))
	}
	if s.feed.fate() == (fate{}) {
		return // stopped: the feed may still be reading and counting
	}
	fmt.Fprintln(w, "Columns")
	t := newTable("column", "filled", "cleared", "left alone", "invalid")
	t.indent = 2
	for _, c := range s.feed.tally.Lines() {
		t.row(providers.Excerpt(c.Column, 30), strconv.Itoa(c.Filled), strconv.Itoa(c.Cleared), strconv.Itoa(c.Alone), strconv.Itoa(c.Invalid))
	}
	t.write(w)
	writeDamage(w, s.found)
	if unused := s.unused(); len(unused) > 0 {
		w.say("Not used by the mapping: ", providers.Excerpt(strings.Join(unused, ", "), 500))
	}
	if len(s.job.m.Effects) > 0 {
		fmt.Fprintln(w, "Side effects")
		for _, effect := range s.job.m.Effects {
			w.say("  ", effect)
		}
	}
	if text := s.feed.repeats.String(); text != "" {
		w.say("", text)
	}
	w.say("", "A run would send "+s.estimate(requests, valid))
	fmt.Fprintln(w)
}

// unused lists the columns of the input that the mapping does not use.
func (s *session) unused() []string {
	if s.job.src.Header() != nil {
		return s.job.m.Unused
	}
	used := map[string]bool{}
	for _, path := range s.job.m.Columns {
		used[path] = true
		key, _, _ := strings.Cut(path, ".")
		used[key] = true
	}
	var unused []string
	for _, key := range s.job.src.Keys() {
		if !used[key] && !strings.HasPrefix(key, "rollcall_") {
			unused = append(unused, key)
		}
	}
	return unused
}
