package survey

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"rollcall/contact"
	"rollcall/mapping"
)

// columnsNamed is how many columns a guard names.
const columnsNamed = 3

// Locate reads the input once more, for the columns whose cells would empty
// their fields: [Figures.Guard] names them from then on.
func (s *Survey) Locate(cfg Config) error {
	var tally mapping.Tally
	_, err := cfg.each(func(u *contact.Update) {
		if _, loses := s.Judge(u); !loses {
			_, _ = cfg.Mapping.Apply(u.Row, &tally) // it could be mapped a moment ago
		}
	})
	emptied := slices.DeleteFunc(slices.Clone(tally.Lines()), func(c mapping.Count) bool { return c.Cleared == 0 })
	slices.SortStableFunc(emptied, func(a, b mapping.Count) int { return cmp.Compare(b.Cleared, a.Cleared) })
	s.Emptied = named(emptied)
	return err
}

// named names the first of the columns, in brackets behind a blank; empty for none.
func named(columns []mapping.Count) string {
	var words []string
	for _, c := range columns[:min(len(columns), columnsNamed)] {
		words = append(words, fmt.Sprintf("%.60q %d", c.Column, c.Cleared))
	}
	switch {
	case len(words) == 0:
		return ""
	case len(columns) > columnsNamed:
		words = append(words, "…")
	}
	return " (" + strings.Join(words, ", ") + ")"
}
