package sandbox

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/cespare/xxhash/v2"
	"github.com/go-json-experiment/json/jsontext"
)

// The Aelyst API, https://developers.aelyst.ai/api/operations/updatecontact/.
// The page has no answer for a contact that does not exist: it is a 404 here.
var aelyst = platform{
	name:       "aelyst",
	prefixes:   []string{"/v1/contact/", "/v1/space/"},
	scheme:     "Bearer ",
	invalid:    http.StatusBadRequest,
	queued:     449,
	perContact: true,
	failure:    "Unexpected error occurred",
	conflict:   "A contact with this phone or email already exists.",
	routes: []route{
		{http.MethodPut, "/v1/contact/*", true, (*exchange).aelystUpdate},
		{http.MethodGet, "/v1/contact/*", true, (*exchange).aelystGet},
		{http.MethodGet, "/v1/space/user", false, (*exchange).aelystUsers},
		{http.MethodGet, "/v1/space/custom_field", false, listed((*exchange).aelystFields)},
	},
	identifier: func(id string) bool { _, _, ok := aelystKey(id); return ok },
	absent: func(string) *refusal {
		return &refusal{http.StatusNotFound, "Contact not found.", rowMissing}
	},
	refuse: aelystRefuse,
	accept: func(_ *exchange, records []*record) ([]byte, error) {
		return append(append([]byte(`{"contactId":`), aelystNumber(records[0])...), '}'), nil
	},
	nowhere: func(x *exchange) { x.writeJSON(http.StatusNotFound, coded{http.StatusNotFound, "Not Found"}) },
}

var aelystForms = map[string]form{
	"firstName": text, "lastName": nullable(text), "phone": nullable(phoneE164), "email": nullable(email),
	"language": nullable(langLower), "profilePic": nullable(address), "countryCode": nullable(country),
}

func aelystRefuse(_ *exchange, status int, message string) (int, any) {
	switch status {
	case http.StatusUnauthorized:
		message = "UN_AUTHORIZED" + message
	case http.StatusBadRequest:
		message = "Validation error. " + message
	}
	return status, coded{status, message}
}

// aelystKey returns the key of a contact and what it is known by. A contact
// that is known by its address has a number made of the address.
func aelystKey(id string) (key string, alias claim, ok bool) {
	by, value, _ := strings.Cut(id, ":")
	switch by {
	case "id":
		n, err := strconv.ParseInt(value, 10, 64)
		return "id:" + value, claim{}, err == nil && n > 0 && value[0] != '0' && value[0] != '+'
	case "email":
		value = strings.ToLower(value)
		alias, ok = claim{by, value}, isEmail([]byte(value))
	case "phone":
		alias, ok = claim{by, strings.TrimPrefix(value, "+")}, isE164([]byte(value))
	}
	n := 1_000_000_000 + xxhash.Sum64String(alias.kind+alias.value)%1_000_000_000_000
	return "id:" + strconv.FormatUint(n, 10), alias, ok
}

// aelystNumber returns the contact's number as JSON.
func aelystNumber(r *record) json.RawMessage {
	return json.RawMessage(strings.TrimPrefix(r.key, "id:"))
}

func (x *exchange) aelystUpdate() {
	fields, refused := x.object()
	if refused != nil {
		x.refuse(*refused)
		return
	}
	c := change{id: x.contact()}
	c.key, c.alias, _ = aelystKey(c.id)
	for _, f := range fields {
		if string(f.name) == "custom_fields" {
			refused = x.aelystCustom(&c, f.value)
		} else {
			refused = x.aelystField(&c, f)
		}
		if refused != nil {
			x.refuse(*refused)
			return
		}
	}
	x.settle([]change{c})
}

func (x *exchange) aelystField(c *change, f field) *refusal {
	check, known := aelystForms[string(f.name)]
	if !known {
		return x.wrong(f.name, "is not a field of a contact")
	}
	if wrong := check(f.value); wrong != "" {
		return x.wrong(f.name, wrong)
	}
	if name := string(f.name); name == "phone" || name == "email" {
		c.claim(name, f)
	}
	c.fields = append(c.fields, f)
	return nil
}

// aelystCustom reads the array of custom fields.
func (x *exchange) aelystCustom(c *change, v jsontext.Value) *refusal {
	if v.Kind() == 'n' {
		return nil
	}
	items, ok := elements(v)
	if !ok {
		return x.wrong([]byte("custom_fields"), "must be an array")
	}
	for _, item := range items {
		f, ok := aelystPair(item)
		if !ok {
			return x.wrong([]byte("custom_fields"), "must hold objects of name and value")
		}
		check, known := x.settings.customForm("aelyst", f.name)
		if !known {
			return x.wrong(f.name, "is not a custom field of the space")
		}
		if wrong := nullable(check)(f.value); wrong != "" {
			return x.wrong(f.name, wrong)
		}
		if slices.ContainsFunc(c.custom, func(other field) bool { return string(other.name) == string(f.name) }) {
			return x.wrong(f.name, "is named twice")
		}
		c.custom = append(c.custom, f)
	}
	return nil
}

func aelystPair(item jsontext.Value) (pair field, ok bool) {
	parts, err := members(item)
	if err != nil || len(parts) != 2 {
		return field{}, false
	}
	for _, p := range parts {
		switch {
		case string(p.name) == "name" && p.value.Kind() == '"':
			pair.name = unquote(p.value)
		case string(p.name) == "value":
			pair.value = p.value
		}
	}
	return pair, pair.name != nil && pair.value != nil
}

// aelystGet shows a contact, https://developers.aelyst.ai/api/operations/getcontact/.
func (x *exchange) aelystGet() {
	key, alias, _ := aelystKey(x.contact())
	x.read(key, alias, func(r *record) any {
		c := map[string]any{
			"id": aelystNumber(r), "tags": []string{}, "status": "open", "assignee": nil,
			"lifecycle": nil, "created_at": 1700000000, "isBlocked": false,
		}
		for name := range aelystForms {
			c[name] = r.or(name, "null")
		}
		customs := []map[string]any{}
		for _, name := range sorted(r.custom) {
			customs = append(customs, map[string]any{"name": name, "value": r.custom[name]})
		}
		c["custom_fields"] = customs
		return c
	})
}

// aelystUsers lists the users, https://developers.aelyst.ai/api/operations/listspaces/.
// The first one owns the space.
func (x *exchange) aelystUsers() {
	items := []any{}
	role := "owner"
	for i, address := range append(append([]string(nil), defaultUsers...), x.settings.Users...) {
		items = append(items, map[string]any{
			"id": i + 1, "firstName": "User", "lastName": strconv.Itoa(i + 1), "email": address, "role": role, "team": nil,
		})
		role = "agent"
	}
	x.aelystPage(items, "space/user")
}

// aelystFields lists the custom fields,
// https://developers.aelyst.ai/api/operations/listcontactfields/.
func (x *exchange) aelystFields() {
	items := []any{}
	for i, f := range x.settings.fields["aelyst"] {
		items = append(items, map[string]any{
			"id": i + 1, "name": f.Name, "description": "", "dataType": f.Type, "allowedValues": f.Options,
		})
	}
	x.aelystPage(items, "space/contact_field")
}

// aelystPage answers with the items behind the cursor. As on the provider's
// page, the address of the next items lacks the version.
func (x *exchange) aelystPage(items []any, resource string) {
	limit, okLimit := x.query("limit", 10)
	cursor, okCursor := x.query("cursorId", 0)
	if !okLimit || !okCursor || limit < 1 || limit >= 100 || cursor < 0 {
		x.refuse(*rejection("limit must be from 1 to 99, cursorId a number"))
		return
	}
	cursor = min(cursor, len(items))
	end := min(cursor+limit, len(items))
	var next any
	if end < len(items) {
		next = fmt.Sprintf("https://api.aelyst.ai/%s?limit=%d&cursorId=%d", resource, limit, end)
	}
	x.writeJSON(http.StatusOK, map[string]any{
		"items": items[cursor:end], "pagination": map[string]any{"next": next, "previous": nil},
	})
}
