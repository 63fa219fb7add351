package cli

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"rollcall/contact"
	"rollcall/providers"
	"rollcall/report"
)

// problemsShown is how many kinds of problem the summary lists.
const problemsShown = 3

// writeProblems writes the most frequent problems: how many rows, how they ended,
// why, and what to do about it.
func writeProblems(s sheet, sum report.Summary) {
	problems := slices.DeleteFunc(slices.Clone(sum.Problems), func(p report.Problem) bool { return p.Outcome == contact.NotSent.String() })
	if len(problems) == 0 {
		return
	}
	fmt.Fprintln(s, "\nMost frequent problems")
	t := &table{indent: 2}
	for _, p := range problems[:min(len(problems), problemsShown)] {
		t.row(fmt.Sprintf("%7d", p.Count), s.ink(inkBad, p.Outcome+status(p)), reason(p))
		t.row("", "", fmt.Sprintf("%s %s: %s", plural(p.Count, "row"), firstRows(p), p.Next))
	}
	t.write(s)
	if more := len(problems) - problemsShown; more > 0 {
		s.say("  ", fmt.Sprintf("and %s: see %s", count(more, "more kind"), pagePath(sum.Dir)))
	}
}

// reason says what a problem is, and the field where the message does not.
func reason(p report.Problem) string {
	text := providers.Excerpt(p.Message, 160)
	if p.Field == "" || strings.Contains(p.Message, p.Field) {
		return text
	}
	return providers.Excerpt(p.Field, 40) + ": " + text
}

// status returns the status that counts: the provider's own where it has one.
func status(p report.Problem) string {
	code := p.Code
	if p.HTTPStatus != 0 {
		code = cmp.Or(code, fmt.Sprint(p.HTTPStatus))
	}
	if code == "" {
		return ""
	}
	return " " + code
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
