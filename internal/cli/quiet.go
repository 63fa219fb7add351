package cli

import (
	"fmt"
	"strings"

	"rollcall/contact"
	"rollcall/report"
)

// unwell is the line that a quiet command prints about rows that did not end
// well, as an error that keeps the exit code; nil where there is no such row, or
// where a summary tells of them.
func (a *app) unwell(sum report.Summary, j *job) error {
	if !j.flags.output.quiet || j.demo || sum.ExitCode == nil || *sum.ExitCode != codeRows {
		return nil
	}
	rejects := rejectsFile(sum)
	switch {
	case sum.Alike():
		return &exitError{codeRows, fmt.Errorf("%s: %s: mend the mapping or the flags, then check again: %s",
			j.input, badRows(sum), j.next().Again)}
	case sum.Faultless():
		return &exitError{codeRows, fmt.Errorf("%s: %s: they are in %s; %s: %s",
			j.input, badRows(sum), rejects, sum.Remedy(j.spec.Title), j.rejectsHint(rejects))}
	}
	return &exitError{codeRows, fmt.Errorf("%s: %s: correct them in %s, then: %s",
		j.input, badRows(sum), rejects, j.rejectsHint(rejects))}
}

// badRows says how many rows did not end well, and how they ended.
func badRows(sum report.Summary) string {
	bad := 0
	var kinds []string
	for _, status := range contact.Statuses() {
		if n := sum.Count(status); n > 0 && !status.EndsWell() && status != contact.NotSent {
			bad += n
			kinds = append(kinds, fmt.Sprintf("%d %s", n, status))
		}
	}
	return fmt.Sprintf("%d of %s did not end well (%s)", bad, count(sum.Rows-sum.Count(contact.NotSent), "row"), strings.Join(kinds, ", "))
}

// firstLine keeps a message to one line and says how many it leaves out.
func firstLine(text string) string {
	first, rest, more := strings.Cut(text, "\n")
	if !more {
		return first
	}
	return fmt.Sprintf("%s (and %s more without --quiet)", first, count(strings.Count(rest, "\n")+1, "line"))
}
