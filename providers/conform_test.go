package providers

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"rollcall/contact"
)

func text(s string) contact.Cell   { return contact.Cell{Kind: contact.Text, Text: s} }
func number(s string) contact.Cell { return contact.Cell{Kind: contact.Number, Text: s} }
func boolean(s string) contact.Cell {
	return contact.Cell{Kind: contact.Bool, Text: s}
}

func list(items ...contact.Cell) contact.Cell {
	return contact.Cell{Kind: contact.List, Items: items}
}

type conformCase struct {
	name    string
	field   Field
	cell    contact.Cell
	reading Reading
	want    string // wire form; where empty, the error must hold fault
	fault   string
}

func runConform(t *testing.T, cases []conformCase) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, err := c.field.Conform([]byte("before"), c.cell, &c.reading)
			if c.want == "" {
				if err == nil {
					t.Fatalf("%q was sent as %s; want it refused", c.cell.Text, got)
				}
				if !strings.Contains(err.Error(), c.fault) || c.fault == "" {
					t.Fatalf("%q was refused with %q; want it to say %q", c.cell.Text, err, c.fault)
				}
				return
			}
			if err != nil {
				t.Fatalf("%q was refused: %v; want %s", c.cell.Text, err, c.want)
			}
			if string(got) != "before"+c.want {
				t.Fatalf("%q was sent as %s; want %s", c.cell.Text, got, c.want)
			}
		})
	}
}

func TestConformText(t *testing.T) {
	t.Parallel()
	runConform(t, []conformCase{
		{name: "zeros in front stay", cell: text("00123"), want: `"00123"`},
		{name: "every digit stays", cell: number("12345678901234567890"), want: `"12345678901234567890"`},
		{name: "exponent stays", cell: number("1e5"), want: `"1e5"`},
		{name: "boolean as word", cell: boolean("true"), want: `"true"`},
		{name: "quotes", cell: text(`a"b\c`), want: `"a\"b\\c"`},
		{name: "formula is data", cell: text("=1+1"), want: `"=1+1"`},
		{name: "html is data", cell: text("<b>&"), want: `"<b>&"`},
		{name: "line ends", cell: text("a\r\nb\rc\nd"), want: `"a\nb\nc\nd"`},
		{name: "tab", cell: text("a\tb"), want: `"a\tb"`},
		{name: "emoji", cell: text("Zoë 🎉"), want: `"Zoë 🎉"`},
		{name: "replacement character", cell: text("a\uFFFDb"), want: "\"a\uFFFDb\""},
		{name: "length counts characters", field: Field{Max: 3}, cell: text("äöü"), want: `"äöü"`},
		{name: "a line end counts once", field: Field{Max: 3}, cell: text("a\r\nb"), want: `"a\nb"`},
		{name: "too long", field: Field{Max: 3}, cell: text("abcd"), fault: "has 4 characters: the field takes 3"},
		{name: "nul", cell: text("a\x00b"), fault: "U+0000"},
		{name: "delete", cell: text("a\x7fb"), fault: "U+007F"},
		{name: "bad bytes", cell: text("a\xffb"), fault: "UTF-8"},
		{name: "list", cell: list(text("a")), fault: "list"},
		{name: "object", cell: contact.Cell{Kind: contact.Object, Text: `{"a":1}`}, fault: "is an object"},
		{name: "missing", cell: contact.Cell{}, fault: "no value"},
		{name: "long values are cut in messages", field: Field{Form: Number}, cell: text(strings.Repeat("x", 100)), fault: `"` + strings.Repeat("x", 60) + `…"`},
	})
}

func TestConformBoolean(t *testing.T) {
	t.Parallel()
	german := Reading{True: []string{"ja"}, False: []string{"nein", "1"}}
	runConform(t, []conformCase{
		{name: "yes", field: Field{Form: Boolean}, cell: text("YES"), want: "true"},
		{name: "1", field: Field{Form: Boolean}, cell: text("1"), want: "true"},
		{name: "n", field: Field{Form: Boolean}, cell: text("n"), want: "false"},
		{name: "json", field: Field{Form: Boolean}, cell: boolean("false"), want: "false"},
		{name: "json number", field: Field{Form: Boolean}, cell: number("0"), want: "false"},
		{name: "as text", field: Field{Form: BooleanText}, cell: text("no"), want: `"false"`},
		{name: "own words", field: Field{Form: Boolean}, cell: text("Ja"), reading: german, want: "true"},
		{name: "own words go first", field: Field{Form: Boolean}, cell: number("1"), reading: german, want: "false"},
		{name: "own words replace", field: Field{Form: Boolean}, cell: text("yes"), reading: german, fault: "neither true (ja) nor false (nein, 1)"},
		{name: "other number", field: Field{Form: Boolean}, cell: number("2"), fault: "neither true"},
		{name: "maybe", field: Field{Form: Boolean}, cell: text("maybe"), fault: "true, yes, y, 1"},
	})
}

func TestConformAddress(t *testing.T) {
	t.Parallel()
	var cases []conformCase
	for _, s := range []string{"a@b.co", "Ann.Lee+tag@Example.com", "zoë@exämple.de", "o'neil@x.org"} {
		cases = append(cases, conformCase{name: s, field: Field{Form: Email}, cell: text(s), want: `"` + s + `"`})
	}
	for _, s := range []string{
		"a", "a@b", "Ann <a@b.co>", "a@b.co, c@d.co", "a b@c.co", "a@b..co", "a@-b.co", "@b.co", "a@b.co.", "a@[1.2.3.4]", `"a b"@c.co`,
		strings.Repeat("a", 65) + "@b.co", "a@" + strings.Repeat("b.", 130) + "co",
	} {
		cases = append(cases, conformCase{name: "no " + s, field: Field{Form: Email}, cell: text(s), fault: "e-mail address"})
	}
	for _, s := range []string{"https://example.com/a?b=c#d", "http://1.2.3.4:8080/", "www.website.com", "website.com", "HTTPS://München.de/ä", "https://u:p@example.com", "my_site.example.com"} {
		cases = append(cases, conformCase{name: s, field: Field{Form: URL}, cell: text(s), want: `"` + s + `"`})
	}
	for _, s := range []string{"ftp://example.com", "javascript:alert(1)", "example", "http://", "http://localhost", "a b.com", "http://a..b", "ann@example.com", "mailto:ann@example.com", "https://ex<a>.com", "https://%zz.com"} {
		cases = append(cases, conformCase{name: "no " + s, field: Field{Form: URL}, cell: text(s), fault: "address"})
	}
	runConform(t, cases)
}

func TestConformPhone(t *testing.T) {
	t.Parallel()
	my, us, gb, it := Reading{Region: "MY"}, Reading{Region: "US"}, Reading{Region: "GB"}, Reading{Region: "IT"}
	runConform(t, []conformCase{
		{name: "plus", field: Field{Form: PhoneE164}, cell: text("+60 12-345 6789"), want: `"+60123456789"`},
		{name: "00 is international everywhere", field: Field{Form: PhoneE164}, cell: text("0049 30 901820"), reading: us, want: `"+4930901820"`},
		{name: "region", field: Field{Form: PhoneE164}, cell: text("012-345 6789"), reading: my, want: `"+60123456789"`},
		{name: "plus beats region", field: Field{Form: PhoneE164}, cell: text("+44 20 7946 0958"), reading: my, want: `"+442079460958"`},
		{name: "trunk zero in brackets", field: Field{Form: PhoneE164}, cell: text("+44 (0)20 7946 0958"), want: `"+442079460958"`},
		{name: "plus in brackets", field: Field{Form: PhoneE164}, cell: text("(+60) 12 345 6789"), want: `"+60123456789"`},
		{name: "no-break space and dash", field: Field{Form: PhoneE164}, cell: text("+1\u00a0415\u2011555\u20112671"), want: `"+14155552671"`},
		{name: "dots", field: Field{Form: PhoneE164}, cell: text("415.555.2671"), reading: us, want: `"+14155552671"`},
		{name: "italian zero stays", field: Field{Form: PhoneE164}, cell: text("06 6982 0000"), reading: it, want: `"+390669820000"`},
		{name: "json number", field: Field{Form: PhoneE164}, cell: number("60123456789"), reading: my, want: `"+60123456789"`},
		{name: "digits", field: Field{Form: PhoneDigits}, cell: text("+919200000001"), want: `"919200000001"`},
		{name: "national from international", field: Field{Form: PhoneNational}, cell: text("+44 7712 345678"), want: `"7712345678"`},
		{name: "national with region", field: Field{Form: PhoneNational}, cell: text("07712 345678"), reading: gb, want: `"7712345678"`},
		{name: "national with region and country code", field: Field{Form: PhoneNational}, cell: text("0044 7712 345678"), reading: gb, want: `"7712345678"`},
		{name: "national of another country", field: Field{Form: PhoneNational}, cell: text("+49 30 901820"), reading: gb, fault: "country code 49"},
		{name: "national of another country beside its code", field: Field{Form: PhoneNational}, cell: text("+49 30 901820"), reading: Reading{Region: "GB", Coded: true}, want: `"30901820"`},
		{name: "national alone", field: Field{Form: PhoneNational}, cell: text("7712-345.678"), want: `"7712345678"`},
		{name: "national alone with zero", field: Field{Form: PhoneNational}, cell: text("07712345678"), fault: "region:"},
		{name: "national alone too short", field: Field{Form: PhoneNational}, cell: text("123"), fault: "4 to 14"},
		{name: "no country", field: Field{Form: PhoneE164}, cell: text("0123456789"), fault: "region:"},
		{name: "wrong length", field: Field{Form: PhoneE164}, cell: text("+6012"), fault: "check its country code"},
		{name: "wrong in region", field: Field{Form: PhoneE164}, cell: text("12345"), reading: us, fault: "in US"},
		{name: "letters", field: Field{Form: PhoneE164}, cell: text("1-800-FLOWERS"), reading: us, fault: `"FLOWERS"`},
		{name: "extension", field: Field{Form: PhoneE164}, cell: text("+14155552671 x12"), fault: "without extension"},
		{name: "extension by mark", field: Field{Form: PhoneE164}, cell: text("+14155552671#12"), fault: "without extension"},
		{name: "two numbers", field: Field{Form: PhoneE164}, cell: text("+14155552671; +14155552672"), fault: "plain phone number"},
		{name: "exponent", field: Field{Form: PhoneE164}, cell: text("1.23E+11"), reading: us, fault: "spreadsheet"},
		{name: "exponent with comma", field: Field{Form: PhoneDigits}, cell: text("6,01E+10"), reading: my, fault: "spreadsheet"},
		{name: "added fraction", field: Field{Form: PhoneE164}, cell: text("4155552671.0"), reading: us, fault: "spreadsheet"},
		{name: "plus inside", field: Field{Form: PhoneE164}, cell: text("+1415+5552671"), fault: "for the '+'"},
		{name: "no digits", field: Field{Form: PhoneE164}, cell: text("-"), fault: "no digits"},
		{name: "plus alone", field: Field{Form: PhoneE164}, cell: text("+"), fault: "no digits"},
		{name: "code", field: Field{Form: PhoneCode}, cell: text("44"), want: `"44"`},
		{name: "code with plus", field: Field{Form: PhoneCode}, cell: text("+44"), want: `"44"`},
		{name: "code with zeros", field: Field{Form: PhoneCode}, cell: text("0044"), want: `"44"`},
		{name: "code nobody has", field: Field{Form: PhoneCode}, cell: text("999"), fault: "calling code"},
		{name: "code with zero", field: Field{Form: PhoneCode}, cell: text("044"), fault: "calling code"},
		{name: "code of letters", field: Field{Form: PhoneCode}, cell: text("GB"), fault: "calling code"},
	})
}

func TestPhoneAnswersDoNotDependOnTheCache(t *testing.T) {
	t.Parallel()
	cache := newPhoneCache()
	parse := func(key phoneKey) (string, uint16, error) {
		if key.text[0] == 'x' {
			return "", 0, errors.New(key.text)
		}
		return key.text + key.region, uint16(len(key.text)), nil
	}
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for i := range 3 * phoneShards * phonesInShard {
				key := phoneKey{form: PhoneE164, region: fmt.Sprint(i % 3), text: fmt.Sprint(i / 6)}
				want := phoneAnswer{wire: key.text + key.region, country: uint16(len(key.text))}
				if got := cache.get(key, parse); got != want {
					t.Errorf("%v gave %v; want %v", key, got, want)
				}
			}
		})
	}
	group.Wait()
	for i := range cache.shards {
		if n := len(cache.shards[i].known); n > phonesInShard {
			t.Errorf("shard %d holds %d numbers; want %d at most", i, n, phonesInShard)
		}
	}
	for range 2 {
		if got := cache.get(phoneKey{text: "x"}, parse); got.err == nil || got.err.Error() != "x" {
			t.Errorf("a refused number gave %v the second time", got.err)
		}
	}
}

func TestCallingCode(t *testing.T) {
	t.Parallel()
	gb, us := Reading{Region: "GB", Coded: true}, Reading{Region: "US", Coded: true}
	for _, c := range []struct {
		cell    string
		reading Reading
		want    uint16
	}{
		{"+49 30 901820", gb, 49},
		{"0049 30 901820", gb, 49},
		{"+44 7712 345678", gb, 44},
		{"447712345678", gb, 44},
		{"07712 345678", gb, 0},
		{"7712345678", gb, 0},
		{"011 49 30 901820", us, 49},
		{"+39 06 6982 1234", Reading{Coded: true}, 39},
		{"7712345678", Reading{Coded: true}, 0},
		{"+49 30", gb, 0},
		{"call me", gb, 0},
	} {
		f := Field{Form: PhoneNational}
		if got := f.CallingCode(text(c.cell), &c.reading); got != c.want {
			t.Errorf("%q with region %q tells the country code %d; want %d", c.cell, c.reading.Region, got, c.want)
		}
	}
	if got := (&Field{Form: PhoneE164}).CallingCode(text("+49 30 901820"), &gb); got != 0 {
		t.Errorf("a whole number tells the country code %d apart", got)
	}
	if got := (&Field{Form: PhoneNational}).CallingCode(list(text("+49 30 901820")), &gb); got != 0 {
		t.Errorf("a list tells the country code %d", got)
	}
}

func TestConformID(t *testing.T) {
	t.Parallel()
	hex24, hex32, dashed := strings.Repeat("0aF", 8), strings.Repeat("0aF9", 8), "0b0f8a52-1c9d-4e5f-8A7b-1234567890ab"
	runConform(t, []conformCase{
		{name: "hex id", field: Field{Form: HexID}, cell: text(hex24), want: `"` + hex24 + `"`},
		{name: "hex id of digits", field: Field{Form: HexID}, cell: number(strings.Repeat("1", 24)), want: `"` + strings.Repeat("1", 24) + `"`},
		{name: "hex id short", field: Field{Form: HexID}, cell: text(hex24[1:]), fault: "24 hex"},
		{name: "hex id letter", field: Field{Form: HexID}, cell: text("g" + hex24[1:]), fault: "24 hex"},
		{name: "hex id path", field: Field{Form: HexID}, cell: text("../" + hex24[3:]), fault: "24 hex"},
		{name: "uuid without dashes", field: Field{Form: HexUUID}, cell: text(hex32), want: `"` + hex32 + `"`},
		{name: "dashes", field: Field{Form: HexUUID}, cell: text(dashed), fault: "no dashes"},
		{name: "uuid", field: Field{Form: UUID}, cell: text(dashed), want: `"` + dashed + `"`},
		{name: "no dashes", field: Field{Form: UUID}, cell: text(hex32), fault: "with dashes"},
		{name: "dash elsewhere", field: Field{Form: UUID}, cell: text("0b0f8a521-c9d-4e5f-8A7b-1234567890ab"), fault: "with dashes"},
		{name: "positive", field: Field{Form: PositiveID}, cell: number("123"), want: `"123"`},
		{name: "zero", field: Field{Form: PositiveID}, cell: text("0"), fault: "from 1"},
		{name: "leading zero", field: Field{Form: PositiveID}, cell: text("012"), fault: "leading zeros"},
		{name: "sign", field: Field{Form: PositiveID}, cell: text("-1"), fault: "from 1"},
		{name: "fraction", field: Field{Form: PositiveID}, cell: text("1.0"), fault: "from 1"},
	})
}

func TestRegion(t *testing.T) {
	t.Parallel()
	if got, err := Region("my"); got != "MY" || err != nil {
		t.Errorf("region my gave %q, %v", got, err)
	}
	for _, code := range []string{"UK", "EU", "", "Malaysia", "AQ"} {
		if _, err := Region(code); err == nil {
			t.Errorf("region %q was taken", code)
		}
	}
}

func TestUnknownFormIsAnError(t *testing.T) {
	t.Parallel()
	if got, err := (&Field{Form: 200}).Conform(nil, text("x"), nil); err == nil {
		t.Errorf("a form that does not exist sent %s", got)
	}
}
