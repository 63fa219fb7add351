package cli

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/spf13/cobra"

	"rollcall/batch"
	"rollcall/contact"
	"rollcall/report"
	"rollcall/report/page"
)

func (a *app) runCommand() *cobra.Command {
	var f runFlags
	cmd := &cobra.Command{
		Use:   "run INPUT -m MAPPING",
		Short: "Send the updates, then write the reconciliation",
		Long: `Send the updates of INPUT (a path, or - for standard input), then write the
reconciliation: one line per input row with its fate, in the run directory.

The token comes from the environment, such as AELYST_TOKEN, or from where MAPPING
says that it is.

` + exitStatus,
		Example: `  rollcall run contacts.csv -m aelyst.yaml
  rollcall run contacts.csv -m aelyst.yaml --limit 100
  rollcall run contacts.csv -m aelyst.yaml --resume`,
		Args: oneInput,
		RunE: func(cmd *cobra.Command, args []string) error { return a.do(cmd, args[0], f, f.dryRun) },
	}
	f.register(cmd, false)
	return cmd
}

const exitStatus = `Exit status:
    0  every row ended well
    1  the run is complete, but some rows did not end well: see rejects
    3  stopped early; --resume goes on
    5  another run is using this run directory or state file; nothing was sent
   64  usage, mapping, token or input; nothing was sent
  130  interrupted; --resume goes on`

func oneInput(cmd *cobra.Command, args []string) error {
	if len(args) != 1 {
		return usage("%s takes one INPUT, a path or - for standard input; see: %s --help", cmd.CommandPath(), cmd.CommandPath())
	}
	return nil
}

// do runs a job, dry or not, and prints what came of it.
func (a *app) do(cmd *cobra.Command, input string, f runFlags, dry bool) error {
	if err := setLog(a.log, f.output.logLevel, f.output.logFormat, f.output.quiet); err != nil {
		return err
	}
	a.quiet = f.output.quiet
	j, err := a.prepare(cmd, input, f, dry)
	if err != nil {
		return err
	}
	defer j.src.Close()
	if dry {
		return a.check(cmd.Context(), j)
	}
	sender, err := a.sender(cmd.Context(), j)
	if err != nil && !f.resume { // a run that is finished needs no token to say so
		return err
	}
	return a.finish(cmd.Context(), j, a.perform(cmd.Context(), j, sender, err))
}

// sender returns what sends with the token of the mapping.
func (a *app) sender(ctx context.Context, j *job) (*batch.Transport, error) {
	token, err := a.token(ctx, j.m)
	if err != nil {
		return nil, err
	}
	return j.sender(token)
}

// sender returns what sends over HTTP.
func (j *job) sender(token string) (*batch.Transport, error) {
	base, err := transport(j.flags.send.caFile)
	if err != nil {
		return nil, err
	}
	return &batch.Transport{
		Provider: j.m.Provider, BaseURL: j.base, Secret: token,
		HTTP:      batch.NewHTTP(base, j.send.concurrency),
		Timeout:   j.send.timeout,
		UserAgent: "rollcall/" + version,
	}, nil
}

// perform brings every row of a job to an outcome and renders the reports. It
// fails with noSender as soon as there is something to send.
func (a *app) perform(ctx context.Context, j *job, sender *batch.Transport, noSender error) error {
	if j.flags.strict {
		done, err := j.strict()
		if err != nil {
			return err
		}
		defer done()
	}
	lock, past, err := a.claim(j)
	if err != nil {
		return err
	}
	defer func() { lock.release() }()
	rows := j.rows
	if past == nil && !j.flags.strict {
		rows = j.screened(a.warn)
	}
	if past != nil {
		done := a.during("comparing the rows with those of the run")
		rows, err = j.rejoin(past)
		done()
		if err != nil {
			return err
		}
		if past.State() == report.Finished {
			return a.nothingToDo(j, past)
		}
	}
	if noSender != nil {
		return noSender
	}
	defer sender.HTTP.(*http.Transport).CloseIdleConnections()
	s := &session{app: a, job: j, past: past, began: now()}
	defer s.shut()
	defer s.signals(ctx)()
	if lock, err = s.begin(sender, lock); err != nil {
		return err
	}
	return s.run(sender, rows)
}

// close ends the journal, renders the reports and says how it went.
func (s *session) close(runErr error) error {
	fate := s.feed.fate()
	s.found = s.findings(fate)
	state, reason, code := ending(runErr, fate.pilot())
	s.noteRest()
	endErr := s.journal.End(s.end(state, reason, code, fate))
	if err := s.journal.Close(); endErr == nil {
		endErr = err
	}
	rendered := s.during("writing the reports")
	summary, err := s.render(s.job.dir)
	rendered()
	if err = both(endErr, err); err != nil {
		err = fmt.Errorf("the run directory could not be written: %w; once it can be, %s", err, s.job.onward())
		return stopped("%w", both(runErr, err))
	}
	if summary.State == report.Finished {
		s.memory.finished(s.job, summary.Rows)
	}
	return s.present(summary)
}

// both joins two errors in one line; either may be nil.
func both(first, second error) error {
	switch {
	case first == nil:
		return second
	case second == nil:
		return first
	}
	return fmt.Errorf("%w; %w", first, second)
}

// render writes the reports of a run directory. Rejects that somebody corrected
// there are kept under another name.
func (a *app) render(dir string) (report.Summary, error) {
	if err := a.keepEdited(dir); err != nil {
		return report.Summary{}, err
	}
	return report.Render(dir, page.New(dir))
}

func (a *app) keepEdited(dir string) error {
	name, err := report.KeepEdited(dir)
	if name != "" {
		a.log.Infof("the rejects in %s had been edited: they are now %s", dir, name)
	}
	return err
}

// end describes the session's end. The code of a complete run is what its rows
// deserve.
func (s *session) end(state, reason string, code int, fate fate) report.End {
	requests := s.runner.Stats().Requests()
	settled, bad := s.runner.Stats().Rows()
	if s.past != nil {
		bad += s.pastBad()
	}
	if refusal := s.refused(); code == codeOK && refusal != nil {
		code = exitCode(refusal)
	} else if code == codeOK && bad > 0 {
		code = codeRows
	}
	end := report.End{
		State: state, Reason: reason, ExitCode: code, FinishedAt: now().UTC(),
		Complete: fate.complete, Bytes: s.job.src.Offset(),
		Requests: report.Requests{Sent: requests.Sent, Retried: requests.Retried, Split: requests.Split, ByStatus: requests.ByStatus},
		Latency: report.Latency{
			P50: s.latency(0.5), P90: s.latency(0.9), P99: s.latency(0.99), Max: s.latency(1),
		},
	}
	if took := now().Sub(s.began).Seconds(); took > 0 {
		end.RowsPerSecond = round(float64(settled)/took, 1)
	}
	if sum := s.sum(fate); sum != "" {
		end.SHA256 = &sum
	}
	if s.job.dry {
		end.Requests = report.Requests{ByStatus: map[string]int{}}
	}
	return end
}

// sum returns the digest of an input that was read to its end. Of a feed that
// may still be reading nothing is asked.
func (s *session) sum(fate fate) string {
	if !fate.complete {
		return ""
	}
	return s.job.src.SHA256()
}

func (s *session) pastBad() (bad int) {
	for _, status := range contact.Statuses() {
		if !status.EndsWell() {
			bad += s.past.Count(status)
		}
	}
	return bad
}

func (s *session) latency(q float64) float64 {
	return round(float64(s.runner.Stats().Latency(q))/float64(time.Millisecond), 3)
}

// nothingToDo answers the resume of a run that is finished: it ends as the run did.
func (a *app) nothingToDo(j *job, past *report.Past) error {
	a.log.Infof("the run in %s is finished: there is nothing to do", j.dir)
	summary, err := a.render(j.dir)
	if err != nil {
		return stopped("%w", err)
	}
	a.code, j.summary = past.End.ExitCode, &summary
	if err := a.show(summary, j.flags.output, j.after(summary)); err != nil {
		return err
	}
	return a.unwell(summary, j)
}
