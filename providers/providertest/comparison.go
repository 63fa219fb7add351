package providertest

import (
	"testing"

	"github.com/go-json-experiment/json/jsontext"

	"rollcall/contact"
	"rollcall/providers"
)

// A Comparison is a field as it was sent, and values, JSON text, that are the
// same or others where they are shown.
type Comparison struct {
	Sent        contact.Field
	Same, Other []string
}

// Same checks comparisons. A field of which nothing is shown is never the same.
func Same(t *testing.T, p providers.Comparer, comparisons []Comparison) {
	t.Helper()
	for _, c := range comparisons {
		for _, shown := range c.Same {
			if !p.Same(c.Sent, jsontext.Value(shown)) {
				t.Errorf("%s %s shown as %s would be reported as a mismatch", c.Sent.Name, c.Sent.Value, shown)
			}
		}
		for _, shown := range c.Other {
			if p.Same(c.Sent, jsontext.Value(shown)) {
				t.Errorf("%s %s shown as %s would be reported as verified", c.Sent.Name, c.Sent.Value, shown)
			}
		}
		if p.Same(c.Sent, nil) {
			t.Errorf("%s %s of which nothing is shown would be reported as verified", c.Sent.Name, c.Sent.Value)
		}
	}
}

// A Restoration is a field as it is shown, and the value, JSON text, that puts
// it back; empty where none does.
type Restoration struct {
	Shown contact.Field
	Want  string
}

// Restore checks restorations.
func Restore(t *testing.T, p providers.Comparer, restorations []Restoration) {
	t.Helper()
	for _, r := range restorations {
		got, ok := p.Restore(r.Shown.Name, r.Shown.Custom, r.Shown.Value)
		if string(got) != r.Want || ok != (r.Want != "") {
			t.Errorf("%s shown as %s is put back as %q (%v), want %q", r.Shown.Name, r.Shown.Value, got, ok, r.Want)
		}
	}
}
