package providers

import (
	"fmt"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
	"golang.org/x/text/language"
)

func appendLanguage(dst []byte, form Form, s string) ([]byte, error) {
	code := strings.ToLower(s)
	if _, err := language.ParseBase(code); err != nil || !twoLetters(code) {
		return dst, fmt.Errorf("%s is not a language code of two letters (ISO 639-1): write %s", quote(s), languageLike(s))
	}
	if form == LanguageUpper {
		code = strings.ToUpper(code)
	}
	return jsontext.AppendQuote(dst, code)
}

// languageLike names the code that s probably means, or an example.
func languageLike(s string) string {
	head, _, _ := strings.Cut(strings.ReplaceAll(s, "_", "-"), "-")
	if base, err := language.ParseBase(head); err == nil && twoLetters(base.String()) {
		return base.String()
	}
	return "en or ms"
}

func appendCountry(dst []byte, s string) ([]byte, error) {
	code, err := countryCode(s)
	if err != nil {
		return dst, err
	}
	return jsontext.AppendQuote(dst, code)
}

func countryCode(s string) (string, error) {
	code := strings.ToUpper(s)
	region, err := language.ParseRegion(code)
	known := err == nil && region.IsCountry()
	if known && twoLetters(code) && region.Canonicalize().String() == code {
		return code, nil
	}
	like := "MY or GB"
	if known {
		like = region.Canonicalize().String()
	}
	return "", fmt.Errorf("%s is not a country code of two letters (ISO 3166-1): write %s", quote(s), like)
}

func twoLetters(s string) bool {
	return len(s) == 2 && isLetter(s[0]) && isLetter(s[1])
}

func isLetter(c byte) bool {
	c |= 0x20
	return c >= 'a' && c <= 'z'
}
