package cli

import (
	"context"
	"errors"
	"iter"
	"sync"

	"rollcall/batch"
	"rollcall/contact"
	"rollcall/mapping"
	"rollcall/report"
)

// A feed turns rows into updates. Rows that cannot be mapped or are left out get
// their outcome on the spot.
type feed struct {
	rows    iter.Seq2[contact.Row, error]
	m       *mapping.Mapping
	journal *report.Journal
	limit   int // of a pilot; 0 for none

	tally mapping.Tally

	mu    sync.Mutex
	ended fate
}

// fate is how far a feed came.
type fate struct {
	complete bool // the input was read to its end
	limited  bool // a pilot's rows were read
}

// updates yields what there is to send. Every row is in the journal before it is
// handed on.
func (f *feed) updates(stop context.Context, runner *batch.Runner) iter.Seq2[contact.Update, error] {
	return func(yield func(contact.Update, error) bool) {
		for row, err := range f.rows {
			if err != nil {
				yield(contact.Update{}, err)
				return
			}
			if !f.next(row, runner, yield) || stop.Err() != nil {
				return
			}
			if f.limit > 0 && row.Number >= f.limit {
				f.end(fate{limited: true})
				return
			}
		}
		f.end(fate{complete: true})
	}
}

// next hands one row on; it reports false when the run takes no more.
func (f *feed) next(row contact.Row, runner *batch.Runner, yield func(contact.Update, error) bool) bool {
	if err := f.journal.Rows([]contact.Row{row}); err != nil {
		yield(contact.Update{}, err)
		return false
	}
	update, err := f.m.Apply(row, &f.tally)
	if err == nil {
		return yield(update, nil)
	}
	return runner.Settle(unsendable(update, err)) == nil
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
