package cli

import (
	"fmt"
	"io"
	"math"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"rollcall/contact"
	"rollcall/providers"
	"rollcall/report"
)

// problemsShown is how many kinds of problem the summary lists.
const problemsShown = 3

// present shows the summary of a session that just ended and sets the exit code.
func (s *session) present(sum report.Summary) error {
	s.code, s.job.summary = *sum.ExitCode, &sum
	if sum.Rows == 0 && sum.State == report.Finished {
		s.log.Warnf("%s has a header and no rows: there was nothing to do", s.job.input)
	}
	if out := s.job.flags.output; s.explain != nil && !out.json && !out.quiet {
		if err := s.print(s.explain); err != nil {
			return err
		}
	}
	if err := s.show(sum, s.job.flags.output, s.job); err != nil {
		return err
	}
	if n := sum.Count(contact.Updated); n > 0 && s.job.flags.careful.verify {
		s.log.Warnf("accepted, but not read back: %s; the reconciliation says why", count(n, "row"))
	}
	when := "after " + count(sum.Rows, "row")
	if sum.Rows == 0 {
		when = "before the first row"
	}
	switch s.code {
	case codeStopped:
		return &exitError{s.code, fmt.Errorf("stopped %s: %s; once mended, %s", when, sum.Reason, s.job.onward())}
	case codeInterrupted:
		return &exitError{s.code, fmt.Errorf("interrupted %s; %s", when, s.job.onward())}
	}
	if sum.State == report.Stopped && !s.job.dry {
		s.log.Infof("this was a pilot of %s; %s", count(sum.Rows-sum.Count(contact.NotSent), "row"), s.job.onward())
	}
	if err := s.refused(); err != nil {
		return err
	}
	return s.unwell(sum, s.job)
}

// show prints a summary as the flags ask; j is nil where there is no job.
func (a *app) show(sum report.Summary, out outputFlags, j *job) error {
	switch {
	case out.json:
		text, err := sum.JSON()
		if err != nil {
			return err
		}
		return a.print(func(w io.Writer) { w.Write(text) })
	case out.quiet:
		return nil
	}
	return a.print(func(w io.Writer) { writeSummary(w, sum, j) })
}

func writeSummary(w io.Writer, sum report.Summary, j *job) {
	fmt.Fprintf(w, "%s\n\n", headline(sum, j == nil))
	for _, status := range contact.Statuses() {
		if n := sum.Count(status); n > 0 {
			fmt.Fprintf(w, "%9d  %s\n", n, status)
		}
	}
	fmt.Fprintf(w, "%9d  %s\n", sum.Rows, plural(sum.Rows, "row"))
	writeProblems(w, sum.Problems)
	fmt.Fprintln(w)
	if sum.Requests.Sent > 0 {
		fmt.Fprintln(w, requestLine(sum))
	}
	writeFiles(w, sum, j)
}

// headline says what ended how; why is left to the last line where one follows.
func headline(sum report.Summary, why bool) string {
	line := fmt.Sprintf("%s of %s: %s", sum.Command, filepath.Base(sum.Input.Path), sum.State)
	if why && sum.Reason != "" {
		line += " (" + providers.Excerpt(sum.Reason, 200) + ")"
	}
	return line
}

func writeProblems(w io.Writer, problems []report.Problem) {
	problems = slices.DeleteFunc(slices.Clone(problems), func(p report.Problem) bool { return p.Outcome == contact.NotSent.String() })
	if len(problems) == 0 {
		return
	}
	fmt.Fprintln(w, "\nMost frequent problems")
	for _, p := range problems[:min(len(problems), problemsShown)] {
		fmt.Fprintf(w, "  %d × %s%s: %s\n", p.Count, p.Outcome, status(p), providers.Excerpt(p.Message, 160))
		fmt.Fprintf(w, "      %s %s; %s\n", plural(p.Count, "row"), firstRows(p), p.Next)
	}
	if more := len(problems) - problemsShown; more > 0 {
		fmt.Fprintf(w, "  and %d more kinds: see summary.json\n", more)
	}
}

// status returns the status that counts: the provider's own where it has one.
func status(p report.Problem) string {
	switch {
	case p.Code != "":
		return " (" + p.Code + ")"
	case p.HTTPStatus != 0:
		return fmt.Sprintf(" (%d)", p.HTTPStatus)
	}
	return ""
}

func firstRows(p report.Problem) string {
	var rows []string
	for _, n := range p.FirstRows {
		rows = append(rows, fmt.Sprint(n))
	}
	if p.Count > len(p.FirstRows) {
		rows = append(rows, "…")
	}
	return strings.Join(rows, ", ")
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
		line += fmt.Sprintf("; half answered within %.0f ms", math.Ceil(sum.Latency.P50))
	}
	if took := sum.FinishedAt; took != nil && sum.Resumed == 0 {
		line += fmt.Sprintf("; %s in all", brief(took.Sub(sum.StartedAt)))
	}
	return line + fmt.Sprintf(", %s rows a second", short(sum.RowsPerSecond))
}

// count returns a number with its noun.
func count(n int, noun string) string { return fmt.Sprintf("%d %s", n, plural(n, noun)) }

func plural(n int, noun string) string {
	switch {
	case n == 1:
		return noun
	case strings.HasSuffix(noun, "ch"):
		return noun + "es"
	}
	return noun + "s"
}

// brief rounds a duration to what a reader wants to know of it.
func brief(d time.Duration) time.Duration {
	if d < time.Second {
		return d.Round(time.Millisecond)
	}
	return d.Round(100 * time.Millisecond)
}

func short(f float64) string {
	if f >= 10 {
		return fmt.Sprintf("%.0f", f)
	}
	return fmt.Sprintf("%.1f", f)
}

// writeFiles names the files and, where rows can be mended, the command for it.
func writeFiles(w io.Writer, sum report.Summary, j *job) {
	fmt.Fprintf(w, "every row:  %s\n", filepath.Join(sum.Dir, "reconciliation.csv"))
	rejects := rejectsFile(sum)
	if rejects == "" {
		return
	}
	fmt.Fprintf(w, "rejects:    %s\n", rejects)
	if j != nil && !j.demo {
		fmt.Fprintf(w, "            correct them there, then: %s\n", j.rejectsHint(rejects))
	}
}

// rejectsHint is the command line that feeds corrected rejects back.
func (j *job) rejectsHint(rejects string) string {
	command := "run"
	if j.dry {
		command = "check"
	}
	return fmt.Sprintf("rollcall %s %s -m %s", command, quote(rejects), quote(j.flags.mapping)) + j.flags.send.words()
}

// rejectsFile returns the path of the rejects, empty if there are none.
func rejectsFile(sum report.Summary) string {
	bad := 0
	for status, n := range sum.Outcomes {
		if !status.EndsWell() && status != contact.NotSent {
			bad += n
		}
	}
	if bad == 0 {
		return ""
	}
	name := "rejects.csv"
	if sum.Input.Format == "jsonl" {
		name = "rejects.jsonl"
	}
	return filepath.Join(sum.Dir, name)
}

// quote returns a word as a shell takes it.
func quote(word string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-_./:@%+=,", r)
	}
	if word != "" && !strings.ContainsFunc(word, func(r rune) bool { return !plain(r) }) {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}

func round(f float64, digits int) float64 {
	p := math.Pow10(digits)
	return math.Round(f*p) / p
}
