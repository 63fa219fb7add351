package undo

import (
	"path/filepath"

	"go.yaml.in/yaml/v4"
)

// A given is what an undo takes over from the mapping of its run.
type given struct {
	Provider yaml.Node `yaml:"provider"`
	Token    yaml.Node `yaml:"token"`
	Settings yaml.Node `yaml:"settings"`
	Send     yaml.Node `yaml:"send"`
}

// Mapping returns the text of the mapping for the input: that of the run, which
// compiles, with the same provider, token, settings and pace, but with the fields
// that are put back. A token file is named from dir, the directory in which the
// run's mapping is.
func (p *Plan) Mapping(run []byte, dir string) ([]byte, error) {
	var of given
	if err := yaml.Load(run, &of); err != nil {
		return nil, err
	}
	absolute(&of.Token, dir)
	doc := object()
	doc.HeadComment = "Puts back what contacts held before a run; written by rollcall undo."
	for _, entry := range []struct {
		key   string
		value *yaml.Node
	}{
		{"provider", &of.Provider},
		{"token", &of.Token},
		{"settings", &of.Settings},
		{"contact", p.contact()},
		{"fields", p.mapped(false)},
		{"custom", p.mapped(true)},
		{"empty", text("skip")},
		{"send", &of.Send},
	} {
		if entry.value.Kind != 0 && (entry.value.Kind != yaml.MappingNode || len(entry.value.Content) > 0) {
			put(doc, entry.key, entry.value)
		}
	}
	return yaml.Dump(doc)
}

// absolute names a token file so that it is found from anywhere.
func absolute(token *yaml.Node, dir string) {
	if token.Kind != yaml.MappingNode || len(token.Content) != 2 || token.Content[0].Value != "file" {
		return
	}
	if file := token.Content[1]; !filepath.IsAbs(file.Value) {
		file.Value = filepath.Join(dir, file.Value)
	}
}

func (p *Plan) contact() *yaml.Node {
	n := object()
	n.Style = yaml.FlowStyle
	put(n, "column", text(contactColumn))
	if p.by != "" {
		put(n, "by", text(p.by))
	}
	return n
}

// mapped returns the known fields of the input, or the custom ones.
func (p *Plan) mapped(custom bool) *yaml.Node {
	n := object()
	for i, f := range p.columns.fields {
		switch {
		case !p.columns.used[i] || custom != (f.Type != ""):
		case custom:
			source := object()
			source.Style = yaml.FlowStyle
			put(source, "column", text(p.columns.names[i]))
			put(source, "type", text(p.types[i]))
			put(n, f.Name, source)
		default:
			put(n, f.Name, text(p.columns.names[i]))
		}
	}
	return n
}

func object() *yaml.Node { return &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"} }

func text(s string) *yaml.Node { return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: s} }

func put(object *yaml.Node, key string, value *yaml.Node) {
	object.Content = append(object.Content, text(key), value)
}
