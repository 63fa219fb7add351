package report

import (
	"io"

	"github.com/gocarina/gocsv"
	"golang.org/x/sync/errgroup"

	"rollcall/contact"
)

// writeSize is how many bytes of lines are written at once.
const writeSize = 128 << 10

// A reconciliation writes lines, many at a time, in a goroutine of its own while
// the next ones are added. It is the gocsv.CSVWriter that gocsv writes their
// header to, and it adds the names of the kept columns. Its methods belong to
// one goroutine.
type reconciliation struct {
	w       io.Writer
	names   []string // of the kept columns
	clock   clock
	buf     []byte
	writing []byte
	written *errgroup.Group // of writing
}

func newReconciliation(w io.Writer, names []string, bom bool) (*reconciliation, error) {
	r := &reconciliation{w: w, names: names, written: &errgroup.Group{}}
	if bom {
		r.buf = append(r.buf, "\ufeff"...)
	}
	return r, gocsv.MarshalCSV([]line{}, r)
}

// Write adds the header, of which cells are the columns of a line.
func (r *reconciliation) Write(cells []string) error {
	for i, cell := range cells {
		if i > 0 {
			r.buf = append(r.buf, ',')
		}
		r.buf = appendCell(r.buf, cell)
	}
	for _, name := range r.names {
		r.buf = appendCell(append(r.buf, ','), "source."+name)
	}
	return r.end()
}

// add adds a line; kept may have fewer cells than there are kept columns.
func (r *reconciliation) add(o *contact.Outcome, message string, kept []string) error {
	r.buf = appendLine(r.buf, o, message, &r.clock)
	for i := range r.names {
		r.buf = append(r.buf, ',')
		if i < len(kept) {
			r.buf = appendCell(r.buf, guard(kept[i]))
		}
	}
	return r.end()
}

// end ends a line, and writes the lines so far once they are enough.
func (r *reconciliation) end() error {
	r.buf = append(r.buf, '\n')
	if len(r.buf) < writeSize {
		return nil
	}
	return r.flush()
}

// flush lets the lines so far be written, once those before them are.
func (r *reconciliation) flush() error {
	if err := r.wait(); err != nil {
		return err
	}
	r.buf, r.writing = r.writing[:0], r.buf
	if cap(r.buf) > 4*writeSize { // a line was very long
		r.buf = nil
	}
	r.written = &errgroup.Group{}
	r.written.Go(func() error {
		_, err := r.w.Write(r.writing)
		return err
	})
	return nil
}

// wait returns when nothing is being written, with the error of the last write.
func (r *reconciliation) wait() error { return r.written.Wait() }

// close writes what is left.
func (r *reconciliation) close() error {
	if err := r.flush(); err != nil {
		return err
	}
	return r.wait()
}

// Flush and Error complete the gocsv.CSVWriter: a line is in memory until it is written.
func (r *reconciliation) Flush()       {}
func (r *reconciliation) Error() error { return nil }
