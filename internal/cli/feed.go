package cli

import (
	"context"
	"errors"
	"iter"
	"sync"
	"sync/atomic"

	"rollcall/batch"
	"rollcall/contact"
	"rollcall/inspect"
	"rollcall/mapping"
	"rollcall/report"
)

// A feed turns rows into updates. Rows that cannot be mapped or are left out get
// their outcome on the spot.
type feed struct {
	rows    iter.Seq2[[]contact.Row, error]
	m       *mapping.Mapping
	journal *report.Journal
	limit   int            // of a pilot, whose rows come one at a time; 0 for none
	watch   *inspect.Watch // of a check; nil for none
	// Of a dry run with one contact a request, else nil: its rows need no place
	// in the queue, which takes a fifth off the time of a check.
	plan *batch.Plan

	read    atomic.Int64 // rows so far
	tally   mapping.Tally
	decided []contact.Outcome // not recorded yet

	mu    sync.Mutex
	ended fate
}

// fate is how far a feed came.
type fate struct {
	complete bool // the input was read to its end
	limited  bool // a pilot's rows were read
}

// updates yields what there is to send.
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
			if !f.next(rows, runner, yield) || stop.Err() != nil {
				return
			}
			if f.limit > 0 && rows[len(rows)-1].Number >= f.limit {
				f.end(fate{limited: true})
				return
			}
		}
		f.end(fate{complete: true})
	}
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
	if err := f.journal.Rows(rows); err != nil {
		yield(contact.Update{}, err)
		return false
	}
	f.read.Add(int64(len(rows)))
	f.look(rows)
	for i := range rows {
		update, err := f.m.Apply(rows[i], &f.tally)
		switch {
		case err != nil:
			f.decided = append(f.decided, unsendable(update, err))
			continue
		case f.plan != nil:
			f.plan.Note([]contact.Update{update})
			f.decided = append(f.decided, contact.Outcome{Row: update.Row, Contact: update.Contact, Status: contact.Valid})
			continue
		}
		if !f.settle(runner) || !yield(update, nil) {
			return false
		}
	}
	return f.settle(runner)
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
