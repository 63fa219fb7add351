package mapping

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"go.yaml.in/yaml/v4"
)

// problems collects what is wrong with a mapping file.
type problems struct {
	path string
	list []problem
}

type problem struct {
	line, column int
	text         string
}

// at notes a problem with the node.
func (p *problems) at(n *yaml.Node, format string, args ...any) {
	p.add(n.Line, n.Column, fmt.Sprintf(format, args...))
}

func (p *problems) add(line, column int, text string) {
	p.list = append(p.list, problem{max(line, 1), max(column, 1), text})
}

// err joins the problems in the order of the file; nil if there is none.
func (p *problems) err() error {
	slices.SortStableFunc(p.list, func(a, b problem) int {
		return cmp.Or(cmp.Compare(a.line, b.line), cmp.Compare(a.column, b.column))
	})
	errs := make([]error, len(p.list))
	for i, one := range p.list {
		errs[i] = fmt.Errorf("%s:%d:%d: %s", p.path, one.line, one.column, one.text)
	}
	return errors.Join(errs...)
}
