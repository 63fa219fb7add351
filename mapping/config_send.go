package mapping

import (
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"
)

func (c *config) readSend(n *yaml.Node, p *problems) {
	if isNull(n) {
		return
	}
	lasting := func(to **time.Duration, key string, least time.Duration) func(*yaml.Node) {
		return func(n *yaml.Node) { *to = p.duration(n, "send."+key, least) }
	}
	s := &c.send
	p.keyed(n, "send", readers{
		"concurrency":    func(n *yaml.Node) { s.Concurrency = p.whole(n, "send.concurrency", 1) },
		"rate":           func(n *yaml.Node) { s.Rate = p.fraction(n, "send.rate") },
		"batch":          func(n *yaml.Node) { s.Batch = p.whole(n, "send.batch", 1) },
		"attempts":       func(n *yaml.Node) { s.Attempts = p.whole(n, "send.attempts", 1) },
		"timeout":        lasting(&s.Timeout, "timeout", time.Millisecond),
		"retry-wait":     lasting(&s.RetryWait, "retry-wait", 0),
		"retry-max-wait": lasting(&s.RetryMaxWait, "retry-max-wait", 0),
		"queue-wait":     lasting(&s.QueueWait, "queue-wait", 0),
		"max-pause":      lasting(&s.MaxPause, "max-pause", 0),
		"outage-wait":    lasting(&s.OutageWait, "outage-wait", 0),
		"max-errors":     func(n *yaml.Node) { c.readMaxErrors(n, p, "send.max-errors") },
	})
}

// limit reads a number of rows, or a share of them such as 5%.
func (p *problems) limit(n *yaml.Node, what string) string {
	s, ok := p.name(n, what)
	if !ok {
		return ""
	}
	share, noShare := ParseShare(s)
	rows, noNumber := strconv.ParseUint(s, 10, 31)
	if (noShare != nil || share == 0) && (noNumber != nil || rows == 0) {
		p.at(n, "%s is %s: write a number of rows such as 50, or a share such as 5%%", what, quote(s))
		return ""
	}
	return s
}

func (c *config) readReport(n *yaml.Node, p *problems) {
	if isNull(n) {
		return
	}
	p.keyed(n, "report", readers{
		"bom":  func(n *yaml.Node) { c.report.BOM = p.boolean(n, "report.bom") },
		"keep": func(n *yaml.Node) { c.readKeep(n, p) },
	})
}

func (c *config) readKeep(n *yaml.Node, p *problems) {
	if n.Kind == yaml.ScalarNode && strings.TrimSpace(n.Value) == "all" {
		c.report.KeepAll = true
		return
	}
	c.keep = p.names(n, "report.keep")
}
