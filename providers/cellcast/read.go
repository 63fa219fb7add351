package cellcast

import (
	"strings"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/nyaruka/phonenumbers"

	"rollcall/contact"
	"rollcall/providers"
)

// view is how Cellcast shows a contact: the fields under their labels, static
// and dynamic ones side by side.
var view = providers.View{Spec: &spec, Omits: true}

// Same compares a field. The list shows a number without its country code:
// 400000000 for what went out as +61400000000
// (https://developer.cellcast.com/contact/v2/contact-list.html).
func (provider) Same(sent contact.Field, shown jsontext.Value) bool {
	if sent.Name == "Number" && !sent.Custom && isNational(sent.Value, shown) {
		return true
	}
	return view.Same(sent, shown)
}

// isNational reports whether a number is shown without its country code, with or
// without the zero that is dialled in its stead.
func isNational(sent, shown jsontext.Value) bool {
	whole, _ := providers.PlainText(sent)
	part, _ := providers.PlainText(shown)
	number, err := phonenumbers.Parse(whole, "")
	if err != nil {
		return false
	}
	national := phonenumbers.GetNationalSignificantNumber(number)
	digits := providers.PhoneNumber(part)
	return digits == national || digits == "0"+national
}

// Restore returns the value that puts back what was shown. A number without its
// country code cannot be put back: nobody knows whose it was.
func (provider) Restore(name string, custom bool, shown jsontext.Value) ([]byte, bool) {
	text, isText := providers.PlainText(shown)
	if name == "Number" && !custom && isText && text != "" && !strings.HasPrefix(text, "+") {
		return nil, false
	}
	return view.Restore(name, custom, shown)
}
