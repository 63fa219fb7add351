package sandbox

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// telecmiMost is how many contacts a request may hold.
const telecmiMost = 100

// The TeleCMI API, https://doc.telecmi.com/chub/docs/agent-update-contact. A
// batch is applied as a whole or not at all. The secret is in the body.
var telecmi = platform{
	name:       "telecmi",
	prefixes:   []string{"/v3/"},
	invalid:    http.StatusBadRequest,
	queued:     http.StatusTooManyRequests,
	failure:    "Something went wrong!",
	conflict:   "Duplicate contact detected within the organization",
	identifier: isUUID,
	routes: []route{
		{http.MethodPost, "/v3/contact/update", false, (*exchange).telecmiUpdate},
		{http.MethodPost, "/v3/contact/get", false, (*exchange).telecmiGet},
	},
	absent: func(string) *refusal {
		return &refusal{http.StatusBadRequest, "Invalid contact_id", rowMissing}
	},
	refuse: telecmiRefuse,
	accept: constant(`{"code":200,"msg":"Contacts updated successfully"}`),
	nowhere: func(x *exchange) {
		x.write(http.StatusNotFound, "text/plain", []byte("Cannot "+x.r.Method+" this path"))
	},
}

var telecmiFields = map[string]form{
	"contact_id": text, "phone_no": phone, "first_name": text, "last_name": text,
	"email_id": email, "company": text, "job_title": text,
}

// telecmiRefuse says no in the body of an HTTP 200, or by the status, as the
// config wants it. A 429 is always a status: it comes from before the API.
func telecmiRefuse(x *exchange, status int, message string) (int, any) {
	if status == http.StatusUnauthorized {
		status, message = http.StatusNotFound, "Failed to authenticate token."+message
	}
	body := struct {
		Error   bool   `json:"error"`
		Code    int    `json:"code"`
		Message string `json:"message"`
	}{true, status, message}
	if x.settings.TeleCMIStyle == "http" || status == http.StatusTooManyRequests {
		return status, body
	}
	return http.StatusOK, body
}

// A telecmiBody is the body of an update. The fields of all contacts stand in
// one slice; ends tells where those of each contact end.
type telecmiBody struct {
	token  jsontext.Value
	array  bool
	fields []field
	ends   []int
	other  []field
}

func (b *telecmiBody) read(w *walker) (err error) {
	b.other, err = w.fields(nil, func(name []byte) (taken bool, err error) {
		switch {
		case string(name) == "token":
			b.token, err = w.value()
		case string(name) == "contacts" && w.PeekKind() == '[':
			err = b.readContacts(w)
		default:
			return false, nil
		}
		return true, err
	})
	return err
}

func (b *telecmiBody) readContacts(w *walker) (err error) {
	b.array = true
	if _, err = w.ReadToken(); err != nil {
		return err
	}
	b.fields = make([]field, 0, min(len(w.body)/24, telecmiMost*len(telecmiFields)))
	for w.PeekKind() != ']' {
		if b.fields, err = w.fields(b.fields, takeNone); err != nil {
			return err
		}
		b.ends = append(b.ends, len(b.fields))
	}
	_, err = w.ReadToken()
	return err
}

func (x *exchange) telecmiUpdate() {
	var body telecmiBody
	if err := parse(x.body.Bytes(), body.read); err != nil {
		x.refuse(*malformed(err))
		return
	}
	if !x.telecmiToken(body.token) {
		x.deny()
		return
	}
	changes, refused := x.telecmiChanges(&body)
	if refused != nil {
		x.refuse(*refused)
		return
	}
	ids := make([]string, len(changes))
	for i := range changes {
		ids[i] = changes[i].id
	}
	if x.enter(ids) && !x.strike() {
		x.settle(changes)
	}
}

// telecmiToken reports whether the body's secret is the right one.
func (x *exchange) telecmiToken(token jsontext.Value) bool {
	x.secret = string(unquote(token))
	return x.secret == x.settings.Token
}

func (x *exchange) telecmiChanges(b *telecmiBody) ([]change, *refusal) {
	switch n := len(b.ends); {
	case len(b.other) > 0:
		return nil, x.wrong(b.other[0].name, "is not a parameter, or not of the right type")
	case !b.array || n == 0:
		return nil, rejection("contacts must be an array of contacts")
	case n > telecmiMost:
		return nil, rejection("contacts must not hold more than 100 contacts, it holds " + strconv.Itoa(n))
	}
	changes := make([]change, len(b.ends))
	seen := make(map[string]bool, len(b.ends))
	start := 0
	for i, end := range b.ends {
		c, refused := x.telecmiChange(b.fields[start:end])
		if refused != nil {
			return nil, refused
		}
		if seen[c.key] {
			x.server.stats.repeats.Add(1)
			return nil, rejection("contacts names a contact twice")
		}
		seen[c.key] = true
		changes[i], start = c, end
	}
	return changes, nil
}

func (x *exchange) telecmiChange(fields []field) (c change, refused *refusal) {
	c.fields = fields
	for _, f := range fields {
		check, known := telecmiFields[string(f.name)]
		if !known {
			return c, x.wrong(f.name, "is not a field of a contact")
		}
		if wrong := check(f.value); wrong != "" {
			return c, x.wrong(f.name, wrong)
		}
		if string(f.name) == "contact_id" {
			c.id = string(unquote(f.value))
			c.key = strings.ToLower(c.id)
		}
	}
	if !isUUID(c.id) {
		return c, x.wrong([]byte("contact_id"), "must be a UUID")
	}
	if !x.settings.Stateless {
		telecmiClaims(&c)
	}
	return c, nil
}

func telecmiClaims(c *change) {
	for _, f := range c.fields {
		switch string(f.name) {
		case "phone_no":
			c.claim("phone", f)
		case "email_id":
			c.claim("email", f)
		}
	}
}

// telecmiGet reads contacts back, https://doc.telecmi.com/chub/docs/agent-get-contact.
func (x *exchange) telecmiGet() {
	query := struct {
		Token     string `json:"token"`
		ContactID string `json:"contact_id"`
		Limit     int    `json:"limit"`
		PageState string `json:"page_state"`
	}{Limit: 10}
	if err := json.Unmarshal(x.body.Bytes(), &query); err != nil {
		x.refuse(*rejection("Invalid request parameters"))
		return
	}
	from, err := strconv.Atoi("0" + query.PageState)
	x.secret = query.Token
	switch {
	case x.secret != x.settings.Token:
		x.deny()
	case err != nil, query.Limit < 1, query.Limit > telecmiMost, query.ContactID != "" && !isUUID(query.ContactID):
		x.refuse(*rejection("Invalid request parameters"))
	case query.ContactID != "":
		x.telecmiOne(query.ContactID)
	default:
		x.telecmiPage(from, query.Limit)
	}
}

func (x *exchange) telecmiOne(id string) {
	_, total := x.account.page(0, 0)
	contacts := []map[string]json.RawMessage{}
	if r, _ := x.account.find(strings.ToLower(id), claim{}); !x.settings.absent("telecmi", id) {
		contacts = append(contacts, telecmiContact(r))
	}
	x.writeJSON(http.StatusOK, map[string]any{"code": http.StatusOK, "contacts": contacts, "count": total, "page_state": nil})
}

func (x *exchange) telecmiPage(from, limit int) {
	records, total := x.account.page(from, limit)
	contacts := make([]map[string]json.RawMessage, len(records))
	for i, r := range records {
		contacts[i] = telecmiContact(r)
	}
	var next any
	if from+limit < total {
		next = strconv.Itoa(from + limit)
	}
	x.writeJSON(http.StatusOK, map[string]any{"code": http.StatusOK, "contacts": contacts, "count": total, "page_state": next})
}

func telecmiContact(r *record) map[string]json.RawMessage {
	c := map[string]json.RawMessage{"contact_id": quote(r.key)}
	for name := range telecmiFields {
		if name != "contact_id" {
			c[name] = r.or(name, `""`)
		}
	}
	return c
}
