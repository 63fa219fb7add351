package mapping

import (
	"slices"
	"strings"

	"rollcall/providers"
)

// CompileAlone compiles a mapping for which there is no input, so that its tests
// can be run. Its columns are those that its tests and its sources name. The
// input is taken for a delimited one, unless the mapping or its tests hold what
// only JSONL can: a path, a list, a null.
func CompileAlone(path string, text []byte, defs []providers.Definition) (*Mapping, error) {
	free, err := Compile(path, text, defs, nil)
	if err != nil {
		return nil, err
	}
	if delimited, err := Compile(path, text, defs, free.named()); err == nil {
		return delimited, nil
	}
	return free, nil
}

// named lists the columns that the tests name, and those of the mapping that are
// not among them, as a header would.
func (m *Mapping) named() []string {
	names := []string{}
	add := func(name string) {
		name = strings.TrimSpace(name)
		alike := func(other string) bool { return strings.EqualFold(other, name) }
		if !slices.ContainsFunc(names, alike) {
			names = append(names, name)
		}
	}
	for _, t := range m.tests {
		for i := 0; i < len(t.cells.Content); i += 2 {
			add(t.cells.Content[i].Value)
		}
	}
	for _, name := range m.Columns {
		add(name)
	}
	return names
}
