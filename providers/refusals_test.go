package providers

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rollcall/contact"
)

// TestRefusals lists what a user reads for a value that is refused: the value,
// what is wrong with it, and what would be taken. One for each reason there is.
func TestRefusals(t *testing.T) {
	t.Parallel()
	my, gb := Reading{Region: "MY"}, Reading{Region: "GB"}
	german, days := signs(t, ",", "."), Reading{Layouts: mustLayouts("DD/MM/YYYY", "YYYY-MM-DD")}
	for _, c := range []struct {
		field   Field
		cell    contact.Cell
		reading Reading
		want    string
	}{
		{Field{}, text("a\x00b"), Reading{}, `"a\x00b" holds the control character U+0000: the field takes text, tabs and line breaks`},
		{Field{}, text("a\xff"), Reading{}, `"a\xff" is not valid UTF-8: save the file as UTF-8`},
		{Field{Max: 3}, text("abcd"), Reading{}, `"abcd" has 4 characters: the field takes 3 at most`},
		{Field{}, list(text("a"), text("b")), Reading{}, `a list of 2 has no place here: the field takes one value`},
		{Field{}, contact.Cell{Kind: contact.Object, Text: "{}"}, Reading{}, `"{}" is an object: name the key inside it, as in address.city`},
		{Field{Form: List}, list(text("a"), contact.Cell{Kind: contact.Null}), Reading{}, `item 2: there is no value: the field takes one`},

		{Field{Form: Number}, text("many"), Reading{}, `"many" is not a number: write it like 1234.5`},
		{Field{Form: Number}, text("1,5"), Reading{}, `"1,5" is not a number here, for its separators: write it like 1234.5, or say in the mapping how the file writes numbers, with decimal and group`},
		{Field{Form: Number}, text("1.23,4"), german, `"1.23,4" is not a number here, for its separators: write it like 1.234,5`},
		{Field{Form: Number}, text("+5"), Reading{}, `"+5" is not a number here, for the plus sign: write it like 1234.5`},
		{Field{Form: Number}, text("05"), Reading{}, `"05" is not a number here, for the leading zero: write it like 1234.5`},
		{Field{Form: Integer}, text("5 %"), Reading{}, `"5 %" is not a number alone, for the '%' in it: write it like 1234`},
		{Field{Form: Integer}, text("5.0"), Reading{}, `"5.0" is not a whole number: write it like 1234`},
		{Field{Form: Boolean}, text("si"), Reading{}, `"si" is neither true (true, yes, y, 1) nor false (false, no, n, 0)`},

		{Field{Form: Email}, text("ann"), Reading{}, `"ann" is not an e-mail address: write name@example.com and nothing else`},
		{Field{Form: Email}, text("ann@home"), Reading{}, `"ann@home" is not an e-mail address, for its domain has no dot: write name@example.com`},
		{Field{Form: Email}, text("ann@-b.co"), Reading{}, `"ann@-b.co" is not an e-mail address, for "-b.co" is no domain: write name@example.com`},
		{Field{Form: URL}, text("ftp://a.com"), Reading{}, `"ftp://a.com" is not an http or https address: write https://www.example.com/page or www.example.com`},
		{Field{Form: URL}, text("a b.com"), Reading{}, `"a b.com" is not a web address, for the blank in it: write https://www.example.com/page or www.example.com`},
		{Field{Form: URL}, text("example"), Reading{}, `"example" is not a web address: write https://www.example.com/page or www.example.com`},

		{Field{Form: PhoneE164}, text("012345"), Reading{}, `"012345" has no country code: write +60123456789, or set region: in the mapping`},
		{Field{Form: PhoneE164}, text("012345"), my, `"012345" is not a phone number that can be dialled in MY: check its length, or write its country code`},
		{Field{Form: PhoneE164}, text("+6012"), Reading{}, `"+6012" is not a phone number that can be dialled: check its country code and its length`},
		{Field{Form: PhoneE164}, text("+60123456789 x5"), Reading{}, `"+60123456789 x5" is not a plain phone number, for what begins at "x5": write digits only, without extension`},
		{Field{Form: PhoneE164}, text("+60*12"), Reading{}, `"+60*12" is not a phone number, for the '*' in it: write it like +60123456789`},
		{Field{Form: PhoneE164}, text("--"), Reading{}, `"--" is not a phone number, for it has no digits: write it like +60123456789`},
		{Field{Form: PhoneE164}, text("6.01E+10"), my, `"6.01E+10" was shortened by a spreadsheet and has lost digits: export the column as text`},
		{Field{Form: PhoneE164}, text("60123456789.0"), my, `"60123456789.0" ends in a fraction that a spreadsheet has added: export the column as text`},
		{Field{Form: PhoneNational}, text("07712345678"), Reading{}, `"07712345678" begins with 0, which may belong to the trunk prefix: set region: in the mapping`},
		{Field{Form: PhoneNational}, text("123"), Reading{}, `"123" is not a national phone number: it has 4 to 14 digits`},
		{Field{Form: PhoneNational}, text("123"), gb, `"123" is not a phone number that can be dialled in GB: check its length, or write its country code`},
		{Field{Form: PhoneE164}, text("4915112345678"), Reading{Region: "DE"}, `"4915112345678" may be +4915112345678 or +494915112345678: write the one that is meant, with the plus`},
		{Field{Form: PhoneNational}, text("+49 30 901820"), gb, `"+49 30 901820" has the country code 49, not that of GB (44), and the field takes none: map a field that takes the whole number`},
		{Field{Form: PhoneCode}, text("UK"), Reading{}, `"UK" is not a country calling code: write 44 or +44`},

		{Field{Form: Date}, text("14/05/1990"), Reading{}, `"14/05/1990" is not written as YYYY-MM-DD`},
		{Field{Form: Date}, text("14.5.90"), days, `"14.5.90" is not written as DD/MM/YYYY or YYYY-MM-DD`},
		{Field{Form: Date}, text("05/14/1990"), days, `"05/14/1990", read as DD/MM/YYYY, is no date in the calendar: correct the day, or the format in the mapping`},
		{Field{Form: Time}, text("25:00"), Reading{}, `"25:00", read as HH:mm, is no time of day: hours go from 00 to 23, minutes and seconds from 00 to 59`},
		{Field{Form: Time}, text("13:05:09"), Reading{}, `"13:05:09" has seconds: the field takes hours and minutes only`},
		{Field{Form: DateTime}, text("0001-01-01T00:00:00+02:00"), Reading{}, `"0001-01-01T00:00:00+02:00" is out of range: the years go from 0001 to 9999 in UTC`},

		{Field{Form: LanguageLower}, text("en-US"), Reading{}, `"en-US" is not a language's code (ISO 639-1) or English name: write en`},
		{Field{Form: LanguageLower}, text("Englisch"), Reading{}, `"Englisch" is not a language's code (ISO 639-1) or English name: did you mean English?`},
		{Field{Form: LanguageLower}, text("?"), Reading{}, `"?" is not a language's code (ISO 639-1) or English name: write de or German`},
		{Field{Form: Country}, text("UK"), Reading{}, `"UK" is not a country's code (ISO 3166-1) or English name: write GB`},
		{Field{Form: Country}, text("Korea"), Reading{}, `"Korea" is not a country's code (ISO 3166-1) or English name: write KR (South Korea) or KP (North Korea)`},
		{Field{Form: Country}, text("Germnay"), Reading{}, `"Germnay" is not a country's code (ISO 3166-1) or English name: did you mean Germany?`},
		{Field{Form: Enum, Options: []string{"MALE", "FEMALE"}}, text("m"), Reading{}, `"m" is none of the options: write MALE or FEMALE`},
		{Field{Form: Enum, Options: strings.Fields(strings.Repeat("x ", 22))}, text("y"), Reading{}, `"y" is none of the options: write ` + strings.Repeat("x, ", 19) + `x or one of 2 more`},

		{Field{Form: HexID}, text("7"), Reading{}, `"7" is not a contact id: it has 24 hexadecimal digits`},
		{Field{Form: HexUUID}, text("7"), Reading{}, `"7" is not a contact id: it has 32 hexadecimal digits and no dashes`},
		{Field{Form: UUID}, text("7"), Reading{}, `"7" is not a contact id: it has 8-4-4-4-12 hexadecimal digits with dashes`},
		{Field{Form: PositiveID}, text("07"), Reading{}, `"07" is not a contact id: it is a whole number from 1, without leading zeros`},
	} {
		got, err := c.field.Conform(nil, c.cell, &c.reading)
		if err == nil {
			t.Errorf("%q was sent as %s; want it refused: %s", c.cell.Text, got, c.want)
			continue
		}
		if diff := cmp.Diff(c.want, err.Error()); diff != "" {
			t.Errorf("a user reads (-want +got):\n%s", diff)
		}
	}
}

// TestExamples shows that each form takes its own example and that what goes
// out is the example again.
func TestExamples(t *testing.T) {
	t.Parallel()
	for form := Text; form <= PositiveID; form++ {
		field := Field{Form: form, Options: []string{"MALE"}}
		if form == List {
			field.Options = nil
		}
		cell := text(strings.Trim(form.Example(), `"[]`))
		switch form {
		case List:
			cell = list(text("VIP"), text("Gold"))
		case PhoneDigits:
			cell.Text = "+" + cell.Text
		}
		got, err := field.Conform(nil, cell, nil)
		if string(got) != form.Example() || err != nil {
			t.Errorf("the example of %s goes out as %s, %v; want %s", form, got, err, form.Example())
		}
	}
	if got := Form(200).Example(); got != "null" {
		t.Errorf("a form that does not exist has the example %s", got)
	}
}
