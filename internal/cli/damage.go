package cli

import (
	"errors"
	"fmt"

	"rollcall/inspect"
)

// watch returns what looks for damage in the job's rows.
func (j *job) watch() *inspect.Watch {
	names := j.src.Header()
	if names == nil {
		names = j.m.Columns
	}
	spare := map[string]bool{}
	for _, name := range j.m.Unused {
		spare[name] = true
	}
	columns := make([]inspect.Column, len(names))
	for i, name := range names {
		columns[i] = inspect.Column{Name: name, Role: j.roles(name), Spare: spare[name]}
	}
	return inspect.NewWatch(columns)
}

// warn logs what looks damaged; it stops nothing.
func (a *app) warn(found []inspect.Finding) error {
	for _, f := range found {
		a.log.Warnf("looks damaged: %s", f)
	}
	return nil
}

// damaged returns the findings as errors, a line each; nil for none.
func damaged(found []inspect.Finding) error {
	var all []error
	for _, f := range found {
		all = append(all, fmt.Errorf("looks damaged: %s", f))
	}
	return errors.Join(all...)
}

// watch returns what a check shows its rows to; a run shows its first ones
// before.
func (s *session) watch() *inspect.Watch {
	if !s.job.dry {
		return nil
	}
	return s.job.watch()
}

// findings returns what a check found. Of a feed that may still be reading
// nothing is asked.
func (s *session) findings(fate fate) []inspect.Finding {
	if s.feed.watch == nil || !fate.complete && !fate.limited {
		return nil
	}
	return s.feed.watch.Findings(fate.complete && !fate.sampled)
}

// refused returns what the guards say against a check's input, and the findings
// of a strict one, as its error, a line each; nil for none.
func (s *session) refused() error {
	var found error
	if s.job.flags.strict {
		found = damaged(s.found)
	}
	switch {
	case s.job.refusal != nil:
		return usageErr(errors.Join(s.job.refusal, found))
	case found != nil:
		return &exitError{codeRows, found}
	}
	return nil
}

// writeDamage says what looks damaged.
func writeDamage(w sheet, found []inspect.Finding) {
	if len(found) == 0 {
		return
	}
	fmt.Fprintln(w, "Looks damaged")
	for _, f := range found {
		w.say("  ", f.String())
	}
}
