package cli

import (
	"math/bits"
	"math/rand/v2"

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

// A spread chooses rows from the whole of an input: as many as size says of so
// many, one of each of as many stretches, or all where there are no more.
type spread struct{ size, of int }

// has reports whether a row is chosen. Where in its stretch one stands depends
// on the number of the stretch alone, but follows no rule: what the file does in
// every fiftieth row must not be all that a pilot sees.
func (s spread) has(row int) bool {
	if s.size >= s.of {
		return true
	}
	stretch := (row*s.size - 1) / s.of
	before, end := stretch*s.of/s.size, (stretch+1)*s.of/s.size
	place := rand.NewPCG(uint64(s.size), uint64(stretch)).Uint64() % uint64(end-before)
	return row == before+1+int(place)
}

// draw settles the sample of a job that asks for one. It reads the whole input
// for that, to learn how many rows there are, and twice more where several of
// them may be about one contact and are sent in their order: then the first of
// them stands for one that was chosen, for nothing may be sent before it.
func (j *job) draw() error {
	pick := spread{size: j.flags.unattended.sample}
	if pick.size == 0 {
		return nil
	}
	if err := j.each(func(*contact.Row) { pick.of++ }); err != nil {
		return usage("--sample: %w", err)
	}
	j.sample = make(sample, pick.of/64+1)
	if j.m.Duplicates != mapping.DuplicatesSend {
		for row := range pick.of {
			j.choose(row+1, pick)
		}
		return nil
	}
	wanted, err := j.contactsOf(pick)
	if err == nil {
		err = j.firstRows(wanted)
	}
	if err != nil {
		return usage("--sample: %w", err)
	}
	return nil
}

func (j *job) choose(row int, pick spread) {
	if pick.has(row) {
		j.sample.add(row)
	}
}

// contactsOf returns the keys of the contacts of the rows that are chosen. One that cannot
// be sent is of the sample as it is.
func (j *job) contactsOf(pick spread) (map[string]struct{}, error) {
	wanted := map[string]struct{}{}
	err := j.each(func(row *contact.Row) {
		if !pick.has(row.Number) {
			return
		}
		if update, err := j.m.Apply(*row, nil); err != nil {
			j.sample.add(row.Number)
		} else {
			wanted[update.Key()] = struct{}{}
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
		if _, is := wanted[update.Key()]; is && err == nil {
			j.sample.add(row.Number)
			delete(wanted, update.Key())
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
