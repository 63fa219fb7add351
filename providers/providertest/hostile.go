package providertest

import (
	"testing"

	"rollcall/contact"
)

// hostile are identifiers and names that would change where or how a request
// goes, were they not escaped.
var hostile = []string{
	"..", ".", "../..", "a/b", "a/../b", `a\b`, "a?b=c", "a#b", "a%2Fb", "%", "a;b", "a b", "a\tb", "a\r\nHost: b",
	"//host/a", "https://host/a", "@host", "ü", "\x00", "\xff", `a"b`, `"}],"token":"b`, "<a>", "a&b=c", "a+b", "phone:+60 12",
}

// testHostile checks that no identifier changes the shape of the path.
func testHostile(t *testing.T, s Suite) {
	p := s.Provider(t)
	for _, id := range hostile {
		update := s.Update(0)
		update.Contact = id
		testRequest(t, s.Definition.Spec, p.Build([]contact.Update{update}))
	}
}

// testHostileNames checks that no name of a custom field breaks the body.
func testHostileNames(t *testing.T, s Suite) {
	p := s.Provider(t)
	if s.Definition.Spec.Custom.Types == nil {
		return
	}
	for _, name := range hostile {
		update := s.Update(0)
		update.Fields = append(update.Fields, contact.Field{Name: name, Custom: true, Value: []byte(`"x"`)})
		testRequest(t, s.Definition.Spec, p.Build([]contact.Update{update}))
	}
}
