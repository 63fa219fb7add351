package providers

// Example returns a value in the form, as JSON text; null for a form that is
// not known.
func (f Form) Example() string {
	if int(f) >= len(formExamples) {
		return "null"
	}
	return formExamples[f]
}

var formExamples = [...]string{
	Text: `"Ann Lee"`, Number: `12.50`, NumberText: `"12.50"`, Integer: `42`, IntegerText: `"42"`,
	Boolean: `true`, BooleanText: `"true"`, Email: `"ann@example.com"`, URL: `"https://www.example.com"`,
	PhoneE164: `"+60123456789"`, PhoneDigits: `"919200000001"`, PhoneNational: `"7712345678"`, PhoneCode: `"44"`,
	Date: `"1990-05-14"`, DateTime: `"1990-01-01T00:00:00Z"`, Time: `"13:00"`,
	LanguageLower: `"ms"`, LanguageUpper: `"ES"`, Country: `"MY"`, Enum: `"MALE"`, List: `["VIP","Gold"]`,
	HexID: `"550aac3da096734ce4000001"`, HexUUID: `"3427c3a92398a7e69195bd6234bf59ea"`,
	UUID: `"42ce6b9d-6bbd-4f7c-9f0d-5e447f9e16f1"`, PositiveID: `"123"`,
}
