package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"rollcall/providers"
	"rollcall/undo"
)

// rowsShown is how many rows a problem of an undo shows.
const rowsShown = 5

// showUndo prints what can be put back and what cannot.
func (a *app) showUndo(r *undoReport, f undoFlags) error {
	switch {
	case f.output.json:
		text, err := json.Marshal(r)
		if err != nil {
			return err
		}
		return a.print(func(w io.Writer) { fmt.Fprintf(w, "%s\n", text) })
	case f.output.quiet:
		return nil
	}
	return a.print(func(w io.Writer) { writeUndo(a.sheet(w), r, f.sends) })
}

func writeUndo(w sheet, r *undoReport, sent bool) {
	w.say("", fmt.Sprintf("undo of %s: %s", r.Dir, headlineOf(r)))
	writeLeft(w, r.Problems)
	if r.Full {
		fmt.Fprintln(w)
		w.say("", "The state file takes what was sent for what contacts hold: give the next run --full.")
	}
	if r.Input == "" {
		return
	}
	fmt.Fprintf(w, "\ninput:      %s\nmapping:    %s\n", r.Input, r.Mapping)
	if sent {
		fmt.Fprintln(w)
	} else {
		w.next("next:       ", "look at them, then:", r.Next)
	}
}

// writeLeft lists what cannot be put back.
func writeLeft(w sheet, problems []undo.Problem) {
	if len(problems) == 0 {
		return
	}
	fmt.Fprintln(w, "\nCannot be put back")
	t := newTable("field", "contacts", "first rows", "why")
	t.indent = 2
	for _, p := range problems {
		t.row(fieldOf(p), strconv.Itoa(len(p.Rows)), someRows(p.Rows), p.Message)
	}
	t.write(w)
	if slices.ContainsFunc(problems, func(p undo.Problem) bool { return p.Reason == undo.Unknown }) {
		w.say("  ", "--unknown puts back the rows too of which nobody knows whether they were applied.")
	}
}

func headlineOf(r *undoReport) string {
	switch {
	case r.Contacts > 0:
		line := fmt.Sprintf("%s of %s can be put back", count(r.Contacts, "contact"), count(r.Rows, "row"))
		if len(r.Problems) > 0 {
			line += ", but for what is listed here"
		}
		return line
	case len(r.Problems) > 0:
		return "nothing can be put back"
	}
	return "it changed nothing"
}

func fieldOf(p undo.Problem) string {
	if p.Field == "" {
		return "(the row)"
	}
	return providers.Excerpt(p.Field, 40)
}

func someRows(rows []int) string {
	var words []string
	for _, row := range rows[:min(len(rows), rowsShown)] {
		words = append(words, fmt.Sprint(row))
	}
	if len(rows) > rowsShown {
		words = append(words, "…")
	}
	return strings.Join(words, ", ")
}
