package providers

import (
	"time"

	"rollcall/contact"
)

// A Form is how a value goes over the wire.
type Form uint8

// The forms. Each says how the value stands in the JSON body.
const (
	Text          Form = iota // string, as it is
	Number                    // number, every digit kept
	NumberText                // string that holds a number: "42"
	Integer                   // number without a fraction
	IntegerText               // string that holds an integer
	Boolean                   // true or false
	BooleanText               // string: "true" or "false"
	Email                     // string: one address
	URL                       // string: http or https address, the scheme may be missing
	PhoneE164                 // string: +60123456789
	PhoneDigits               // string: country code and number without plus: 919200000001
	PhoneNational             // string: the national number in digits: 7712345678
	PhoneCode                 // string: the country code in digits: 44
	Date                      // string: 1990-05-14
	DateTime                  // string: 1990-01-01T00:00:00Z
	Time                      // string: 13:00
	LanguageLower             // string: ISO 639-1, ms
	LanguageUpper             // string: ISO 639-1, ES
	Country                   // string: ISO 3166-1 alpha-2, MY
	Enum                      // string: one of Field.Options, any case in the file
	List                      // array of strings
	HexID                     // identifier: 24 hex digits
	HexUUID                   // identifier: 32 hex digits
	UUID                      // identifier: a dashed UUID
	PositiveID                // identifier: a positive whole number
)

// String describes the form in a few words, with an example where it helps.
func (f Form) String() string { return formTexts[f] }

var formTexts = [...]string{
	Text: "text", Number: "number", NumberText: "number, sent as text", Integer: "whole number",
	IntegerText: "whole number, sent as text", Boolean: "true or false", BooleanText: "true or false, sent as text",
	Email: "e-mail address", URL: "web address", PhoneE164: "phone, +60123456789", PhoneDigits: "phone, 919200000001",
	PhoneNational: "national phone number, 7712345678", PhoneCode: "country calling code, 44",
	Date: "date, 1990-05-14", DateTime: "date-time, 1990-01-01T00:00:00Z", Time: "time, 13:00",
	LanguageLower: "language, ms", LanguageUpper: "language, ES", Country: "country, MY",
	Enum: "one of its options", List: "list of texts", HexID: "24 hex digits", HexUUID: "32 hex digits",
	UUID: "UUID with dashes", PositiveID: "positive whole number",
}

// A Reading says how values stand in the input. The zero Reading is the
// default. It is not changed after it was made, so goroutines may share it.
type Reading struct {
	Region  string         // ISO country of phone numbers without a country code
	Coded   bool           // a field of its own takes the country code of a national phone number
	Layouts []Layout       // how dates and times are written, tried in order; nil for ISO
	Zone    *time.Location // of date-times without an offset; nil for UTC
	True    []string       // the words for true, lower case; nil for true yes y 1
	False   []string       // the words for false; nil for false no n 0
	Signs   Signs          // how numbers are written in text
}

// Conform appends the value of a cell in the field's form, as JSON text, to
// dst. The cell is trimmed and not empty. The error says what is wrong with the
// value and what would be accepted; it quotes at most 60 characters of the
// value, and it does not name the column.
//
// A value is never cast or mended in silence: where the form cannot hold
// exactly what the file says, the answer is an error.
func (f *Field) Conform(dst []byte, cell contact.Cell, reading *Reading) ([]byte, error) {
	if f.Form == Text && cell.Kind == contact.Text { // as nearly all are
		return appendText(dst, cell.Text, f.Max)
	}
	return conform(dst, f, cell, reading)
}
