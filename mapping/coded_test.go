package mapping

import (
	"strings"
	"testing"

	"rollcall/contact"
	"rollcall/providers/all"
)

// A national phone number goes out beside its country code, never beside
// another one.
func TestCodedPhone(t *testing.T) {
	t.Parallel()
	const (
		german   = `phone_countrycode="49" phone_number="30901820"`
		british  = `phone_countrycode="44" phone_number="7712345678"`
		disagree = `"7712345678" is a number of country code 44 in the file, but phone_countrycode is 49`
		foreign  = `column "Phone": "+49 30 901820" has the country code 49, not that of GB (44)`
	)
	for _, c := range []struct {
		name, fields, code, phone string
		want                      string // the fields; where it begins with !, the error
	}{
		{"another country than the region", "{phone_countrycode: Code, phone_number: {column: Phone, region: GB}}", "49", "+49 30 901820", german},
		{"zeros for the plus", "{phone_countrycode: Code, phone_number: {column: Phone, region: GB}}", "+49", "0049 30 901820", german},
		{"the region's own", "{phone_countrycode: Code, phone_number: {column: Phone, region: GB}}", "44", "07712 345678", british},
		{"without region", "{phone_countrycode: Code, phone_number: Phone}", "49", "+49 30 901820", german},
		{"number first", "{phone_number: {column: Phone, region: GB}, phone_countrycode: Code}", "49", "+49 30 901820", `phone_number="30901820" phone_countrycode="49"`},
		{"default", "{phone_countrycode: Code, phone_number: {column: Phone, region: GB, default: +49 30 901820}}", "49", "", german},
		{"constant", "{phone_countrycode: Code, phone_number: {value: +49 30 901820, region: GB}}", "49", "", german},

		{"contradiction", "{phone_countrycode: {value: 49}, phone_number: {column: Phone, region: DE}}", "", "+44 7712 345678", `!column "Phone": ` + disagree},
		{"contradiction without region", "{phone_countrycode: {value: 49}, phone_number: Phone}", "", "+44 7712 345678", "!" + disagree},
		{"contradiction without plus", "{phone_countrycode: {value: 49}, phone_number: {column: Phone, region: GB}}", "", "447712345678", "!" + disagree},
		{"contradiction of a default", "{phone_countrycode: Code, phone_number: {column: Phone, default: +44 7712 345678}}", "49", "", "!" + disagree},
		{"contradiction of a constant", "{phone_countrycode: Code, phone_number: {value: +44 7712 345678}}", "49", "", "!" + disagree},

		{"foreign, the code's cell empty", "{phone_countrycode: Code, phone_number: {column: Phone, region: GB}}", "", "+49 30 901820", "!" + foreign},
		{"at home, the code's cell empty", "{phone_countrycode: Code, phone_number: {column: Phone, region: GB}}", "", "+44 7712 345678", `phone_number="7712345678"`},
		{"no region, the code's cell empty", "{phone_countrycode: Code, phone_number: Phone}", "", "+49 30 901820", `phone_number="30901820"`},
		{"both cells empty", "{name_first: {value: Ann}, phone_countrycode: Code, phone_number: {column: Phone, region: GB}, city: Other}", "", "", `name_first="Ann" city="x"`},
		{"foreign, no field for the code", "{phone_number: {column: Phone, region: GB}, city: Code}", "49", "+49 30 901820", "!" + foreign},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			u, err := codedUpdate(t, c.fields, c.code, c.phone)
			got := outcome(u, err)
			if got != c.want && (err == nil || c.want[0] != '!' || !strings.Contains(got, c.want[1:])) {
				t.Errorf("the row with code %q and phone %q became %s; want %s", c.code, c.phone, got, c.want)
			}
		})
	}
}

// codedUpdate applies a mapping for Cendyn to a row.
func codedUpdate(t *testing.T, fields, code, phone string) (contact.Update, error) {
	t.Helper()
	columns := []string{"ID", "Code", "Phone", "Other"}
	const head = "provider: cendyn\nsettings: {account_id: 550aac3da096734ce50000aa, region: eu}\ncontact: ID\nfields: "
	m, err := Compile("m.yaml", []byte(head+fields+"\n"), all.Definitions(), columns)
	if err != nil {
		t.Fatalf("the mapping was refused:\n%v", err)
	}
	return m.Apply(record(t, m, columns, "550aac3da096734ce5000001", code, phone, "x"), nil)
}
