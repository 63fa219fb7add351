package providers

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"strconv"
	"sync"

	"github.com/go-json-experiment/json/jsontext"
)

// A Body is the JSON object of an answer, read as far as it can be read: what
// stands before an error of syntax counts, since a sentence that says no says
// no even where a comma is wrong.
type Body struct {
	// Whole tells that the body is one complete JSON object and nothing else.
	Whole bool

	raw     []byte
	members []member
}

type member struct {
	name  []byte         // a part of the body, or a copy where it had escapes
	value jsontext.Value // a part of the body
}

// ReadBody reads the body of an answer. It never fails: of a body that is no
// JSON object nothing is known but its text.
func ReadBody(answer Answer) Body {
	raw := bytes.TrimSpace(answer.Body)
	members, whole := readMembers(raw)
	return Body{Whole: whole && !answer.Cut, raw: raw, members: members}
}

// readMembers returns the members of a JSON object up to the first error of
// syntax, and whether there was none.
func readMembers(object []byte) ([]member, bool) {
	if len(object) == 0 || object[0] != '{' {
		return nil, false
	}
	dec := newDecoder(object)
	defer decoders.Put(dec)
	if _, err := dec.ReadToken(); err != nil {
		return nil, false
	}
	members := make([]member, 0, 4)
	for dec.PeekKind() == '"' {
		name, err := readValue(dec, object)
		if err != nil {
			return members, false
		}
		m := member{name: unescaped(name)}
		if m.value, err = readValue(dec, object); err != nil {
			return members, false
		}
		members = append(members, m)
	}
	_, err := dec.ReadToken()
	return members, err == nil && atEnd(dec)
}

// readElements returns the first n elements of a JSON array, fewer where the
// array ends or its syntax breaks.
func readElements(array []byte, n int) []jsontext.Value {
	if len(array) == 0 || array[0] != '[' {
		return nil
	}
	dec := newDecoder(array)
	defer decoders.Put(dec)
	if _, err := dec.ReadToken(); err != nil {
		return nil
	}
	var elements []jsontext.Value
	for len(elements) < n && dec.PeekKind() != ']' {
		value, err := readValue(dec, array)
		if err != nil {
			break
		}
		elements = append(elements, value)
	}
	return elements
}

// decoders are used again: a new one for each object would be the largest part
// of what it takes to judge an answer.
var decoders = sync.Pool{New: func() any { return new(decoder) }}

type decoder struct {
	jsontext.Decoder
	input bytes.Buffer
}

// newDecoder reads without a copy, and leniently: an answer is there to be
// understood. The decoder is to be put back.
func newDecoder(input []byte) *decoder {
	dec := decoders.Get().(*decoder)
	dec.input = *bytes.NewBuffer(input)
	dec.Reset(&dec.input, lenient...)
	return dec
}

var lenient = []jsontext.Options{jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true)}

// readValue returns the next value as a part of the input. What the decoder
// itself returns is good until its next call only.
func readValue(dec *decoder, input []byte) (jsontext.Value, error) {
	value, err := dec.ReadValue()
	end := int(dec.InputOffset())
	return input[end-len(value) : end], err
}

func atEnd(dec *decoder) bool {
	_, err := dec.ReadToken()
	return errors.Is(err, io.EOF)
}

func find(members []member, name string) jsontext.Value {
	for _, m := range members {
		if string(m.name) == name {
			return m.value
		}
	}
	return nil
}

// In returns the object that a member is, empty if it is none.
func (b Body) In(name string) Body {
	raw := find(b.members, name)
	members, whole := readMembers(raw)
	return Body{Whole: whole, raw: raw, members: members}
}

// Value returns the JSON text at a path of one or more names, nil if there is
// none. Of several values in one object, see In.
func (b Body) Value(path ...string) jsontext.Value {
	last := len(path) - 1
	for _, name := range path[:last] {
		b = b.In(name)
	}
	return find(b.members, path[last])
}

// Text returns the string, number or boolean at a path as text, on one line and
// cut to 60 characters; empty if there is none.
func (b Body) Text(path ...string) string {
	value := b.Value(path...)
	switch value.Kind() {
	case '"':
		return Excerpt(unquote(value), 60)
	case '0', 't', 'f':
		return Excerpt(string(value), 60)
	}
	return ""
}

// Status returns the status code at a path, a number or a string of three
// digits from 100 to 599; 0 if there is none.
func (b Body) Status(path ...string) int {
	value := b.Value(path...)
	if len(value) != len("200") && len(value) != len(`"200"`) {
		return 0
	}
	code, err := strconv.Atoi(string(bytes.Trim(value, `"`)))
	if err != nil || code < 100 || code > 599 {
		return 0
	}
	return code
}

// Effective returns the status that counts: the provider's own at the path,
// where it has one there, else that of HTTP. A success in the body does not
// outweigh a refusal by HTTP, and nothing outweighs a redirect, which is one of
// HTTP: the code of one in the body does not count.
func (b Body) Effective(status int, path ...string) int {
	own := b.Status(path...)
	switch {
	case own == 0, redirect(own), redirect(status), Success(own) && !Success(status):
		return status
	}
	return own
}

func redirect(status int) bool { return status >= 300 && status < 400 }

// Says reports whether something stands at a path: not null, false, zero or an
// empty string, list or object.
func (b Body) Says(path ...string) bool {
	value := b.Value(path...)
	switch value.Kind() {
	case 0, 'n', 'f':
		return false
	case '"':
		return len(value) > len(`""`)
	case '[', '{':
		return len(bytes.TrimSpace(value[1:len(value)-1])) > 0
	}
	return string(value) != "0"
}

// Success reports whether an HTTP status is one of success.
func Success(status int) bool { return status >= http.StatusOK && status < http.StatusMultipleChoices }
