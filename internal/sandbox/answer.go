package sandbox

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"
)

// A coded is the envelope of Cellcast and Aelyst.
type coded struct {
	Code    int    `json:"code"`
	Message string `json:"message"`
}

func setInt(h http.Header, name string, n int) { h.Set(name, strconv.Itoa(n)) }

// constant returns an accept function whose body is always the same.
func constant(body string) func(*exchange, []*record) ([]byte, error) {
	return func(*exchange, []*record) ([]byte, error) { return []byte(body), nil }
}

// quote returns the text as a JSON string.
func quote(s string) json.RawMessage {
	quoted, err := jsontext.AppendQuote(nil, s)
	if err != nil {
		return json.RawMessage(`"?"`)
	}
	return quoted
}

// read answers with what is known of the contact.
func (x *exchange) read(key string, alias claim, show func(*record) any) {
	id := x.contact()
	r, known := x.account.find(key, alias)
	if !known || x.settings.absent(x.platform.name, id) {
		x.refuse(*x.platform.absent(id))
		return
	}
	x.writeJSON(http.StatusOK, show(r))
}

// listed is an operation that lists the names that an account has. Where every
// name is taken there is no such list, which is no failure: 501.
func listed(serve func(*exchange)) func(*exchange) {
	return func(x *exchange) {
		if x.settings.AnyNames {
			x.refuse(refusal{http.StatusNotImplemented, "every name is taken here: there is no list", rowNone})
			return
		}
		serve(x)
	}
}

// or returns the value of a field, or other where it has none.
func (r *record) or(name, other string) json.RawMessage {
	if v, ok := r.fields[name]; ok {
		return v
	}
	return json.RawMessage(other)
}

// sorted returns the names of the values in order.
func sorted(values map[string]json.RawMessage) []string {
	return slices.Sorted(maps.Keys(values))
}

// plainText returns the text of a string value.
func plainText(v json.RawMessage) string { return string(unquote(jsontext.Value(v))) }
