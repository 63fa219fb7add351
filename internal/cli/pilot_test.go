package cli

import (
	"testing"

	"rollcall/contact"
	"rollcall/report"
)

// A pilot in which nothing could be sent has shown nothing, whatever its exit code.
func TestUntried(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		command, state, reason string
		outcomes               map[contact.Status]int
		want                   string
	}{
		{"run", report.Stopped, "sample", map[contact.Status]int{contact.Skipped: 97, contact.Invalid: 3, contact.NotSent: 900}, "none of the 100 rows of this pilot was sent (3 invalid, 97 skipped): try another --sample"},
		{"run", report.Stopped, "limit", map[contact.Status]int{contact.Unchanged: 2}, "none of the 2 rows of this pilot was sent (2 unchanged): try --sample in place of --limit"},
		{"check", report.Stopped, "sample", map[contact.Status]int{contact.Duplicate: 2}, "none of the 2 rows of this pilot would be sent (2 duplicate): try another --sample"},
		{"check", report.Stopped, "sample", map[contact.Status]int{contact.Valid: 1, contact.Skipped: 5}, ""},
		{"run", report.Stopped, "sample", map[contact.Status]int{contact.NotFound: 1, contact.Skipped: 5}, ""},
		{"run", report.Stopped, "the provider refused the token", map[contact.Status]int{contact.Skipped: 5}, ""},
		{"run", report.Finished, "", map[contact.Status]int{contact.Skipped: 5}, ""},
	} {
		sum := report.Summary{Command: tt.command, State: tt.state, Reason: tt.reason, Outcomes: tt.outcomes}
		for _, n := range tt.outcomes {
			sum.Rows += n
		}
		got := ""
		if err := untried(sum); err != nil {
			got = err.Error()
		}
		if got != tt.want {
			t.Errorf("of %v, %s for %q, a person reads\n%q, want\n%q", tt.outcomes, tt.state, tt.reason, got, tt.want)
		}
	}
}
