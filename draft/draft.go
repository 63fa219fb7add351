// Package draft proposes a mapping for a table: which column goes to which field
// of a provider, and how its values are to be read. What the cells do not prove
// is left open and marked TODO; nothing is guessed that could send a wrong value.
package draft

import (
	"slices"
	"strings"

	"rollcall/inspect"
	"rollcall/providers"
)

// A Config says what to draft from.
type Config struct {
	Spec     *providers.Spec
	Table    *inspect.Table
	Findings []inspect.Finding // what looks damaged in the rows seen
	Input    string            // as a shell takes it
	Reading  string            // the flags that read it so, as a shell takes them
	File     string            // the mapping file, as a shell takes it
}

// A Draft is the text of a mapping file.
type Draft struct {
	Text    []byte
	Matched []string // the fields that have a column, in the order of the file
	Open    int      // things that are marked TODO
}

// New drafts the mapping.
func New(cfg Config) Draft {
	d := &drafter{Config: cfg, used: map[*inspect.Profile]bool{}, topics: map[*inspect.Profile]topic{}}
	d.survey()
	d.country = d.onlyCountry()
	d.calling = d.onlyCalling()
	contact := d.identify()
	fields := d.fields()
	p := &printer{cfg: cfg}
	p.write(contact, fields, d.custom())
	return Draft{Text: p.out.Bytes(), Matched: matched(fields), Open: p.open}
}

func matched(fields []entry) []string {
	var names []string
	for _, e := range fields {
		if !e.off {
			names = append(names, e.name)
		}
	}
	return names
}

// A drafter knows which columns are spoken for.
type drafter struct {
	Config
	used    map[*inspect.Profile]bool
	topics  map[*inspect.Profile]topic
	country string // of every row, ISO 3166-1; empty where there are several or none
	calling string // the country of nearly all international numbers
}

// An entry is one line of fields or custom, or the contact.
type entry struct {
	name    string
	source  source
	remarks []string // comments above it
	todo    []string // the same, for what is still to decide
	off     bool     // written as a comment
}

// A source is where a value comes from, as the mapping writes it.
type source struct {
	column   string
	template string
	options  []option
}

// An option is a key beside the column, its value as YAML.
type option struct{ key, value string }

// free lists the columns that nothing uses yet.
func (d *drafter) free() []*inspect.Profile {
	return slices.DeleteFunc(slices.Clone(d.Table.Columns), func(c *inspect.Profile) bool {
		return d.used[c]
	})
}

// A topic is what a column is about, as its name says.
type topic struct {
	concept  inspect.Concept
	distance int
}

// survey goes through the names once. Columns that a mapping cannot name, or not
// tell apart, count as used, and so do those of a rejects file that are
// rollcall's own.
func (d *drafter) survey() {
	times := map[string]int{}
	for _, c := range d.Table.Columns {
		times[c.Name]++
	}
	for _, c := range d.Table.Columns {
		concept, distance := inspect.ConceptOf(c.Name)
		d.topics[c] = topic{concept, distance}
		d.used[c] = c.Name == "" || times[c.Name] > 1 || strings.HasPrefix(c.Name, "rollcall_")
	}
}
