package providers

import (
	"fmt"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
	"golang.org/x/text/language"
)

func appendLanguage(dst []byte, form Form, s string) ([]byte, error) {
	code, ok := languages().find(s)
	if !ok {
		return dst, fmt.Errorf("%s is not a language's code (ISO 639-1) or English name: %s",
			quote(s), remedy(s, languages(), languageLike, "write de or German"))
	}
	if form == LanguageUpper {
		code = strings.ToUpper(code)
	}
	return jsontext.AppendQuote(dst, code)
}

func appendCountry(dst []byte, s string) ([]byte, error) {
	code, ok := countries().find(s)
	if !ok {
		return dst, fmt.Errorf("%s is not a country's code (ISO 3166-1) or English name: %s",
			quote(s), remedy(s, countries(), countryLike, "write MY or Malaysia"))
	}
	return jsontext.AppendQuote(dst, code)
}

// remedy says what to write instead of s.
func remedy(s string, r *register, like func(string) (string, bool), example string) string {
	if code, ok := like(s); ok {
		return "write " + code
	}
	if guess, ok := r.guess(s); ok {
		return guess
	}
	return example
}

// countryCode returns the code of two letters in capitals. It takes no names,
// and codes of regions that ISO 3166-1 does not list.
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
