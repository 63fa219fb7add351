package contact

// What rejects hold beside the columns, or keys, of their input. By these names
// rejects that come back are known, and what was not corrected in them.
const (
	RejectRow     = "rollcall_row"
	RejectOutcome = "rollcall_outcome"
	RejectMessage = "rollcall_message"
	RejectSurplus = "rollcall_surplus" // delimited input: the cells that did not fit
	RejectRaw     = "rollcall_raw"     // JSONL: a line that is no object
)

// IsRejectColumn reports whether delimited rejects add a column of that name.
func IsRejectColumn(name string) bool {
	switch name {
	case RejectRow, RejectOutcome, RejectMessage, RejectSurplus:
		return true
	}
	return false
}
