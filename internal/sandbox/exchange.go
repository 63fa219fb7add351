package sandbox

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/go-json-experiment/json/jsontext"
)

// maxBody is the longest body that is read.
const maxBody = 8 << 20

// An exchange is one request and its answer.
type exchange struct {
	server   *Server
	settings *settings
	platform *platform
	account  *account
	w        http.ResponseWriter
	r        *http.Request
	number   uint64 // of the request, from 1
	params   [2]string
	secret   string // that the client showed
	body     *bytes.Buffer

	ids    []string // the contacts that the request updates, once they are known
	fault  fault
	status int // of the answer; 0 for a connection that was reset
	rows   row // what became of the contacts
}

// A refusal is an answer that says no.
type refusal struct {
	status  int
	message string
	rows    row
}

func rejection(message string) *refusal {
	return &refusal{http.StatusBadRequest, message, rowRejected}
}

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// receive reads the body and checks the headers that speak of it.
func (x *exchange) receive() *refusal {
	if accept := x.r.Header.Get("Accept"); accept != "" && !strings.Contains(accept, "application/json") && !strings.Contains(accept, "*/*") {
		return &refusal{http.StatusNotAcceptable, "Accept must be application/json", rowRejected}
	}
	x.body = buffers.Get().(*bytes.Buffer)
	x.body.Reset()
	if _, err := x.body.ReadFrom(io.LimitReader(x.r.Body, maxBody+1)); err != nil {
		return rejection("the body could not be read")
	}
	switch media, _, _ := strings.Cut(x.r.Header.Get("Content-Type"), ";"); {
	case x.body.Len() > maxBody:
		return &refusal{http.StatusRequestEntityTooLarge, "the body is too large", rowRejected}
	case x.r.Method != http.MethodGet && !strings.EqualFold(strings.TrimSpace(media), "application/json"):
		return rejection("Content-Type must be application/json")
	}
	return nil
}

// object returns the members of the body.
func (x *exchange) object() ([]field, *refusal) {
	fields, err := members(x.body.Bytes())
	if err != nil {
		return nil, malformed(err)
	}
	return fields, nil
}

func malformed(err error) *refusal {
	var syntax *jsontext.SyntacticError
	switch {
	case errors.Is(err, jsontext.ErrDuplicateName):
		return rejection("the body names a field twice")
	case errors.As(err, &syntax):
		return rejection("the body is not valid JSON at byte " + strconv.FormatInt(syntax.ByteOffset, 10))
	case errors.Is(err, errNoObject):
		return rejection(errNoObject.Error())
	}
	return rejection("the body is not valid JSON")
}

// wrong returns the refusal of a field.
func (x *exchange) wrong(name []byte, reason string) *refusal {
	shown := string(name)
	if len(shown) > 60 {
		shown = strings.ToValidUTF8(shown[:60], "") + "…"
	}
	return &refusal{x.platform.invalid, shown + " " + reason, rowRejected}
}

// release gives back what the exchange has borrowed.
func (x *exchange) release() {
	if x.body != nil && x.body.Cap() <= 1<<20 {
		buffers.Put(x.body)
	}
	x.body = nil
}

// refuse answers no in the provider's words.
func (x *exchange) refuse(r refusal) {
	x.rows = r.rows
	message := r.message
	if x.settings.EchoToken {
		message += " (token " + x.secret + ")"
	}
	status, body := x.platform.refuse(x, r.status, message)
	x.writeJSON(status, body)
}

// record counts and logs the answer. It comes before the answer is written, so
// that a client that has the answer finds it counted, and its contacts free.
func (x *exchange) record(status int) {
	x.status = status
	x.server.stats.end(x)
	x.server.log.add(x)
}

func (x *exchange) writeJSON(status int, v any) {
	body, err := json.Marshal(v)
	if err != nil {
		status, body = http.StatusInternalServerError, []byte(`{"error":"`+err.Error()+`"}`)
	}
	x.write(status, "application/json", body)
}

func (x *exchange) write(status int, mediaType string, body []byte) {
	x.record(status)
	h := x.w.Header()
	h["Content-Type"] = []string{mediaType}
	h["Content-Length"] = []string{strconv.Itoa(len(body))}
	x.w.WriteHeader(status)
	_, _ = x.w.Write(body)
}

// query returns a whole number of the address, or the default where it is absent.
func (x *exchange) query(name string, def int) (int, bool) {
	value := x.r.URL.Query().Get(name)
	if value == "" {
		return def, true
	}
	n, err := strconv.Atoi(value)
	return n, err == nil
}
