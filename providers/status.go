package providers

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"unicode"

	"rollcall/contact"
)

// ByStatus returns the verdict that a status has where the provider's pages say
// nothing else. The message is the status itself.
func ByStatus(status int) Verdict {
	v := Verdict{Message: StatusText(status)}
	switch {
	case status >= 200 && status < 300:
		v.Next, v.Status, v.Message = Settle, contact.Updated, ""
	case redirect(status):
		v.Next = Stop
		v.Message += ": redirects are not followed, so that the token goes nowhere else"
	case status == http.StatusUnauthorized, status == http.StatusForbidden:
		v.Next = Stop
	case status == http.StatusNotFound:
		v.Next, v.Status = Settle, contact.NotFound
	case status == http.StatusConflict:
		v.Next, v.Status = Split, contact.Conflict
	case status == http.StatusBadRequest, status == http.StatusUnprocessableEntity:
		v.Next, v.Status = Split, contact.Rejected
	case status == http.StatusTooManyRequests:
		v.Next, v.Status = Repeat, contact.Deferred
	case status == StatusRetryLater:
		v.Next, v.Status = Queue, contact.Deferred
	case status == 500, status == 502, status == 503, status == 504:
		v.Next, v.Status = Repeat, contact.Failed
	case status >= 500:
		v.Next, v.Status = Settle, contact.Failed
	default:
		v.Next, v.Status = Settle, contact.Rejected
	}
	return v
}

// StatusRetryLater is the unregistered status 449: the request is queued, come
// back in a few minutes.
const StatusRetryLater = 449

// StatusText returns the status in words, such as "429 Too Many Requests".
func StatusText(status int) string {
	text := http.StatusText(status)
	if status == StatusRetryLater {
		text = "Retry Later"
	}
	return strings.TrimSpace(fmt.Sprintf("%d %s", status, text))
}

// Unusable returns the verdict for an answer that says success but cannot be
// understood: the update may have been applied.
func Unusable(answer Answer) Verdict {
	v := Verdict{Next: Settle, Status: contact.Unknown}
	body := bytes.TrimSpace(answer.Body)
	switch {
	case answer.Cut:
		v.Message = fmt.Sprintf("%s, but the answer is longer than 1 MiB", StatusText(answer.Status))
	case len(body) == 0:
		v.Message = StatusText(answer.Status) + ", but the answer is empty"
	case body[0] == '<':
		v.Message = StatusText(answer.Status) + ", but the answer is HTML, not JSON: is the base URL right?"
	default:
		v.Message = fmt.Sprintf("%s, but the answer is not the JSON that was expected: %s", StatusText(answer.Status), Excerpt(string(body), 100))
	}
	return v
}

// Excerpt returns s on one line, without control characters, cut to n characters.
func Excerpt(s string, n int) string {
	if len(s) <= n && isTidy(s) {
		return s
	}
	blank := func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }
	s = strings.Join(strings.FieldsFunc(strings.ToValidUTF8(s, "\uFFFD"), blank), " ")
	if r := []rune(s); len(r) > n {
		return string(r[:n]) + "…"
	}
	return s
}

// isTidy reports whether a text is on one line and in ASCII, without blanks at
// its ends or two in a row.
func isTidy(s string) bool {
	blank := true
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' || blank && s[i] == ' ' {
			return false
		}
		blank = s[i] == ' '
	}
	return s == "" || !blank
}
