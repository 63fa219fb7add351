package sandbox

import (
	"bytes"
	"errors"
	"io"
	"sync"

	"github.com/go-json-experiment/json/jsontext"
)

// A field is one member of a JSON object. It points into the request's body
// and is good until the request ends.
type field struct {
	name  []byte
	value jsontext.Value
}

var (
	errNoObject = errors.New("the body must be one JSON object")
	decoders    = sync.Pool{New: func() any { return new(jsontext.Decoder) }}
)

// parse walks the body with the function and refuses what follows the value
// that it read. Duplicate names are refused.
func parse(body []byte, walk func(*walker) error) error {
	d := decoders.Get().(*jsontext.Decoder)
	defer decoders.Put(d)
	d.Reset(bytes.NewBuffer(body))
	if err := walk(&walker{d, body}); err != nil {
		return err
	}
	if _, err := d.ReadToken(); err != io.EOF {
		return errNoObject
	}
	return nil
}

// A walker reads the parts of a body without copying them.
type walker struct {
	*jsontext.Decoder
	body []byte
}

// value returns the next value, as it stands in the body.
func (w *walker) value() (jsontext.Value, error) {
	v, err := w.ReadValue()
	if err != nil {
		return nil, err
	}
	end := int(w.InputOffset())
	return w.body[end-len(v) : end : end], nil
}

// fields appends the members of the next object to dst. A member whose name
// take knows is handed to it, and is not appended.
func (w *walker) fields(dst []field, take func(name []byte) (bool, error)) ([]field, error) {
	if t, err := w.ReadToken(); err != nil || t.Kind() != '{' {
		return dst, errNoObject
	}
	for w.PeekKind() != '}' {
		quoted, err := w.value()
		if err != nil {
			return dst, err
		}
		name := unquote(quoted)
		if taken, err := take(name); taken || err != nil {
			if err != nil {
				return dst, err
			}
			continue
		}
		value, err := w.value()
		if err != nil {
			return dst, err
		}
		dst = append(dst, field{name, value})
	}
	_, err := w.ReadToken()
	return dst, err
}

func takeNone([]byte) (bool, error) { return false, nil }

// members returns the members of an object.
func members(v jsontext.Value) (fields []field, err error) {
	err = parse(v, func(w *walker) error {
		fields, err = w.fields(make([]field, 0, 12), takeNone)
		return err
	})
	return fields, err
}

// elements returns the elements of an array.
func elements(v jsontext.Value) (items []jsontext.Value, ok bool) {
	err := parse(v, func(w *walker) error {
		if t, err := w.ReadToken(); err != nil || t.Kind() != '[' {
			return errNoObject
		}
		for w.PeekKind() != ']' {
			item, err := w.value()
			if err != nil {
				return err
			}
			items = append(items, item)
		}
		_, err := w.ReadToken()
		return err
	})
	return items, err == nil
}

// unquote returns the text of a JSON string, without a copy where it holds no
// escape. The value is known to be valid.
func unquote(v jsontext.Value) []byte {
	if len(v) < 2 || v[0] != '"' {
		return nil
	}
	if bytes.IndexByte(v, '\\') < 0 {
		return v[1 : len(v)-1]
	}
	plain, _ := jsontext.AppendUnquote(nil, v)
	return plain
}
