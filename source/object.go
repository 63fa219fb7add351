package source

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/go-json-experiment/json/jsontext"

	"rollcall/contact"
)

var errStillRaw = errors.New(contact.RejectRaw + " still holds a line that is no object: put the corrected object in its place")

// An extractor takes the cells of the bound columns out of one object after
// another.
type extractor struct {
	root    *node
	raw     *node // of contact.RejectRaw
	columns []string

	decoder jsontext.Decoder
	in      bytes.Buffer
	line    []byte
	text    string // line, once a cell needs it
	values  []contact.Cell
	blank   bool
	members []member // of the objects that are being taken apart
	objects int      // taken apart so far
}

// A member is a value, line[from:to], that belongs to a node.
type member struct {
	node     *node
	loose    bool
	from, to int
}

func newExtractor(columns []string) *extractor {
	x := &extractor{root: newPaths(columns), columns: columns}
	x.raw = x.root.step(contact.RejectRaw)
	return x
}

// extract returns one cell for each column. The object is blank if none of its
// values holds anything; null does, since it clears a field, and so does a list.
func (x *extractor) extract(line []byte) (values []contact.Cell, blank bool, err error) {
	x.line, x.text, x.blank = line, "", true
	x.values = make([]contact.Cell, len(x.columns))
	x.members = x.members[:0]
	if err := x.object(x.root, 0, len(line)); err != nil {
		return nil, false, err
	}
	return x.values, x.blank, nil
}

// object takes the object line[from:to] apart. All of it is read before a member
// is looked into, so that one decoder serves every level.
func (x *extractor) object(n *node, from, to int) error {
	x.objects++
	object, base := x.objects, len(x.members)
	if err := x.scan(n, from, to, object); err != nil {
		return err
	}
	for _, m := range x.members[base:] {
		if err := x.place(m, object); err != nil {
			return err
		}
	}
	x.members = x.members[:base]
	return nil
}

// scan collects the members of line[from:to] that belong to a node, and makes
// sure that the whole of it is one valid object.
func (x *extractor) scan(n *node, from, to, object int) error {
	x.read(from, to)
	if _, err := x.decoder.ReadToken(); err != nil {
		return err
	}
	for x.decoder.PeekKind() != '}' {
		name, err := x.decoder.ReadValue()
		if err != nil {
			return err
		}
		value, err := x.decoder.ReadValue()
		if err != nil {
			return err
		}
		end := from + int(x.decoder.InputOffset())
		x.blank = x.blank && blankText(value)
		if err := x.collect(n.match(keyOf(name)), end-len(value), end, object); err != nil {
			return err
		}
	}
	return x.finish(from, to)
}

func (x *extractor) read(from, to int) {
	x.in = *bytes.NewBuffer(x.line[from:to:to])
	x.decoder.Reset(&x.in)
}

// finish reads the end of the object line[from:to], behind which nothing may
// follow.
func (x *extractor) finish(from, to int) error {
	if _, err := x.decoder.ReadToken(); err != nil {
		return err
	}
	rest := x.line[from+int(x.decoder.InputOffset()) : to]
	blanks := rest[:len(rest)-len(bytes.TrimLeft(rest, " \t\r"))]
	switch _, err := x.decoder.ReadToken(); {
	case err == io.EOF:
		return nil
	case bytes.IndexByte(blanks, '\r') >= 0:
		return errors.New("text follows the object behind a lone carriage return: save the file with LF or CRLF line ends")
	case err != nil:
		return err
	}
	return errors.New("text follows the object: write one object per line")
}

func (x *extractor) collect(m match, from, to, object int) error {
	if m.exact != nil {
		if m.exact.exact == object {
			return ambiguous(m.exact)
		}
		m.exact.exact = object
		x.members = append(x.members, member{m.exact, false, from, to})
	}
	for _, n := range m.loose {
		x.members = append(x.members, member{n, true, from, to})
	}
	return nil
}

// place gives a member to the columns of its node. The exact key goes before the
// like ones, and a key that has a dot in it before the path it looks like.
func (x *extractor) place(m member, object int) error {
	n := m.node
	switch {
	case m.loose && n.exact == object:
		return nil
	case m.loose && n.loose == object:
		return ambiguous(n)
	case m.loose:
		n.loose = object
	}
	value := x.line[m.from:m.to]
	if n == x.raw && !blankText(value) && value[0] != 'n' {
		return errStillRaw
	}
	if err := x.fill(n, m.from, m.to); err != nil {
		return fmt.Errorf("key %s: %w", cut(n.key), err)
	}
	if len(n.steps) > 0 && value[0] == '{' {
		return x.object(n, m.from, m.to)
	}
	return nil
}

func (x *extractor) fill(n *node, from, to int) error {
	if len(n.columns) == 0 {
		return nil
	}
	cell, err := x.cell(from, to)
	for _, i := range n.columns {
		if n.depth == 1 || x.values[i].Kind == contact.Missing {
			x.values[i] = cell
		}
	}
	return err
}

func ambiguous(n *node) error {
	return fmt.Errorf("more than one key is %s but for case: keep one, or write it exactly so", cut(n.key))
}
