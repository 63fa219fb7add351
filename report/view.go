package report

import (
	"io"

	"rollcall/contact"
)

// A View shows a run to a person, in a file of its own in the run directory. Its
// methods are called by one goroutine, Close last and in any case.
type View interface {
	// Name returns the name of the file.
	Name() string
	// Row takes one row after the other, in their order. The outcome is valid
	// during the call; message is what the reconciliation says of it.
	Row(o *contact.Outcome, message string) error
	// Write writes the file, once all rows were taken.
	Write(w io.Writer, sum Summary, past *Past) error
	// Close frees what the view holds.
	Close() error
}

// Show writes the file of a view, and no other; see [Render].
func Show(dir string, v View) (Summary, error) {
	return renderFiles(dir, []View{v}, (*renderer).showOnly)
}

// Summarize returns the summary of a run directory and writes no file; see [Render].
func Summarize(dir string) (Summary, error) {
	return renderFiles(dir, nil, (*renderer).showOnly)
}

func (r *renderer) showOnly(at io.ReaderAt) error {
	err := inOrder(r.index, at, func(o *contact.Outcome, _ []string) error {
		_, err := r.look(o)
		return err
	})
	if err != nil {
		return err
	}
	r.sum()
	if err := r.show(); err != nil {
		return err
	}
	return r.commit()
}

// show writes the files of the views.
func (r *renderer) show() error {
	for _, v := range r.views {
		out, err := r.create(v.Name())
		if err != nil {
			return err
		}
		if err := v.Write(out, r.summary, &r.index.Past); err != nil {
			return err
		}
	}
	return nil
}
