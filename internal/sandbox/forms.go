package sandbox

import (
	"bytes"
	"net/netip"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
	"golang.org/x/text/language"
)

// A form says what is wrong with a JSON value, in words that follow the name
// of the field; it is empty for a value in form.
type form func(jsontext.Value) string

// The forms that several providers share.
var (
	text       = words("must be a string", func([]byte) bool { return true })
	email      = words("must be an e-mail address", isEmail)
	phoneE164  = words("must be a phone number such as +60123456789", isE164)
	digits     = words("must be digits only", func(s []byte) bool { return isDigits(s, 1, 20) })
	phone      = words("must be a phone number in digits with its country code, such as 919200000001", isPhone)
	date       = words("must be a date such as 1990-05-14", isDate)
	dateTime   = words("must be an ISO 8601 date and time such as 1990-01-01T00:00:00Z", isDateTime)
	anyDate    = words("must be an ISO 8601 date", func(s []byte) bool { return isDate(s) || isDateTime(s) })
	clock      = words("must be a time such as 13:00", isClock)
	address    = words("must be a web address", isAddress)
	numberText = words("must be a string that holds a number", isNumberText)
	langLower  = words("must be a lower-case ISO 639-1 language", func(s []byte) bool { return isLanguage(s) && lower(s) })
	langUpper  = words("must be an upper-case ISO 639-1 language", func(s []byte) bool { return isLanguage(s) && upper(s) })
	country    = words("must be an ISO 3166-1 alpha-2 country", func(s []byte) bool { return isCountry(s) && upper(s) })
	ipAddress  = words("must be an IP address", isIP)
)

// words returns the form of a string that satisfies ok.
func words(want string, ok func([]byte) bool) form {
	return func(v jsontext.Value) string {
		if v.Kind() != '"' || !ok(unquote(v)) {
			return want
		}
		return ""
	}
}

func number(v jsontext.Value) string {
	return ofKind(v, '0', "must be a number without quotation marks")
}
func object(v jsontext.Value) string   { return ofKind(v, '{', "must be an object") }
func anything(v jsontext.Value) string { return "" }

func boolean(v jsontext.Value) string {
	if v.Kind() != 't' && v.Kind() != 'f' {
		return "must be true or false"
	}
	return ""
}

func ofKind(v jsontext.Value, kind jsontext.Kind, want string) string {
	if v.Kind() != kind {
		return want
	}
	return ""
}

// scalar takes strings, numbers and booleans.
func scalar(v jsontext.Value) string {
	switch v.Kind() {
	case '"', '0', 't', 'f':
		return ""
	}
	return "must be a string, a number or a boolean"
}

// nullable also takes null.
func nullable(f form) form {
	return func(v jsontext.Value) string {
		if v.Kind() == 'n' {
			return ""
		}
		return f(v)
	}
}

// blankable also takes the empty string.
func blankable(f form) form {
	return func(v jsontext.Value) string {
		if string(v) == `""` {
			return ""
		}
		return f(v)
	}
}

// longest refuses strings of more than n characters.
func longest(n int) form {
	return func(v jsontext.Value) string {
		if wrong := text(v); wrong != "" {
			return wrong
		}
		if utf8.RuneCount(unquote(v)) > n {
			return "is too long"
		}
		return ""
	}
}

// oneOf takes the given strings only.
func oneOf(options ...string) form {
	return words("must be one of "+strings.Join(options, ", "), func(s []byte) bool {
		for _, o := range options {
			if o == string(s) {
				return true
			}
		}
		return false
	})
}

// member takes the strings of a set; open takes every string.
func member(known map[string]bool, open bool, want string) form {
	return words(want, func(s []byte) bool { return open || known[string(s)] })
}

// listOf takes an array of elements of the form.
func listOf(f form) form {
	return func(v jsontext.Value) string {
		items, ok := elements(v)
		if !ok {
			return "must be an array"
		}
		for _, item := range items {
			if wrong := f(item); wrong != "" {
				return "has an element that " + wrong
			}
		}
		return ""
	}
}

func isEmail(s []byte) bool {
	at := bytes.IndexByte(s, '@')
	if at < 1 || at != bytes.LastIndexByte(s, '@') || len(s) > 254 {
		return false
	}
	domain := s[at+1:]
	dot := bytes.IndexByte(domain, '.')
	return dot > 0 && dot < len(domain)-1 && bytes.IndexFunc(s, func(r rune) bool { return r <= ' ' || r == 0x7f }) < 0
}

func isDigits(s []byte, least, most int) bool {
	if len(s) < least || len(s) > most {
		return false
	}
	for _, c := range s {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

func isPhone(s []byte) bool { return isDigits(s, 7, 15) && s[0] != '0' }
func isE164(s []byte) bool  { return len(s) > 0 && s[0] == '+' && isPhone(s[1:]) }

func isHex(s string, n int) bool {
	if len(s) != n {
		return false
	}
	for i := range len(s) {
		c := s[i] | 0x20
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

func isUUID(s string) bool {
	return len(s) == 36 && s[8] == '-' && s[13] == '-' && s[18] == '-' && s[23] == '-' &&
		isHex(s[:8], 8) && isHex(s[9:13], 4) && isHex(s[14:18], 4) && isHex(s[19:23], 4) && isHex(s[24:], 12)
}

func parses(layout string, s []byte) bool {
	_, err := time.Parse(layout, string(s))
	return err == nil
}

func isDate(s []byte) bool     { return len(s) == 10 && parses(time.DateOnly, s) }
func isDateTime(s []byte) bool { return parses(time.RFC3339, s) }
func isClock(s []byte) bool    { return len(s) == 5 && parses("15:04", s) }

func isAddress(s []byte) bool {
	host := string(s)
	if scheme, rest, ok := strings.Cut(host, "://"); ok {
		if scheme != "http" && scheme != "https" {
			return false
		}
		host = rest
	}
	host, _, _ = strings.Cut(host, "/")
	dot := strings.LastIndexByte(host, '.')
	return dot > 0 && dot < len(host)-1 && !strings.ContainsAny(string(s), " \t\r\n\"<>")
}

// isNumberText reports whether the string is the text of a JSON number.
func isNumberText(s []byte) bool {
	v := jsontext.Value(s)
	return len(s) > 0 && v.Kind() == '0' && v.IsValid() && s[len(s)-1] >= '0'
}

func isLanguage(s []byte) bool {
	_, err := language.ParseBase(string(s))
	return len(s) == 2 && err == nil
}

func isCountry(s []byte) bool {
	if len(s) != 2 {
		return false
	}
	r, err := language.ParseRegion(string(s))
	return err == nil && r.IsCountry()
}

func isIP(s []byte) bool {
	_, err := netip.ParseAddr(string(s))
	return err == nil
}

func lower(s []byte) bool { return bytes.Equal(s, bytes.ToLower(s)) }
func upper(s []byte) bool { return bytes.Equal(s, bytes.ToUpper(s)) }
