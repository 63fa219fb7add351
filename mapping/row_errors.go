package mapping

import "fmt"

// Invalid says why a row cannot be mapped.
type Invalid struct {
	Column string // the source column; empty where no single one is at fault
	Field  string // the provider's field; empty where none is concerned
	Reason string
}

func (e *Invalid) Error() string {
	switch {
	case e.Column != "":
		return fmt.Sprintf("column %s: %s", quote(e.Column), e.Reason)
	case e.Field != "":
		return fmt.Sprintf("field %s: %s", quote(e.Field), e.Reason)
	}
	return e.Reason
}

// Skipped says why a row is left out although nothing is wrong with it.
type Skipped struct{ Reason string }

func (e *Skipped) Error() string { return e.Reason }
