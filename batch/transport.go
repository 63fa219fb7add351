package batch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"rollcall/contact"
	"rollcall/providers"
)

// maxAnswer is how much of an answer is read.
const maxAnswer = 1 << 20

// A Transport sends updates to a provider over HTTP. It is the only place that
// knows the secret, and it lets nothing pass in which a provider echoes it.
type Transport struct {
	Provider  providers.Provider
	BaseURL   string            // scheme, host and perhaps a path prefix, without a slash at its end
	HTTP      http.RoundTripper // see NewHTTP; a redirect it does not follow
	Timeout   time.Duration     // of one try, from the first byte to the last
	UserAgent string
	Secret    string

	once   sync.Once
	header http.Header
	mask   *Mask

	mu   sync.Mutex
	idle []*call
}

// NewHTTP returns a transport for so many requests at once to one host. It keeps
// one connection for each request in flight and honours HTTPS_PROXY and NO_PROXY
// through base, which it clones. Answers are not asked for in compressed form:
// they are short.
func NewHTTP(base *http.Transport, concurrency int) *http.Transport {
	t := base.Clone()
	t.MaxIdleConns, t.MaxIdleConnsPerHost, t.MaxConnsPerHost = concurrency, concurrency, concurrency
	t.MaxResponseHeaderBytes = maxAnswer
	t.WriteBufferSize, t.ReadBufferSize = 16<<10, 16<<10
	t.DisableCompression = true
	return t
}

func (t *Transport) prepare() {
	auth := t.Provider.Spec().Auth
	t.header = http.Header{
		"Accept":       {"application/json"},
		"Content-Type": {"application/json"},
		"User-Agent":   {t.UserAgent},
	}
	if auth.BodyKey == "" {
		t.header.Set("Authorization", auth.Prefix+t.Secret)
	}
	t.mask = NewMask(t.Secret)
}

// Send sends the updates in one request and judges the answer.
func (t *Transport) Send(ctx context.Context, updates []contact.Update) Try {
	t.once.Do(t.prepare)
	c := t.call(ctx)
	defer t.putBack(c)
	answer, try := t.exchange(c, t.Provider.Build(updates))
	if try.Err == nil {
		try.Verdicts = t.judge(answer, updates)
	}
	return try
}

// exchange sends a request and reads the answer, which is good until the call is
// put back.
func (t *Transport) exchange(c *call, req providers.Request) (providers.Answer, Try) {
	c.begin(t.Timeout)
	try := Try{SentAt: time.Now()}
	answer, err := t.roundTrip(c, req)
	try.Took = time.Since(try.SentAt)
	left := c.left.Load()
	c.end(err)
	if err != nil {
		try.Err, try.Lost = t.explain(err, c), answer.Status != 0 || left
		return answer, try
	}
	try.Status, try.Header, try.RequestID = answer.Status, answer.Header, t.requestID(answer.Header)
	return answer, try
}

// sealed returns the body with the secret in it, where the provider wants it there.
func (t *Transport) sealed(body []byte) []byte {
	key := t.Provider.Spec().Auth.BodyKey
	if key == "" {
		return body
	}
	return WithSecret(body, key, t.Secret)
}

// WithSecret returns a copy of a JSON object with the secret as its first member.
func WithSecret(body []byte, key, secret string) []byte {
	out := make([]byte, 0, len(body)+len(key)+len(secret)+8)
	out = append(out, '{')
	out, _ = jsontext.AppendQuote(out, key)
	out = append(out, ':')
	out, _ = jsontext.AppendQuote(out, secret)
	if len(body) > 2 {
		out = append(out, ',')
	}
	return append(out, body[1:]...)
}

func (t *Transport) roundTrip(c *call, r providers.Request) (providers.Answer, error) {
	req, err := http.NewRequestWithContext(c.ctx, r.Method, t.BaseURL+r.Path, bytes.NewReader(t.sealed(r.Body)))
	if err != nil {
		return providers.Answer{}, err
	}
	req.Header = t.header // shared: net/http does not change it
	resp, err := t.HTTP.RoundTrip(req)
	if err != nil {
		return providers.Answer{}, err
	}
	defer resp.Body.Close()
	return read(resp, &c.answer)
}

// read reads an answer to its end, or to the limit, in which case the
// connection is given up rather than drained.
func read(resp *http.Response, buf *bytes.Buffer) (providers.Answer, error) {
	buf.Reset()
	_, err := buf.ReadFrom(io.LimitReader(resp.Body, maxAnswer+1))
	if err != nil {
		err = fmt.Errorf("the answer (%s) broke off: %w", providers.StatusText(resp.StatusCode), err)
		return providers.Answer{Status: resp.StatusCode}, err
	}
	answer := providers.Answer{Status: resp.StatusCode, Header: resp.Header, Body: buf.Bytes()}
	if len(answer.Body) > maxAnswer {
		answer.Body, answer.Cut = answer.Body[:maxAnswer], true
	}
	return answer, nil
}

// judge asks the provider, on a body from which the secret was taken, and takes
// it from the verdicts as well, where it may have been written in escapes.
func (t *Transport) judge(answer providers.Answer, updates []contact.Update) []providers.Verdict {
	answer.Body = t.mask.Bytes(answer.Body)
	verdicts := t.Provider.Judge(answer, updates)
	for i := range verdicts {
		v := &verdicts[i]
		v.Code, v.Field = t.mask.String(v.Code), t.mask.String(v.Field)
		v.Message = t.mask.String(v.Message)
	}
	return verdicts
}

// requestID returns what the provider calls this request, if it says so.
func (t *Transport) requestID(h http.Header) string {
	for _, name := range [...]string{"X-Request-Id", "Request-Id", "X-Correlation-Id"} {
		if id := first(h, name); id != "" {
			return providers.Excerpt(t.mask.String(id), 100)
		}
	}
	return ""
}

// explain puts a transport error into words, without the address and the secret.
func (t *Transport) explain(err error, c *call) error {
	if c.late.Load() {
		return fmt.Errorf("no answer within %s", t.Timeout)
	}
	if errors.Is(err, context.Canceled) {
		return errors.New("cut off by the second interrupt before the answer came")
	}
	return errors.New(providers.Excerpt(t.mask.String(cause(err).Error()), 300))
}
