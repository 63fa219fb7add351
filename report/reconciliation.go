package report

import (
	"bufio"
	"encoding/csv"
	"io"

	"github.com/gocarina/gocsv"
	"golang.org/x/sync/errgroup"
)

// A reconciliation writes lines, a chunk at a time, in a goroutine of its own
// while the next chunk is filled; with two processors that takes a third off the
// time of a report. Its methods belong to one goroutine, except those of the
// gocsv.CSVWriter that it is: gocsv writes the cells of a line to it, and it adds
// the kept ones.
type reconciliation struct {
	csv     *csv.Writer
	names   []string // of the kept columns
	filling *lines
	writing *lines
	at      int             // the line that is being written; -1 for the header
	written *errgroup.Group // of writing
}

// lines are a chunk of lines. They stand in an array for the sake of gocsv,
// which copies each cell of a slice to the heap, but none of an array that it is
// given by value. That halves what it takes.
type lines struct {
	lines [chunk]line
	kept  [chunk][]string
	n     int
	bytes int
}

func newReconciliation(w io.Writer, names []string, bom bool) (*reconciliation, error) {
	b := bufio.NewWriterSize(w, 64<<10)
	if bom {
		if _, err := b.WriteString("\ufeff"); err != nil {
			return nil, err
		}
	}
	r := &reconciliation{
		csv: csv.NewWriter(b), names: make([]string, len(names)),
		filling: &lines{}, writing: &lines{}, at: -1, written: &errgroup.Group{},
	}
	for i, name := range names {
		r.names[i] = "source." + name
	}
	return r, gocsv.MarshalCSV([]line{}, r)
}

// add adds a line; kept may have fewer cells than there are kept columns.
func (r *reconciliation) add(l line, kept []string) error {
	c := r.filling
	c.lines[c.n], c.kept[c.n] = l, kept
	c.n++
	c.bytes += len(l.Message)
	for _, cell := range kept {
		c.bytes += len(cell)
	}
	if c.n == chunk || c.bytes > chunkBytes {
		return r.flush()
	}
	return nil
}

// flush lets the lines so far be written, once the chunk before them is.
func (r *reconciliation) flush() error {
	if err := r.wait(); err != nil {
		return err
	}
	r.filling, r.writing = r.writing, r.filling
	r.written = &errgroup.Group{}
	r.written.Go(r.write)
	return nil
}

// wait returns when nothing is being written, with the error of the last chunk.
func (r *reconciliation) wait() error { return r.written.Wait() }

// close writes what is left.
func (r *reconciliation) close() error {
	if err := r.flush(); err != nil {
		return err
	}
	return r.wait()
}

func (r *reconciliation) write() error {
	c := r.writing
	var in any = c.lines[:c.n]
	if c.n == chunk {
		in = c.lines
	}
	r.at = 0
	err := gocsv.MarshalCSVWithoutHeaders(in, r)
	clear(c.kept[:])
	c.n, c.bytes = 0, 0
	return err
}

// Write completes and writes the cells of one line, the header first.
func (r *reconciliation) Write(cells []string) error {
	if r.at < 0 {
		return r.csv.Write(append(cells, r.names...))
	}
	for _, i := range foreign {
		cells[i] = guard(cells[i])
	}
	kept := r.writing.kept[r.at]
	for i := range r.names {
		cell := ""
		if i < len(kept) {
			cell = guard(kept[i])
		}
		cells = append(cells, cell)
	}
	r.at++
	return r.csv.Write(cells)
}

// Flush and Error are those of the csv.Writer.
func (r *reconciliation) Flush()       { r.csv.Flush() }
func (r *reconciliation) Error() error { return r.csv.Error() }
