package cendyn

import (
	"net/http"

	"github.com/go-json-experiment/json/jsontext"

	"rollcall/contact"
	"rollcall/providers"
)

// listsCursor stands for the second page: the audience lists follow the custom
// fields.
const listsCursor = "lists"

// types are the words of a mapping for the types of the account
// (https://developers.cendyncrm.com/api/docs/custom_fields/create).
var types = map[string]string{
	"string": "text", "number": "number", "boolean": "boolean", "date": "date", "selectable_options": "text",
}

// Fields asks for the custom fields of the account
// (https://developers.cendyncrm.com/api/docs/custom_fields/list), then for its
// audience lists (https://developers.cendyncrm.com/api/docs/list/list).
func (p provider) Fields(cursor string) providers.Request {
	path := p.path("/custom_fields")
	if cursor == listsCursor {
		path = p.path("/lists")
	}
	return providers.Request{Method: http.MethodGet, Path: path}
}

// Listed reads the custom fields, or the lists as what list_subscriptions may
// name.
func (p provider) Listed(answer providers.Answer, cursor string) ([]providers.AccountField, string, error) {
	name, next, read := "custom_fields", listsCursor, customFields
	if cursor == listsCursor {
		name, next, read = "lists", "", listFields
	}
	body, v := p.granted(answer)
	items := body.Value(name)
	switch {
	case v.Status != contact.Verified:
		return nil, "", v.Err()
	case !body.Whole || items.Kind() != '[':
		return nil, "", providers.Unclear(answer, "holds no list of "+name).Err()
	}
	return read(items), next, nil
}

func customFields(items jsontext.Value) []providers.AccountField {
	var fields []providers.AccountField
	for _, item := range providers.Elements(items) {
		shown := providers.ReadObject(item)
		name, _ := providers.PlainText(shown.Value("name"))
		if name == "" {
			continue
		}
		f := providers.AccountField{Name: name, Custom: true, Type: types[shown.Text("type")]}
		f.Options, _ = providers.Texts(shown.Value("selectable_options"))
		fields = append(fields, f)
	}
	return fields
}

// listFields returns the two fields that take the id of a list.
func listFields(items jsontext.Value) []providers.AccountField {
	ids := []string{}
	for _, item := range providers.Elements(items) {
		if id := identifier(providers.ReadObject(item)); id != "" {
			ids = append(ids, id)
		}
	}
	return []providers.AccountField{
		{Name: lists.name, Options: ids},
		{Name: lists.member(lists.key), Options: ids},
	}
}
