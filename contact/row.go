// Package contact holds the words that every other package speaks.
//
//	row      one record of the input, numbered from 1
//	update   what should become true of one contact
//	outcome  the final, reportable fate of one row
//	status   the kind of an outcome: one of a closed set
//
// It is a leaf: it imports the standard library and nothing else.
package contact

// A Row is one record of the input. It owns its slices; nobody changes them
// after the source has yielded the row, so it may be read by any goroutine.
type Row struct {
	Number int // data row, from 1; the header is none
	Line   int // physical line on which the record starts, from 1, the header counted

	Record []string // delimited input: the cells as they stood; nil for JSONL
	Raw    []byte   // JSONL: the line as it stood, without its line end
	Slots  []int    // delimited input: bound column -> index in Record; shared by all rows
	Values []Cell   // JSONL: the cells of the bound columns

	Sum   uint64 // hash of the content, the same in every run
	Blank bool   // no cell holds anything
	Err   error  // the record cannot be used; the row ends invalid
}

// Cell returns the cell of the i-th bound column, untrimmed. It must not be
// asked of a row with an Err, or of a blank one.
func (r *Row) Cell(i int) Cell {
	if r.Record != nil {
		return Cell{Kind: Text, Text: r.Record[r.Slots[i]]}
	}
	return r.Values[i]
}

// A Kind says what a cell holds. Delimited input has text only.
type Kind uint8

// The kinds of a cell. The zero Kind is a missing key of a JSON object.
const (
	Missing Kind = iota
	Text
	Number // Text is the literal, every digit kept
	Bool   // Text is true or false
	Null
	List   // Items holds the elements
	Object // Text is the JSON text; no field takes it as it is
)

// A Cell is one value of a row.
type Cell struct {
	Kind  Kind
	Text  string
	Items []Cell
}
