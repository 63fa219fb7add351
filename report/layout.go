package report

import (
	"bytes"
	"encoding/csv"
	"strings"

	"rollcall/contact"
)

const formatJSONL = "jsonl"

// A layout says which cells of a record stand where in the files.
type layout struct {
	format string
	header []string // as it stood
	own    []int    // columns that are the input's own, not of an earlier round
	old    []int    // columns that hold what did not fit in an earlier round
	keep   Keep
}

func newLayout(s Start) layout {
	l := layout{format: s.Input.Format, header: s.Header, keep: s.Keep}
	for i, name := range s.Header {
		switch strings.TrimSpace(name) {
		case contact.RejectRow, contact.RejectOutcome, contact.RejectMessage:
		case contact.RejectSurplus:
			l.old = append(l.old, i)
		default:
			l.own = append(l.own, i)
		}
	}
	return l
}

// keepLines reports whether the reconciliation repeats all keys of JSON lines.
func (l layout) keepLines() bool { return l.keep.All && l.format == formatJSONL }

// cells appends the cells of the given columns, empty ones where the record is
// too short.
func cells(dst, record []string, columns []int) []string {
	for _, i := range columns {
		cell := ""
		if i < len(record) {
			cell = record[i]
		}
		dst = append(dst, cell)
	}
	return dst
}

// surplus returns the cells that the input's own columns do not hold, as the
// text of a CSV record: what is left of an earlier round, then what is too much.
func (l layout) surplus(record []string) string {
	var parts []string
	for _, i := range l.old {
		if i < len(record) && strings.TrimSpace(record[i]) != "" {
			parts = append(parts, record[i])
		}
	}
	if len(record) > len(l.header) {
		parts = append(parts, csvText(record[len(l.header):]))
	}
	return strings.Join(parts, ",")
}

func csvText(record []string) string {
	var text bytes.Buffer
	w := csv.NewWriter(&text)
	if err := w.Write(record); err != nil {
		return strings.Join(record, ",")
	}
	w.Flush()
	return strings.TrimSuffix(text.String(), "\n")
}
