package undo

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/go-json-experiment/json/jsontext"

	"rollcall/contact"
	"rollcall/providers"
)

// The columns of the input beside those of the fields.
const (
	contactColumn = "contact"
	rowColumn     = "rollcall_undoes" // the row of the run; the prefix is that of columns which no mapping uses
)

// columns are the keys of the input.
type columns struct {
	fields []Field // those that are kept, and those that empty one of them
	names  []string
	used   []bool // the input has a value in it
}

func newColumns(cfg *Config) *columns {
	c := &columns{fields: slices.Clone(cfg.Backup.Head.Fields)}
	for _, f := range cfg.Backup.Head.Fields {
		known, ok := cfg.Provider.Spec().Field(f.Name)
		if ok && f.Type == "" && known.ClearedBy != "" && c.place(known.ClearedBy) < 0 {
			c.fields = append(c.fields, Field{Name: known.ClearedBy})
		}
	}
	taken := []string{contactColumn, rowColumn}
	for _, f := range c.fields {
		name := unlike(taken, column(f.Name))
		taken = append(taken, name)
		c.names = append(c.names, name)
	}
	c.used = make([]bool, len(c.fields))
	return c
}

// place returns where a field stands; -1 where it is none of them.
func (c *columns) place(field string) int {
	return slices.IndexFunc(c.fields, func(f Field) bool { return f.Name == field })
}

// column returns the name of a field as a mapping can name a column: a dot would
// lead inside, and braces belong to templates.
func column(field string) string {
	name := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`.[]{}"`, r) || !unicode.IsPrint(r) {
			return '_'
		}
		return r
	}, field)
	name = strings.TrimSpace(string([]rune(name)[:min(len([]rune(name)), 60)]))
	if name == "" || strings.HasPrefix(name, "rollcall_") {
		return "field " + name
	}
	return name
}

// unlike returns the name, numbered if need be, so that it differs from the
// others by more than case.
func unlike(others []string, name string) string {
	is := func(other string) bool { return strings.EqualFold(other, name) }
	for n, plain := 2, name; slices.ContainsFunc(others, is); n++ {
		name = plain + " " + strconv.Itoa(n)
	}
	return name
}

// identify returns what the input names the contact by. Where the provider told
// its own id of the contact, it is that: what the row named it by may be what the
// run has changed.
func (m *maker) identify(line *Line) (string, bool) {
	spec := m.cfg.Provider.Spec()
	for _, known := range spec.Contact {
		named, ok := line.ID, line.ID != ""
		if !ok {
			prefix := known.Sent("")
			named, ok = strings.CutPrefix(line.Contact, prefix)
		}
		if !ok {
			continue
		}
		if m.plan.Contacts == 0 {
			m.plan.by = known.By
		}
		m.plan.Renamed = m.plan.Renamed || contact.Key(known.Sent(named)) != contact.Key(line.Contact)
		return named, m.plan.by == known.By && isIdentifier(known, named)
	}
	return "", false
}

func isIdentifier(known providers.Identifier, named string) bool {
	field := providers.Field{Form: known.Form}
	wire, err := field.Conform(nil, contact.Cell{Kind: contact.Text, Text: named}, nil)
	if err != nil {
		return false
	}
	text, _ := providers.PlainText(jsontext.Value(wire))
	return text == named
}

// text returns the line of a contact, valid until the next one.
func (m *maker) text(id string, row int, values []value) []byte {
	c := m.plan.columns
	m.line = providers.AppendMember(append(m.line[:0], '{'), contactColumn, providers.AppendText(nil, id))
	for _, v := range values {
		i := c.place(v.field.Name)
		c.used[i] = true
		m.line = providers.AppendMember(m.line, c.names[i], v.cell)
	}
	m.line = providers.AppendMember(m.line, rowColumn, strconv.AppendInt(nil, int64(row), 10))
	return append(m.line, '}')
}
