package source

import "strings"

// Keys are remembered within these bounds, so that no input fills the memory.
const (
	maxKeys      = 1000
	maxKeyLength = 1 << 10
)

// A node is a place in an object that bound columns name or lead through.
type node struct {
	key     string // trimmed; of the path's last member
	depth   int    // 0 is the object itself
	columns []int  // the bound columns that take the value here
	steps   []*node
	met     map[string]match // what was resolved already, by key as it stands
	order   []string         // the keys of met as they appeared
	exact   int              // the object in which it was last met under its very key
	loose   int              // the object in which it was last met under a like key
}

// A match says which nodes the value of a key belongs to.
type match struct {
	exact *node
	loose []*node // alike but for case
}

// newPaths returns the tree that the columns make. A column with a dot is both a
// key of its own and a path.
func newPaths(columns []string) *node {
	root := &node{met: map[string]match{}}
	for i, column := range columns {
		root.follow(column).claim(i)
		if keys := strings.Split(column, "."); len(keys) > 1 {
			root.follow(keys...).claim(i)
		}
	}
	return root
}

func (n *node) claim(column int) { n.columns = append(n.columns, column) }

// follow returns the node at the end of the keys, made if need be.
func (n *node) follow(keys ...string) *node {
	for _, key := range keys {
		n = n.step(strings.TrimSpace(key))
	}
	return n
}

func (n *node) step(key string) *node {
	for _, s := range n.steps {
		if s.key == key {
			return s
		}
	}
	next := &node{key: key, depth: n.depth + 1, met: map[string]match{}}
	n.steps = append(n.steps, next)
	return next
}

// match finds the nodes of a key. A key that is remembered costs one look-up.
func (n *node) match(key []byte) match {
	if m, ok := n.met[string(key)]; ok {
		return m
	}
	m := n.resolve(strings.TrimSpace(string(key)))
	if len(n.order) < maxKeys && len(key) <= maxKeyLength {
		n.met[string(key)] = m
		n.order = append(n.order, string(key))
	}
	return m
}

func (n *node) resolve(key string) match {
	var m match
	for _, s := range n.steps {
		switch {
		case s.key == key:
			m.exact = s
		case strings.EqualFold(s.key, key):
			m.loose = append(m.loose, s)
		}
	}
	return m
}
