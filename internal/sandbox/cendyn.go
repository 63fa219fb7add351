package sandbox

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// The Cendyn CRM API, https://developers.cendyncrm.com/api/docs//contact/update.
// The page does not say how the subscriptions nest: an object and an array of
// objects are both taken. Null and the empty string clear a field.
var cendyn = platform{
	name:     "cendyn",
	prefixes: []string{"/v2/account/"},
	scheme:   "Token token=",
	invalid:  http.StatusUnprocessableEntity,
	queued:   http.StatusTooManyRequests,
	echoes:   true,
	failure:  "Internal Server Error",
	conflict: "contact already exists with this email or phone",
	routes: []route{
		{http.MethodPut, "/v2/account/*/contact/*", true, inAccount((*exchange).cendynUpdate)},
		{http.MethodGet, "/v2/account/*/contact/*", true, inAccount((*exchange).cendynGet)},
		{http.MethodGet, "/v2/account/*/custom_fields", false, inAccount(listed((*exchange).cendynFields))},
		{http.MethodGet, "/v2/account/*/lists", false, inAccount(listed((*exchange).cendynLists))},
		{http.MethodGet, "/v2/account/*/balance/current", false, inAccount((*exchange).cendynBalance)},
	},
	identifier: func(id string) bool { return isHex(id, 24) },
	absent: func(string) *refusal {
		return &refusal{http.StatusNotFound, "Contact not found", rowMissing}
	},
	refuse: func(x *exchange, status int, message string) (int, any) {
		if status == http.StatusUnauthorized {
			message = "authorization failure for account: " + x.params[0] + message
		}
		return status, map[string]string{"error": message}
	},
	accept: func(_ *exchange, records []*record) ([]byte, error) {
		return json.Marshal(cendynContact(records[0]))
	},
	header: func(x *exchange, h http.Header) {
		h.Set("X-Request-Id", fmt.Sprintf("%08x-%016x", uint32(x.settings.Seed), x.number))
		h.Set("X-Runtime", "0.012345")
	},
	nowhere: func(x *exchange) {
		x.writeJSON(http.StatusNotFound, map[string]string{"error": "Route not found, please visit https://developers.cendyncrm.com/api/reference"})
	},
}

var cendynForms = map[string]form{
	"device_id": text, "name_first": text, "name_last": text, "email": blankable(email),
	"phone_countrycode": blankable(digits), "phone_number": blankable(digits),
	"phone": blankable(words("must be a full phone number with country code", func(s []byte) bool { return isPhone(s) || isE164(s) })),
	"city":  text, "country": text, "region": text, "zip": text, "full_address": text,
	"born_date": blankable(dateTime), "gender": blankable(oneOf("MALE", "FEMALE")), "language": blankable(langUpper), "user_id": text,
	"facebook_id": text, "facebook_friends": number, "google_id": text, "twitter_id": text, "twitter_followers": number,
	"tags": listOf(text), "last_latitude": number, "last_longitude": number,
	"gdpr_marketing_consent": boolean, "gdpr_accept_terms": boolean, "gdpr_date": blankable(dateTime), "gdpr_remote_ip": blankable(ipAddress),
	"channel_subscriptions": subscriptions(map[string]form{"channel": oneOf("email", "sms", "push"), "blacklisted": boolean}),
}

// inAccount refuses every account but the config's.
func inAccount(serve func(*exchange)) func(*exchange) {
	return func(x *exchange) {
		id := x.params[0]
		if want := x.settings.Account; !isHex(id, 24) || want != "" && id != want {
			x.deny()
			return
		}
		serve(x)
	}
}

// subscriptions takes one object whose members are all of the forms, or an
// array of such objects.
func subscriptions(forms map[string]form) form {
	one := func(v jsontext.Value) string {
		fields, err := members(v)
		if err != nil || len(fields) != len(forms) {
			return "must be an object with all of its parts"
		}
		for _, f := range fields {
			check, known := forms[string(f.name)]
			if !known {
				return "has an unknown part"
			}
			if wrong := check(f.value); wrong != "" {
				return string(f.name) + " " + wrong
			}
		}
		return ""
	}
	return func(v jsontext.Value) string {
		if v.Kind() == '[' {
			return listOf(one)(v)
		}
		return one(v)
	}
}

func (x *exchange) cendynUpdate() {
	fields, refused := x.object()
	if refused != nil {
		x.refuse(*refused)
		return
	}
	c := change{id: x.contact(), key: strings.ToLower(x.contact())}
	for _, f := range fields {
		check, own := x.cendynForm(f.name)
		if check == nil {
			x.refuse(*x.wrong(f.name, "is neither a field nor a custom field of the account"))
			return
		}
		if wrong := nullable(check)(f.value); wrong != "" {
			x.refuse(*x.wrong(f.name, wrong))
			return
		}
		if own {
			c.custom = append(c.custom, f)
		} else {
			c.fields = append(c.fields, f)
		}
	}
	cendynClaims(&c)
	x.settle([]change{c})
}

// cendynForm returns the form of a field, or nil if there is no such field,
// and whether it is one of the account's own.
func (x *exchange) cendynForm(name []byte) (check form, own bool) {
	if string(name) == "list_subscriptions" {
		list := member(x.settings.lists, x.settings.AnyNames, "must be a list of the account")
		return subscriptions(map[string]form{"list_id": list, "subscribed": boolean}), false
	}
	if check, known := cendynForms[string(name)]; known {
		return check, false
	}
	if check, known := x.settings.customForm("cendyn", name); known && !strings.ContainsRune(string(name), '[') {
		return check, true
	}
	return nil, false
}

// cendynClaims notes what the fields claim. The parts of a phone number claim
// it together.
func cendynClaims(c *change) {
	var code, national string
	for _, f := range c.fields {
		switch string(f.name) {
		case "email", "phone":
			c.claim(string(f.name), f)
		case "phone_countrycode":
			code = string(unquote(f.value))
		case "phone_number":
			national = string(unquote(f.value))
		}
	}
	if code != "" && national != "" {
		c.claims = append(c.claims, claim{"phone parts", code + national})
	}
}

func cendynContact(r *record) map[string]json.RawMessage {
	c := map[string]json.RawMessage{"id": quote(r.key)}
	for _, values := range []map[string]json.RawMessage{r.fields, r.custom} {
		for name, v := range values {
			c[name] = v
		}
	}
	return c
}

func (x *exchange) cendynGet() {
	x.read(strings.ToLower(x.contact()), claim{}, func(r *record) any { return cendynContact(r) })
}

// cendynFields lists the account's own fields,
// https://developers.cendyncrm.com/api/docs/custom_fields/list.
func (x *exchange) cendynFields() {
	list := []map[string]any{}
	for i, f := range x.settings.fields["cendyn"] {
		item := map[string]any{"_id": fmt.Sprintf("550aac3da096734ce6%06x", i+1), "name": f.Name, "label": f.Name, "description": "", "type": f.Type}
		if len(f.Options) > 0 {
			item["selectable_options"] = f.Options
		}
		list = append(list, item)
	}
	x.writeJSON(http.StatusOK, map[string]any{"custom_fields": list})
}

// cendynLists lists the audience lists, https://developers.cendyncrm.com/api/docs/list/list.
func (x *exchange) cendynLists() {
	list := []map[string]string{}
	for _, id := range append(append([]string(nil), defaultLists...), x.settings.Lists...) {
		list = append(list, map[string]string{"id": id, "name": "List " + id[len(id)-3:]})
	}
	x.writeJSON(http.StatusOK, map[string]any{"lists": list})
}

// cendynBalance shows the account's credit,
// https://developers.cendyncrm.com/api/docs/account/current_balance.
func (x *exchange) cendynBalance() {
	x.writeJSON(http.StatusOK, map[string]string{"balance": "100.00000", "currency": "eur"})
}
