package report

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"rollcall/contact"
)

// The files that are rendered.
const (
	reconciliationName = "reconciliation.csv"
	rejectsCSV         = "rejects.csv"
	rejectsJSONL       = "rejects.jsonl"
	summaryName        = "summary.json"
)

// A ConservationError says that rows were lost: a finished run has rows that
// were read and never settled. They are listed all the same, as unknown or
// not_sent.
type ConservationError struct {
	Rows     int // that were read
	Outcomes int // final ones
}

func (e *ConservationError) Error() string {
	return fmt.Sprintf("%d rows were read, but there are %d outcomes", e.Rows, e.Outcomes)
}

// Render writes the reconciliation, the rejects and the summary of the run
// directory from its journal, finished or not, and the files of the views. Each
// file (0600) replaces the one before it as a whole; rejects are removed where
// there are none. The error is fs.ErrNotExist without a journal and a
// *DamagedError if it does not hold what was written to it: then no file is
// touched. With a *ConservationError the files are written.
func Render(dir string, views ...View) (Summary, error) {
	return renderFiles(dir, views, (*renderer).render)
}

// renderFiles has a renderer of the journal in dir write files, and closes the views.
func renderFiles(dir string, views []View, write func(*renderer, io.ReaderAt) error) (sum Summary, err error) {
	defer func() {
		for _, v := range views {
			if closed := v.Close(); closed != nil {
				err = errors.Join(err, closed)
			}
		}
	}()
	f, size, err := openJournal(dir)
	if err != nil {
		return Summary{}, err
	}
	defer f.Close()
	x, err := indexJournal(f, size)
	if err != nil {
		return Summary{}, err
	}
	if x.Sessions == 0 {
		return Summary{}, errors.New("the journal ends before the run began: nothing was sent")
	}
	r := &renderer{dir: dir, index: x, views: views, summary: newSummary(dir, &x.Past), problems: newProblems()}
	r.superseded = superseded{index: x, at: f, held: failuresHeld}
	if err := write(r, f); err != nil {
		return Summary{}, errors.Join(fmt.Errorf("report: %w", err), r.discard())
	}
	return r.summary, r.conserved()
}

// A renderer writes the files, one row after the other.
type renderer struct {
	dir            string
	index          *index
	superseded     superseded
	summary        Summary
	outcomes       [contact.NotSent + 1]int // rows, by their status
	problems       *problems
	kept           []string // names of the source columns that are repeated
	reconciliation *reconciliation
	rejects        rejects // nil while there are none
	views          []View
	outputs        []*output
}

func (r *renderer) render(at io.ReaderAt) error {
	out, err := r.create(reconciliationName)
	if err != nil {
		return err
	}
	r.kept = r.index.keptNames()
	r.reconciliation, err = newReconciliation(out, r.kept, r.index.Latest.BOM)
	if err != nil {
		return err
	}
	if err := inOrder(r.index, at, r.row); err != nil {
		return err
	}
	if err := r.reconciliation.close(); err != nil {
		return err
	}
	if r.rejects != nil {
		if err := r.rejects.flush(); err != nil {
			return err
		}
	}
	r.sum()
	if err := r.show(); err != nil {
		return err
	}
	if err := r.summarize(); err != nil {
		return err
	}
	if err := r.commit(); err != nil {
		return err
	}
	if r.rejects == nil {
		return removeIfThere(filepath.Join(r.dir, r.rejectsName()))
	}
	return nil
}

// row writes one row to every file.
func (r *renderer) row(o *contact.Outcome, kept []string) error {
	message, err := r.look(o)
	if err != nil {
		return err
	}
	if rejected(o.Status) {
		if err := r.reject(o, message); err != nil {
			return err
		}
	}
	return r.reconciliation.add(o, message, r.cells(o, kept))
}

// look counts a row, shows it to the views and returns its message.
func (r *renderer) look(o *contact.Outcome) (string, error) {
	r.summary.Rows++
	r.outcomes[o.Status]++
	if o.Open && rejected(o.Status) {
		r.summary.Open++
	}
	r.problems.add(o)
	message, err := r.message(o)
	for _, v := range r.views {
		if err == nil {
			err = v.Row(o, message)
		}
	}
	return message, err
}

// cells returns the cells of the source columns that are repeated; kept are
// those that the journal holds apart.
func (r *renderer) cells(o *contact.Outcome, kept []string) []string {
	switch {
	case r.index.layout.keepLines():
		return values(o.Row.Raw, r.kept)
	case r.index.layout.keep.All:
		return o.Row.Record
	}
	return kept
}

// message returns the message of the row, and by which later row it is
// superseded.
func (r *renderer) message(o *contact.Outcome) (string, error) {
	by, err := r.superseded.by(o.Row.Number)
	switch {
	case err != nil || by == 0:
		return o.Message, err
	case o.Message == "":
		return fmt.Sprintf("superseded by row %d", by), nil
	}
	return fmt.Sprintf("%s; superseded by row %d", o.Message, by), nil
}

func (r *renderer) reject(o *contact.Outcome, message string) error {
	if r.rejects == nil {
		if err := r.openRejects(); err != nil {
			return err
		}
	}
	return r.rejects.add(o, message)
}

func (r *renderer) openRejects() error {
	out, err := r.create(r.rejectsName())
	if err != nil {
		return err
	}
	if r.index.layout.format == formatJSONL {
		r.rejects = newJSONLRejects(out)
		return nil
	}
	r.rejects, err = newCSVRejects(out, r.index.layout, r.index.surplus, r.index.Latest.BOM)
	return err
}

func (r *renderer) rejectsName() string {
	if r.index.layout.format == formatJSONL {
		return rejectsJSONL
	}
	return rejectsCSV
}

// sum completes the summary.
func (r *renderer) sum() {
	for status, n := range r.outcomes {
		if n > 0 {
			r.summary.Outcomes[contact.Status(status)] = n
		}
	}
	r.summary.Problems = r.problems.list()
}

func (r *renderer) summarize() error {
	out, err := r.create(summaryName)
	if err != nil {
		return err
	}
	text, err := r.summary.JSON()
	if err != nil {
		return err
	}
	_, err = out.Write(text)
	return err
}

func (r *renderer) create(name string) (*output, error) {
	out, err := create(r.dir, name)
	if err == nil {
		r.outputs = append(r.outputs, out)
	}
	return out, err
}

// commit gives the files their names, the summary last.
func (r *renderer) commit() error {
	for len(r.outputs) > 0 {
		out := r.outputs[0]
		r.outputs = r.outputs[1:]
		if err := out.commit(); err != nil {
			return err
		}
	}
	return nil
}

// discard removes what was written. A write that is under way is waited for; its
// error, if it has one, adds nothing to the one that led here.
func (r *renderer) discard() (err error) {
	if r.reconciliation != nil {
		_ = r.reconciliation.wait()
	}
	for _, out := range r.outputs {
		err = errors.Join(err, out.discard())
	}
	return err
}

// conserved checks the law: as many outcomes as rows, and in a finished run
// settled ones.
func (r *renderer) conserved() error {
	rows, outcomes := r.index.LastRow, r.summary.Rows
	if r.index.State() == Finished {
		outcomes = min(outcomes, r.index.settledRows())
	}
	if rows != outcomes {
		return &ConservationError{rows, outcomes}
	}
	return nil
}
