package mapping

import "go.yaml.in/yaml/v4"

func (c *config) readGuards(n *yaml.Node, p *problems) {
	if isNull(n) {
		return
	}
	share := func(to **float64, key string) func(*yaml.Node) {
		return func(n *yaml.Node) { *to = p.share(n, "guards."+key) }
	}
	g := &c.guards
	p.keyed(n, "guards", readers{
		"min_rows":    func(n *yaml.Node) { g.MinRows = p.whole(n, "guards.min_rows", 1) },
		"max_shrink":  share(&g.MaxShrink, "max_shrink"),
		"max_cleared": share(&g.MaxCleared, "max_cleared"),
		"max_changed": share(&g.MaxChanged, "max_changed"),
		"max_errors":  func(n *yaml.Node) { c.readMaxErrors(n, p, "guards.max_errors") },
	})
}

// readMaxErrors reads a limit that may stand under send or under guards.
func (c *config) readMaxErrors(n *yaml.Node, p *problems, what string) {
	if c.send.MaxErrors != "" {
		p.at(n, "%s: the limit stands under send and under guards: write it once", what)
		return
	}
	c.send.MaxErrors = p.limit(n, what)
}

// share reads a percentage.
func (p *problems) share(n *yaml.Node, what string) *float64 {
	s, ok := p.name(n, what)
	if !ok {
		return nil
	}
	share, err := ParseShare(s)
	if err != nil {
		p.at(n, "%s: %s", what, err)
		return nil
	}
	return &share
}
