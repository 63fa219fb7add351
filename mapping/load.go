package mapping

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"go.yaml.in/yaml/v4"
)

// load parses the file into the node of its one document, or notes why it
// cannot.
func load(text []byte, p *problems) *yaml.Node {
	if len(text) > MaxSize {
		p.add(1, 1, fmt.Sprintf("the file is longer than the %d bytes that a mapping may have: is it one?", MaxSize))
		return nil
	}
	loader, err := yaml.NewLoader(bytes.NewReader(text))
	if err != nil {
		p.add(1, 1, err.Error())
		return nil
	}
	var document, more yaml.Node
	switch err := loader.Load(&document); {
	case errors.Is(err, io.EOF):
		p.add(1, 1, "the mapping is empty: it begins with provider: and names contact: and fields:")
		return nil
	case err != nil:
		p.syntax(err)
		return nil
	}
	switch err := loader.Load(&more); {
	case err == nil:
		p.at(&more, "a second document begins here: a mapping is one document")
		return nil
	case !errors.Is(err, io.EOF):
		p.syntax(err)
		return nil
	}
	if len(document.Content) == 0 || isNull(document.Content[0]) {
		p.add(1, 1, "the mapping is empty: it begins with provider: and names contact: and fields:")
		return nil
	}
	return p.screen(document.Content[0])
}

// syntax notes an error of the YAML reader.
func (p *problems) syntax(err error) {
	var load *yaml.LoadError
	if errors.As(err, &load) {
		p.add(load.Mark.Line, load.Mark.Column, "not YAML: "+oneLine(load.Message))
		return
	}
	p.add(1, 1, "not YAML: "+oneLine(err.Error()))
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// screen refuses what YAML knows and a mapping does not: aliases, which can
// stand for more than a file should hold, merge keys and tags of one's own. It
// returns nil where there is any.
func (p *problems) screen(root *yaml.Node) *yaml.Node {
	before := len(p.list)
	p.screenNode(root)
	if len(p.list) > before {
		return nil
	}
	return root
}

func (p *problems) screenNode(n *yaml.Node) {
	switch {
	case n.Kind == yaml.AliasNode:
		p.at(n, "aliases such as *%s are not read: write the value out", cut(n.Value))
		return
	case n.Kind == yaml.ScalarNode && n.ShortTag() == "!!merge":
		p.at(n, "merge keys are not read: write the values out")
	case !strings.HasPrefix(n.ShortTag(), "!!"):
		p.at(n, "the tag %s means nothing here: leave it out", quote(n.Tag))
	}
	for _, child := range n.Content {
		p.screenNode(child)
	}
}

func isNull(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.ShortTag() == "!!null" }
