package source

import (
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// numbers turns the cells of a workbook into text: a date, a time or a number
// with leading zeros as its style says, every other number in plain digits.
type numbers struct {
	grid   *grid
	styles map[int]numberStyle
}

func newNumbers(g *grid) *numbers {
	return &numbers{grid: g, styles: map[int]numberStyle{}}
}

// text returns the text of a cell whose value is stored as given.
func (n *numbers) text(c cellOutline, value string) string {
	if value == "" {
		return ""
	}
	switch c.kind {
	case "", "n":
		return n.number(n.style(c.style), value)
	case "b":
		return truth(value)
	case "d":
		return isoDate(value)
	}
	return value
}

// truth words a boolean, which XML Schema lets stand as 1 or true, 0 or false.
func truth(value string) string {
	switch value {
	case "0", "false":
		return "FALSE"
	case "1", "true":
		return "TRUE"
	}
	return value
}

func (n *numbers) style(id int) numberStyle {
	style, ok := n.styles[id]
	if !ok {
		style = n.grid.style(id)
		n.styles[id] = style
	}
	return style
}

func (n *numbers) number(style numberStyle, value string) string {
	f, err := strconv.ParseFloat(value, 64)
	if err != nil {
		return value
	}
	switch style.kind {
	case padded:
		return pad(style.pattern, decimal(f, value))
	case general:
		return decimal(f, value)
	}
	if text, ok := n.moment(style.kind, f); ok {
		return text
	}
	return decimal(f, value)
}

// lastSerial is the day behind 9999-12-31, the last that a sheet can show.
const lastSerial = 2958466

// moment returns a date or a time, counted in days. A value without a day, in a
// workbook that counts from 1, is a time.
func (n *numbers) moment(kind numberKind, days float64) (string, bool) {
	if days < 0 || days >= lastSerial {
		return "", false
	}
	switch {
	case kind == elapsed:
		return clock(days), true
	case kind == timeOfDay, days < 1 && !n.grid.date1904:
		_, fraction := math.Modf(days)
		return clock(fraction), true
	}
	layout := time.DateTime
	if kind == date {
		layout, days = time.DateOnly, math.Floor(days)
	}
	t, err := excelize.ExcelDateToTime(days, n.grid.date1904)
	return t.Round(time.Second).Format(layout), err == nil
}

func clock(days float64) string {
	d := time.Duration(math.Round(days*24*60*60)) * time.Second
	h, m, s := int(d.Hours()), int(d.Minutes())%60, int(d.Seconds())%60
	return two(h) + ":" + two(m) + ":" + two(s)
}

func two(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}

// decimal returns a number without exponent. An integer keeps all the digits it is
// stored with; what has a fraction is shown with 15 digits, as spreadsheets do:
// more are an artefact of its binary form.
func decimal(f float64, value string) string {
	if !strings.ContainsAny(value, ".eExXpP") || math.IsInf(f, 0) || math.IsNaN(f) {
		return value
	}
	if f != math.Trunc(f) {
		short := strconv.FormatFloat(f, 'g', 15, 64)
		f, _ = strconv.ParseFloat(short, 64)
	}
	return strconv.FormatFloat(f, 'f', -1, 64)
}

// isoDate words a date that is stored as text in the manner of the others.
func isoDate(value string) string {
	for _, layout := range []string{"2006-01-02T15:04:05Z", "2006-01-02T15:04:05", "2006-01-02"} {
		if t, err := time.Parse(layout, value); err == nil {
			if t.Equal(t.Truncate(24 * time.Hour)) {
				return t.Format(time.DateOnly)
			}
			return t.Format(time.DateTime)
		}
	}
	return value
}
