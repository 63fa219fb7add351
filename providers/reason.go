package providers

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"rollcall/contact"
)

// The bounds of what is taken out of an answer.
const (
	reasonLength = 300 // characters
	reasonDepth  = 4   // levels of nesting
	reasonItems  = 5   // of a list of reasons
)

// reasonNames are the places where a reason may stand, the best first.
var reasonNames = []string{"message", "msg", "error", "errors", "data"}

// Refusal returns the verdict on an answer that is no success: that of the
// status, with the provider's own code, reason and field. A status of success
// stands for a refusal that only the body tells.
func Refusal(status int, body Body, updates []contact.Update) Verdict {
	v := ByStatus(status)
	if Success(status) {
		v = Verdict{Next: Split, Status: contact.Rejected, Message: StatusText(status) + ", but the answer tells of a failure"}
	}
	if redirect(status) {
		return v
	}
	if reason := body.Reason(); reason != "" {
		v.Message = reason
	}
	v.Code = body.Text("code")
	v.Field = body.Field(updates)
	return v
}

// Hint returns the verdict with a hint behind its message.
func Hint(v Verdict, hint string) Verdict {
	v.Message = strings.TrimRight(v.Message, ".: ") + ": " + hint
	return v
}

// Reason returns what the provider says in words, on one line and cut to 300
// characters; empty if it says nothing.
func (b Body) Reason() string {
	text := reasonIn(b.members, reasonDepth)
	if text == "" && b.members == nil {
		text = b.plain()
	}
	return Excerpt(text, reasonLength)
}

// plain returns a body that is plain text or a JSON string, as text.
func (b Body) plain() string {
	switch kind := jsontext.Value(b.raw).Kind(); {
	case len(b.raw) == 0, b.raw[0] == '<', !utf8.Valid(b.raw):
		return ""
	case kind == '"':
		return unquote(b.raw)
	case kind == '{', kind == '[', jsontext.Value(b.raw).IsValid():
		return ""
	}
	return string(b.raw)
}

func reasonIn(members []member, depth int) string {
	for _, name := range reasonNames {
		value := find(members, name)
		text := reason(value, depth)
		if text == "" && name == "errors" {
			text = byField(value, depth)
		}
		if text != "" {
			return text
		}
	}
	return ""
}

// reason returns the words in a value: a string, the words of a list, or what
// stands at one of the usual places of an object.
func reason(value jsontext.Value, depth int) string {
	if depth == 0 {
		return ""
	}
	switch value.Kind() {
	case '"':
		return strings.TrimSpace(unquote(value))
	case '[':
		return items(value, depth)
	case '{':
		members, _ := readMembers(value)
		return reasonIn(members, depth-1)
	}
	return ""
}

func items(list jsontext.Value, depth int) string {
	var texts []string
	for _, item := range readElements(list, reasonItems) {
		if text := reason(item, depth-1); text != "" {
			texts = append(texts, text)
		}
	}
	return strings.Join(texts, "; ")
}

// byField returns the words of {"email": ["is invalid"]}.
func byField(object jsontext.Value, depth int) string {
	members, _ := readMembers(object)
	var texts []string
	for _, m := range members[:min(len(members), reasonItems)] {
		if text := reason(m.value, depth-1); text != "" {
			texts = append(texts, string(m.name)+": "+text)
		}
	}
	return strings.Join(texts, "; ")
}

// Field returns the field at fault where the body names exactly one and the
// updates hold it; empty otherwise.
func (b Body) Field(updates []contact.Update) string {
	name := fieldIn(b.members)
	for _, u := range updates {
		for _, f := range u.Fields {
			if name != "" && f.Name == name {
				return name
			}
		}
	}
	return ""
}

func fieldIn(members []member) string {
	if name := find(members, "field"); name.Kind() == '"' {
		return unquote(name)
	}
	for _, name := range []string{"error", "errors"} {
		if field := fieldOf(find(members, name)); field != "" {
			return field
		}
	}
	return ""
}

// fieldOf returns the field that {"field": …}, [{"field": …}] or {"email": …}
// names.
func fieldOf(value jsontext.Value) string {
	if list := readElements(value, 2); len(list) == 1 {
		value = list[0]
	}
	members, _ := readMembers(value)
	if name := find(members, "field"); name.Kind() == '"' {
		return unquote(name)
	}
	if len(members) == 1 {
		return string(members[0].name)
	}
	return ""
}

// unescaped returns what a JSON string holds, a part of it where it has no
// escapes.
func unescaped(s []byte) []byte {
	if len(s) > 1 && s[len(s)-1] == '"' && bytes.IndexByte(s, '\\') < 0 && utf8.Valid(s) {
		return s[1 : len(s)-1]
	}
	text, _ := jsontext.AppendUnquote(nil, s) // the error only says that bytes were replaced, or cut
	return text
}

func unquote(s []byte) string { return string(unescaped(s)) }
