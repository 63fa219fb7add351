package providers_test

import (
	"testing"

	"github.com/go-json-experiment/json/jsontext"

	"rollcall/contact"
	"rollcall/providers"
)

// view shows a field of each form under the form's own name.
var view = providers.View{Spec: &providers.Spec{Fields: []providers.Field{
	{Name: "text"},
	{Name: "number", Form: providers.Number},
	{Name: "number text", Form: providers.NumberText},
	{Name: "boolean", Form: providers.Boolean},
	{Name: "boolean text", Form: providers.BooleanText},
	{Name: "email", Form: providers.Email},
	{Name: "phone", Form: providers.PhoneE164},
	{Name: "digits", Form: providers.PhoneDigits},
	{Name: "code", Form: providers.PhoneCode},
	{Name: "date", Form: providers.Date},
	{Name: "moment", Form: providers.DateTime},
	{Name: "time", Form: providers.Time},
	{Name: "language", Form: providers.LanguageUpper},
	{Name: "gender", Form: providers.Enum, Options: []string{"MALE", "FEMALE"}},
	{Name: "tags", Form: providers.List},
}}}

// A comparison is a value as it was sent, and values as they are shown.
type comparison struct {
	field string // of the view; custom if empty
	sent  string
	same  []string
	other []string
}

var comparisons = []comparison{
	{
		"text", `"0200"`,
		[]string{`"0200"`, `"\u0030200"`},
		[]string{`200`, `"200"`, `"0200 "`, `["0200"]`, `{"a":"0200"}`, `null`, `""`},
	},
	{"text", `"200"`, []string{`200`}, []string{`200.0`, `2e2`}},
	{"text", `"true"`, []string{`true`}, []string{`"True"`}},
	{"text", `"12345678901234567890"`, []string{`12345678901234567890`}, []string{`12345678901234567000`}},
	{
		"number", `12.50`,
		[]string{`12.5`, `"12.5"`, `"12.50"`, `1.25e1`, `1250E-2`},
		[]string{`12.51`, `-12.5`, `"12,5"`, `"012.5"`, `125`, `true`, `[12.5]`},
	},
	{"number", `0`, []string{`0.0`, `-0`, `"0"`, `0e5`}, []string{`1`, `null`, `""`, `false`}},
	{"number", `0.001`, []string{`1e-3`, `1.0E-03`}, []string{`0.01`, `1e999999999999`}},
	{"number", `12345678901234567890`, []string{`"12345678901234567890"`}, []string{`12345678901234567891`, `1.2345678901234567e19`}},
	{"number text", `"1.50"`, []string{`1.5`, `"1.5"`}, []string{`"1.05"`}},
	{"boolean", `true`, []string{`"true"`, `"True"`, `1`, `"1"`}, []string{`false`, `"false"`, `0`, `"yes"`, `null`}},
	{"boolean", `false`, []string{`"false"`, `0`}, []string{`true`, `null`, `""`}},
	{"boolean text", `"true"`, []string{`true`}, []string{`false`}},
	{"email", `"John@Example.com"`, []string{`"john@example.com"`}, []string{`"john@example.co"`}},
	{
		"phone", `"+60123456789"`,
		[]string{`"60123456789"`, `60123456789`, `"+60 12-345 6789"`, `"+60(12)3456789"`},
		[]string{`"123456789"`, `"0123456789"`, `"+60123456780"`, `"+60123456789 ext 1"`, `"-60123456789"`, `"+"`},
	},
	{"digits", `"919200000001"`, []string{`"+919200000001"`, `919200000001`}, []string{`"9200000001"`}},
	{"code", `"44"`, []string{`"+44"`, `44`}, []string{`"4"`}},
	{
		"date", `"1990-05-14"`,
		[]string{`"1990-05-14T00:00:00.000Z"`, `"1990-05-14T00:00:00+10:00"`, `"1990-05-14 00:00:00 UTC"`},
		[]string{`"1990-05-13T14:00:00.000Z"`, `"1990-05-14T00:00:01Z"`, `"14/05/1990"`, `"1990-05-15"`, `19900514`},
	},
	{
		"moment", `"1990-01-01T00:00:00Z"`,
		[]string{`"1990-01-01T00:00:00.000Z"`, `"1990-01-01T01:00:00+01:00"`, `"1990-01-01T00:00:00+0000"`, `"1990-01-01"`, `"1990-01-01 00:00:00 UTC"`},
		[]string{`"1990-01-01T00:00:00+01:00"`, `"1990-01-01T00:00:00.001Z"`, `"1990-01-01 00:00:00 EST"`, `631152000`},
	},
	{"moment", `"1990-01-01T13:00:00Z"`, nil, []string{`"1990-01-01"`}},
	{"time", `"13:00"`, []string{`"13:00:00"`}, []string{`"13:00:01"`, `"1:00"`, `"01:00 PM"`}},
	{"language", `"ES"`, []string{`"es"`}, []string{`"EN"`}},
	{"gender", `"MALE"`, []string{`"male"`}, []string{`"FEMALE"`}},
	{
		"tags", `["a","b "]`,
		[]string{`["b ","a"]`, `["a","a","b "]`, `"[\"a\",\"b \"]"`},
		[]string{`["a","b"]`, `["a"]`, `["a","b ","c"]`, `["A","b "]`, `"a,b "`, `["a","b ",1]`, `[]`},
	},
	{"text", `null`, []string{`null`, `""`, `[]`, `{}`, `[ ]`}, []string{`"x"`, `0`, `false`}},
	{"text", `""`, []string{`null`}, []string{`" "`}},
	{"tags", `[]`, []string{`null`, `""`, `[]`}, []string{`["a"]`}},
	{"", `"2020-02-29"`, []string{`"2020-02-29T00:00:00Z"`}, []string{`"2020-03-01"`}},
	{"", `"2020-02-29T12:00:00Z"`, []string{`"2020-02-29T12:00:00.000Z"`}, []string{`"2020-02-29"`}},
	{"", `"13:00"`, []string{`"13:00:00"`}, []string{`"13"`}},
	{"", `"+61400000000"`, []string{`"61400000000"`}, []string{`"400000000"`}},
	{"", `"+5"`, nil, []string{`"5"`, `"-5"`}},
	{"", `"A"`, nil, []string{`"a"`}},
	{"", `"1.10"`, nil, []string{`1.1`, `"1.1"`}},
	{"", `12`, []string{`"12"`, `12.0`}, []string{`13`}},
	{"", `true`, []string{`"true"`}, []string{`null`}},
	{"", `["a"]`, []string{`"[\"a\"]"`}, []string{`"a"`}},
}

func (c comparison) update() contact.Field {
	return contact.Field{Name: c.field, Custom: c.field == "", Value: []byte(c.sent)}
}

func TestSame(t *testing.T) {
	t.Parallel()
	for _, c := range comparisons {
		for _, shown := range append(c.same, c.sent) {
			if !view.Same(c.update(), jsontext.Value(shown)) {
				t.Errorf("%s %s shown as %s would be reported as a mismatch", c.field, c.sent, shown)
			}
		}
		for _, shown := range c.other {
			if view.Same(c.update(), jsontext.Value(shown)) {
				t.Errorf("%s %s shown as %s would be reported as verified", c.field, c.sent, shown)
			}
		}
		if view.Same(c.update(), nil) {
			t.Errorf("%s %s of which nothing is shown would be reported as verified", c.field, c.sent)
		}
	}
}

func TestSame_numbersThatGoOutAsText(t *testing.T) {
	t.Parallel()
	textOnly := providers.View{Spec: view.Spec, TextOnly: true}
	field := contact.Field{Name: "orders", Custom: true, Value: []byte(`"1.50"`)}
	if !textOnly.Same(field, jsontext.Value(`1.5`)) {
		t.Error("a number that went out as text and is shown as a number would be reported as a mismatch")
	}
	if textOnly.Same(field, jsontext.Value(`1.05`)) {
		t.Error("another number would be reported as verified")
	}
}
