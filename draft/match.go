package draft

import (
	"slices"
	"strings"

	"rollcall/inspect"
	"rollcall/providers"
)

// fields finds a column for as many fields as it can: first by the very name,
// then by what the names are about, then by the look of the cells.
func (d *drafter) fields() []entry {
	spec := d.Spec.Fields
	of := make([]*inspect.Profile, len(spec))
	for _, find := range []func(providers.Field) *inspect.Profile{d.named, d.about, d.looking} {
		for _, i := range d.order() {
			if of[i] == nil && !spec[i].Keyed && !d.covered(of, i) {
				if of[i] = find(spec[i]); of[i] != nil {
					d.used[of[i]] = true
				}
			}
		}
	}
	var entries []entry
	for i, column := range of {
		switch {
		case column != nil:
			entries = append(entries, d.entry(spec[i], column))
		case concept(spec[i]) == inspect.FullName:
			entries = append(entries, d.wholeName(spec[i])...)
		}
	}
	return entries
}

// order lists the fields so that a whole phone number comes before its parts.
func (d *drafter) order() []int {
	var order, late []int
	for i, f := range d.Spec.Fields {
		if f.Form == providers.PhoneNational {
			late = append(late, i)
		} else {
			order = append(order, i)
		}
	}
	return append(order, late...)
}

// covered reports whether another field about the same has its column already.
func (d *drafter) covered(of []*inspect.Profile, i int) bool {
	about := concept(d.Spec.Fields[i])
	for j, column := range of {
		if column != nil && about != inspect.Unknown && concept(d.Spec.Fields[j]) == about {
			return true
		}
	}
	return false
}

// concept returns what a field is about.
func concept(f providers.Field) inspect.Concept {
	about, _ := inspect.ConceptOf(f.Name)
	return about
}

func (d *drafter) named(f providers.Field) *inspect.Profile {
	plain := inspect.Plain(f.Name)
	for _, c := range d.free() {
		if inspect.Plain(c.Name) == plain && suits(f.Form, c) {
			return c
		}
	}
	return nil
}

// about returns the column whose name is about the same as the field, the
// likeliest where there are several.
func (d *drafter) about(f providers.Field) *inspect.Profile {
	if concept(f) == inspect.Unknown {
		return nil
	}
	var best *inspect.Profile
	nearest := 0
	for _, c := range d.free() {
		distance := d.topics[c].distance
		if d.topics[c].concept != concept(f) || !suits(f.Form, c) {
			continue
		}
		if c.Filled == 0 {
			distance += 10_000
		}
		if best == nil || distance < nearest {
			best, nearest = c, distance
		}
	}
	return best
}

// looking returns the only column whose cells look like the field, for forms
// that cannot be taken for another. Names that are about something else are left
// alone.
func (d *drafter) looking(f providers.Field) *inspect.Profile {
	var look inspect.Shape
	switch {
	case f.Effect != "" || concept(f) == inspect.Unknown:
		return nil
	case f.Form == providers.Email:
		look = inspect.Email
	case f.Form == providers.PhoneE164 || f.Form == providers.PhoneDigits:
		look = inspect.Phone
	default:
		return nil
	}
	found := slices.DeleteFunc(d.free(), func(c *inspect.Profile) bool { return c.Share(look) < 0.8 })
	if len(found) != 1 || len(strings.Fields(found[0].Name)) > 1 {
		return nil
	}
	return found[0]
}

// suits reports whether the cells do not speak against the form. A column
// without any cell is taken at its word.
func suits(form providers.Form, c *inspect.Profile) bool {
	if c.Filled == 0 {
		return true
	}
	const most, some = 0.5, 0.3
	switch form {
	case providers.Email:
		return c.Share(inspect.Email) >= most
	case providers.URL:
		return c.Share(inspect.URL) >= some
	case providers.PhoneE164, providers.PhoneDigits, providers.PhoneNational:
		return c.Share(inspect.Phone|inspect.Integer|inspect.Padded) >= most && longest(c) > 5
	case providers.Date, providers.DateTime:
		return c.Share(inspect.Date|inspect.Stamp) >= most
	case providers.Time:
		return c.Share(inspect.Clock) >= most
	case providers.Number, providers.NumberText, providers.Integer, providers.IntegerText:
		return c.Share(inspect.Integer|inspect.Decimal|inspect.Padded) >= most || isNotated(form, c)
	case providers.PhoneCode:
		return c.Share(inspect.Integer|inspect.Decimal|inspect.Padded) >= most || longest(c) < 6
	case providers.Boolean, providers.BooleanText:
		return c.Share(inspect.Boolean) >= most
	case providers.LanguageLower, providers.LanguageUpper, providers.Country, providers.Enum:
		return c.Words != nil && c.Share(inspect.Integer|inspect.Decimal|inspect.Date|inspect.Email|inspect.Hex24) < most
	case providers.Text:
		return c.Share(inspect.Email) < most && !c.Array
	}
	return true
}

func longest(c *inspect.Profile) (n int) {
	for _, cell := range c.Cells {
		n = max(n, len(cell))
	}
	return n
}

// wholeName joins a first and a last name for a field that takes both.
func (d *drafter) wholeName(f providers.Field) []entry {
	var parts []*inspect.Profile
	for _, about := range []inspect.Concept{inspect.FirstName, inspect.LastName} {
		for _, c := range d.free() {
			if d.topics[c].concept == about && !strings.ContainsAny(c.Name, "{}") {
				parts = append(parts, c)
				break
			}
		}
	}
	if len(parts) != 2 {
		return nil
	}
	d.used[parts[0]], d.used[parts[1]] = true, true
	return []entry{{name: f.Name, source: source{template: "{" + parts[0].Name + "} {" + parts[1].Name + "}"}}}
}

// entry describes how a column fills a field. A field whose effect nobody would
// expect is left for a person to switch on.
func (d *drafter) entry(f providers.Field, c *inspect.Profile) entry {
	e := entry{name: f.Name, source: source{column: c.Name}}
	if f.Effect != "" {
		e.remarks = append(e.remarks, f.Effect)
		if f.Merge {
			e.remarks = append(e.remarks, "{column: …, mode: add} keeps what is there, mode: remove takes away from it")
		}
		about := concept(f)
		e.off = about == inspect.Unknown || about == inspect.Tags
	}
	d.read(&e, f, c)
	return e
}
