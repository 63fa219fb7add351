package survey

import (
	"errors"
	"fmt"
	"strconv"

	"rollcall/mapping"
)

// Guard returns why the file must not be sent, every reason on a line of its
// own; nil if the guards let it pass. Last is how many rows the last run had;
// 0 where that is not known.
func (f *Figures) Guard(g mapping.Guards, last int) error {
	var reasons []error
	refuse := func(format string, args ...any) { reasons = append(reasons, fmt.Errorf(format, args...)) }
	if g.MinRows != nil && f.Rows < *g.MinRows {
		refuse("the file has %d rows, fewer than min_rows: %d", f.Rows, *g.MinRows)
	}
	if shrunk := 1 - share(f.Rows, last); g.MaxShrink != nil && last > 0 && shrunk > *g.MaxShrink {
		refuse("the file has %d rows, the last run had %d: that is %s less, more than max_shrink: %s",
			f.Rows, last, percent(shrunk), percent(*g.MaxShrink))
	}
	if cleared := share(f.Cleared, f.Values); g.MaxCleared != nil && cleared > *g.MaxCleared {
		refuse("%d of %d values would empty their fields: that is %s, more than max_cleared: %s",
			f.Cleared, f.Values, percent(cleared), percent(*g.MaxCleared))
	}
	if changed := share(f.Sendable-f.Unchanged, f.Sendable); g.MaxChanged != nil && changed > *g.MaxChanged {
		refuse("%d of %d rows would change their contacts: that is %s, more than max_changed: %s",
			f.Sendable-f.Unchanged, f.Sendable, percent(changed), percent(*g.MaxChanged))
	}
	return errors.Join(reasons...)
}

func share(part, whole int) float64 {
	if whole == 0 {
		return 0
	}
	return float64(part) / float64(whole)
}

func percent(share float64) string {
	return strconv.FormatFloat(100*share, 'f', -1, 64) + "%"
}
