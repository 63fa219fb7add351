package cli

import (
	"fmt"
	"iter"
	"os"
	"slices"

	"rollcall/contact"
	"rollcall/report"
)

// rejoin reads the rows that an earlier session was given and checks that they
// are the same. It returns the rows that are still to be sent: those that were
// not settled, and what follows in the input. Nothing was sent or written when
// it fails.
func (j *job) rejoin(past *report.Past) (iter.Seq2[contact.Row, error], error) {
	if err := j.same(past); err != nil {
		return nil, err
	}
	next, done := iter.Pull2(j.rows)
	left, err := j.verify(next, past)
	if err == nil && past.State() == report.Finished {
		err = j.notGrown(next)
	}
	if err != nil {
		done()
		return nil, j.inNewest(err)
	}
	return func(yield func(contact.Row, error) bool) {
		defer done() // here, for it must not meet a call of next that is stuck in a read
		for row, err := range left {
			if !yield(row, err) || err != nil {
				return
			}
		}
		for {
			row, err, ok := next()
			if !ok || !yield(row, err) || err != nil {
				return
			}
		}
	}, nil
}

// same compares what a resume is bound to beside the rows.
func (j *job) same(past *report.Past) error {
	first, now := past.First, j.start()
	switch state := past.Latest.State; {
	case first.Command != now.Command:
		return usage("--resume: %s holds a %s, not a run", j.dir, first.Command)
	case first.Provider != now.Provider:
		return usage("--resume: the run in %s is for %s, the mapping now for %s: %s", j.dir, first.Provider, now.Provider, startOver)
	case first.Mapping.Fingerprint != now.Mapping.Fingerprint:
		return usage("--resume: the mapping %s has changed since the run in %s began (token, send, guards, tests and comments may): put it back, or %s", j.m.Path, j.dir, startOver)
	case first.BaseURL != now.BaseURL:
		return usage("--resume: the run in %s went to %s, not to %s: %s", j.dir, first.BaseURL, now.BaseURL, startOver)
	case first.Input.Format != now.Input.Format:
		return usage("--resume: the run in %s read %s, not %s: %s", j.dir, first.Input.Format, now.Input.Format, startOver)
	case state != "" && now.State == "" && past.State() != report.Finished:
		return usage("--resume: the run in %s tells %s what was accepted, which would go wrong without it: add --state %s", j.dir, state, quote(state))
	case state != "" && past.State() != report.Finished && replaced(state, now.State):
		return usage("--resume: the run in %s tells %s what was accepted, which would go wrong with %s: give --state %s", j.dir, state, now.State, quote(state))
	case !slices.Equal(first.Header, now.Header):
		return usage("--resume: the header of %s has changed: put it back, or %s", j.input, startOver)
	}
	return nil
}

// replaced reports whether a path names another file than the one before, which
// is still there. One that is not there was moved, or named from another folder.
func replaced(before, path string) bool {
	was, err := os.Stat(before)
	if err != nil {
		return false
	}
	is, err := os.Stat(path)
	return err != nil || !os.SameFile(was, is)
}

const startOver = "start over with --restart"

// verify reads as many rows as the journal knows and compares each. It returns
// those without a final outcome. A run leaves no more of them than it reads
// ahead, which are kept; where a sample left more, they are read again.
func (j *job) verify(next func() (contact.Row, error, bool), past *report.Past) (iter.Seq2[contact.Row, error], error) {
	var left []contact.Row
	many := false
	for mark, err := range past.Rows() {
		if err != nil {
			return nil, usage("--resume: %w", err)
		}
		row, err, ok := next()
		switch {
		case err != nil:
			return nil, usage("--resume: %w", err)
		case !ok:
			return nil, usage("--resume: %s ends before row %d, but the run had read %d rows: put the file back, or %s", j.input, mark.Row, past.LastRow, startOver)
		case row.Sum != mark.Sum:
			return nil, usage("--resume: %s has changed: row %d (line %d) is not the row that the run was given (line %d then): put it back, or %s",
				j.input, row.Number, row.Line, mark.Line, startOver)
		}
		if past.Settled(row.Number) {
			continue
		}
		if left = append(left, row); len(left) > leftHeld && j.input != "-" {
			left, many = nil, true
		}
	}
	if many {
		return j.unsettled(past), nil
	}
	return listed(left), nil
}

// leftHeld is how many rows without an outcome are kept in memory: as many as
// the widest run reads ahead.
const leftHeld = 1 << 16

// listed yields the rows of a list.
func listed(rows []contact.Row) iter.Seq2[contact.Row, error] {
	return func(yield func(contact.Row, error) bool) {
		for _, row := range rows {
			if !yield(row, nil) {
				return
			}
		}
	}
}

// unsettled reads the rows that the journal knows a second time and yields those
// without a final outcome.
func (j *job) unsettled(past *report.Past) iter.Seq2[contact.Row, error] {
	return func(yield func(contact.Row, error) bool) {
		rows, done, err := j.again()
		if err != nil {
			yield(contact.Row{}, err)
			return
		}
		defer done()
		next, stop := iter.Pull2(rows)
		defer stop()
		for mark, err := range past.Rows() {
			row, rowErr, ok := next()
			switch {
			case err == nil && rowErr != nil:
				err = rowErr
			case err == nil && (!ok || row.Sum != mark.Sum):
				err = fmt.Errorf("%s has changed while it was read: row %d is not the row that it was", j.input, mark.Row)
			case err == nil && past.Settled(mark.Row):
				continue
			}
			if !yield(row, err) || err != nil {
				return
			}
		}
	}
}

// inNewest adds to the error of a resume which directory was chosen, where the
// command line left that open.
func (j *job) inNewest(err error) error {
	if j.pattern == nil {
		return err
	}
	return usage("%w; the newest %s is %s: name another one with --dir", err, j.flags.dir, j.dir)
}

func (j *job) notGrown(next func() (contact.Row, error, bool)) error {
	row, err, ok := next()
	switch {
	case err != nil:
		return usage("--resume: %w", err)
	case ok:
		return usage("--resume: the run in %s is finished, but %s has grown since: row %d (line %d) is new: %s",
			j.dir, j.input, row.Number, row.Line, startOver)
	}
	return nil
}
