package mapping

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"rollcall/contact"
)

// A header finds the columns that a mapping names and binds those it uses.
type header struct {
	names []string // as they stand in the file
	free  bool     // JSONL: there is no header, any key path is a column
	bound []string
	place map[string]int // name in the file -> index in bound
}

func newHeader(columns []string) *header {
	return &header{names: columns, free: columns == nil, place: map[string]int{}}
}

// bind returns the index that the column has among the bound ones.
func (h *header) bind(name string) (int, error) {
	exact, err := h.find(name)
	if err != nil {
		return -1, err
	}
	i, ok := h.place[exact]
	if !ok {
		i = len(h.bound)
		h.place[exact] = i
		h.bound = append(h.bound, exact)
	}
	return i, nil
}

// find returns the name of a column as it stands in the file: the one that is
// equal but for blanks at its ends, else the only one that differs in case.
func (h *header) find(name string) (string, error) {
	name = strings.TrimSpace(name)
	if name == "" {
		return "", errors.New("a column without a name cannot be used: name it in the file")
	}
	if h.free {
		return name, nil
	}
	same := h.matches(func(column string) bool { return column == name })
	if len(same) == 0 {
		same = h.matches(func(column string) bool { return strings.EqualFold(column, name) })
	}
	switch {
	case len(same) == 1:
		return h.names[same[0]], nil
	case len(same) == 0:
		return "", fmt.Errorf("the file has no column %s%s", quote(name), h.hint(name))
	case strings.TrimSpace(h.names[same[0]]) == name:
		return "", fmt.Errorf("the file has the column %s %d times, first at %d and %d: rename one",
			quote(name), len(same), same[0]+1, same[1]+1)
	}
	return "", fmt.Errorf("the column %s could be %s or %s: write it as in the file",
		quote(name), quote(h.names[same[0]]), quote(h.names[same[1]]))
}

func (h *header) matches(equal func(column string) bool) []int {
	var found []int
	for i, column := range h.names {
		if equal(strings.TrimSpace(column)) {
			found = append(found, i)
		}
	}
	return found
}

// hint names the near columns, or the first ones where none is near.
func (h *header) hint(name string) string {
	if hint := didYouMean(name, h.names); hint != "" {
		return hint
	}
	const some = 10
	named := slices.DeleteFunc(slices.Clone(h.names), func(s string) bool { return strings.TrimSpace(s) == "" })
	switch {
	case len(named) == 0:
		return ": its header is empty"
	case len(named) > some:
		return fmt.Sprintf(": it has %s and %d more", quotedList(named[:some], ", "), len(named)-some)
	}
	return ": it has " + quotedList(named, ", ")
}

// inOrder lists the bound columns in the order of the file, or, where there is
// no header, of first use.
func (h *header) inOrder() []int {
	var order []int
	for _, name := range h.names {
		if i, ok := h.place[name]; ok {
			order = append(order, i)
		}
	}
	if h.free {
		for i := range h.bound {
			order = append(order, i)
		}
	}
	return order
}

// unused lists the columns of the file that are not bound, but for those that
// rejects have beside these.
func (h *header) unused() []string {
	var names []string
	for _, name := range h.names {
		trimmed := strings.TrimSpace(name)
		if _, used := h.place[name]; !used && trimmed != "" && !contact.IsRejectColumn(trimmed) {
			names = append(names, name)
		}
	}
	return names
}
