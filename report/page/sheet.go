package page

import (
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"rollcall/contact"
	"rollcall/report"
)

// problemsShown is how many kinds of problem stand in the open.
const problemsShown = 8

// A sheet is all that the template shows, in the words in which it is shown.
type sheet struct {
	Name, Kind, Provider string
	Verdict, Detail      string
	Rows, Well, Bad      int
	Ended                time.Time // zero where nobody knows
	Took                 string
	Steps                []step
	Outcomes             []outcome
	Problems, More       []problem
	Sent, Answers        int
	Figures              []figure
	Untold               string // which requests the figures leave out
	Statuses             []status
	Charts               []chart
	Waits                []report.Wait
	Table                *tableSheet
	Files                []file
	Facts                []figure
}

// A step is what to do next; the words of a command are not broken.
type step struct {
	Say     string
	Command []string
}

// An outcome is the rows with one status.
type outcome struct {
	Name, Meaning string
	Well          bool
	Count         int
}

// A problem is a group of rows that did not end well.
type problem struct {
	report.Problem
	Status, Rows string
}

// A figure is a name and what stands for it.
type figure struct{ Name, Value string }

// A status is how many answers had an HTTP status.
type status struct {
	Code, Meaning string
	Count         int
}

// A file is a link to a file of the run directory.
type file struct{ Name, What string }

// A tableSheet is the table of rows, as far as it stands in the page itself.
type tableSheet struct {
	Total, Kept int
	First       []row
	Outcomes    []outcome
	Rejects     string
}

func newSheet(sum report.Summary, past *report.Past, p *Page) *sheet {
	s := headed(sum, cmp.Or(past.Latest.Title, sum.Provider))
	s.count(sum)
	s.Verdict, s.Detail = s.verdict(sum)
	rejects := s.rejects(sum)
	s.Steps = s.next(sum, past.Latest.Next, rejects)
	s.list(sum.Problems)
	s.Untold = sum.Untold()
	if s.Sent > 0 {
		s.Figures = figures(sum)
		s.Statuses, s.Answers = statuses(sum.Requests.ByStatus)
	}
	s.Charts = p.course.draw(past.Starts(), past.Spans()).charts()
	s.Waits = past.Waits()
	for i := range s.Waits {
		w := &s.Waits[i]
		w.Why = cmp.Or(cut(w.Why, maxCell), "for no reason that is known")
	}
	if p.table.total > 0 {
		s.Table = s.table(&p.table, rejects)
	}
	s.Files, s.Facts = files(rejects), facts(sum)
	return s
}

// headed returns a sheet that says what the page is about.
func headed(sum report.Summary, provider string) *sheet {
	s := &sheet{
		Name: cut(filepath.Base(sum.Input.Path), maxCell), Kind: "Run", Provider: cut(provider, maxCell),
		Rows: sum.Rows, Sent: sum.Requests.Sent,
	}
	if sum.Command == "check" {
		s.Kind = "Check"
	}
	if sum.Input.Path == "-" {
		s.Name = "standard input"
	}
	if sum.FinishedAt != nil {
		s.Ended = *sum.FinishedAt
		if sum.Resumed == 0 {
			s.Took = brief(sum.FinishedAt.Sub(sum.StartedAt))
		}
	}
	return s
}

func (s *sheet) count(sum report.Summary) {
	for _, word := range contact.Statuses() {
		n := sum.Count(word)
		if n == 0 {
			continue
		}
		s.Outcomes = append(s.Outcomes, outcome{word.String(), meaning(word), word.EndsWell(), n})
		if word.EndsWell() {
			s.Well += n
		} else {
			s.Bad += n
		}
	}
}

// rejects returns the name of the rejects, empty where there are none.
func (s *sheet) rejects(sum report.Summary) string {
	switch {
	case s.Bad == sum.Count(contact.NotSent):
		return ""
	case sum.Input.Format == "jsonl":
		return "rejects.jsonl"
	}
	return "rejects.csv"
}

func (s *sheet) list(problems []report.Problem) {
	for i, p := range problems {
		shown := problem{Problem: p, Status: cut(p.Code, maxCell), Rows: firstOf(p)}
		shown.Message, shown.Field = cut(p.Message, maxMessage), cut(p.Field, maxCell)
		if p.Code == "" && p.HTTPStatus != 0 {
			shown.Status = strconv.Itoa(p.HTTPStatus)
		}
		if i < problemsShown {
			s.Problems = append(s.Problems, shown)
		} else {
			s.More = append(s.More, shown)
		}
	}
}

func firstOf(p report.Problem) string {
	var list []string
	for _, n := range p.FirstRows {
		list = append(list, count(n))
	}
	text := "rows " + strings.Join(list, ", ")
	switch {
	case p.Count > len(list):
		return text + ", …"
	case p.Count == 1:
		return "row " + list[0]
	}
	return text
}

func (s *sheet) table(t *table, rejects string) *tableSheet {
	bad := slices.DeleteFunc(slices.Clone(s.Outcomes), func(o outcome) bool { return o.Well })
	return &tableSheet{Total: t.total, Kept: t.kept, First: t.first, Outcomes: bad, Rejects: rejects}
}

func figures(sum report.Summary) []figure {
	list := []figure{{"Requests", count(sum.Requests.Sent)}}
	add := func(name, value string) { list = append(list, figure{name, value}) }
	if n := sum.Requests.Retried; n > 0 {
		add("Repeats among them", count(n))
	}
	if n := sum.Requests.Split; n > 0 {
		add("Batches taken apart", count(n))
	}
	if sum.RowsPerSecond > 0 {
		add("Rows a second", rate(sum.RowsPerSecond))
	}
	if l := sum.Latency; l.Max > 0 {
		add("Half answered within", report.Within(l.P50))
		add("9 of 10 within", report.Within(l.P90))
		add("99 of 100 within", report.Within(l.P99))
		add("Slowest answer", report.Within(l.Max))
	}
	return list
}

func statuses(byStatus map[string]int) (list []status, total int) {
	for _, code := range slices.Sorted(maps.Keys(byStatus)) {
		n := byStatus[code]
		number, _ := strconv.Atoi(code)
		list = append(list, status{code, statusText(number), n})
		total += n
	}
	return list, total
}

func statusText(code int) string {
	if code == 449 { // of no standard; two of the platforms use it
		return "Queued, come back later"
	}
	return http.StatusText(code)
}

func files(rejects string) []file {
	list := []file{{"reconciliation.csv", "every row, in the order of the file"}}
	if rejects != "" {
		list = append(list, file{rejects, "the rows that did not end well, ready to be corrected and fed back"})
	}
	return append(list, file{"summary.json", "the figures, for programs"})
}

func facts(sum report.Summary) []figure {
	list := []figure{
		{"Input", cut(sum.Input.Path, maxMessage)},
		{"Mapping", cut(sum.Mapping.Path, maxMessage)},
		{"Started", moment(sum.StartedAt)},
	}
	if sum.FinishedAt != nil {
		list = append(list, figure{"Ended", moment(*sum.FinishedAt)})
	}
	if sum.Resumed > 0 {
		list = append(list, figure{"Resumed", fmt.Sprintf("%d ×", sum.Resumed)})
	}
	if sum.ExitCode != nil {
		list = append(list, figure{"Exit code", strconv.Itoa(*sum.ExitCode)})
	}
	if sum.Input.SHA256 != nil {
		list = append(list, figure{"SHA-256 of the input", *sum.Input.SHA256})
	}
	return append(list, figure{"SHA-256 of the mapping", cut(sum.Mapping.SHA256, maxCell)}, figure{"Written by", "rollcall " + cut(sum.Version, maxCell)})
}
