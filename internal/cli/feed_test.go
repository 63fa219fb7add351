package cli

import (
	"context"
	"errors"
	"testing"

	"rollcall/batch"
	"rollcall/contact"
	"rollcall/report"
)

// A feed that is stopped must not end as it does at the end of the input: a run
// would take the rows behind for rows that are not there.
func TestUpdates_stopped(t *testing.T) {
	t.Parallel()
	j := jobOf(t, t.TempDir(), 3)
	journal, err := report.Create(j.dir, j.start())
	if err != nil {
		t.Fatal(err)
	}
	defer journal.Close()
	stop, cancel := context.WithCancel(t.Context())
	runner := batch.New(batch.Config{Recorder: journal, Concurrency: 1, Batch: 1})
	f := &feed{rows: singly(j.rows), m: j.m, journal: journal}
	var rows []int
	f.updates(stop, runner)(func(update contact.Update, e error) bool {
		if err = e; e == nil {
			rows = append(rows, update.Row.Number)
			cancel()
		}
		return true
	})
	if len(rows) != 1 || !errors.Is(err, context.Canceled) || f.fate() != (fate{}) {
		t.Errorf("stopped after the first of three rows, the feed yields rows %v and ends with %v as %+v", rows, err, f.fate())
	}
}
