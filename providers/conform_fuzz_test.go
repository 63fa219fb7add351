package providers

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"rollcall/contact"
)

func FuzzConform(f *testing.F) {
	for _, s := range []string{"", "00123", "+60 12-345 6789", "a@b.co", "1990-05-14T00:00:00Z", "31/02/2024", "1.23E+11", "www.x.com", "a\xff", "\r\n", "en-US", "UK", "-0.0e-1", "1.234,50", "-1 234", "12 %", "Korea", "côte d’ivoire"} {
		f.Add(s, uint8(0), uint8(0))
	}
	german, french := signs(f, ",", "."), signs(f, ",", " ")
	readings := []*Reading{nil, {}, &german, &french, {Region: "MY", Layouts: mustLayouts("D/M/YYYY H:mm:ssZ", "DDMMYYYY"), Zone: time.FixedZone("x", 3600)}}
	f.Fuzz(func(t *testing.T, s string, form, how uint8) {
		field := Field{Form: Form(form % uint8(PositiveID+2)), Options: []string{"MALE", "FEMALE"}, Max: int(how % 8 * 10)}
		cell := contact.Cell{Kind: contact.Kind(how % 8), Text: s, Items: []contact.Cell{text(s), number("1")}}
		got, err := field.Conform(nil, cell, readings[int(how)%len(readings)])
		if err != nil {
			return
		}
		if !json.Valid(got) {
			t.Fatalf("form %d sends %q as %q, which is not JSON", field.Form, s, got)
		}
		if field.Form >= Number && field.Form <= IntegerText && onlyDigits(string(got)) != onlyDigits(s) {
			t.Fatalf("the number %q went out as %s, with other digits", s, got)
		}
		if field.Form == Text && !strings.Contains(s, "\r") {
			var back string
			if err := json.Unmarshal(got, &back); err != nil || back != s {
				t.Fatalf("the text %q went out as %s", s, got)
			}
		}
	})
}

// onlyDigits takes everything but the digits out.
func onlyDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}

func FuzzNames(f *testing.F) {
	for _, s := range []string{"", "de", "DEU", "Germnay", "St. Lucia", "Curaçao", "Korea", "\xff", "i\u0307"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, r := range []*register{languages(), countries()} {
			code, ok := r.find(s)
			if ok != twoLetters(code) {
				t.Fatalf("%q stands for the code %q", s, code)
			}
			if again, _ := r.find(code); again != code {
				t.Fatalf("%q stands for %q, which stands for %q", s, code, again)
			}
			if guess, ok := r.guess(s); ok && guess == "" {
				t.Fatalf("%q may be meant for nothing", s)
			}
		}
	})
}

func FuzzUsualAddress(f *testing.F) {
	for _, s := range []string{"a@b.co", "ann.lee+x@mail.example.com", "a_-@1.2", ".a@b.co", "a@b..co", "a@b.co.", "a@b-c.de", "@.", "a@@b.c"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if isUsualAddress(s) && parseEmail(s) != nil {
			t.Fatalf("%q is taken at first sight, but %v", s, parseEmail(s))
		}
	})
}
