package source

import (
	"bytes"
	"errors"

	"github.com/go-json-experiment/json/jsontext"

	"rollcall/contact"
)

var errNUL = errors.New("the text holds a NUL character: remove it")

// cell returns the value line[from:to], which was found valid.
func (x *extractor) cell(from, to int) (contact.Cell, error) {
	if x.line[from] != '[' {
		return x.single(from, to)
	}
	x.read(from, to)
	return x.list(from)
}

func (x *extractor) single(from, to int) (contact.Cell, error) {
	switch x.line[from] {
	case '"':
		text, err := x.unquoted(from, to)
		return contact.Cell{Kind: contact.Text, Text: text}, err
	case 'n':
		return contact.Cell{Kind: contact.Null}, nil
	case 't', 'f':
		return contact.Cell{Kind: contact.Bool, Text: x.slice(from, to)}, nil
	case '{':
		return contact.Cell{Kind: contact.Object, Text: x.slice(from, to)}, nil
	}
	return contact.Cell{Kind: contact.Number, Text: x.slice(from, to)}, nil
}

// list reads the list that the decoder stands before; base is where the decoder
// began in the line.
func (x *extractor) list(base int) (contact.Cell, error) {
	cell := contact.Cell{Kind: contact.List, Items: []contact.Cell{}}
	if _, err := x.decoder.ReadToken(); err != nil {
		return cell, err
	}
	for x.decoder.PeekKind() != ']' {
		item, err := x.item(base)
		if err != nil {
			return cell, err
		}
		cell.Items = append(cell.Items, item)
	}
	_, err := x.decoder.ReadToken()
	return cell, err
}

func (x *extractor) item(base int) (contact.Cell, error) {
	if x.decoder.PeekKind() == '[' {
		return x.list(base)
	}
	value, err := x.decoder.ReadValue()
	if err != nil {
		return contact.Cell{}, err
	}
	end := base + int(x.decoder.InputOffset())
	return x.single(end-len(value), end)
}

// slice returns line[from:to] as text. All the cells of a line share one string.
func (x *extractor) slice(from, to int) string {
	if x.text == "" {
		x.text = string(x.line)
	}
	return x.text[from:to]
}

func (x *extractor) unquoted(from, to int) (string, error) {
	if bytes.IndexByte(x.line[from:to], '\\') < 0 {
		return x.slice(from+1, to-1), nil
	}
	text, err := jsontext.AppendUnquote(nil, x.line[from:to])
	if bytes.IndexByte(text, 0) >= 0 {
		return "", errNUL
	}
	return string(text), err
}

// keyOf returns a key without its quotes and escapes.
func keyOf(name jsontext.Value) []byte {
	if bytes.IndexByte(name, '\\') < 0 {
		return name[1 : len(name)-1]
	}
	key, _ := jsontext.AppendUnquote(nil, name) // valid, since it was read
	return key
}

// blankText reports whether a value is a string of nothing but blanks.
func blankText(value jsontext.Value) bool {
	return value[0] == '"' && len(bytes.TrimSpace(keyOf(value))) == 0
}
