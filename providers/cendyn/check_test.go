package cendyn_test

import (
	"errors"
	"testing"

	"rollcall/contact"
	"rollcall/providers"
	"rollcall/providers/providertest"
)

// fields returns fields from names and values in turn.
func fields(pairs ...string) []contact.Field {
	var all []contact.Field
	for i := 0; i < len(pairs); i += 2 {
		all = append(all, providertest.Field(pairs[i], pairs[i+1]))
	}
	return all
}

// numbered returns a phone in two parts, whose number had the country code told
// in the file.
func numbered(code, number string, told uint16) []contact.Field {
	all := fields("phone_countrycode", `"`+code+`"`, "phone_number", `"`+number+`"`)
	all[1].Country = told
	return all
}

func TestCheck(t *testing.T) {
	t.Parallel()
	const lists, channels = "list_subscriptions", "channel_subscriptions"
	for name, tc := range map[string]struct {
		fields []contact.Field
		fault  string // the field at fault; empty if the update is good
	}{
		"number and code agree":        {fields("phone_countrycode", `"44"`, "phone_number", `"7712345678"`), ""},
		"number alone":                 {fields("phone_number", `"7712345678"`), ""},
		"number with a trunk prefix":   {fields("phone_countrycode", `"44"`, "phone_number", `"07712345678"`), "phone_number"},
		"number of another country":    {fields("phone_countrycode", `"34"`, "phone_number", `"7712345678"`), "phone_number"},
		"number with its country code": {fields("phone_countrycode", `"44"`, "phone_number", `"447712345678"`), "phone_number"},
		"number told with the code":    {numbered("49", "30901820", 49), ""},
		"number told with another":     {numbered("49", "7712345678", 44), "phone_number"},
		"code told, none beside":       {numbered("44", "7712345678", 44)[1:], ""},
		"number of the wrong length":   {fields("phone_countrycode", `"44"`, "phone_number", `"771"`), "phone_number"},
		"italian zero belongs":         {fields("phone_countrycode", `"39"`, "phone_number", `"0612345678"`), ""},
		"both styles agree":            {fields("phone", `"+447712345678"`, "phone_countrycode", `"44"`, "phone_number", `"7712345678"`), ""},
		"both styles differ":           {fields("phone", `"+447712345679"`, "phone_countrycode", `"44"`, "phone_number", `"7712345678"`), "phone"},
		"phone and another code":       {fields("phone", `"+447712345678"`, "phone_countrycode", `"34"`), "phone"},
		"phone and another number":     {fields("phone", `"+447712345678"`, "phone_number", `"7712345670"`), "phone"},
		"phone and its code":           {fields("phone", `"+447712345678"`, "phone_countrycode", `"44"`), ""},
		"poles":                        {fields("last_latitude", `-90`, "last_longitude", `180.0`), ""},
		"latitude beyond the pole":     {fields("last_latitude", `90.5`), "last_latitude"},
		"longitude beyond the line":    {fields("last_longitude", `-181`), "last_longitude"},
		"latitude beyond all":          {fields("last_latitude", `1e999`), "last_latitude"},
		"IPv4":                         {fields("gdpr_remote_ip", `"192.0.2.1"`), ""},
		"no IP":                        {fields("gdpr_remote_ip", `"192.0.2"`), "gdpr_remote_ip"},
		"IP with a zone":               {fields("gdpr_remote_ip", `"fe80::1%eth0"`), "gdpr_remote_ip"},
		"pair whole":                   {fields(lists+"[list_id]", `"a"`, lists+"[subscribed]", `true`), ""},
		"pair without subscribed":      {fields(lists+"[list_id]", `"a"`), lists + "[subscribed]"},
		"pair without list":            {fields(lists+"[subscribed]", `true`), lists + "[list_id]"},
		"pair without blacklisted":     {fields(channels+"[channel]", `"sms"`), channels + "[blacklisted]"},
		"several lists":                {fields(lists+"[a]", `true`, lists+"[b]", `false`, lists+"[list_id]", `"c"`, lists+"[subscribed]", `true`), ""},
		"the same list twice":          {fields(lists+"[a]", `true`, lists+"[list_id]", `"a"`, lists+"[subscribed]", `false`), lists + "[list_id]"},
		"the same channel twice":       {fields(channels+"[sms]", `true`, channels+"[channel]", `"sms"`, channels+"[blacklisted]", `false`), channels + "[channel]"},
		"custom in brackets":           {[]contact.Field{providertest.Custom(lists+"[a]", `true`)}, lists + "[a]"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			testFault(t, suite.Provider(t).Check(contact.Update{Fields: tc.fields}), tc.fault)
		})
	}
}

func TestCheckObject(t *testing.T) {
	t.Parallel()
	two := fields("list_subscriptions[a]", `true`, "list_subscriptions[b]", `true`)
	testFault(t, object(t).Check(contact.Update{Fields: two}), "list_subscriptions[list_id]")
	testFault(t, object(t).Check(contact.Update{Fields: two[:1]}), "")
}

func testFault(t *testing.T, err error, field string) {
	t.Helper()
	fault, ok := errors.AsType[*providers.FieldError](err)
	switch {
	case field == "" && err != nil:
		t.Errorf("a good row would be refused: %v", err)
	case field != "" && !ok:
		t.Errorf("the row would be sent, want an error of %s", field)
	case field != "" && fault.Field != field:
		t.Errorf("the error names %s, want %s: %v", fault.Field, field, err)
	}
}
