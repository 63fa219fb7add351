package report

import (
	"net"
	"regexp"
	"strconv"
	"strings"
)

const hidden = "…"

// own returns a message of ours without what differs from row to row: the values
// that it quotes and the places that it counts. Other numbers in it are limits
// and names, which say what to do.
func own(message string) string {
	return places.ReplaceAllString(unquoted(message), "$1 "+hidden)
}

var (
	places     = regexp.MustCompile(`\b(line|column|row) [0-9]+`)
	quotations = regexp.MustCompile(`(column )?"(?:[^"\\]|\\.)*"`)
)

func unquoted(message string) string {
	return quotations.ReplaceAllStringFunc(message, func(s string) string {
		if strings.HasPrefix(s, "column ") {
			return s
		}
		return `"` + hidden + `"`
	})
}

// anonymous returns a message without what differs from row to row: quoted
// text, addresses, identifiers and numbers of two digits or more. The HTTP
// status stays, and so does the name of a column, which says where to look.
func anonymous(message string, status int) string {
	if !strings.ContainsAny(message, `"@0123456789`) {
		return message
	}
	var b strings.Builder
	for len(message) > 0 {
		n := quoted(message)
		if n > 0 && strings.HasSuffix(b.String(), "column ") {
			b.WriteString(message[:n])
		} else if n > 0 {
			b.WriteString(`"` + hidden + `"`)
		} else if n = wordLength(message); n > 0 {
			b.WriteString(anonymousWord(message[:n], status))
		} else {
			n = 1
			b.WriteByte(message[0])
		}
		message = message[n:]
	}
	return b.String()
}

// quoted returns the length of the quoted text that s begins with, as %q or
// JSON write it, or 0.
func quoted(s string) int {
	if s[0] != '"' {
		return 0
	}
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return 0
}

// wordLength returns how many bytes at the beginning of s may belong to an
// address, an identifier or a number.
func wordLength(s string) int {
	n := 0
	for n < len(s) && (isLetter(s[n]) || isDigit(s[n]) || strings.IndexByte("@._+-%", s[n]) >= 0) {
		n++
	}
	return n
}

func isDigit(c byte) bool  { return '0' <= c && c <= '9' }
func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

func anonymousWord(word string, status int) string {
	bare := strings.TrimRight(word, ".-_+%")
	end := word[len(bare):]
	switch {
	case strings.IndexByte(bare, '@') > 0, isIdentifier(bare), net.ParseIP(bare) != nil:
		return hidden + end
	case status != 0 && bare == strconv.Itoa(status):
		return word
	}
	return anonymousDigits(bare) + end
}

// isIdentifier reports whether the word is hexadecimal, dashes aside, of eight
// digits or more, one of them no letter.
func isIdentifier(word string) bool {
	digits, hex := 0, 0
	for i := range len(word) {
		switch c := word[i]; {
		case isDigit(c):
			digits++
			hex++
		case isLetter(c) && c|0x20 <= 'f':
			hex++
		case c != '-':
			return false
		}
	}
	return hex >= 8 && digits > 0
}

// anonymousDigits takes out the runs of two digits or more.
func anonymousDigits(word string) string {
	var b strings.Builder
	for i := 0; i < len(word); {
		n := 0
		for i+n < len(word) && isDigit(word[i+n]) {
			n++
		}
		switch {
		case n >= 2:
			b.WriteString(hidden)
		default:
			n = max(n, 1)
			b.WriteString(word[i : i+n])
		}
		i += n
	}
	return b.String()
}
