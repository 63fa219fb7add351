package survey

import (
	"errors"
	"fmt"
	"math"
	"strconv"

	"rollcall/mapping"
)

// Guard returns why the file must not be sent, every reason on a line of its
// own; nil if the guards let it pass. Last is how many rows the last run had;
// 0 where that is not known.
func (f *Figures) Guard(g mapping.Guards, last int) error {
	var reasons []error
	refuse := func(flag, format string, args ...any) {
		reasons = append(reasons, fmt.Errorf("%s; if that is right, %s lets it pass for once", fmt.Sprintf(format, args...), flag))
	}
	if g.MinRows != nil && f.Rows < *g.MinRows {
		refuse("--min-rows 1", "the file has %d data rows, fewer than min_rows: %d", f.Rows, *g.MinRows)
	}
	if shrunk := 1 - share(f.Rows, last); g.MaxShrink != nil && last > 0 && over(shrunk, *g.MaxShrink) {
		refuse("--max-shrink 100%", "the file has %d data rows, the last run had %d: that is %s less, more than max_shrink: %s",
			f.Rows, last, percent(shrunk), percent(*g.MaxShrink))
	}
	if cleared := share(f.Cleared, f.Values); g.MaxCleared != nil && over(cleared, *g.MaxCleared) {
		refuse("--max-cleared 100%", "%d of %d values would empty their fields%s: that is %s, more than max_cleared: %s",
			f.Cleared, f.Values, f.Emptied, percent(cleared), percent(*g.MaxCleared))
	}
	if changed := share(f.Sendable-f.Unchanged, f.Sendable); g.MaxChanged != nil && over(changed, *g.MaxChanged) {
		format := "%d of %d rows would be sent, for they have changed: that is %s, more than max_changed: %s"
		if f.New {
			format = "%d of %d rows would be sent, for the state file knows nothing of this account yet: that is %s, more than max_changed: %s"
		}
		refuse("--max-changed 100%", format, f.Sendable-f.Unchanged, f.Sendable, percent(changed), percent(*g.MaxChanged))
	}
	return errors.Join(reasons...)
}

func share(part, whole int) float64 {
	if whole == 0 {
		return 0
	}
	return float64(part) / float64(whole)
}

// over reports whether a share exceeds a limit, and not by a rounding only.
func over(share, limit float64) bool { return share-limit > 1e-9 }

// percent writes a share to a hundredth of a percent.
func percent(share float64) string {
	return strconv.FormatFloat(math.Round(1e4*share)/100, 'f', -1, 64) + "%"
}
