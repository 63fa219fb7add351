package draft

import (
	"fmt"
	"strings"

	"github.com/nyaruka/phonenumbers"

	"rollcall/inspect"
	"rollcall/providers"
)

// region states the country of the numbers that do not say it themselves, if
// the data do and the numbers can be dialled there.
func (d *drafter) region(e *entry, t *trial) {
	numbers := nationals(t.column)
	if len(numbers) == 0 {
		return
	}
	for _, code := range []string{d.country, d.calling} {
		if code == "" {
			continue
		}
		t.reading.Region = code
		if 10*t.dialled(numbers) >= 8*len(numbers) {
			e.source.set("region", code)
			return
		}
	}
	e.todo = append(e.todo, fmt.Sprintf("add region, the country of numbers without a country code, such as %s.", quoted(numbers[0])))
}

func (t *trial) dialled(numbers []string) (n int) {
	for _, number := range numbers {
		if t.fits(number) {
			n++
		}
	}
	return n
}

// nationals lists the numbers of a column that have no country code.
func nationals(c *inspect.Profile) []string {
	var numbers []string
	for _, cell := range c.Cells {
		if _, abroad := international(cell); !abroad && inspect.Shapes(cell)&(inspect.Phone|inspect.Integer|inspect.Padded) != 0 {
			numbers = append(numbers, cell)
		}
	}
	return numbers
}

func international(number string) (string, bool) {
	number = strings.TrimLeft(number, "( ")
	if rest, ok := strings.CutPrefix(number, "00"); ok {
		return "+" + rest, true
	}
	return number, strings.HasPrefix(number, "+")
}

// onlyCalling returns the country of nearly all international numbers.
func (d *drafter) onlyCalling() string {
	votes := map[string]int{}
	for _, c := range d.Table.Columns {
		if c.Share(inspect.Phone|inspect.Integer) < 0.5 {
			continue
		}
		for _, cell := range c.Cells {
			if number, ok := international(cell); ok {
				if n, err := phonenumbers.Parse(number, ""); err == nil {
					votes[phonenumbers.GetRegionCodeForNumber(n)]++
				}
			}
		}
	}
	delete(votes, "")
	return winner(votes, 8)
}

// onlyCountry returns the country that nearly all rows name.
func (d *drafter) onlyCountry() string {
	best, nearest := (*inspect.Profile)(nil), 0
	for _, c := range d.Table.Columns {
		if t := d.topics[c]; t.concept == inspect.Country && (best == nil || t.distance < nearest) {
			best, nearest = c, t.distance
		}
	}
	if best == nil {
		return ""
	}
	votes := map[string]int{}
	for _, cell := range best.Cells {
		code := countries()[inspect.Plain(cell)]
		if region, err := providers.Region(cell); err == nil {
			code = region
		}
		votes[code]++
	}
	return winner(votes, 9)
}

// winner returns what has so many votes of ten.
func winner(votes map[string]int, tenths int) string {
	all := 0
	for _, n := range votes {
		all += n
	}
	for code, n := range votes {
		if 10*n >= tenths*all {
			return code
		}
	}
	return ""
}
