package sandbox

import (
	"net/http"
	"net/url"
	"strings"
)

// A platform is one provider's API.
type platform struct {
	name     string
	prefixes []string // of the paths that are the platform's at the root
	scheme   string   // what stands before the secret in Authorization; empty where the body holds it
	routes   []route

	invalid    int    // status for a field that is wrong
	queued     int    // status for "come back later"
	perContact bool   // requests to one path are limited
	echoes     bool   // an accepted update is answered with the contact
	failure    string // message of the platform's own error
	conflict   string // message of a clash with another contact

	// identifier reports whether a contact can be called so.
	identifier func(id string) bool
	// absent is the answer about a contact that does not exist.
	absent func(id string) *refusal
	// refuse returns the answer that says no.
	refuse func(x *exchange, status int, message string) (int, any)
	// accept returns the body that says yes to an update.
	accept func(x *exchange, records []*record) ([]byte, error)
	// header adds the headers of every answer; nil for none.
	header func(x *exchange, h http.Header)
	// nowhere answers requests for paths and methods that the API does not have.
	nowhere func(x *exchange)
}

// A route is one operation. Its pattern's segments are literal or, as *, any;
// the last * of a contact route is the contact.
type route struct {
	method  string
	pattern string
	contact bool
	serve   func(*exchange)
}

// reads reports whether the operation changes nothing.
func (r *route) reads() bool {
	return r.method == http.MethodGet || strings.HasSuffix(r.pattern, "/get")
}

// platforms are all APIs, in the order in which they are listed.
var platforms = []*platform{&cellcast, &telecmi, &cendyn, &aelyst, &callbell}

// locate returns the platform that an escaped path belongs to, and the path
// without the platform's name.
func locate(path string) (*platform, string) {
	for _, p := range platforms {
		if rest, ok := strings.CutPrefix(path, "/"+p.name+"/"); ok {
			return p, "/" + rest
		}
		for _, prefix := range p.prefixes {
			if strings.HasPrefix(path, prefix) {
				return p, path
			}
		}
	}
	return nil, path
}

// route finds the operation and the unescaped values of its stars.
func (p *platform) route(method, path string) (r *route, params [2]string) {
	for i := range p.routes {
		r = &p.routes[i]
		if values, ok := match(r.pattern, path); ok && r.method == method {
			return r, values
		}
	}
	return nil, params
}

func match(pattern, path string) (params [2]string, ok bool) {
	n := 0
	for pattern != "" && path != "" {
		var want, have string
		want, pattern = segment(pattern)
		have, path = segment(path)
		if want != "*" {
			if want != have {
				return params, false
			}
			continue
		}
		value, err := url.PathUnescape(have)
		if err != nil || value == "" {
			return params, false
		}
		params[n] = value
		n++
	}
	return params, pattern == "" && path == ""
}

// segment cuts the first segment off a path that begins with a slash.
func segment(path string) (first, rest string) {
	path = path[1:]
	if i := strings.IndexByte(path, '/'); i >= 0 {
		return path[:i], path[i:]
	}
	return path, ""
}
