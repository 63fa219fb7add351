package mapping

import (
	"errors"
	"strings"
)

// A template is a text with columns in it.
type template []templatePart

// A templatePart is a column, or a literal where the column is -1.
type templatePart struct {
	literal string
	column  int
}

// parseTemplate compiles a text such as "{First} {Last}"; {{ and }} stand for
// braces.
func parseTemplate(text string, bind func(name string) (int, error)) (template, error) {
	var t template
	for text != "" {
		i := strings.IndexAny(text, "{}")
		if i < 0 {
			return append(t, templatePart{text, -1}), nil
		}
		if i > 0 {
			t = append(t, templatePart{text[:i], -1})
		}
		part, rest, err := parseBrace(text[i:], bind)
		if err != nil {
			return nil, err
		}
		t = append(t, part)
		text = rest
	}
	return t, nil
}

func parseBrace(text string, bind func(name string) (int, error)) (part templatePart, rest string, err error) {
	switch {
	case strings.HasPrefix(text, "{{"), strings.HasPrefix(text, "}}"):
		return templatePart{text[:1], -1}, text[2:], nil
	case text[0] == '}':
		return part, "", errors.New("the template has a } without its {: write }} for a brace")
	}
	name, rest, ok := strings.Cut(text[1:], "}")
	if !ok {
		return part, "", errors.New("the template has a { without its }: write {{ for a brace")
	}
	part.column, err = bind(name)
	return part, rest, err
}

// columns returns the bound columns of the template, as often as they are in it.
func (t template) columns() []int {
	var columns []int
	for _, part := range t {
		if part.column >= 0 {
			columns = append(columns, part.column)
		}
	}
	return columns
}

// compose takes the texts of the template's columns.
func (t template) compose(texts []string) string {
	var b strings.Builder
	for _, part := range t {
		if part.column < 0 {
			b.WriteString(part.literal)
			continue
		}
		b.WriteString(texts[0])
		texts = texts[1:]
	}
	return b.String()
}
