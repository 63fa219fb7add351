package page

import (
	"io"

	"rollcall/contact"
	"rollcall/report"
)

// Name is the file's name in a run directory.
const Name = "report.html"

// A Page is drawn from the rows of one run. It is a [report.View]: its methods
// belong to one goroutine, and it serves for one rendering. Memory holds a few
// hundred figures whatever the number of rows, and the rows of the table wait in
// a file.
type Page struct {
	course course
	table  table
}

// New returns a page of which the rows that did not end well wait in dir.
func New(dir string) *Page { return &Page{table: table{dir: dir}} }

// Name returns the file's name in the run directory.
func (p *Page) Name() string { return Name }

// Row takes one row; message is what the reconciliation says of it.
func (p *Page) Row(o *contact.Outcome, message string) error {
	p.course.add(o)
	if o.Status.EndsWell() {
		return nil
	}
	return p.table.add(o, message)
}

// Write writes the page of the run that ended as the summary says.
func (p *Page) Write(w io.Writer, sum report.Summary, past *report.Past) error {
	return draw(w, newSheet(sum, past, p), &p.table)
}

// Close gives back what the page holds on the disk.
func (p *Page) Close() error { return p.table.close() }
