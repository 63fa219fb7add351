package mapping

import (
	"fmt"
	"strings"

	"go.yaml.in/yaml/v4"
)

// A testConfig is one entry of tests as written: a row, and exactly one of the
// things that may become of it.
type testConfig struct {
	title   string // for messages
	at      *yaml.Node
	cells   *yaml.Node // of the row
	update  *yaml.Node // the fields that it gives, and its contact
	invalid *yaml.Node // a part of the reason
	skipped *yaml.Node
}

func (p *problems) tests(n *yaml.Node) []testConfig {
	if n.Kind != yaml.SequenceNode {
		p.at(n, "tests must be a list of rows with what becomes of them, not %s", kindOf(n))
		return nil
	}
	var all []testConfig
	for i, item := range n.Content {
		t := testConfig{at: item, title: fmt.Sprintf("test %d", i+1)}
		if t.read(p) {
			all = append(all, t)
		}
	}
	return all
}

// read reports whether the test can be run.
func (t *testConfig) read(p *problems) bool {
	before := len(p.list)
	p.keyed(t.at, t.title, readers{
		"name":    func(n *yaml.Node) { t.readName(n, p) },
		"row":     func(n *yaml.Node) { t.cells = n },
		"update":  func(n *yaml.Node) { t.update = n },
		"invalid": func(n *yaml.Node) { t.invalid = n; p.name(n, "invalid") },
		"skipped": func(n *yaml.Node) { t.skipped = n; t.readSkipped(n, p) },
	})
	if len(p.list) == before {
		t.complete(p)
	}
	return len(p.list) == before
}

func (t *testConfig) readName(n *yaml.Node, p *problems) {
	if name, ok := p.name(n, "name"); ok {
		t.title = "test " + quote(name)
	}
}

func (t *testConfig) readSkipped(n *yaml.Node, p *problems) {
	if !p.boolean(n, "skipped") {
		p.at(n, "skipped is true or not there: write update: or invalid: for a row that is not skipped")
	}
}

func (t *testConfig) complete(p *problems) {
	var ends []string
	for _, end := range []struct {
		name string
		at   *yaml.Node
	}{{"update", t.update}, {"invalid", t.invalid}, {"skipped", t.skipped}} {
		if end.at != nil {
			ends = append(ends, end.name)
		}
	}
	switch {
	case t.cells == nil:
		p.at(t.at, "%s has no row: write row: {Column: cell}", t.title)
	case len(ends) == 0:
		p.at(t.at, "%s does not say what becomes of the row: write update:, invalid: or skipped:", t.title)
	case len(ends) > 1:
		p.at(t.at, "%s has %s: it takes one of update, invalid and skipped", t.title, strings.Join(ends, " and "))
	}
}
