package mapping

import (
	"cmp"

	"go.yaml.in/yaml/v4"

	"rollcall/providers"
)

// numbers reads how numbers are written where a source does not say it.
func (p *problems) numbers(n *yaml.Node) providers.Signs {
	var decimal, group *yaml.Node
	p.keyed(n, "numbers", readers{
		"decimal": func(n *yaml.Node) { decimal = n },
		"group":   func(n *yaml.Node) { group = n },
	})
	return p.signs(decimal, group)
}

// signs reads the two signs of numbers; a node is nil where there is none.
func (p *problems) signs(decimal, group *yaml.Node) providers.Signs {
	sign := func(n *yaml.Node, what string) (text string, ok bool) {
		if n == nil {
			return "", true
		}
		return p.text(n, what)
	}
	before, first := sign(decimal, "decimal")
	between, second := sign(group, "group")
	if !first || !second {
		return providers.Signs{}
	}
	signs, err := providers.ParseSigns(before, between)
	if err != nil {
		p.at(cmp.Or(group, decimal), "%s", err)
	}
	return signs
}
