package aelyst

import (
	"errors"
	"net/http"
	"net/url"

	"rollcall/contact"
	"rollcall/providers"
)

// types are the words of a mapping for the data types of the workspace.
var types = map[string]string{
	"text": "text", "list": "list", "checkbox": "boolean", "email": "email",
	"number": "number", "url": "url", "date": "date", "time": "time",
}

// Fields asks for the custom fields of the workspace, 99 at once, which is the
// most (https://developers.aelyst.ai/api/operations/listcontactfields/).
func (provider) Fields(cursor string) providers.Request {
	path := "/v1/space/custom_field?limit=99"
	if cursor != "" {
		path += "&cursorId=" + url.QueryEscape(cursor)
	}
	return providers.Request{Method: http.MethodGet, Path: path}
}

// Listed reads a page of the custom fields.
func (provider) Listed(answer providers.Answer, cursor string) ([]providers.AccountField, string, error) {
	body, v := granted(answer)
	if v.Status == contact.Verified && (!body.Whole || body.Value("items").Kind() != '[') {
		v = providers.Unclear(answer, "does not list the custom fields of the workspace")
	}
	if v.Status != contact.Verified {
		return nil, "", v.Err()
	}
	var fields []providers.AccountField
	for _, item := range providers.Elements(body.Value("items")) {
		if f, ok := accountField(providers.ReadObject(item)); ok {
			fields = append(fields, f)
		}
	}
	following, err := next(body, cursor)
	if err != nil || len(fields) == 0 {
		return fields, "", err
	}
	return fields, following, nil
}

func accountField(item providers.Body) (providers.AccountField, bool) {
	name, _ := providers.PlainText(item.Value("name"))
	f := providers.AccountField{Name: name, Custom: true, Type: types[item.Text("dataType")]}
	if f.Type == "list" {
		f.Options, _ = providers.Texts(item.Value("allowedValues"))
	}
	return f, name != ""
}

// next takes the cursor out of the address of the next page. The address itself
// is of no use: on the page it lacks the version, and names another resource.
func next(body providers.Body, cursor string) (string, error) {
	text, _ := providers.PlainText(body.Value("pagination", "next"))
	if text == "" {
		return "", nil
	}
	address, err := url.Parse(text)
	if err != nil {
		return "", errNext
	}
	following := address.Query().Get("cursorId")
	if following == "" || following == cursor || len(following) > longestCursor {
		return "", errNext
	}
	return following, nil
}

var errNext = errors.New("the list of the custom fields goes on, but its next page cannot be found")

// longestCursor is more than any number has.
const longestCursor = 64
