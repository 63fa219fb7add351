// Package sandbox is a local stand-in for the five contact APIs, on one port.
//
// It is written from the providers' public pages and knows nothing of the
// client. It is strict about what the pages ask (method, path, headers, names,
// types and forms of the fields) and it remembers what it accepted, so that a
// contact can be read back. Each documented path is served at the root and
// under the provider's name: /v1/contact/id:1 and /aelyst/v1/contact/id:1 are
// the same.
//
//	contact    an identifier that is well formed; it exists unless Config says otherwise
//	fault      what the server does instead of answering well, drawn from the seed
//	violation  what a client must never do; counted in Stats
//
// Faults depend on the seed, the contact and how often that contact was tried,
// never on time or on the order of requests, so a run can be had again. A
// stateless server does not count tries; there the request's number stands in.
package sandbox
