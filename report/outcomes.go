package report

import (
	"errors"
	"iter"

	"rollcall/contact"
)

// Outcomes yields one outcome for each row that was handed on, in the order of
// the rows, as Render lists them: of a row that was not settled what its tries so
// far give. It reads the file as it was when it was loaded; the caller may keep
// what it is given. An error is the last thing that it yields.
func (p *Past) Outcomes() iter.Seq2[contact.Outcome, error] {
	return func(yield func(contact.Outcome, error) bool) {
		err := p.outcomes(func(o *contact.Outcome, _ []string) error {
			if !yield(*o, nil) {
				return errEnough
			}
			return nil
		})
		if err != nil && !errors.Is(err, errEnough) {
			yield(contact.Outcome{}, err)
		}
	}
}

// errEnough ends the reading of outcomes of which nobody wants more.
var errEnough = errors.New("no more outcomes are wanted")

func (p *Past) outcomes(emit func(*contact.Outcome, []string) error) error {
	f, _, err := openJournal(p.dir)
	if err != nil {
		return err
	}
	defer f.Close()
	x, err := indexJournal(f, p.size)
	if err != nil {
		return err
	}
	return inOrder(x, f, emit)
}
