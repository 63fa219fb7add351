package page

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"rollcall/report"
)

const (
	minColumns   = 24
	maxColumns   = 120
	rowsAColumn  = 8  // on average, so that chance does not show
	maxStretches = 40 // sessions that are drawn
)

// A column is what happened in one step of a chart.
type column struct {
	bucket
	held time.Duration // in which no request left
}

// A drawing is the course of a run in columns of equal width. The time between
// sessions, in which the run stood still, is left out.
type drawing struct {
	step    time.Duration
	columns []column
	begins  []int // columns with which a later session begins
	took    time.Duration
}

// A stretch is the time in which a session worked.
type stretch struct {
	from, to int64 // in nanoseconds since 1970
	first    int   // its first column
}

// draw folds the course into columns.
func (c *course) draw(starts []time.Time, spans []report.Span) drawing {
	spans = slices.DeleteFunc(spans, func(s report.Span) bool {
		return s.From.Before(time.Unix(0, 0)) || s.To.After(time.Unix(0, doomsday))
	})
	list := c.stretches(starts, spans)
	if len(list) == 0 {
		return drawing{}
	}
	var d drawing
	for _, s := range list {
		d.took += time.Duration(s.to - s.from)
	}
	n := time.Duration(min(max(c.rows()/rowsAColumn, minColumns), maxColumns))
	widths := (d.took/n + c.width - 1) / c.width
	d.step = max(widths, 1) * c.width
	for i := range list {
		list[i].first = len(d.columns)
		if i > 0 {
			d.begins = append(d.begins, list[i].first)
		}
		n := (list[i].to - list[i].from + int64(d.step) - 1) / int64(d.step)
		d.columns = append(d.columns, make([]column, n)...)
	}
	c.fill(&d, list)
	for _, s := range spans {
		d.hold(list, s)
	}
	return d
}

func (c *course) rows() (n int) {
	for _, b := range c.buckets {
		n += b.well + b.bad
	}
	return n
}

// stretches returns when the sessions worked: from the first answer, or the
// first pause, to the last. They begin at a bucket.
func (c *course) stretches(starts []time.Time, spans []report.Span) []stretch {
	if len(c.buckets) == 0 || len(starts) == 0 {
		return nil
	}
	starts = slices.SortedFunc(slices.Values(starts), time.Time.Compare)
	list := make([]stretch, len(starts))
	grow := func(from, to int64) {
		i, _ := slices.BinarySearchFunc(starts, to, func(t time.Time, nano int64) int { return cmp.Compare(t.UnixNano(), nano) })
		s := &list[max(i-1, 0)]
		if s.to == 0 || from < s.from {
			s.from = from
		}
		s.to = max(s.to, to)
	}
	width := int64(c.width)
	for at := range c.buckets {
		grow(at*width, (at+1)*width)
	}
	for _, s := range spans {
		grow(s.From.UnixNano()/width*width, (s.To.UnixNano()/width+1)*width)
	}
	list = slices.DeleteFunc(list, func(s stretch) bool { return s.to == 0 })
	return list[max(len(list)-maxStretches, 0):]
}

// fill counts the buckets in their columns.
func (c *course) fill(d *drawing, list []stretch) {
	for _, at := range slices.Sorted(maps.Keys(c.buckets)) {
		nano := at * int64(c.width)
		for _, s := range list {
			if nano >= s.from && nano < s.to {
				d.columns[s.first+int((nano-s.from)/int64(d.step))].join(c.buckets[at])
				break
			}
		}
	}
}

// hold spreads the pause over the columns in which it fell.
func (d *drawing) hold(list []stretch, span report.Span) {
	from, to := span.From.UnixNano(), span.To.UnixNano()
	for _, s := range list {
		for at := s.from; at < s.to; at += int64(d.step) {
			overlap := min(to, at+int64(d.step)) - max(from, at)
			if overlap > 0 {
				held := time.Duration(float64(span.Held) * float64(overlap) / float64(to-from))
				col := &d.columns[s.first+int((at-s.from)/int64(d.step))]
				col.held = min(col.held+held, d.step)
			}
		}
	}
}
