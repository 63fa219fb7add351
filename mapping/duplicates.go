package mapping

// Duplicates says what becomes of the rows of one contact where the file holds
// several. Rows that cannot be mapped, or that where leaves out, do not count.
type Duplicates uint8

// What may become of them.
const (
	DuplicatesSend  Duplicates = iota // each is sent, in the order of the file
	DuplicatesFirst                   // the first is sent, the others end duplicate
	DuplicatesLast                    // the last is sent, the others end duplicate
	DuplicatesError                   // none is sent: each ends invalid
)

var duplicatesWords = []string{"send", "first", "last", "error"}

// String returns the word that a mapping uses.
func (d Duplicates) String() string { return duplicatesWords[d] }
