package report

import (
	"testing"

	"rollcall/contact"
)

func TestEveryBadStatusHasAdvice(t *testing.T) {
	t.Parallel()
	none := advice(&contact.Outcome{})
	for _, s := range contact.Statuses() {
		if got := advice(&contact.Outcome{Status: s}); (got != none) == s.EndsWell() {
			t.Errorf("%v: advice %q", s, got)
		}
	}
}

// TestAdvice_open tells rows that a resume sends from those that it does not.
func TestAdvice_open(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, csvStart("ID", "V"), readRows(1, 4),
		settle(outcome(1, "a", contact.Deferred), open(outcome(2, "b", contact.Deferred)), open(outcome(3, "c", contact.NotSent))),
		sendUpdates(contact.Update{Row: outcome(4, "d", contact.Unknown).Row, Contact: "d"}))
	sum := render(t, dir)
	next := map[string]int{}
	for _, p := range sum.Problems {
		next[p.Outcome+": "+p.Next] = p.Count
	}
	equal(t, "what to do", next, map[string]int{
		"deferred: feed the rejects back later, with a lower --rate": 1,
		"deferred: --resume sends them again":                        1,
		"unknown: --resume sends them again":                         1,
		"not_sent: go on with --resume":                              1,
	})
	equal(t, "rows in the rejects that a resume sends", []int{sum.Open, sum.Rejected()}, []int{2, 3})
}

func TestRemedy(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		outcomes map[contact.Status]int
		want     string
	}{
		{map[contact.Status]int{contact.Failed: 3, contact.Updated: 9}, "once Aelyst answers again"},
		{map[contact.Status]int{contact.Failed: 3, contact.Unknown: 1, contact.Deferred: 1}, "once Aelyst answers again"},
		{map[contact.Status]int{contact.Deferred: 1, contact.NotSent: 2}, "later, with a lower --rate"},
		{map[contact.Status]int{contact.Failed: 3, contact.Invalid: 1}, "correct the rejects, then"},
	} {
		if got := (Summary{Outcomes: test.outcomes}).Remedy("Aelyst"); got != test.want {
			t.Errorf("%v: the next line begins with %q, want %q", test.outcomes, got, test.want)
		}
	}
	if got := (Summary{Outcomes: map[contact.Status]int{contact.Failed: 1}}).Remedy(""); got != "once the provider answers again" {
		t.Errorf("without a name of the provider the next line begins with %q", got)
	}
}

func TestAlike(t *testing.T) {
	t.Parallel()
	check := func(command string, invalid, alike, skipped int) bool {
		return Summary{
			Command: command, Rows: 100, Outcomes: map[contact.Status]int{contact.Invalid: invalid, contact.Skipped: skipped},
			Problems: []Problem{{Outcome: "invalid", Count: alike}},
		}.Alike()
	}
	for _, test := range []struct {
		name                    string
		command                 string
		invalid, alike, skipped int
		want                    bool
	}{
		{"all for one reason", "check", 100, 95, 0, true},
		{"all that are not left out", "check", 20, 20, 80, true},
		{"half of them", "check", 50, 50, 0, false},
		{"all for several reasons", "check", 100, 60, 0, false},
		{"few", "check", 9, 9, 91, false},
		{"a run", "run", 100, 100, 0, false},
	} {
		if got := check(test.command, test.invalid, test.alike, test.skipped); got != test.want {
			t.Errorf("%s: the mapping is blamed: %v", test.name, got)
		}
	}
}

// A check that was cut short, or refused for more than its rows, names no rows to
// send: they would be refused as well.
func TestPassed(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name           string
		code           int
		valid, invalid int
		want           bool
	}{
		{"all are valid", 0, 5, 0, true},
		{"some are", 1, 3, 2, true},
		{"none is", 1, 0, 5, false},
		{"the file looks damaged to a strict check", 1, 5, 0, false},
		{"refused by a guard", 64, 5, 0, false},
		{"interrupted", 130, 5, 0, false},
	} {
		sum := Summary{Command: "check", ExitCode: &test.code, Outcomes: map[contact.Status]int{contact.Valid: test.valid, contact.Invalid: test.invalid}}
		if got := sum.Passed(); got != test.want {
			t.Errorf("%s: a check offers to send them: %t", test.name, got)
		}
	}
	if (Summary{Outcomes: map[contact.Status]int{contact.Valid: 1}}).Passed() {
		t.Error("a check that was killed offers to send its rows")
	}
}

// TestKilled counts the sessions whose requests nobody counted.
func TestKilled(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, csvStart("ID", "V"), readRows(1, 2), settle(outcome(1, "a", contact.Updated)))
	for _, test := range []struct {
		steps  []session
		killed int
		says   string
	}{
		{nil, 2, "the requests of 2 sessions, each of which was killed or is still at work"},
		{[]session{settle(outcome(2, "b", contact.Updated)), end(Finished, 0)}, 2, "the requests of 2 sessions, each of which was killed"},
	} {
		write(t, dir, csvStart("ID", "V"), test.steps...)
		sum := render(t, dir)
		equal(t, "killed", sum.Killed, test.killed)
		equal(t, "what is said", sum.Untold(), test.says)
	}
	equal(t, "nothing to say", Summary{}.Untold(), "")
}

func TestWithin(t *testing.T) {
	t.Parallel()
	for ms, want := range map[float64]string{0: "0 ms", 0.2: "1 ms", 16.2: "17 ms", 17: "17 ms", 999.5: "1 s", 1240: "1.3 s", 61_000: "61 s"} {
		if got := Within(ms); got != want {
			t.Errorf("an answer that took %v ms is told as %q, want %q", ms, got, want)
		}
	}
}
