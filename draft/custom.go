package draft

import (
	"strings"

	"rollcall/inspect"
	"rollcall/providers"
)

// custom proposes a field of the account's own for each column that is left, as
// a comment. Where the provider has none, the entries have a name only.
func (d *drafter) custom() []entry {
	var entries []entry
	for _, c := range d.free() {
		e := entry{name: c.Name, source: source{column: c.Name}, off: true}
		if len(d.Spec.Custom.Types) > 0 {
			d.guess(&e, c)
		}
		e.remarks = append(e.remarks, e.todo...)
		e.todo = nil
		entries = append(entries, e)
	}
	return entries
}

// guess says of which type a column seems to be.
func (d *drafter) guess(e *entry, c *inspect.Profile) {
	kind := typeOf(c)
	form, ok := d.Spec.Custom.Types[kind]
	if kind == "text" || !ok || kind == "list" && form != providers.List {
		return
	}
	e.source.set("type", kind)
	d.read(e, providers.Field{Form: form}, c)
}

func typeOf(c *inspect.Profile) string {
	const nearly = 0.9
	switch {
	case c.Filled == 0:
		return "text"
	case c.Listed() >= 0.3:
		return "list"
	case c.Share(inspect.Email) >= nearly:
		return "email"
	case c.Share(inspect.URL) >= nearly:
		return "url"
	case c.Share(inspect.Stamp) >= nearly:
		return "datetime"
	case c.Share(inspect.Date|inspect.Stamp) >= nearly:
		return "date"
	case c.Share(inspect.Clock) >= nearly:
		return "time"
	case c.Share(inspect.Boolean) >= nearly && c.Share(inspect.Integer) < nearly && len(c.Words) <= 4:
		return "boolean"
	case c.Share(inspect.Phone) >= nearly:
		return "phone"
	case c.Share(inspect.Integer) >= nearly && c.Share(inspect.Decimal) == 0 && longest(c) <= 15:
		return "integer"
	case c.Share(inspect.Integer|inspect.Decimal) >= nearly && longest(c) <= 15 && !strings.Contains(strings.Join(c.Cells, ""), ","):
		return "number"
	case isNotated(providers.Number, c):
		return "number"
	}
	return "text"
}
