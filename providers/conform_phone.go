package providers

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"github.com/nyaruka/phonenumbers"

	"rollcall/contact"
)

// Region returns the ISO code of a country that has phone numbers, in capitals.
func Region(code string) (string, error) {
	region, err := countryCode(code)
	if err == nil && !phonenumbers.GetSupportedRegions()[region] {
		err = fmt.Errorf("the phone numbers of %q are not known", region)
	}
	return region, err
}

// CallingCode returns the country calling code that the cell itself tells of a
// national phone number; 0 where it tells none, for another form, and for a
// cell that [Field.Conform] refuses. It is cheap after Conform.
func (f *Field) CallingCode(cell contact.Cell, reading *Reading) uint16 {
	if f.Form != PhoneNational || scalar(cell) != nil {
		return 0
	}
	return lookUp(f.Form, cell.Text, reading).country
}

func appendPhone(dst []byte, form Form, s string, reading *Reading) ([]byte, error) {
	answer := lookUp(form, s, reading)
	return append(dst, answer.wire...), answer.err
}

func lookUp(form Form, s string, reading *Reading) phoneAnswer {
	return phones.get(phoneKey{form, reading.Coded, reading.Region, s}, phone)
}

// phone returns the number as a JSON string: digits, and a plus for PhoneE164.
// With it comes the country calling code where the text tells one.
func phone(key phoneKey) (wire string, country uint16, err error) {
	dialled, err := dialled(key.text)
	if err != nil {
		return "", 0, err
	}
	if key.region == "" && dialled[0] != '+' {
		wire, err = bare(key, dialled)
		return wire, 0, err
	}
	number, err := phonenumbers.ParseAndKeepRawInput(dialled, key.region)
	if err != nil || !phonenumbers.IsValidNumber(number) {
		return "", 0, fmt.Errorf("%s is not a phone number that can be dialled%s", quote(key.text), within(dialled, key.region))
	}
	if err := cmp.Or(checkClear(key.text, dialled, number), checkHome(key, int(number.GetCountryCode()))); err != nil {
		return "", 0, err
	}
	if number.GetCountryCodeSource() != phonenumbers.PhoneNumber_FROM_DEFAULT_COUNTRY {
		country = uint16(number.GetCountryCode())
	}
	return strconv.Quote(written(key.form, number)), country, nil
}

// bare takes a number whose country nobody told.
func bare(key phoneKey, digits string) (string, error) {
	if key.form != PhoneNational {
		return "", fmt.Errorf("%s has no country code: write +60123456789, or set region: in the mapping", quote(key.text))
	}
	return bareNational(key.text, digits)
}

// checkClear refuses a number without a plus that can be dialled both with its
// first digits as the country code and without: nobody knows which is meant.
func checkClear(text, dialled string, number *phonenumbers.PhoneNumber) error {
	code := strconv.Itoa(int(number.GetCountryCode()))
	if !strings.HasPrefix(dialled, code) || phonenumbers.GetNationalSignificantNumber(number) != dialled {
		return nil
	}
	other, err := phonenumbers.Parse("+"+dialled, "")
	if err != nil || !phonenumbers.IsValidNumber(other) {
		return nil
	}
	return fmt.Errorf("%s may be +%s or +%s%s: write the one that is meant, with the plus", quote(text), dialled, code, dialled)
}

// checkHome refuses a national number of another country than the region: what
// is left of it without its country code may be somebody else's number at home.
// A number that goes out beside its country code is compared with that one.
func checkHome(key phoneKey, code int) error {
	home := phonenumbers.GetCountryCodeForRegion(key.region)
	if key.form != PhoneNational || key.coded || key.region == "" || code == home {
		return nil
	}
	return fmt.Errorf("%s has the country code %d, not that of %s (%d), and the field takes none: map a field that takes the whole number",
		quote(key.text), code, key.region, home)
}

func written(form Form, number *phonenumbers.PhoneNumber) string {
	switch form {
	case PhoneNational:
		return phonenumbers.GetNationalSignificantNumber(number)
	case PhoneDigits:
		return strings.TrimPrefix(phonenumbers.Format(number, phonenumbers.E164), "+")
	}
	return phonenumbers.Format(number, phonenumbers.E164)
}

func within(dialled, region string) string {
	if dialled[0] == '+' || region == "" {
		return ": check its country code and its length"
	}
	return " in " + region + ": check its length, or write its country code"
}

// dialled strips the separators that people write and returns the digits, with
// a plus in front where the number says its country code.
func dialled(s string) (string, error) {
	if damage := spreadsheetDamage(s); damage != nil {
		return "", fmt.Errorf("%s %w", quote(s), damage)
	}
	var digits strings.Builder
	for i, r := range s {
		switch {
		case r >= '0' && r <= '9', r == '+' && digits.Len() == 0:
			digits.WriteRune(r)
		case isPhoneSeparator(r):
		case unicode.IsLetter(r), r == '#', r == ',', r == ';':
			return "", fmt.Errorf("%s is not a plain phone number, for what begins at %s: write digits only, without extension", quote(s), quote(s[i:]))
		default:
			return "", fmt.Errorf("%s is not a phone number, for the %q in it: write it like +60123456789", quote(s), r)
		}
	}
	number := digits.String()
	if international, ok := strings.CutPrefix(number, "00"); ok {
		number = "+" + international
	}
	if strings.Trim(number, "+") == "" {
		return "", fmt.Errorf("%s is not a phone number, for it has no digits: write it like +60123456789", quote(s))
	}
	return number, nil
}

func isPhoneSeparator(r rune) bool {
	return strings.ContainsRune("-./()", r) || unicode.In(r, unicode.Pd, unicode.Zs)
}

// bareNational checks a national number whose country nobody told.
func bareNational(text, digits string) (string, error) {
	switch {
	case digits[0] == '0':
		return "", fmt.Errorf("%s begins with 0, which may belong to the trunk prefix: set region: in the mapping", quote(text))
	case len(digits) < 4 || len(digits) > 14:
		return "", fmt.Errorf("%s is not a national phone number: it has 4 to 14 digits", quote(text))
	}
	return strconv.Quote(digits), nil
}

func appendCallingCode(dst []byte, s string) ([]byte, error) {
	code := strings.TrimPrefix(strings.TrimPrefix(s, "+"), "00")
	number, err := strconv.Atoi(code)
	if err != nil || strconv.Itoa(number) != code || !phonenumbers.GetSupportedCallingCodes()[number] {
		return dst, fmt.Errorf("%s is not a country calling code: write 44 or +44", quote(s))
	}
	return strconv.AppendQuote(dst, code), nil
}
