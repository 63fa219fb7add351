package cli

import (
	"fmt"
	"path/filepath"
	"strings"

	"rollcall/contact"
	"rollcall/report"
)

// isPilot reports whether a run that stopped for a reason was a pilot that came
// to its end.
func isPilot(reason string) bool { return reason == "limit" || reason == "sample" }

func piloted(sum report.Summary) bool { return sum.State == report.Stopped && isPilot(sum.Reason) }

// pilotRows returns how many rows a pilot took.
func pilotRows(sum report.Summary) int { return sum.Rows - sum.Count(contact.NotSent) }

// pilotHeadline says that a pilot did what was asked of it; state is the word for
// that.
func pilotHeadline(sum report.Summary, state string) string {
	what := "pilot"
	if sum.Command != "run" {
		what = sum.Command
	}
	return fmt.Sprintf("%s of %s, %s: %s", what, filepath.Base(sum.Input.Path), count(pilotRows(sum), "row"), state)
}

// unsentStatuses are the outcomes of rows that no request was for.
var unsentStatuses = []contact.Status{contact.Invalid, contact.Skipped, contact.Duplicate, contact.Unchanged}

// untried says that a pilot had no row that could be sent, so that it has shown
// nothing; nil if it had one.
func untried(sum report.Summary) error {
	left := pilotRows(sum)
	var kinds []string
	for _, status := range unsentStatuses {
		if n := sum.Count(status); n > 0 {
			left -= n
			kinds = append(kinds, fmt.Sprintf("%d %s", n, status))
		}
	}
	if !piloted(sum) || len(kinds) == 0 || left > 0 {
		return nil
	}
	what, other := "was sent", "another --sample"
	if sum.Command != "run" {
		what = "would be sent"
	}
	if sum.Reason == "limit" {
		other = "--sample in place of --limit"
	}
	return fmt.Errorf("none of the %s of this pilot %s (%s): try %s", count(pilotRows(sum), "row"), what, strings.Join(kinds, ", "), other)
}
