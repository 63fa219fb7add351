package cli

import (
	"context"
	"errors"
	"iter"
	"slices"
	"sync"
	"sync/atomic"

	"rollcall/batch"
	"rollcall/contact"
	"rollcall/inspect"
	"rollcall/mapping"
	"rollcall/report"
	"rollcall/survey"
)

// A feed turns rows into updates. Rows that cannot be mapped or are left out get
// their outcome on the spot.
type feed struct {
	rows    iter.Seq2[[]contact.Row, error]
	m       *mapping.Mapping
	journal *report.Journal
	limit   int            // of a pilot, whose rows come one at a time; 0 for none
	sample  sample         // of a pilot; nil for none
	watch   *inspect.Watch // of a check; nil for none
	// Of a dry run with one contact a request, else nil: its rows need no place
	// in the queue.
	plan    *batch.Plan
	planner *planner // of a dry run whose rows need nothing else either; nil for none
	repeats *repeats // of a check that sends every row of a contact; nil for none

	memory  *memory             // nil without --state
	rivals  *survey.Survey      // nil where all rows of a contact are sent
	handed  map[string]struct{} // keys of the contacts of the stretch with updates to send
	changed []contact.Update    // of the stretch, to be sent

	passed  atomic.Int64 // rows so far that are not of the sample
	tally   mapping.Tally
	decided []contact.Outcome // not recorded yet

	mu    sync.Mutex
	ended fate
}

// fate is how far a feed came.
type fate struct {
	complete bool // the input was read to its end
	limited  bool // a pilot's rows were read
	sampled  bool // rows were passed over, for they are not of the sample
}

// pilot names what kept a run from calling every row; empty for nothing.
func (f fate) pilot() string {
	switch {
	case f.limited:
		return "limit"
	case f.sampled:
		return "sample"
	}
	return ""
}

// updates yields what there is to send. A sequence that ends before the input
// or the pilot does ends with an error, unless the runner takes no more.
func (f *feed) updates(stop context.Context, runner *batch.Runner) iter.Seq2[contact.Update, error] {
	return func(yield func(contact.Update, error) bool) {
		for rows, err := range f.rows {
			if err != nil {
				yield(contact.Update{}, err)
				return
			}
			if f.limit > 0 && rows[0].Number > f.limit { // a resume that has them all
				f.end(fate{limited: true})
				return
			}
			if !f.next(rows, runner, yield) {
				return
			}
			if err := stop.Err(); err != nil { // not as at the end of the input
				yield(contact.Update{}, err)
				return
			}
			if f.limit > 0 && rows[len(rows)-1].Number >= f.limit {
				f.end(fate{limited: true})
				return
			}
		}
		f.end(fate{complete: true, sampled: f.passed.Load() > 0})
	}
}

// chosen returns the rows of the sample. The others have no outcome, as if a
// stop had come before them.
func (f *feed) chosen(rows []contact.Row) []contact.Row {
	if f.sample == nil {
		return rows
	}
	all := len(rows)
	rows = slices.DeleteFunc(rows, func(row contact.Row) bool { return !f.sample.has(row.Number) })
	f.passed.Add(int64(all - len(rows)))
	return rows
}

// look shows rows to the watch.
func (f *feed) look(rows []contact.Row) {
	if f.watch == nil {
		return
	}
	for i := range rows {
		f.watch.Row(&rows[i])
	}
}

// next hands a stretch of rows on; it reports false when the run takes no more.
// All of them are in the journal before the first is handed on. Outcomes of rows
// that follow each other are recorded together.
func (f *feed) next(rows []contact.Row, runner *batch.Runner, yield func(contact.Update, error) bool) bool {
	if f.planner != nil {
		return f.foresee(rows, runner)
	}
	if err := f.journal.Rows(rows); err != nil {
		yield(contact.Update{}, err)
		return false
	}
	rows = f.chosen(rows)
	f.look(rows)
	for i := range rows {
		update, err := f.m.Apply(rows[i], &f.tally)
		out, decided := f.decide(update, err, runner)
		if !decided || out.Status == contact.Valid {
			f.repeats.add(update.Key(), rows[i].Number)
		}
		if decided {
			f.decided = append(f.decided, out)
		} else if f.memory != nil {
			f.hold(update)
		} else if !f.settle(runner) || !yield(update, nil) {
			return false
		}
	}
	return f.release(runner, yield) && f.settle(runner)
}

// decide returns the outcome of a row that needs no request, and whether it has
// one.
func (f *feed) decide(update contact.Update, err error, runner *batch.Runner) (contact.Outcome, bool) {
	if err != nil {
		return unsendable(update, err), true
	}
	if out, loses := f.rivals.Judge(&update); loses {
		return out, true
	}
	out := contact.Outcome{Row: update.Row, Contact: update.Contact}
	switch {
	case f.memory != nil && f.unchanged(update, runner):
		out.Status = contact.Unchanged
	case f.plan != nil:
		f.plan.Note([]contact.Update{update})
		if f.memory != nil {
			_ = f.memory.Sending([]contact.Update{update}) // a dry run forgets nothing
		}
		out.Status = contact.Valid
	default:
		return out, false
	}
	return out, true
}

// unchanged reports whether an update is what was accepted last. Behind another
// update of its contact it is judged when it is its turn.
func (f *feed) unchanged(update contact.Update, runner *batch.Runner) bool {
	key := update.Key()
	_, behind := f.handed[key]
	return !behind && !runner.Busy(key) && f.memory.Unchanged(update)
}

// hold keeps an update until the end of the stretch, for what is remembered of
// contacts is forgotten for many of them at once.
func (f *feed) hold(update contact.Update) {
	if f.handed == nil {
		f.handed = map[string]struct{}{}
	}
	f.handed[update.Key()] = struct{}{}
	f.changed = append(f.changed, update)
}

// release hands on what was held.
func (f *feed) release(runner *batch.Runner, yield func(contact.Update, error) bool) bool {
	if len(f.changed) == 0 {
		return true
	}
	if err := f.memory.Sending(f.changed); err != nil {
		yield(contact.Update{}, err)
		return false
	}
	if !f.settle(runner) {
		return false
	}
	for _, update := range f.changed {
		if !yield(update, nil) {
			return false
		}
	}
	clear(f.handed)
	f.changed = f.changed[:0]
	return true
}

// settle records the outcomes that were decided since the last time.
func (f *feed) settle(runner *batch.Runner) bool {
	err := runner.Settle(f.decided...)
	f.decided = f.decided[:0]
	return err == nil
}

// unsendable is the outcome of a row that the mapping refused or left out.
func unsendable(update contact.Update, err error) contact.Outcome {
	out := contact.Outcome{Row: update.Row, Contact: update.Contact, Status: contact.Invalid, Message: err.Error()}
	if _, ok := errors.AsType[*mapping.Skipped](err); ok {
		out.Status = contact.Skipped
	}
	if e, ok := errors.AsType[*mapping.Invalid](err); ok {
		out.Field = e.Field
	}
	return out
}

func (f *feed) end(how fate) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.ended = how
}

// fate returns how far the feed came; a feed that is stuck in a read came
// neither to its end nor to its limit.
func (f *feed) fate() fate {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.ended
}
