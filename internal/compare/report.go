package main

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// A report collects what is printed at the end.
type report struct {
	lines []line
	goals []goal
	areas []area
	notes []string
}

// A line is one contender of one case.
type line struct {
	what, program string
	took          series
	share         string // of whatever the case compares with; empty for nothing
}

// A goal is a figure that should be reached.
type goal struct {
	what      string
	got, want float64
	unit      string
	atMost    bool // else at least
}

func (g goal) met() bool {
	if g.atMost {
		return g.got <= g.want
	}
	return g.got >= g.want
}

func (r *report) add(what, program string, took series, share string) {
	r.lines = append(r.lines, line{what, program, took, share})
}

func (r *report) atLeast(what string, got, want float64, unit string) {
	r.goals = append(r.goals, goal{what, got, want, unit, false})
}

func (r *report) atMost(what string, got, want float64, unit string) {
	r.goals = append(r.goals, goal{what, got, want, unit, true})
}

func (r *report) note(format string, args ...any) {
	r.notes = append(r.notes, fmt.Sprintf(format, args...))
}

// write prints the tables in Markdown.
func (r *report) write(w io.Writer) error {
	return errors.Join(
		table(w, "case | program | rows | rows a second | CPU s | CPU µs a row | peak MiB | connections | share", r.cells()),
		table(w, "goal | measured | limit | met", r.verdicts()),
		table(w, "where the CPU time goes | share", r.shares()),
		r.writeNotes(w),
	)
}

func (r *report) cells() (rows [][]string) {
	for _, l := range r.lines {
		rows = append(rows, []string{
			l.what, l.program, grouped(l.took[0].rows), grouped(int(l.took.median(sample.rate))),
			short(l.took.median(sample.seconds)), short(l.took.median(sample.perRow)),
			orDash(l.took.median(sample.mebibytes), short), orDash(l.took.median(sample.conns), whole), l.share,
		})
	}
	return rows
}

func (r *report) verdicts() (rows [][]string) {
	for _, g := range r.goals {
		limit, met := "at least ", "no"
		if g.atMost {
			limit = "at most "
		}
		if g.met() {
			met = "yes"
		}
		rows = append(rows, []string{g.what, short(g.got) + g.unit, limit + short(g.want) + g.unit, met})
	}
	return rows
}

func (r *report) shares() (rows [][]string) {
	for _, a := range r.areas {
		rows = append(rows, []string{a.name, short(a.percent) + " %"})
	}
	return rows
}

func (r *report) writeNotes(w io.Writer) error {
	for _, note := range r.notes {
		if _, err := fmt.Fprintf(w, "- %s\n", note); err != nil {
			return err
		}
	}
	return nil
}

// table prints rows below a head of column names with bars between them.
func table(w io.Writer, head string, rows [][]string) error {
	if len(rows) == 0 {
		return nil
	}
	columns := strings.Count(head, "|") + 1
	var b strings.Builder
	fmt.Fprintf(&b, "| %s |\n|%s\n", head, strings.Repeat("---|", columns))
	for _, row := range rows {
		fmt.Fprintf(&b, "| %s |\n", strings.Join(row, " | "))
	}
	_, err := fmt.Fprintf(w, "%s\n", b.String())
	return err
}

// short writes a number with about three digits.
func short(f float64) string {
	switch {
	case f >= 1000:
		return grouped(int(f))
	case f >= 100:
		return strconv.FormatFloat(f, 'f', 0, 64)
	case f >= 10:
		return strconv.FormatFloat(f, 'f', 1, 64)
	}
	return strconv.FormatFloat(f, 'f', 2, 64)
}

func whole(f float64) string { return grouped(int(f)) }

// orDash shows what is not known, or does not apply, as a dash.
func orDash(f float64, show func(float64) string) string {
	if f == 0 {
		return "–"
	}
	return show(f)
}

// grouped writes a number with commas between its thousands.
func grouped(n int) string {
	text := strconv.Itoa(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

func percent(ratio float64) string { return short(100*ratio) + " %" }
