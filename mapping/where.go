package mapping

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/vm"

	"rollcall/contact"
)

// A where is the compiled condition that a row must meet to be sent. Goroutines
// may share it.
type where struct {
	program *vm.Program
	columns []whereColumn
	pool    sync.Pool // of *evaluation
}

// A whereColumn is a column that the condition reads.
type whereColumn struct {
	variable string
	column   int
}

// An evaluation is what one goroutine needs to test rows.
type evaluation struct {
	machine   vm.VM
	variables map[string]any
}

// compileWhere compiles the condition and binds the columns in it.
func compileWhere(text string, h *header) (*where, error) {
	locals, err := localNames(text)
	if err != nil {
		return nil, exprError(err)
	}
	finder := &columnFinder{header: h, locals: locals, uses: map[string]int{}}
	program, err := expr.Compile(text,
		expr.Env(variableTypes(h)), expr.AsBool(), expr.DisableBuiltin("now"),
		expr.Optimize(false), expr.Patch(finder))
	if found := finder.err(); found != nil {
		return nil, found
	}
	if err != nil {
		return nil, exprError(err)
	}
	w := &where{program: program}
	for _, name := range finder.order {
		if finder.uses[name] == 0 {
			continue
		}
		column, err := h.bind(name)
		if err != nil {
			return nil, err
		}
		w.columns = append(w.columns, whereColumn{variableOf(name), column})
	}
	w.pool.New = func() any { return &evaluation{variables: make(map[string]any, len(w.columns))} }
	return w, nil
}

// exprError puts an error of the expression library on one line.
func exprError(err error) error {
	if place, ok := errors.AsType[*file.Error](err); ok {
		return fmt.Errorf("%s, at character %d of the expression", oneLine(place.Message), place.From+1)
	}
	return errors.New(oneLine(err.Error()))
}

// holds reports whether the row meets the condition.
func (w *where) holds(row *contact.Row) (bool, error) {
	e := w.pool.Get().(*evaluation)
	defer w.pool.Put(e)
	for _, c := range w.columns {
		e.variables[c.variable] = plainValue(row.Cell(c.column))
	}
	result, err := e.machine.Run(w.program, e.variables)
	if err != nil {
		return false, fmt.Errorf("where: %w", exprError(err))
	}
	met, ok := result.(bool)
	if !ok {
		return false, fmt.Errorf("where gives %s for this row, neither true nor false", quote(fmt.Sprint(result)))
	}
	return met, nil
}

// plainValue returns a cell as an expression sees it: text trimmed, a missing
// key and null as nil.
func plainValue(cell contact.Cell) any {
	switch cell.Kind {
	case contact.Text:
		return strings.TrimSpace(cell.Text)
	case contact.Number:
		return plainNumber(cell.Text)
	case contact.Bool:
		return cell.Text == "true"
	case contact.List:
		items := make([]any, len(cell.Items))
		for i, item := range cell.Items {
			items[i] = plainValue(item)
		}
		return items
	case contact.Object:
		return cell.Text
	}
	return nil
}

// plainNumber returns the text itself where a float64 does not tell one whole
// number of that size from the next.
func plainNumber(literal string) any {
	const exact = 1 << 53
	number, err := strconv.ParseFloat(literal, 64)
	if err != nil || number >= exact || number <= -exact {
		return literal
	}
	return number
}
