package draft

import (
	"fmt"
	"strings"

	"rollcall/inspect"
	"rollcall/providers"
)

// identify finds the column that says which contact a row is for.
func (d *drafter) identify() entry {
	for _, id := range d.Spec.Contact {
		if isAddress(id.Form) {
			continue
		}
		if c := d.likeliest(id); c != nil {
			return d.contact(id, c)
		}
	}
	if id, c := d.address(); c != nil {
		e := d.contact(id, c)
		e.remarks = append(e.remarks, fmt.Sprintf("No column looks like the %s, so this one names the contact: %s.", d.Spec.Contact[0].Doc, id.Doc))
		return e
	}
	return entry{
		name: "contact", source: source{column: "TODO"},
		todo: []string{"name the column that holds the " + d.Spec.Contact[0].Doc + "."},
	}
}

// isAddress reports whether an identifier belongs to the person rather than to
// the provider.
func isAddress(form providers.Form) bool {
	return form == providers.Email || form == providers.PhoneE164
}

func (d *drafter) contact(id providers.Identifier, c *inspect.Profile) entry {
	d.used[c] = true
	e := entry{name: "contact", source: source{column: c.Name}}
	if id.By != "" && id.By != d.Spec.Contact[0].By {
		e.source.options = append(e.source.options, option{"by", id.By})
	}
	d.read(&e, providers.Field{Form: id.Form}, c)
	return e
}

// likeliest returns the column whose cells have the form of the identifier, the
// one whose name speaks for it most where there are several.
func (d *drafter) likeliest(id providers.Identifier) *inspect.Profile {
	var best *inspect.Profile
	most := 0
	for _, c := range d.free() {
		points := d.claim(c)
		if c.Share(idShape(id.Form)) < 0.8 || id.Form == providers.PositiveID && points < strong {
			continue
		}
		if c.Unique() > 0.9 {
			points++
		}
		if best == nil || points > most {
			best, most = c, points
		}
	}
	return best
}

// strong is the least claim of a name by which plain numbers are taken for the
// provider's ids.
const strong = 4

// claim says how much the name of a column speaks for its being the provider's
// id of the contact.
func (d *drafter) claim(c *inspect.Profile) int {
	points := 0
	if strings.Contains(inspect.Plain(c.Name), d.Spec.Name) {
		points += 2 * strong
	}
	switch about, distance := d.topics[c].concept, d.topics[c].distance; {
	case about == inspect.ContactID && distance < 100:
		points += strong
	case about == inspect.ContactID, about == inspect.KeyNumber:
		points += 2
	}
	return points
}

func idShape(form providers.Form) inspect.Shape {
	switch form {
	case providers.HexID:
		return inspect.Hex24
	case providers.HexUUID:
		return inspect.Hex32
	case providers.UUID:
		return inspect.UUID
	}
	return inspect.Integer
}

// address returns the e-mail address or the phone number that is there most
// often, where the provider knows contacts by these.
func (d *drafter) address() (id providers.Identifier, column *inspect.Profile) {
	best := 0.0
	for _, by := range d.Spec.Contact {
		if !isAddress(by.Form) || d.Table.Rows == 0 {
			continue
		}
		c := d.about(providers.Field{Form: by.Form, Name: by.By})
		if c == nil {
			continue
		}
		if worth := float64(c.Filled) / float64(d.Table.Rows) * c.Unique(); worth > best {
			id, column, best = by, c, worth
		}
	}
	return id, column
}
