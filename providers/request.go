package providers

import (
	"net/url"
	"slices"

	"github.com/go-json-experiment/json/jsontext"

	"rollcall/contact"
)

// Segment returns s escaped as exactly one segment of a URL path. The
// characters that are legal there, such as the colon and plus of phone:+60…,
// stay as they are.
func Segment(s string) string {
	switch s {
	case ".":
		return "%2E"
	case "..":
		return "%2E%2E"
	}
	return url.PathEscape(s)
}

// Verbatim returns the identifier as it is; see Identifier.Sent.
func Verbatim(value string) string { return value }

// AppendMember appends one member to the JSON object that dst ends in, with the
// comma where one is needed. The value is JSON text.
func AppendMember(dst []byte, name string, value []byte) []byte {
	dst = AppendName(dst, name)
	return append(dst, value...)
}

// AppendFields appends the known fields of an update, or the custom ones, as
// members of the JSON object that dst ends in.
func AppendFields(dst []byte, update contact.Update, custom bool) []byte {
	for _, f := range update.Fields {
		if f.Custom == custom {
			dst = AppendMember(dst, f.Name, f.Value)
		}
	}
	return dst
}

// HasCustom reports whether an update has a custom field.
func HasCustom(update contact.Update) bool {
	return slices.ContainsFunc(update.Fields, func(f contact.Field) bool { return f.Custom })
}

// AppendName appends the name of a member to the JSON object that dst ends in,
// with the comma before and the colon behind it.
func AppendName(dst []byte, name string) []byte {
	if dst[len(dst)-1] != '{' {
		dst = append(dst, ',')
	}
	dst = AppendText(dst, name)
	return append(dst, ':')
}

// AppendText appends s as a JSON string; bytes that are not UTF-8 are replaced.
func AppendText(dst []byte, s string) []byte {
	if isPlain(s) {
		dst = append(dst, '"')
		dst = append(dst, s...)
		return append(dst, '"')
	}
	dst, _ = jsontext.AppendQuote(dst, s) // the error only says that bytes were replaced
	return dst
}

// Size returns how many bytes the members of an update take at about.
func Size(update contact.Update) int {
	n := len(update.Contact) + 32
	for _, f := range update.Fields {
		n += len(f.Name) + len(f.Value) + len(`"":,`)
	}
	return n
}

// FlatObject returns the fields of an update as one JSON object, custom fields
// among the others.
func FlatObject(update contact.Update) []byte {
	body := append(make([]byte, 0, Size(update)), '{')
	for _, f := range update.Fields {
		body = AppendMember(body, f.Name, f.Value)
	}
	return append(body, '}')
}
