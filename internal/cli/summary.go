package cli

import (
	"fmt"
	"io"
	"path/filepath"

	"rollcall/contact"
	"rollcall/providers"
	"rollcall/providers/all"
	"rollcall/report"
)

// present shows the summary of a session that just ended and sets the exit code.
func (s *session) present(sum report.Summary) error {
	s.code, s.job.summary = *sum.ExitCode, &sum
	if sum.Rows == 0 && sum.State == report.Finished {
		s.log.Warnf("%s has a header and no rows: there was nothing to do", s.job.input)
	}
	if out := s.job.flags.output; s.explain != nil && !out.json && !out.quiet {
		if err := s.print(func(w io.Writer) { s.explain(w, sum) }); err != nil {
			return err
		}
	}
	if err := s.conclude(sum); err != nil {
		return err
	}
	if n := sum.Count(contact.Updated); n > 0 && s.job.flags.careful.verify {
		s.log.Warnf("accepted, but not read back: %s; the reconciliation says why", count(n, "row"))
	}
	if nothing := untried(sum); nothing != nil {
		s.log.Warn(nothing)
	}
	switch s.code {
	case codeStopped:
		return &exitError{s.code, fmt.Errorf("stopped %s: %s; once mended, %s", reached(sum), sum.Reason, s.job.onward())}
	case codeInterrupted:
		return &exitError{s.code, fmt.Errorf("interrupted %s; %s", reached(sum), s.job.onward())}
	}
	if sum.State == report.Stopped && !s.job.dry {
		s.log.Infof("this was a pilot of %s; %s", count(pilotRows(sum), "row"), s.job.onward())
	}
	if err := s.refused(); err != nil {
		return err
	}
	return s.unwell(sum, s.job)
}

// reached says how far a run came that did not come to its end.
func reached(sum report.Summary) string {
	switch unsent := sum.Count(contact.NotSent); {
	case sum.Rows == 0:
		return "before the first row"
	case unsent == 0:
		return "after " + count(sum.Rows, "row")
	case unsent == sum.Rows:
		return "before the first row was sent"
	default:
		return fmt.Sprintf("after %s, %d of them not sent", count(sum.Rows, "row"), unsent)
	}
}

// show prints a summary as the flags ask, and the command lines to go on with.
func (a *app) show(sum report.Summary, out outputFlags, next report.Next) error {
	switch {
	case out.json:
		return a.printJSON(sum)
	case out.quiet:
		return nil
	}
	return a.print(func(w io.Writer) { writeSummary(a.sheet(w), sum, next) })
}

// conclude shows the summary of a session, and as JSON the requests too that a
// check was to show.
func (s *session) conclude(sum report.Summary) error {
	if out := s.job.flags.output; out.json && s.job.dry && s.job.flags.show > 0 {
		return s.printJSON(shownSummary{sum, append([]shownRequest{}, s.shown...)})
	}
	return s.show(sum, s.job.flags.output, s.job.after(sum))
}

func (a *app) printJSON(what interface{ JSON() ([]byte, error) }) error {
	text, err := what.JSON()
	if err != nil {
		return err
	}
	return a.print(func(w io.Writer) { w.Write(text) })
}

func writeSummary(s sheet, sum report.Summary, next report.Next) {
	s.say("", headline(s, sum, next.Resume != ""))
	fmt.Fprintln(s)
	for _, status := range contact.Statuses() {
		if n := sum.Count(status); n > 0 {
			fmt.Fprintf(s, "%9d  %s\n", n, s.ink(inkOf(status), status.String()))
		}
	}
	fmt.Fprintf(s, "%9d  %s\n", sum.Rows, plural(sum.Rows, "row"))
	writeProblems(s, sum)
	fmt.Fprintln(s)
	if sum.Requests.Sent > 0 {
		s.say("", requestLine(sum))
	}
	if untold := sum.Untold(); untold != "" {
		s.say("", "not counted: "+untold)
	}
	writeFiles(s, sum)
	writeNext(s, sum, next)
}

// headline says what ended how; why is left to the last line where one follows.
func headline(s sheet, sum report.Summary, why bool) string {
	if piloted(sum) {
		return pilotHeadline(sum, s.ink(inkOfState(sum), report.Finished))
	}
	line := fmt.Sprintf("%s of %s: %s", sum.Command, filepath.Base(sum.Input.Path), s.ink(inkOfState(sum), sum.State))
	if why && sum.Reason != "" && sum.Reason != sum.State {
		line += " (" + providers.Excerpt(sum.Reason, 200) + ")"
	}
	return line
}

func inkOf(status contact.Status) string {
	if status.EndsWell() {
		return inkGood
	}
	return inkBad
}

func inkOfState(sum report.Summary) string {
	switch {
	case sum.ExitCode == nil || *sum.ExitCode > codeRows:
		return inkBad
	case *sum.ExitCode == codeRows:
		return inkWarn
	}
	return inkGood
}

func requestLine(sum report.Summary) string {
	r := sum.Requests
	line := count(r.Sent, "request")
	if r.Retried > 0 {
		line += ", " + count(r.Retried, "repeat") + " among them"
	}
	if r.Split > 0 {
		line += ", " + count(r.Split, "refused batch") + " taken apart"
	}
	if sum.Latency.Max > 0 {
		line += "; half answered within " + report.Within(sum.Latency.P50)
	}
	if took := sum.FinishedAt; took != nil && sum.Resumed == 0 {
		line += fmt.Sprintf("; %s in all", brief(took.Sub(sum.StartedAt)))
	}
	return line + fmt.Sprintf(", %s rows a second", short(sum.RowsPerSecond))
}

func writeFiles(s sheet, sum report.Summary) {
	s.say("every row:  ", filepath.Join(sum.Dir, "reconciliation.csv"))
	if rejects := rejectsFile(sum); rejects != "" {
		s.say("rejects:    ", rejects)
	}
	s.say("report:     ", pagePath(sum.Dir))
}

// writeNext writes the command line to go on with.
func writeNext(s sheet, sum report.Summary, next report.Next) {
	const lead = "next:       "
	rejects := rejectsFile(sum) != ""
	switch {
	case sum.State != report.Finished && next.Resume != "":
		s.next(lead, "go on with:", next.Resume)
	case sum.Alike() && next.Again != "":
		s.next(lead, "mend the mapping or the flags, then check again:", next.Again)
	case rejects && next.Rejects != "":
		s.next(lead, sum.Remedy(title(sum.Provider))+":", next.Rejects)
	case !rejects && sum.Passed() && next.Send != "":
		s.next(lead, "send them:", next.Send)
	}
}

// title returns the name of a provider as people write it.
func title(provider string) string {
	if def, ok := all.Find(provider); ok {
		return def.Spec.Title
	}
	return provider
}

// rejectsFile returns the path of the rejects, empty if there are none.
func rejectsFile(sum report.Summary) string {
	if sum.Rejected() == 0 {
		return ""
	}
	name := "rejects.csv"
	if sum.Input.Format == "jsonl" {
		name = "rejects.jsonl"
	}
	return filepath.Join(sum.Dir, name)
}
