package cli

import (
	"strings"
	"testing"

	"rollcall/report"
)

// A resume reads the input as the run did, and takes no flag that says otherwise.
func TestGoOn(t *testing.T) {
	t.Parallel()
	began := report.Reading{Encoding: "windows-1252", Delimiter: ";"}
	for _, tt := range []struct {
		given   inputFlags
		refused string // the error has it; empty for none
	}{
		{inputFlags{}, ""},
		{inputFlags{encoding: "windows-1252"}, ""},
		{inputFlags{encoding: "latin1"}, "was begun with --encoding windows-1252: leave --encoding out"},
		{inputFlags{delimiter: "tab"}, "was begun with --delimiter " + quote(";") + ": leave --delimiter out"},
		{inputFlags{sheet: "2"}, "was begun without --sheet: leave it out"},
		{inputFlags{format: "csv"}, "was begun without --input-format: leave it out"},
	} {
		f := tt.given
		err := f.goOn(began, "c.rollcall")
		switch {
		case tt.refused == "" && (err != nil || f.reading() != began):
			t.Errorf("with %+v the run goes on with %+v (%v), want %+v", tt.given, f, err, began)
		case tt.refused != "" && (err == nil || exitCode(err) != codeUsage || !strings.Contains(err.Error(), tt.refused)):
			t.Errorf("with %+v the run goes on: %v, want that it %s", tt.given, err, tt.refused)
		}
	}
}
