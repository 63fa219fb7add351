package mapping

import (
	"slices"
	"strings"
	"time"

	// Zones are known by name on machines without a database of their own.
	_ "time/tzdata"

	"go.yaml.in/yaml/v4"

	"rollcall/providers"
)

// purpose says which forms have a use for a key of a source.
var purpose = []struct {
	key, use string
	forms    []providers.Form
}{
	{"format", "dates and times", []providers.Form{providers.Date, providers.DateTime, providers.Time}},
	{"timezone", "date-times", []providers.Form{providers.DateTime}},
	{"region", "phone numbers", []providers.Form{providers.PhoneE164, providers.PhoneDigits, providers.PhoneNational}},
	{"true", "booleans", []providers.Form{providers.Boolean, providers.BooleanText}},
	{"false", "booleans", []providers.Form{providers.Boolean, providers.BooleanText}},
	{"split", "lists", []providers.Form{providers.List}},
	{"mode", "lists", []providers.Form{providers.List}},
	{"decimal", "numbers", numberForms},
	{"group", "numbers", numberForms},
	{"options", "texts and lists", []providers.Form{providers.Text, providers.List}},
}

var numberForms = []providers.Form{providers.Number, providers.NumberText, providers.Integer, providers.IntegerText}

// purposes notes the keys that the field's form has no use for.
func (c *compiler) purposes(source *sourceConfig, field providers.Field) {
	for _, p := range purpose {
		if at := source.keys[p.key]; at != nil && !slices.Contains(p.forms, field.Form) {
			c.at(at, "%s has no use for %s, which is for %s", source.what, p.key, p.use)
			delete(source.keys, p.key)
		}
	}
	if at := source.keys["map_other"]; at != nil && source.words == nil {
		c.at(at, "%s has map_other without map", source.what)
	}
	if at := source.keys["type"]; at != nil && source == c.config.contact {
		c.at(at, "contact has no type: its form is the provider's")
	}
}

// reading compiles how values stand in the file.
func (c *compiler) reading(source *sourceConfig, form providers.Form) *providers.Reading {
	r := &providers.Reading{True: source.yes, False: source.no}
	r.Coded = form == providers.PhoneNational && c.mapping.code != ""
	if slices.Contains(numberForms, form) {
		r.Signs = c.signs(source)
	}
	if at := source.keys["region"]; at != nil {
		r.Region = c.region(at)
	}
	if at := source.keys["timezone"]; at != nil {
		r.Zone = c.zone(at)
	}
	if at := source.keys["format"]; at != nil {
		r.Layouts = c.layouts(at, form)
	}
	yes, no := r.Words()
	for _, word := range yes {
		if slices.Contains(no, word) {
			c.at(source.at, "%s has %s among the words for true and for false", source.what, quote(word))
		}
	}
	return r
}

// signs are the source's own, or, where it names none of the two, those of the
// mapping.
func (c *compiler) signs(source *sourceConfig) providers.Signs {
	decimal, group := source.keys["decimal"], source.keys["group"]
	if decimal == nil && group == nil {
		return c.config.numbers
	}
	return c.problems.signs(decimal, group)
}

func (c *compiler) layouts(at *yaml.Node, form providers.Form) []providers.Layout {
	var layouts []providers.Layout
	for _, item := range c.names(at, "format") {
		layout, err := providers.ParseLayout(strings.TrimSpace(item.Value))
		if err == nil {
			err = layout.Fits(form)
		}
		if err != nil {
			c.at(item, "format: %s", err)
			continue
		}
		layouts = append(layouts, layout)
	}
	return layouts
}

func (c *compiler) region(at *yaml.Node) string {
	s, ok := c.name(at, "region")
	if !ok {
		return ""
	}
	region, err := providers.Region(s)
	if err != nil {
		c.at(at, "region: %s", err)
	}
	return region
}

func (c *compiler) zone(at *yaml.Node) *time.Location {
	s, ok := c.name(at, "timezone")
	if !ok {
		return nil
	}
	zone, err := time.LoadLocation(s)
	if err != nil || s == "Local" {
		c.at(at, "timezone is %s: write a name such as Asia/Kuala_Lumpur or UTC", quote(s))
	}
	return zone
}
