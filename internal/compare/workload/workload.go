// Package workload holds what the programs of the comparison share: the rows, the
// mapping, the requests made of them, and what the stand-in counts.
package workload

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
)

// Token is the credential that is sent. The stand-in takes any.
const Token = "token-of-the-comparison"

// A Kind is a sort of input, always with the same rows.
type Kind struct {
	Name       string
	Provider   string // as a mapping calls it
	id         string // how fmt writes the identifier of a contact
	perContact int    // so many rows in a row are of one contact
	mapping    string
}

// The kinds of input: a contact a request, the same with five rows of each
// contact behind each other, and a hundred contacts a request.
var (
	Single = Kind{Name: "single", Provider: "cellcast", id: "%024x", perContact: 1, mapping: singleMapping}
	Sorted = Kind{Name: "sorted", Provider: "cellcast", id: "%024x", perContact: 5, mapping: singleMapping}
	Batch  = Kind{Name: "batch", Provider: "telecmi", id: "00000000-0000-4000-8000-%012x", perContact: 1, mapping: batchMapping}
)

const (
	singleMapping = `provider: cellcast
contact: ID
fields: {First Name: First, Last Name: Last, Email: Mail, Address: Street, Postal Code: Zip}
custom: {City: City, Note: Note, Company: Company, Job: Job}
`
	batchMapping = `provider: telecmi
contact: ID
fields: {first_name: First, last_name: Last, email_id: Mail, company: Company, job_title: Job}
`
	header = "ID,First,Last,Mail,City,Street,Zip,Note,Company,Job\n"
)

// Mapping returns the mapping file for the rows.
func (k Kind) Mapping() string { return k.mapping }

// WriteRows writes a CSV file of ten columns and so many rows.
func (k Kind) WriteRows(w io.Writer, rows int) error {
	out := bufio.NewWriterSize(w, 1<<16)
	out.WriteString(header)
	random := rand.New(rand.NewPCG(1, 2))
	for i := range rows {
		out.Write(k.row(out.AvailableBuffer(), i, random.IntN(1_000_000)))
	}
	return out.Flush()
}

func (k Kind) row(buf []byte, i, n int) []byte {
	buf = fmt.Appendf(buf, k.id, i/k.perContact+1)
	return fmt.Appendf(buf, ",First%d,Last%d,user%d@example.com,City%d,\"Street %d, no 5\",%05d,some note here,Company %d,Job title\n",
		n, n, i, n%1000, n, n%100_000, n%5000)
}
