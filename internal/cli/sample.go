package cli

import (
	"math/bits"

	"rollcall/contact"
	"rollcall/mapping"
)

// A sample is some rows of an input: a set of row numbers.
type sample []uint64

func (s sample) has(row int) bool { return row/64 < len(s) && s[row/64]&(1<<(row%64)) != 0 }

func (s sample) add(row int) { s[row/64] |= 1 << (row % 64) }

func (s sample) size() (rows int) {
	for _, set := range s {
		rows += bits.OnesCount64(set)
	}
	return rows
}

// even chooses rows that are spread evenly: as many as size says of so many, in
// the middle of stretches that are equally long, or all where there are no more.
type even struct{ size, of int }

func (e even) has(row int) bool {
	if e.size >= e.of {
		return true
	}
	half := e.of / 2
	return (row*e.size+half)/e.of > ((row-1)*e.size+half)/e.of
}

// draw settles the sample of a job that asks for one. It reads the whole input
// for that, to learn how many rows there are, and twice more where several of
// them may be about one contact and are sent in their order: then the first of
// them stands for one that was chosen, for nothing may be sent before it.
func (j *job) draw() error {
	spread := even{size: j.flags.unattended.sample}
	if spread.size == 0 {
		return nil
	}
	if err := j.each(func(*contact.Row) { spread.of++ }); err != nil {
		return usage("--sample: %w", err)
	}
	j.sample = make(sample, spread.of/64+1)
	if j.m.Duplicates != mapping.DuplicatesSend {
		for row := range spread.of {
			j.choose(row+1, spread)
		}
		return nil
	}
	wanted, err := j.contactsOf(spread)
	if err == nil {
		err = j.firstRows(wanted)
	}
	if err != nil {
		return usage("--sample: %w", err)
	}
	return nil
}

func (j *job) choose(row int, spread even) {
	if spread.has(row) {
		j.sample.add(row)
	}
}

// contactsOf returns the contacts of the rows that are chosen. One that cannot
// be sent is of the sample as it is.
func (j *job) contactsOf(spread even) (map[string]struct{}, error) {
	wanted := map[string]struct{}{}
	err := j.each(func(row *contact.Row) {
		if !spread.has(row.Number) {
			return
		}
		if update, err := j.m.Apply(*row, nil); err != nil {
			j.sample.add(row.Number)
		} else {
			wanted[update.Contact] = struct{}{}
		}
	})
	return wanted, err
}

// firstRows puts into the sample the first row of each contact that can be sent.
func (j *job) firstRows(wanted map[string]struct{}) error {
	return j.each(func(row *contact.Row) {
		if len(wanted) == 0 {
			return
		}
		update, err := j.m.Apply(*row, nil)
		if _, is := wanted[update.Contact]; is && err == nil {
			j.sample.add(row.Number)
			delete(wanted, update.Contact)
		}
	})
}

// each reads the input from its beginning, beside the reading of the run.
func (j *job) each(visit func(*contact.Row)) error {
	rows, done, err := j.again()
	if err != nil {
		return err
	}
	defer done()
	for row, err := range rows {
		if err != nil {
			return err
		}
		visit(&row)
	}
	return nil
}
