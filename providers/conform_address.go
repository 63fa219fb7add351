package providers

import (
	"fmt"
	"net/mail"
	"net/url"
	"strings"
	"unicode"

	"golang.org/x/net/idna"
)

// checkEmail reports why s is no plain e-mail address with a domain that the
// DNS could know. The length limits are those of RFC 5321, section 4.5.3.1.
func checkEmail(s string) error {
	address, err := mail.ParseAddress(s)
	if err != nil || address.Address != s {
		return fmt.Errorf("%s is not an e-mail address: write name@example.com and nothing else", quote(s))
	}
	at := strings.LastIndexByte(s, '@')
	local, domain := s[:at], s[at+1:]
	switch {
	case len(s) > 254 || len(local) > 64:
		return fmt.Errorf("%s is too long for an e-mail address: 64 bytes before the @ and 254 in all", quote(s))
	case !strings.Contains(domain, "."):
		return fmt.Errorf("%s is not an e-mail address: its domain has no dot", quote(s))
	}
	if _, err := idna.Lookup.ToASCII(domain); err != nil {
		return fmt.Errorf("%s is not an e-mail address: %s is no valid domain", quote(s), quote(domain))
	}
	return nil
}

// checkURL reports why s is no address of a web page. The scheme may be missing.
func checkURL(s string) error {
	const accepted = "write https://www.example.com/page or www.example.com"
	if strings.ContainsFunc(s, unicode.IsSpace) {
		return fmt.Errorf("%s is not a web address, for the blank in it: %s", quote(s), accepted)
	}
	scheme, _, hasScheme := strings.Cut(s, "://")
	if hasScheme && !strings.EqualFold(scheme, "http") && !strings.EqualFold(scheme, "https") {
		return fmt.Errorf("%s is not an http or https address: %s", quote(s), accepted)
	}
	full := s
	if !hasScheme {
		full = "http://" + s
	}
	u, err := url.Parse(full)
	if err != nil || !isHost(u.Hostname()) || !hasScheme && u.User != nil {
		return fmt.Errorf("%s is not a web address: %s", quote(s), accepted)
	}
	return nil
}

// isHost reports whether s is a dotted name: two or more labels of letters,
// digits, dashes and underscores.
func isHost(s string) bool {
	labels := strings.Split(s, ".")
	for _, label := range labels {
		if label == "" || strings.ContainsFunc(label, notInLabel) {
			return false
		}
	}
	return len(labels) > 1
}

func notInLabel(r rune) bool {
	return r != '-' && r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
}
