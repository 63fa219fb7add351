package sandbox

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
)

// The Cellcast API, https://developer.cellcast.com/contact/v2/contact-update.html.
// A key that the account does not know becomes a dynamic field of the account.
var cellcast = platform{
	name:     "cellcast",
	prefixes: []string{"/api/v1/", "/api/v2/"},
	scheme:   "Bearer ",
	invalid:  http.StatusBadRequest,
	queued:   http.StatusTooManyRequests,
	failure:  "Internal Server Error",
	conflict: "contact already exist",
	routes: []route{
		{http.MethodPut, "/api/v2/contact/*", true, (*exchange).cellcastUpdate},
		{http.MethodGet, "/api/v2/contact", false, (*exchange).cellcastList},
		{http.MethodGet, "/api/v2/contact/fields/available", false, listed((*exchange).cellcastFields)},
		{http.MethodGet, "/api/v1/apiClient/account", false, (*exchange).cellcastAccount},
	},
	identifier: func(id string) bool { return isHex(id, 24) },
	absent: func(id string) *refusal {
		return &refusal{http.StatusNotFound, "contact with id " + id + " is not exist", rowMissing}
	},
	refuse:  cellcastRefuse,
	accept:  constant(`{"message":"success update contact"}`),
	nowhere: func(x *exchange) { x.writeJSON(http.StatusNotFound, coded{http.StatusNotFound, "Not Found"}) },
}

// The static fields; the dynamic ones of a new account follow.
var (
	cellcastStatic = map[string]form{
		"Number": blankable(phoneE164), "First Name": text, "Last Name": text,
		"Email": blankable(email), "Birthday": blankable(date),
	}
	cellcastDynamic = map[string]form{"Address": text, "Postal Code": text, "Gender": text}
)

func cellcastRefuse(x *exchange, status int, message string) (int, any) {
	if status != http.StatusUnauthorized {
		return status, coded{status, message}
	}
	message = "Token expired" + message
	return status, struct {
		coded
		Stack string `json:"stack"`
	}{coded{status, message}, "APIError: " + message + "\n    at verifyToken (/app/src/middlewares/auth.js:42:11)"}
}

func (x *exchange) cellcastUpdate() {
	fields, refused := x.object()
	if refused != nil {
		x.refuse(*refused)
		return
	}
	c := change{id: x.contact(), key: strings.ToLower(x.contact()), dynamic: true}
	for _, f := range fields {
		check, static := cellcastStatic[string(f.name)]
		if !static {
			check = cellcastDynamic[string(f.name)]
		}
		if check == nil {
			check = scalar
		}
		if wrong := check(f.value); wrong != "" {
			x.refuse(*x.wrong(f.name, wrong))
			return
		}
		if static {
			c.fields = append(c.fields, f)
		} else {
			c.custom = append(c.custom, f)
		}
	}
	x.settle([]change{c})
}

// cellcastList pages through the contacts,
// https://developer.cellcast.com/contact/v2/contact-list.html.
func (x *exchange) cellcastList() {
	page, okPage := x.query("page", 1)
	limit, okLimit := x.query("limit", 1000)
	if !okPage || !okLimit || page < 1 || page > 1<<30 || limit < 1 || limit > 1000 {
		x.refuse(*rejection("page must be from 1, limit from 1 to 1000"))
		return
	}
	records, total := x.account.page((page-1)*limit, limit)
	items := make([]map[string]json.RawMessage, len(records))
	for i, r := range records {
		items[i] = cellcastItem(r)
	}
	x.writeJSON(http.StatusOK, map[string]any{"message": "success get contacts", "data": map[string]any{
		"items": items, "current": page, "next": neighbour(page+1, page*limit < total), "prev": neighbour(page-1, page > 1),
	}})
}

// neighbour returns the number of a page, or nothing if there is no such page.
func neighbour(page int, exists bool) *int {
	if !exists {
		return nil
	}
	return &page
}

// cellcastItem shows a contact. Numbers come back without their country code.
func cellcastItem(r *record) map[string]json.RawMessage {
	item := map[string]json.RawMessage{"ID": quote(r.key), "Tags": json.RawMessage("[]"), "Lists": json.RawMessage("[]")}
	for _, values := range []map[string]json.RawMessage{r.fields, r.custom} {
		for name, v := range values {
			item[name] = v
		}
	}
	if n, ok := r.fields["Number"]; ok {
		national := strings.TrimPrefix(strings.TrimPrefix(plainText(n), "+"), "61")
		item["Number"] = quote(national)
	}
	return item
}

// cellcastFields lists the fields,
// https://developer.cellcast.com/contact/v2/available-fields.html.
func (x *exchange) cellcastFields() {
	dynamic := []string{"Address", "Gender", "Postal Code"}
	for _, name := range x.account.dynamicFields() {
		if cellcastDynamic[name] == nil {
			dynamic = append(dynamic, name)
		}
	}
	slices.Sort(dynamic)
	x.writeJSON(http.StatusOK, map[string][]string{
		"staticFields":  {"Number", "First Name", "Last Name", "Email", "Birthday"},
		"dynamicFields": dynamic,
	})
}

// cellcastAccount shows the account,
// https://developer.cellcast.com/api-docs/get-account.html.
func (x *exchange) cellcastAccount() {
	x.writeJSON(http.StatusOK, map[string]any{
		"meta": map[string]any{"code": http.StatusOK, "status": "SUCCESS"},
		"msg":  "Here's your account",
		"data": map[string]any{"account_name": "Sandbox", "account_email": "sandbox@example.com", "sms_balance": "100.00"},
	})
}
