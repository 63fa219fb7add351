package page

import (
	"fmt"
	"strconv"
	"time"
)

// What is drawn: less than that says nothing as a picture.
const (
	leastRows = 20
	leastTime = 2 * time.Second
)

// A chart is a picture of columns, one unit wide and 100 high at most, as paths.
type chart struct {
	Title, Unit string
	Says        string // the same in words
	Width       int
	Top         string   // what the full height stands for
	Ticks       []string // below it, from the left edge to the right
	Layers      []layer
	Pauses      []pause
	Held        bool // some column was held back
	Begins      string
	Resumed     bool
}

// A layer is a shape in one colour.
type layer struct {
	Class, Name string // in the style sheet, and in the legend
	Path        string
}

// A pause is how much of a column was held back, from 0 to 1.
type pause struct {
	Column int
	Share  string
}

// charts returns the pictures of a run's course; none for a short one.
func (d drawing) charts() []chart {
	rows := 0
	for _, col := range d.columns {
		rows += col.well + col.bad
	}
	if rows < leastRows || d.took < leastTime {
		return nil
	}
	list := []chart{d.throughput()}
	if c, ok := d.latency(); ok {
		list = append(list, c)
	}
	return list
}

func (d drawing) frame() chart {
	c := chart{Width: len(d.columns), Ticks: []string{"0", brief(d.took / 2), brief(d.took)}, Resumed: len(d.begins) > 0}
	for _, i := range d.begins {
		c.Begins += fmt.Sprintf("M%d 0V100", i)
	}
	return c
}

// throughput draws how many rows were answered in a second.
func (d drawing) throughput() chart {
	c := d.frame()
	most, total := 0, 0
	for _, col := range d.columns {
		most = max(most, col.well+col.bad)
		total += col.well + col.bad
	}
	var well, bad []byte
	for i, col := range d.columns {
		low, high := height(col.bad, most), height(col.well+col.bad, most)
		bad = appendBar(bad, i, 0, low)
		well = appendBar(well, i, low, high)
		if col.held > 0 {
			c.Pauses = append(c.Pauses, pause{i, decimal(float64(col.held) / float64(d.step))})
		}
	}
	c.Held = len(c.Pauses) > 0
	peak := rate(float64(most) / d.step.Seconds())
	c.Title, c.Unit, c.Top = "Throughput", "rows answered a second", peak
	c.Says = fmt.Sprintf("Rows answered a second, over %s: %s on average, %s at most.", brief(d.took), rate(float64(total)/d.took.Seconds()), peak)
	c.Layers = []layer{{"well", "ended well", string(well)}, {"bad", "did not", string(bad)}}
	return c
}

func height(n, most int) float64 {
	if most == 0 {
		return 0
	}
	return 100 * float64(n) / float64(most)
}

// latency draws how long an answer took.
func (d drawing) latency() (chart, bool) {
	var half, most []time.Duration // by column; negative where there is none
	longest := time.Duration(0)
	for i := range d.columns {
		p50, ok := d.columns[i].times.quantile(0.5)
		p90, _ := d.columns[i].times.quantile(0.9)
		if !ok {
			p50, p90 = -1, -1
		}
		half, most, longest = append(half, p50), append(most, p90), max(longest, p90)
	}
	if longest <= 0 {
		return chart{}, false
	}
	c := d.frame()
	c.Title, c.Unit, c.Top = "Latency", "time that an answer took", brief(longest)
	c.Says = fmt.Sprintf("Time that an answer took, over %s: nine of ten within %s at the worst time.", brief(d.took), brief(longest))
	c.Layers = []layer{
		{"most", "9 of 10 within", steps(most, longest)},
		{"half", "half within", steps(half, longest)},
	}
	return c, true
}

// steps returns a line with a step for each column, broken where there is none.
func steps(list []time.Duration, longest time.Duration) string {
	var path []byte
	open := false
	for i, took := range list {
		if took < 0 {
			open = false
			continue
		}
		y := decimal(100 - 100*float64(took)/float64(longest))
		if !open {
			path = append(path, "M"+strconv.Itoa(i)+" "+y...)
		} else {
			path = append(path, "V"+y...)
		}
		path = append(path, "H"+strconv.Itoa(i+1)...)
		open = true
	}
	return string(path)
}

// appendBar appends a bar in the i-th column, from low to high.
func appendBar(path []byte, i int, low, high float64) []byte {
	if high <= low {
		return path
	}
	return fmt.Appendf(path, "M%d %sV%sh1V%sz", i, decimal(100-low), decimal(100-high), decimal(100-low))
}

// decimal writes a coordinate or a share, two digits behind the point at most.
func decimal(f float64) string {
	text := strconv.FormatFloat(f, 'f', 2, 64)
	for text[len(text)-1] == '0' {
		text = text[:len(text)-1]
	}
	if text[len(text)-1] == '.' {
		text = text[:len(text)-1]
	}
	return text
}
