package report

import (
	"cmp"
	"slices"

	"rollcall/contact"
)

const (
	groupsCounted = 2000
	groupsListed  = 100
)

// A Problem is a group of rows that did not end well for the same reason.
type Problem struct {
	Outcome    string `json:"outcome"` // "other" for what is left beyond 100 groups
	HTTPStatus int    `json:"http_status,omitzero"`
	Code       string `json:"code,omitzero"`
	Field      string `json:"field,omitzero"`
	Message    string `json:"message"` // with identifiers and values taken out
	Count      int    `json:"count"`
	FirstRows  []int  `json:"first_rows"` // three at most
	Next       string `json:"next"`       // what to do about it
}

// add counts rows, of which it lists the first.
func (p *Problem) add(n int, rows ...int) {
	p.Count += n
	p.FirstRows = append(p.FirstRows, rows[:min(len(rows), 3-len(p.FirstRows))]...)
}

// problems groups rows, given in their order.
type problems struct {
	groups map[problemKey]*Problem
	other  Problem
}

type problemKey struct {
	status               contact.Status
	open                 bool
	http                 int
	code, field, message string
}

func newProblems() *problems {
	return &problems{
		groups: map[problemKey]*Problem{},
		other:  Problem{Outcome: "other", Message: "other", FirstRows: []int{}, Next: "see the reconciliation"},
	}
}

func (p *problems) add(o *contact.Outcome) {
	if o.Status.EndsWell() {
		return
	}
	message := own(o.Message)
	if o.Status != contact.Invalid {
		message = anonymous(o.Message, o.HTTPStatus)
	}
	key := problemKey{o.Status, o.Open, o.HTTPStatus, o.Code, o.Field, message}
	group := p.groups[key]
	if group == nil && len(p.groups) < groupsCounted {
		group = &Problem{
			Outcome: o.Status.String(), HTTPStatus: key.http, Code: key.code, Field: key.field,
			Message: key.message, FirstRows: []int{}, Next: advice(o),
		}
		p.groups[key] = group
	}
	if group == nil {
		group = &p.other
	}
	group.add(1, o.Row.Number)
}

// list returns the groups, the most frequent first, and the rest as one.
func (p *problems) list() []Problem {
	list := make([]Problem, 0, len(p.groups)+1)
	for _, group := range p.groups {
		list = append(list, *group)
	}
	slices.SortFunc(list, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.FirstRows[0], b.FirstRows[0]))
	})
	if len(list) > groupsListed {
		p.fold(list[groupsListed:])
		list = list[:groupsListed]
	}
	if p.other.Count > 0 {
		list = append(list, p.other)
	}
	return list
}

func (p *problems) fold(rest []Problem) {
	rows := p.other.FirstRows
	for _, group := range rest {
		p.other.Count += group.Count
		rows = append(rows, group.FirstRows...)
	}
	slices.Sort(rows)
	p.other.FirstRows = rows[:min(len(rows), 3)]
}
