package draft

import (
	"fmt"
	"slices"
	"strings"

	"rollcall/contact"
	"rollcall/inspect"
	"rollcall/providers"
)

// read settles how the cells of a column are to be read for a field, and tries
// it on them.
func (d *drafter) read(e *entry, f providers.Field, c *inspect.Profile) {
	t := trial{field: f, column: c}
	switch f.Form {
	case providers.PhoneE164, providers.PhoneDigits, providers.PhoneNational:
		d.region(e, &t)
	case providers.Date, providers.DateTime, providers.Time:
		layouts(e, &t)
	case providers.Boolean, providers.BooleanText:
		truths(e, &t)
	case providers.Enum, providers.LanguageLower, providers.LanguageUpper, providers.Country, providers.Text:
		translate(e, &t)
	case providers.Number, providers.NumberText, providers.Integer, providers.IntegerText:
		numbers(e, &t)
	case providers.List:
		t.split = c.Separator()
		if t.split != "" && !(c.Array && t.split == ",") {
			e.source.set("split", scalar(t.split))
		}
	}
	if len(e.todo) == 0 {
		if misfits, example := t.run(); misfits > 0 {
			e.remarks = append(e.remarks, fmt.Sprintf("%d of %d cells would not fit, such as %s: check says why.", misfits, c.Filled, quoted(providers.Excerpt(example, 40))))
		}
	}
}

func (s *source) set(key, value string) { s.options = append(s.options, option{key, value}) }

// A trial brings the cells of a column to the form of a field.
type trial struct {
	field   providers.Field
	column  *inspect.Profile
	reading providers.Reading
	words   map[string]string
	split   string
}

// run returns how many cells do not fit, and the first of them.
func (t *trial) run() (misfits int, example string) {
	for _, cell := range t.column.Cells {
		if t.fits(cell) {
			continue
		}
		if misfits++; misfits == 1 {
			example = cell
		}
	}
	return misfits, example
}

func (t *trial) fits(text string) bool {
	if t.field.Form == providers.List {
		return true
	}
	if to, ok := t.words[text]; ok {
		text = to
	}
	if text == "" {
		return true
	}
	_, err := t.field.Conform(nil, contact.Cell{Kind: contact.Text, Text: text}, &t.reading)
	return err == nil
}

// layouts states how the dates of a column are written. Where the cells do not
// tell the day from the month a person has to.
func layouts(e *entry, t *trial) {
	var patterns []string
	for _, l := range t.column.Layouts() {
		switch {
		case l.Either != nil:
			e.todo = append(e.todo, fmt.Sprintf("no day above 12 tells whether format is %s or %s.", l.Either[0], l.Either[1]))
		case l.Pattern == "":
			e.todo = append(e.todo, "day and month stand in both orders: mend the column, then say its format.")
		default:
			patterns = t.layout(patterns, l.Pattern)
		}
	}
	if misfits, _ := t.run(); len(patterns) > 0 && (misfits > 0 || !t.unaided()) {
		e.source.set("format", flow(patterns))
	}
	if t.field.Form == providers.DateTime && slices.ContainsFunc(patterns, local) {
		e.remarks = append(e.remarks, "Add timezone, such as Europe/Berlin, unless the times are in UTC.")
	}
}

// local reports whether times of the pattern depend on where they were written.
func local(pattern string) bool {
	return strings.Contains(pattern, "mm") && !strings.HasSuffix(pattern, "Z")
}

// layout adds a pattern that the mapping knows and the form can be read with.
func (t *trial) layout(patterns []string, pattern string) []string {
	layout, err := providers.ParseLayout(pattern)
	if err != nil || layout.Fits(t.field.Form) != nil {
		return patterns
	}
	t.reading.Layouts = append(t.reading.Layouts, layout)
	return append(patterns, pattern)
}

// unaided reports whether the cells are read without any format.
func (t *trial) unaided() bool {
	plain := trial{field: t.field, column: t.column}
	misfits, _ := plain.run()
	return misfits == 0
}

// truths states the words for yes and no, unless they are the usual ones.
func truths(e *entry, t *trial) {
	if t.unaided() {
		return
	}
	var yes, no, open []string
	for _, word := range t.column.Words {
		switch is, ok := inspect.Truth(word); {
		case !ok:
			open = append(open, quoted(word))
		case is:
			yes = append(yes, strings.ToLower(word))
		default:
			no = append(no, strings.ToLower(word))
		}
	}
	if len(open) > 0 {
		e.todo = append(e.todo, "say what these mean, under true or false: "+strings.Join(open, ", "))
	}
	t.reading.True, t.reading.False = distinct(yes), distinct(no)
	if len(yes) > 0 {
		e.source.set("true", flow(t.reading.True))
	}
	if len(no) > 0 {
		e.source.set("false", flow(t.reading.False))
	}
}

func distinct(words []string) []string {
	slices.Sort(words)
	return slices.Compact(words)
}
