package batch

import (
	"bytes"
	"cmp"
	"errors"
	"io"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// Masked stands where a secret stood.
const Masked = "***"

// A Mask takes a secret out of texts. It may be used by many goroutines at once.
type Mask struct {
	forms   [][]byte
	replace *strings.Replacer
}

// NewMask returns a mask for the secrets, each as it is and as JSON and
// addresses write it. Empty secrets are ignored. The longest form goes first,
// since another one may be the start of it.
func NewMask(secrets ...string) *Mask {
	m := &Mask{}
	var forms, pairs []string
	for _, secret := range secrets {
		forms = append(forms, spellings(secret)...)
	}
	slices.SortFunc(forms, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	for _, form := range forms {
		m.forms = append(m.forms, []byte(form))
		pairs = append(pairs, form, Masked)
	}
	m.replace = strings.NewReplacer(pairs...)
	return m
}

// spellings returns a secret as it is, as JSON writes it, with and without its
// slashes escaped, and as addresses do, in upper and lower case.
func spellings(secret string) []string {
	if secret == "" {
		return nil
	}
	quoted, _ := jsontext.AppendQuote(nil, secret)
	plain := string(quoted[1 : len(quoted)-1])
	forms := []string{secret, plain, strings.ReplaceAll(plain, "/", `\/`)}
	for _, escaped := range []string{url.QueryEscape(secret), url.PathEscape(secret)} {
		forms = append(forms, escaped, percent.ReplaceAllStringFunc(escaped, strings.ToLower))
	}
	slices.Sort(forms)
	return slices.Compact(forms)
}

var percent = regexp.MustCompile(`%[0-9A-F]{2}`)

// String returns s without the secrets.
func (m *Mask) String(s string) string {
	if s == "" {
		return s
	}
	return m.replace.Replace(s)
}

// Bytes returns b without the secrets: b itself if none is in it. In JSON they
// are found however they are escaped, also where it is broken.
func (m *Mask) Bytes(b []byte) []byte {
	if len(m.forms) > 0 && bytes.IndexByte(b, '\\') >= 0 {
		plain := jsontext.Value(bytes.Clone(b))
		if plain.Format(jsontext.PreserveRawStrings(false), jsontext.AllowDuplicateNames(true)) == nil {
			b = plain
		} else {
			b = needless.ReplaceAllFunc(b, unescape)
		}
	}
	for _, form := range m.forms {
		if bytes.Contains(b, form) {
			b = bytes.ReplaceAll(b, form, []byte(Masked))
		}
	}
	return b
}

// needless are the escapes that JSON can do without, and the pairs of backslashes
// that none of them begins in.
var needless = regexp.MustCompile(`\\\\|\\/|\\u[0-9a-fA-F]{4}`)

// unescape returns what an escape stands for, in the shortest form; as it is if
// it stands for a control character or half a character.
func unescape(escape []byte) []byte {
	switch {
	case escape[1] == '/':
		return escape[1:]
	case escape[1] != 'u':
		return escape
	}
	r, _ := strconv.ParseUint(string(escape[2:]), 16, 16)
	switch {
	case r < ' ' || utf16.IsSurrogate(rune(r)):
		return escape
	case r == '"' || r == '\\':
		return []byte{'\\', byte(r)}
	}
	return utf8.AppendRune(nil, rune(r))
}

// cause takes the method and address, which net/http puts before every error,
// away from it. The bare word with which net/http says that a connection was
// closed before the answer began becomes a sentence.
func cause(err error) error {
	if e, ok := errors.AsType[*url.Error](err); ok {
		err = e.Err
	}
	if err == io.EOF || err == io.ErrUnexpectedEOF { // a wrapped one says more
		return errClosed
	}
	return err
}

var errClosed = errors.New("the connection ended before the answer")
