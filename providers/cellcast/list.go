package cellcast

import (
	"net/http"
	"slices"

	"rollcall/contact"
	"rollcall/providers"
)

// Fields asks for the fields of the account, all in one page
// (https://developer.cellcast.com/contact/v2/available-fields.html).
func (provider) Fields(string) providers.Request {
	return providers.Request{Method: http.MethodGet, Path: "/api/v2/contact/fields/available"}
}

// Listed reads the static fields, which every account has, and the dynamic
// ones. Their types are not told.
func (provider) Listed(answer providers.Answer, _ string) ([]providers.AccountField, string, error) {
	body, v := granted(answer)
	static, okStatic := providers.Texts(body.Value("staticFields"))
	dynamic, okDynamic := providers.Texts(body.Value("dynamicFields"))
	switch {
	case v.Status != contact.Verified:
		return nil, "", v.Err()
	case !body.Whole || !okStatic || !okDynamic:
		return nil, "", providers.Unclear(answer, "does not list the fields of the account").Err()
	}
	var fields []providers.AccountField
	for _, name := range slices.Concat(static, dynamic) {
		_, known := spec.Field(name)
		fields = append(fields, providers.AccountField{Name: name, Custom: !known})
	}
	return fields, "", nil
}
