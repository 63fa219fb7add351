package providers

import (
	"strings"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"rollcall/contact"
)

// Restore is as of Comparer. What cannot be brought to the form in which the
// field goes out, so that it would be shown again as it was, is not restored.
func (v *View) Restore(name string, custom bool, shown jsontext.Value) ([]byte, bool) {
	switch {
	case shown == nil:
		return nil, false
	case isEmpty(shown):
		return []byte(null), true
	case custom:
		return v.restoreCustom(shown)
	}
	f, known := v.Spec.Field(name)
	if !known {
		return nil, false
	}
	value, err := f.Conform(nil, restoredCell(f.Form, shown), &Reading{})
	if err != nil || !sameValue(f.Form, value, shown) {
		return nil, false
	}
	return value, true
}

// restoreCustom sends a value as it was shown: what the account has made of the
// field is not known.
func (v *View) restoreCustom(shown jsontext.Value) ([]byte, bool) {
	texts, isList := Texts(shown)
	text, isText := PlainText(shown)
	switch {
	case isList && v.Spec.Custom.Types["list"] == List:
		return appendTexts(texts), true
	case !isText:
		return nil, false
	case v.TextOnly, shown.Kind() == '"':
		return AppendText(nil, text), true
	}
	return []byte(text), true
}

func appendTexts(texts []string) []byte {
	list := []byte{'['}
	for i, text := range texts {
		if i > 0 {
			list = append(list, ',')
		}
		list = AppendText(list, text)
	}
	return append(list, ']')
}

// restoredCell returns what is shown as a file would hold it.
func restoredCell(form Form, shown jsontext.Value) contact.Cell {
	if form == List {
		texts, _ := Texts(unwrapped(shown))
		cell := contact.Cell{Kind: contact.List}
		for _, text := range texts {
			cell.Items = append(cell.Items, contact.Cell{Kind: contact.Text, Text: text})
		}
		return cell
	}
	text, ok := PlainText(shown)
	if !ok {
		return contact.Cell{Kind: contact.Object, Text: string(shown)}
	}
	return contact.Cell{Kind: contact.Text, Text: fileText(form, text)}
}

// fileText returns a text in a form that is read without a word on how it is
// written.
func fileText(form Form, text string) string {
	switch form {
	case PhoneE164, PhoneDigits:
		return "+" + strings.TrimPrefix(text, "+")
	case Date:
		if day, ok := readInstant(form, text); ok {
			return day.Format(time.DateOnly)
		}
	case DateTime:
		if moment, ok := readInstant(form, text); ok {
			return moment.UTC().Format(time.RFC3339Nano)
		}
	case Time:
		if clock, ok := readInstant(form, text); ok && clock.Second() == 0 {
			return clock.Format("15:04")
		}
	}
	return text
}
