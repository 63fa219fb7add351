package mapping

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"rollcall/contact"
)

// A sourceConfig says where a value comes from and how it is read, as written.
type sourceConfig struct {
	what string                // the entry it belongs to, for messages
	at   *yaml.Node            // the whole of it
	keys map[string]*yaml.Node // the value of each key that was given

	required  bool
	initial   *string // default
	empty     emptyRule
	words     map[string]string // map
	keepOther bool
	letters   letters
	split     string
	yes, no   []string
	mode      contact.Mode
	create    bool
}

// letters says what case does to a value.
type letters int

const (
	asWritten letters = iota - 1
	lower
	upper
	title
)

// source reads the short form, a column name, or the long one.
func (p *problems) source(n *yaml.Node, what string) *sourceConfig {
	s := &sourceConfig{what: what, at: n, keys: map[string]*yaml.Node{}, empty: emptyUnset, letters: asWritten}
	switch {
	case n.Kind == yaml.MappingNode:
		s.read(n, p)
	case isNull(n):
		p.at(n, "%s has no source: name a column, or write {value: …}", what)
		return nil
	case n.Kind != yaml.ScalarNode:
		p.at(n, "%s must be a column name or a map, not %s", what, kindOf(n))
		return nil
	default:
		s.keys["column"] = n
	}
	if !s.hasOrigin(p) {
		return nil
	}
	return s
}

func (s *sourceConfig) read(n *yaml.Node, p *problems) {
	keys := readers{
		"required":  func(n *yaml.Node) { s.required = p.boolean(n, "required") },
		"default":   func(n *yaml.Node) { s.readDefault(n, p) },
		"empty":     func(n *yaml.Node) { s.empty = p.emptyRule(n, "empty") },
		"map":       func(n *yaml.Node) { s.readWords(n, p) },
		"map_other": func(n *yaml.Node) { s.keepOther = p.choice(n, "map_other", "keep", "error") == 0 },
		"case":      func(n *yaml.Node) { s.letters = letters(p.choice(n, "case", "lower", "upper", "title")) },
		"split":     func(n *yaml.Node) { s.readSplit(n, p) },
		"true":      func(n *yaml.Node) { s.yes = p.lowered(n, "true") },
		"false":     func(n *yaml.Node) { s.no = p.lowered(n, "false") },
		"mode":      func(n *yaml.Node) { s.mode = p.mode(n) },
		"create":    func(n *yaml.Node) { s.create = p.boolean(n, "create") },
	}
	for _, later := range []string{
		"column", "template", "join", "with", "value", "type", "format", "region", "timezone", "decimal", "group", "options", "by",
	} {
		keys[later] = func(*yaml.Node) {}
	}
	for name, read := range keys {
		keys[name] = func(n *yaml.Node) {
			s.keys[name] = n
			read(n)
		}
	}
	p.keyed(n, s.what, keys)
}

// origins are the keys that say where a value comes from.
var origins = []string{"column", "template", "join", "value"}

// hasOrigin reports whether the source has exactly one of its origins.
func (s *sourceConfig) hasOrigin(p *problems) bool {
	var given []string
	for _, origin := range origins {
		if s.keys[origin] != nil {
			given = append(given, origin)
		}
	}
	switch {
	case len(given) == 0:
		p.at(s.at, "%s needs one of column, template, join and value", s.what)
	case len(given) > 1:
		p.at(s.keys[given[1]], "%s has %s: it takes one of column, template, join and value", s.what, strings.Join(given, " and "))
	}
	return len(given) == 1
}

func (s *sourceConfig) readDefault(n *yaml.Node, p *problems) {
	text, ok := p.name(n, "default")
	if ok {
		s.initial = &text
	}
}

func (s *sourceConfig) readWords(n *yaml.Node, p *problems) {
	s.words = map[string]string{}
	p.pairs(n, "map", func(key, value *yaml.Node) {
		from := strings.TrimSpace(key.Value)
		if _, again := s.words[from]; again {
			p.at(key, "map has %s twice, blanks at its ends aside", quote(from))
		}
		to, _ := p.text(value, "the value of "+quote(from)+" in map")
		s.words[from] = strings.TrimSpace(to)
	})
}

func (s *sourceConfig) readSplit(n *yaml.Node, p *problems) {
	separator, ok := p.text(n, "split")
	if ok && separator == "" {
		p.at(n, "split is empty: name the string to cut at, such as \",\"")
	}
	s.split = separator
}

func (p *problems) mode(n *yaml.Node) contact.Mode {
	return contact.Mode(max(0, p.choice(n, "mode", contact.Replace.String(), contact.Add.String(), contact.Remove.String())))
}

// lowered reads the words for one of the two booleans.
func (p *problems) lowered(n *yaml.Node, what string) []string {
	var words []string
	for _, item := range p.names(n, what) {
		words = append(words, strings.ToLower(strings.TrimSpace(item.Value)))
	}
	slices.Sort(words)
	return slices.Compact(words)
}
