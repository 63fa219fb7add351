package mapping

import (
	"strings"

	"rollcall/contact"
)

// effects says what the fields do beside being set; fields with the same effect
// share a line.
func effects(rules []rule) []string {
	var order, lines []string
	fields := map[string][]string{}
	for i := range rules {
		r := &rules[i]
		effect := r.effect()
		if effect == "" {
			continue
		}
		if fields[effect] == nil {
			order = append(order, effect)
		}
		fields[effect] = append(fields[effect], r.field.Name)
	}
	for _, effect := range order {
		lines = append(lines, strings.Join(fields[effect], ", ")+": "+effect)
	}
	return lines
}

// effect says what the field does beside being set; empty for nothing.
func (r *rule) effect() string {
	switch r.mode {
	case contact.Add:
		return "adds to what the contact has, which is read first"
	case contact.Remove:
		return "takes away from what the contact has, which is read first"
	}
	return r.field.Effect
}
