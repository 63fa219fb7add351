package cli

import (
	"slices"

	"rollcall/batch"
	"rollcall/contact"
	"rollcall/mapping"
	"rollcall/report"
)

// A planner brings the rows of a dry run to their outcomes where nothing but the
// row decides them. They need no place in the queue then, and no entry in the
// journal before the one of their outcome: that halves the time of a check.
type planner struct {
	plan    *batch.Plan
	applier *mapping.Applier
	packing *packing // nil where a request holds one contact
}

// planned lets the feed plan the rows of a dry run. Batches that are to be shown
// take the queue to fill them.
func (s *session) planned(plan *batch.Plan) {
	f := s.feed
	alone := f.memory == nil && f.rivals == nil && f.sample == nil
	switch {
	case plan.Batch == 1 && alone:
		f.planner = &planner{plan: plan, applier: mapping.NewApplier(f.m, &f.tally)}
	case plan.Batch == 1:
		f.plan = plan
	case plan.Shown == 0 && alone:
		f.planner = &planner{plan: plan, applier: mapping.NewApplier(f.m, &f.tally), packing: newPacking(plan.Batch)}
	}
}

// foresee brings a stretch of rows to their outcomes.
func (f *feed) foresee(rows []contact.Row, runner *batch.Runner) bool {
	f.look(rows)
	f.decided = slices.Grow(f.decided[:0], len(rows))[:len(rows)]
	for i := range rows {
		f.planner.decide(&rows[i], &f.decided[i])
		if out := &f.decided[i]; out.Status == contact.Valid {
			f.repeats.add(contact.Key(out.Contact), rows[i].Number)
		}
	}
	return f.settle(runner)
}

// decide fills in the outcome of a row.
func (p *planner) decide(row *contact.Row, out *contact.Outcome) {
	update, err := p.applier.Apply(row)
	switch {
	case err != nil:
		*out = unsendable(contact.Update{Row: *row, Contact: update.Contact}, err)
		return
	case p.packing != nil:
		p.plan.Requests = p.packing.add(update.Key())
	case p.plan.Requests < p.plan.Shown:
		p.plan.Note([]contact.Update{*update})
	default:
		p.plan.Requests++
	}
	*out = contact.Outcome{Row: *row, Contact: update.Contact, Status: contact.Valid}
}

// recorder returns what a dry run tells of its rows.
func (f *feed) recorder() batch.Recorder {
	if f.planner != nil {
		return decided{unsent{f.journal}}
	}
	return unsent{f.journal}
}

// unsent is the recorder of a dry run: nothing is about to leave.
type unsent struct{ *report.Journal }

func (unsent) Sending([]contact.Update) error { return nil }

// decided is the recorder of a dry run whose rows are recorded with their
// outcomes.
type decided struct{ unsent }

func (d decided) Settled(outcomes []contact.Outcome) error { return d.Decided(outcomes) }
