package mapping

import (
	"errors"
	"fmt"
	"strings"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/parser"
	"github.com/expr-lang/expr/types"
)

// rowName is the name under which an expression finds all columns.
const rowName = "row"

// variableOf returns the variable that stands for a column once it is found; no
// expression can spell it.
func variableOf(column string) string { return "column " + column }

// variableTypes declares the columns: text in delimited input, anything in JSONL.
func variableTypes(h *header) types.Map {
	declared := types.Map{rowName: types.Any}
	if h.free {
		declared[types.Extra] = types.Any
	}
	for _, name := range h.names {
		declared[variableOf(name)] = types.String
	}
	return declared
}

// localNames returns the variables that the expression itself declares by let.
func localNames(text string) (map[string]bool, error) {
	tree, err := parser.Parse(text)
	if err != nil {
		return nil, err
	}
	locals := localFinder{}
	ast.Walk(&tree.Node, locals)
	return locals, nil
}

type localFinder map[string]bool

func (l localFinder) Visit(node *ast.Node) {
	if declaration, ok := (*node).(*ast.VariableDeclaratorNode); ok {
		l[declaration.Name] = true
	}
}

// A columnFinder replaces what names a column by its variable. It is called for
// the inner nodes before the outer ones.
type columnFinder struct {
	header *header
	locals map[string]bool
	uses   map[string]int // column -> how often it is read
	order  []string       // the columns as they come up
	whole  int            // how often row stands without a column
	errs   []error
}

// Visit looks at one node of the expression.
func (f *columnFinder) Visit(node *ast.Node) {
	switch n := (*node).(type) {
	case *ast.IdentifierNode:
		f.identifier(node, n.Value)
	case *ast.MemberNode:
		f.member(node, n)
	}
}

func (f *columnFinder) identifier(node *ast.Node, name string) {
	switch {
	case f.locals[name]:
	case name == rowName:
		f.whole++
	case name == "$env":
		f.errs = append(f.errs, errors.New("$env is not known here: name a column"))
	default:
		f.use(node, name)
	}
}

// member finds row["Name"], row.Name and, in JSONL, the path of a key.
func (f *columnFinder) member(node *ast.Node, n *ast.MemberNode) {
	base, ok := n.Node.(*ast.IdentifierNode)
	if !ok || f.locals[base.Value] {
		return
	}
	property, constant := n.Property.(*ast.StringNode)
	outer, isColumn := strings.CutPrefix(base.Value, variableOf(""))
	switch {
	case base.Value == rowName && constant:
		f.whole--
		f.use(node, property.Value)
	case isColumn && constant && f.header.free:
		f.uses[outer]--
		f.use(node, outer+"."+property.Value)
	}
}

func (f *columnFinder) use(node *ast.Node, name string) {
	exact, err := f.header.find(name)
	if err != nil {
		f.errs = append(f.errs, fmt.Errorf("%w, at character %d of the expression", err, (*node).Location().From+1))
		return
	}
	if _, known := f.uses[exact]; !known {
		f.order = append(f.order, exact)
	}
	f.uses[exact]++
	ast.Patch(node, &ast.IdentifierNode{Value: variableOf(exact)})
}

func (f *columnFinder) err() error {
	if f.whole > 0 {
		f.errs = append(f.errs, errors.New(`row needs the name of a column as a constant: row["First Name"]`))
	}
	return errors.Join(f.errs...)
}
