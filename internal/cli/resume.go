package cli

import (
	"iter"
	"slices"
	"strings"

	"rollcall/contact"
	"rollcall/report"
)

// rejoin reads the rows that an earlier session was given and checks that they
// are the same. It returns the rows that are still to be sent: those that were
// not settled, and what follows in the input. Nothing was sent or written when
// it fails.
func (j *job) rejoin(past *report.Past) (iter.Seq2[contact.Row, error], error) {
	if err := j.same(past.First); err != nil {
		return nil, err
	}
	next, done := iter.Pull2(j.rows)
	left, err := j.verify(next, past)
	if err == nil && past.State() == report.Finished {
		err = j.notGrown(next)
	}
	if err != nil {
		done()
		return nil, err
	}
	return func(yield func(contact.Row, error) bool) {
		defer done() // here, for it must not meet a call of next that is stuck in a read
		for _, row := range left {
			if !yield(row, nil) {
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
func (j *job) same(first report.Start) error {
	now := j.start()
	switch {
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
	case !slices.Equal(first.Header, now.Header):
		return usage("--resume: the header of %s has changed: put it back, or %s", j.input, startOver)
	}
	return nil
}

const startOver = "start over with --restart"

// verify reads as many rows as the journal knows and compares each. It returns
// those without a final outcome; they are never more than a run reads ahead.
func (j *job) verify(next func() (contact.Row, error, bool), past *report.Past) ([]contact.Row, error) {
	var left []contact.Row
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
		if !past.Settled(row.Number) {
			left = append(left, row)
		}
	}
	return left, nil
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

// onward says how to go on with a job that did not come to its end.
func (j *job) onward() string {
	switch {
	case j.dry:
		return "check again: nothing was sent"
	case j.demo:
		return "start the demo again"
	}
	return "go on with: " + j.resumeHint()
}

// resumeHint is the command line that goes on with the job: the one that began
// it, told to.
func (j *job) resumeHint() string {
	words := []string{"rollcall"}
	for i, arg := range j.args {
		pilot := strings.HasPrefix(arg, "--limit=") || arg == "--limit" || i > 0 && j.args[i-1] == "--limit"
		if arg != "--resume" && arg != "--restart" && !pilot {
			words = append(words, quote(arg))
		}
	}
	return strings.Join(append(words, "--resume"), " ")
}
