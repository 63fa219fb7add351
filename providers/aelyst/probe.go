package aelyst

import (
	"net/http"

	"rollcall/contact"
	"rollcall/providers"
)

// Probe asks for the users of the workspace, as many as a page may hold
// (https://developers.aelyst.ai/api/operations/listspaces/).
func (provider) Probe() providers.Request {
	return providers.Request{Method: http.MethodGet, Path: "/v1/space/user?limit=99"}
}

// Probed names the workspace by the address of its owner: no call tells its own
// name. Since a person may own several, that is no id.
func (provider) Probed(answer providers.Answer) (providers.Identity, providers.Verdict) {
	body, v := granted(answer)
	switch {
	case v.Status != contact.Verified:
		return providers.Identity{}, providers.Unprobed(v)
	case !body.Whole || body.Value("items").Kind() != '[':
		return providers.Identity{}, providers.Unclear(answer, "does not list the users of the workspace")
	}
	return providers.Identity{Name: owner(body)}, v
}

// owner returns the address of the only owner on the page, if there is one.
func owner(users providers.Body) string {
	address := ""
	for _, item := range providers.Elements(users.Value("items")) {
		user := providers.ReadObject(item)
		switch {
		case user.Text("role") != "owner":
		case address != "":
			return ""
		default:
			address = user.Label("email")
		}
	}
	return address
}
