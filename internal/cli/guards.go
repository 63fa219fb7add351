package cli

import (
	"bytes"
	"context"
	"iter"
	"slices"

	"rollcall/contact"
	"rollcall/mapping"
	"rollcall/source"
	"rollcall/survey"
)

// fitGuards settles the guards in force: a flag that was given beats the mapping.
func (j *job) fitGuards(given func(string) bool) (err error) {
	g := j.m.Guards
	if g != (mapping.Guards{}) && j.fedBack() {
		j.unguarded, g = "these are rejects that are fed back: the guards of the mapping are for whole files", mapping.Guards{}
	}
	if g, err = j.flags.careful.guards(given, g); err != nil {
		return err
	}
	if j.flags.careful.state == "" && (g.MaxShrink != nil || g.MaxChanged != nil) {
		if !j.dry {
			return usage("the guards max_shrink and max_changed need --state FILE: it remembers the last run")
		}
		j.unguarded = "max_shrink and max_changed are not looked at without --state FILE, which remembers the last run"
		g.MaxShrink, g.MaxChanged = nil, nil
	}
	j.guards = g
	return nil
}

// guards returns the guards of the flags, and of g where no flag was given.
func (f *carefulFlags) guards(given func(string) bool, g mapping.Guards) (mapping.Guards, error) {
	if given("min-rows") {
		if f.minRows < 1 {
			return g, usage("--min-rows takes a number from 1")
		}
		g.MinRows = &f.minRows
	}
	for _, flag := range []struct {
		name, text string
		to         **float64
	}{
		{"max-shrink", f.maxShrink, &g.MaxShrink},
		{"max-cleared", f.maxCleared, &g.MaxCleared},
		{"max-changed", f.maxChanged, &g.MaxChanged},
	} {
		if !given(flag.name) {
			continue
		}
		share, err := mapping.ParseShare(flag.text)
		if err != nil {
			return g, usage("--%s: %w", flag.name, err)
		}
		*flag.to = &share
	}
	return g, nil
}

// fedBack reports whether the input holds rejects of an earlier run.
func (j *job) fedBack() bool {
	if header := j.src.RawHeader(); header != nil || j.input == "-" {
		return slices.Contains(header, contact.RejectRow)
	}
	rows, done, err := j.again()
	if err != nil {
		return false // as the run is about to find out
	}
	defer done()
	for row := range rows {
		return bytes.Contains(row.Raw, []byte(`"`+contact.RejectRow+`":`))
	}
	return false
}

// surveys reports whether the input must be read once before the first update.
func (j *job) surveys() bool {
	return j.m.Duplicates != mapping.DuplicatesSend || j.guards != mapping.Guards{}
}

// survey reads the input once, if need be, and asks the guards. It returns nil
// where nothing needs to be known.
func (a *app) survey(stop context.Context, j *job, memory *memory) (*survey.Survey, error) {
	if j.unguarded != "" {
		a.log.Info(j.unguarded)
	}
	if !j.surveys() {
		return nil, nil
	}
	defer a.during("reading the whole input first")()
	cfg := survey.Config{Mapping: j.m, Open: func() (iter.Seq2[contact.Row, error], func(), error) {
		rows, done, err := j.again()
		return until(stop, rows), done, err
	}}
	last := 0
	cfg.New = j.flags.careful.state != "" && (memory == nil || memory.blank)
	if memory != nil {
		cfg.Unchanged = memory.contacts.Same
		last = memory.lastRows(j)
	}
	found, err := survey.Take(cfg)
	if err != nil {
		return nil, usageErr(err)
	}
	if j.guards.MaxShrink != nil && last == 0 {
		a.log.Infof("%s knows of no run before this one: max_shrink has nothing to compare with", j.flags.careful.state)
	}
	refusal, err := guard(found, cfg, j.guards, last)
	switch {
	case err != nil:
		return nil, usageErr(err)
	case j.dry:
		j.refusal = refusal
	case refusal != nil:
		return nil, usage("%w\nnothing was sent", refusal)
	}
	return found, nil
}

// guard returns why the guards refuse a file, with the columns at fault; nil if
// they let it pass.
func guard(found *survey.Survey, cfg survey.Config, g mapping.Guards, last int) (refusal, err error) {
	if refusal = found.Guard(g, last); refusal == nil || g.MaxCleared == nil || found.Cleared == 0 {
		return refusal, nil
	}
	err = found.Locate(cfg)
	return found.Guard(g, last), err
}

// again reads the input a further time, from its beginning.
func (j *job) again() (rows iter.Seq2[contact.Row, error], done func(), err error) {
	src, err := source.Open(j.flags.input.config(j.input, nil))
	if err != nil {
		return nil, nil, err
	}
	if err := src.Bind(j.m.Columns); err != nil {
		src.Close()
		return nil, nil, err
	}
	return src.Rows(), func() { src.Close() }, nil
}

// until yields the same rows, until stop is done: then its error.
func until(stop context.Context, rows iter.Seq2[contact.Row, error]) iter.Seq2[contact.Row, error] {
	return func(yield func(contact.Row, error) bool) {
		for row, err := range rows {
			if stop.Err() != nil {
				err = stop.Err()
			}
			if !yield(row, err) || err != nil {
				return
			}
		}
	}
}
