package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"

	"rollcall/batch"
	"rollcall/providers"
	"rollcall/report"
)

// A shownRequest is a request as it would go out, the secret masked.
type shownRequest struct {
	Method  string            `json:"method"`
	URL     string            `json:"url"`
	Headers map[string]string `json:"headers"`
	Body    json.RawMessage   `json:"body"`
}

func shownOf(auth providers.Auth, base string, req providers.Request) shownRequest {
	shown := shownRequest{Method: req.Method, URL: base + req.Path, Headers: map[string]string{"Content-Type": "application/json"}}
	if auth.BodyKey != "" {
		shown.Body = batch.WithSecret(req.Body, auth.BodyKey, batch.Masked)
	} else {
		shown.Body, shown.Headers["Authorization"] = bytes.Clone(req.Body), auth.Prefix+batch.Masked
	}
	return shown
}

// write writes the request as a person reads it.
func (r *shownRequest) write(w io.Writer) {
	fmt.Fprintf(w, "%s %s\n", r.Method, r.URL)
	for _, name := range []string{"Authorization", "Content-Type"} {
		if value, ok := r.Headers[name]; ok {
			fmt.Fprintf(w, "%s: %s\n", name, value)
		}
	}
	fmt.Fprintf(w, "\n%s\n\n", r.Body)
}

// A shownSummary is what a check prints as JSON that shows requests.
type shownSummary struct {
	report.Summary
	Shown []shownRequest `json:"shown"`
}

// JSON is as of [report.Summary.JSON].
func (s shownSummary) JSON() ([]byte, error) {
	var text bytes.Buffer
	e := json.NewEncoder(&text)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(s)
	return text.Bytes(), err
}
