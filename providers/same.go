package providers

import (
	"bytes"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"rollcall/contact"
)

// Same is as of Comparer, by the form of the field; that of a custom field is
// told by the value that was sent.
func (v *View) Same(sent contact.Field, shown jsontext.Value) bool {
	switch {
	case shown == nil:
		return false
	case isEmpty(sent.Value) || isEmpty(shown):
		return isEmpty(sent.Value) && isEmpty(shown)
	case sent.Custom && v.TextOnly && shown.Kind() == '0':
		return sameNumber(sent.Value, shown)
	}
	form := likelyForm(sent.Value)
	if f, known := v.Spec.Field(sent.Name); known && !sent.Custom {
		form = f.Form
	}
	return sameValue(form, sent.Value, shown)
}

// isEmpty reports whether a value is null, an empty text, list or object.
func isEmpty(value jsontext.Value) bool {
	switch value.Kind() {
	case 0, 'n':
		return true
	case '"':
		return len(value) == len(`""`)
	case '[', '{':
		return len(bytes.TrimSpace(value[1:len(value)-1])) == 0
	}
	return false
}

// likelyForm returns the form that a wire value has the looks of.
func likelyForm(value jsontext.Value) Form {
	switch value.Kind() {
	case '0':
		return Number
	case 't', 'f':
		return Boolean
	case '[':
		return List
	}
	text := unquote(value)
	for _, form := range []Form{Date, DateTime, Time} {
		if _, ok := readInstant(form, text); ok {
			return form
		}
	}
	if strings.HasPrefix(text, "+") && len(text) > 7 && allDigits(text[1:]) {
		return PhoneE164
	}
	return Text
}

func sameValue(form Form, sent, shown jsontext.Value) bool {
	switch form {
	case List:
		return sameList(sent, shown)
	case Number, NumberText, Integer, IntegerText:
		return sameNumber(sent, shown)
	}
	a, okSent := PlainText(sent)
	b, okShown := PlainText(shown)
	return okSent && okShown && (a == b || sameText(form, a, b))
}

// sameText compares two texts that differ.
func sameText(form Form, sent, shown string) bool {
	switch form {
	case Boolean, BooleanText:
		return strings.EqualFold(sent, shown) || shown == map[string]string{"true": "1", "false": "0"}[sent]
	case Email, LanguageLower, LanguageUpper, Country, Enum:
		return strings.EqualFold(sent, shown)
	case PhoneE164, PhoneDigits, PhoneNational, PhoneCode:
		a, b := PhoneNumber(sent), PhoneNumber(shown)
		return a != "" && a == b
	case Date, DateTime, Time:
		a, okSent := readInstant(form, sent)
		b, okShown := readInstant(form, shown)
		return okSent && okShown && a.Equal(b)
	}
	return false
}

// PhoneNumber returns the digits of a phone number as people write it, without
// its plus; empty if it is none.
func PhoneNumber(s string) string {
	digits := strings.TrimPrefix(s, "+")
	if digits == "" || !isDigit(digits[0]) && digits[0] != '(' {
		return ""
	}
	digits = phoneSeparators.Replace(digits)
	if !allDigits(digits) {
		return ""
	}
	return digits
}

var phoneSeparators = strings.NewReplacer(" ", "", "-", "", ".", "", "/", "", "(", "", ")", "")

// sameList compares two lists as sets, text by text. A list may be shown as the
// text of one in JSON.
func sameList(sent, shown jsontext.Value) bool {
	a, okSent := Texts(sent)
	b, okShown := Texts(unwrapped(shown))
	return okSent && okShown && holdsAll(a, b) && holdsAll(b, a)
}

// unwrapped returns the list whose JSON a text holds, or the value itself.
func unwrapped(value jsontext.Value) jsontext.Value {
	if value.Kind() != '"' {
		return value
	}
	if inner := jsontext.Value(unquote(value)); inner.Kind() == '[' && inner.IsValid() {
		return inner
	}
	return value
}

func holdsAll(list, texts []string) bool {
	list = slices.Sorted(slices.Values(list))
	for _, text := range texts {
		if _, found := slices.BinarySearch(list, text); !found {
			return false
		}
	}
	return true
}
