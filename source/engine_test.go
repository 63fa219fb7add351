package source

import (
	"reflect"
	"strings"
	"testing"
)

func TestSheet_excelizeOutOfReach(t *testing.T) {
	t.Parallel()
	seen := map[reflect.Type]bool{}
	var walk func(way string, to reflect.Type)
	walk = func(way string, to reflect.Type) {
		if seen[to] {
			return
		}
		seen[to] = true
		if strings.Contains(to.PkgPath(), "excelize") {
			t.Errorf("%s leads to a type of excelize: the program grows by 3.7 MB of its methods", way)
			return
		}
		for name, next := range partsOf(to) {
			walk(way+name, next)
		}
	}
	walk("sheet", reflect.TypeFor[sheet]())
}

// partsOf returns the types that a type is made of, by how one gets there.
func partsOf(t reflect.Type) map[string]reflect.Type {
	parts := map[string]reflect.Type{}
	switch t.Kind() {
	case reflect.Struct:
		for field := range t.Fields() {
			parts["."+field.Name] = field.Type
		}
	case reflect.Func:
		for in := range t.Ins() {
			parts["("+in.String()+")"] = in
		}
		for out := range t.Outs() {
			parts["() "+out.String()] = out
		}
	case reflect.Map:
		parts["[key]"], parts["[]"] = t.Key(), t.Elem()
	case reflect.Pointer, reflect.Slice, reflect.Array, reflect.Chan:
		parts[""] = t.Elem()
	}
	return parts
}
