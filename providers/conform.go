package providers

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"rollcall/contact"
)

func conform(dst []byte, f *Field, cell contact.Cell, reading *Reading) ([]byte, error) {
	if reading == nil {
		reading = &Reading{}
	}
	if f.Form == List {
		return appendList(dst, f, cell)
	}
	if err := scalar(cell); err != nil {
		return dst, err
	}
	switch f.Form {
	case Boolean, BooleanText:
		return appendBoolean(dst, f.Form, cell, reading)
	case Number, NumberText, Integer, IntegerText:
		return appendNumber(dst, f.Form, cell, reading.Signs)
	case PhoneE164, PhoneDigits, PhoneNational:
		return appendPhone(dst, f.Form, cell.Text, reading)
	case Date, DateTime, Time:
		return appendTime(dst, f.Form, cell.Text, reading)
	}
	return appendScalar(dst, f, cell.Text)
}

// appendScalar covers the forms that need no reading.
func appendScalar(dst []byte, f *Field, s string) ([]byte, error) {
	switch f.Form {
	case Text:
		return appendText(dst, s, f.Max)
	case Email:
		return appendChecked(dst, s, f.Max, checkEmail(s))
	case URL:
		return appendChecked(dst, s, f.Max, checkURL(s))
	case PhoneCode:
		return appendCallingCode(dst, s)
	case LanguageLower, LanguageUpper:
		return appendLanguage(dst, f.Form, s)
	case Country:
		return appendCountry(dst, s)
	case Enum:
		return appendOption(dst, f.Options, s)
	case HexID, HexUUID, UUID, PositiveID:
		return appendChecked(dst, s, 0, checkID(f.Form, s))
	}
	return dst, fmt.Errorf("form %d is not known", f.Form)
}

// scalar reports why a cell is no single value.
func scalar(cell contact.Cell) error {
	switch cell.Kind {
	case contact.Text, contact.Number, contact.Bool:
		return nil
	case contact.List:
		return fmt.Errorf("a list of %d has no place here: the field takes one value", len(cell.Items))
	case contact.Object:
		return fmt.Errorf("%s is an object: name the key inside it, as in address.city", quote(cell.Text))
	}
	return errors.New("there is no value: the field takes one")
}

func appendChecked(dst []byte, s string, limit int, err error) ([]byte, error) {
	if err != nil {
		return dst, err
	}
	return appendText(dst, s, limit)
}

// appendText appends s as a string; limit is the most characters, 0 for any.
func appendText(dst []byte, s string, limit int) ([]byte, error) {
	if isPlain(s) && (limit == 0 || len(s) <= limit) {
		dst = append(dst, '"')
		dst = append(dst, s...)
		return append(dst, '"'), nil
	}
	if strings.Contains(s, "\r") {
		s = lineEnds.Replace(s)
	}
	if err := checkText(s, limit); err != nil {
		return dst, err
	}
	return jsontext.AppendQuote(dst, s)
}

// isPlain reports whether s stands in JSON as it is and has a character a byte,
// as nearly all cells do.
func isPlain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			return false
		}
	}
	return true
}

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n")

func checkText(s string, limit int) error {
	count := 0
	for i, r := range s {
		count++
		switch {
		case r == '\n', r == '\t':
		case r == utf8.RuneError && !strings.HasPrefix(s[i:], "\uFFFD"):
			return fmt.Errorf("%s is not valid UTF-8: save the file as UTF-8", quote(s))
		case unicode.IsControl(r):
			return fmt.Errorf("%s holds the control character %U: the field takes text, tabs and line breaks", quote(s), r)
		}
	}
	if limit > 0 && count > limit {
		return fmt.Errorf("%s has %d characters: the field takes %d at most", quote(s), count, limit)
	}
	return nil
}

func appendList(dst []byte, f *Field, cell contact.Cell) ([]byte, error) {
	items := cell.Items
	if cell.Kind != contact.List {
		items = []contact.Cell{cell}
	}
	dst = append(dst, '[')
	for i, item := range items {
		if i > 0 {
			dst = append(dst, ',')
		}
		var err error
		if dst, err = appendItem(dst, f, item); err != nil {
			return dst, fmt.Errorf("item %d: %w", i+1, err)
		}
	}
	return append(dst, ']'), nil
}

func appendItem(dst []byte, f *Field, item contact.Cell) ([]byte, error) {
	if err := scalar(item); err != nil {
		return dst, err
	}
	if f.Options != nil {
		return appendOption(dst, f.Options, item.Text)
	}
	return appendText(dst, item.Text, f.Max)
}

var (
	trueWords  = []string{"true", "yes", "y", "1"}
	falseWords = []string{"false", "no", "n", "0"}
)

// Words returns the words for true and for false, with the defaults filled in.
func (r *Reading) Words() (yes, no []string) {
	yes, no = r.True, r.False
	if yes == nil {
		yes = trueWords
	}
	if no == nil {
		no = falseWords
	}
	return yes, no
}

func appendBoolean(dst []byte, form Form, cell contact.Cell, reading *Reading) ([]byte, error) {
	value, err := truth(cell, reading)
	switch {
	case err != nil:
		return dst, err
	case form == BooleanText:
		return strconv.AppendQuote(dst, strconv.FormatBool(value)), nil
	}
	return strconv.AppendBool(dst, value), nil
}

func truth(cell contact.Cell, reading *Reading) (bool, error) {
	if cell.Kind == contact.Bool {
		return cell.Text == "true", nil
	}
	yes, no := reading.Words()
	switch {
	case holds(yes, cell.Text):
		return true, nil
	case holds(no, cell.Text):
		return false, nil
	case cell.Kind == contact.Number && (cell.Text == "1" || cell.Text == "0"):
		return cell.Text == "1", nil
	}
	return false, fmt.Errorf("%s is neither true (%s) nor false (%s)",
		quote(cell.Text), strings.Join(yes, ", "), strings.Join(no, ", "))
}

func holds(words []string, s string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.EqualFold(w, s) })
}

// appendOption appends the option that s is, in any case where none is s itself.
func appendOption(dst []byte, options []string, s string) ([]byte, error) {
	if slices.Contains(options, s) {
		return jsontext.AppendQuote(dst, s)
	}
	for _, option := range options {
		if strings.EqualFold(option, s) {
			return jsontext.AppendQuote(dst, option)
		}
	}
	return dst, fmt.Errorf("%s is none of the options: write %s", quote(s), anyOf(options, 20))
}

// anyOf names the words, or the first few of them.
func anyOf(words []string, most int) string {
	if len(words) > most {
		return fmt.Sprintf("%s or one of %d more", strings.Join(words[:most], ", "), len(words)-most)
	}
	return strings.Join(words, " or ")
}

// quote returns s in quotation marks, cut to 60 characters.
func quote(s string) string {
	if utf8.RuneCountInString(s) > 60 {
		s = string([]rune(s)[:60]) + "…"
	}
	return strconv.Quote(s)
}
