package callbell

import (
	"github.com/go-json-experiment/json/jsontext"

	"rollcall/providers"
)

// custom reads the custom fields; nil if they are not shown. The fields' own
// types, where they are told, turn the text of a checkbox into a list and that
// of a number into a number.
func custom(shown providers.Body) map[string]jsontext.Value {
	object := shown.Value("customFields")
	if object.Kind() != '{' && object.Kind() != 'n' {
		return nil
	}
	values := map[string]jsontext.Value{}
	for name, value := range providers.ReadObject(object).Members() {
		values[name] = value
	}
	for name, meta := range providers.ReadObject(shown.Value("customFieldsMetadata")).Members() {
		if value, ok := values[name]; ok {
			values[name] = typed(value, providers.ReadObject(meta).Text("type"))
		}
	}
	return values
}

// typed returns a value in the form of its type, as far as it has one.
func typed(value jsontext.Value, kind string) jsontext.Value {
	text, isText := providers.PlainText(value)
	inner := jsontext.Value(text)
	switch {
	case !isText || !inner.IsValid():
		return value
	case kind == "checkbox" && inner.Kind() == '[', kind == "number" && inner.Kind() == '0':
		return inner
	}
	return value
}
