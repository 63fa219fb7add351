package providers

import (
	"bytes"
	"errors"
	"net/http"

	"rollcall/contact"
)

// Unread returns the verdict on an answer that refuses a request to read: to
// come back or to stop as for an update, NotFound, or Unknown for whatever else
// stands in the way.
func Unread(status int, body Body) Verdict {
	v := Refusal(status, body, nil)
	switch {
	case v.Next == Stop, v.Next == Repeat:
		return v
	case v.Next == Queue:
		v.Next = Repeat
		return v
	case status == http.StatusNotFound && (body.Whole || len(body.raw) == 0):
		v.Next, v.Status = Settle, contact.NotFound
		return v
	case status == http.StatusNotFound:
		v = Hint(v, "the address is not known there, is the base URL right?")
	}
	v.Next, v.Status = Settle, contact.Unknown
	return v
}

// Unprobed returns a verdict of Unread as that on a probe: an address that is
// not known says nothing of the token.
func Unprobed(v Verdict) Verdict {
	if v.Status != contact.NotFound {
		return v
	}
	v.Status = contact.Unknown
	return Hint(v, "the account cannot be asked for there")
}

// Unclear returns the verdict for an answer of success that is not what was
// asked for. It quotes nothing of the answer, which may hold a secret, or the
// data of other people; fault follows the words "but the answer".
func Unclear(answer Answer, fault string) Verdict {
	body := bytes.TrimSpace(answer.Body)
	switch {
	case answer.Cut:
		fault = "is longer than 1 MiB"
	case len(body) == 0:
		fault = "is empty"
	case body[0] == '<':
		fault = "is HTML, not JSON: is the base URL right?"
	}
	return Verdict{
		Next: Settle, Status: contact.Unknown,
		Message: StatusText(answer.Status) + ", but the answer " + fault,
	}
}

// Err returns the message of a verdict as an error.
func (v Verdict) Err() error { return errors.New(v.Message) }
