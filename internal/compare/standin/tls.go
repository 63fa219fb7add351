package main

import (
	"io"
	"log"
	"net"
	"net/http"

	"rollcall/internal/compare/workload"
)

// serveTLS answers over TLS by net/http's own server, which both versions of the
// protocol then share.
func (s *server) serveTLS(l net.Listener) {
	protocols := new(http.Protocols)
	protocols.SetHTTP1(!s.http2)
	protocols.SetHTTP2(s.http2)
	h := &http.Server{
		Handler: http.HandlerFunc(s.handle), Protocols: protocols,
		ErrorLog: log.New(io.Discard, "", 0), // clients that leave in the middle of a handshake
		ConnState: func(_ net.Conn, state http.ConnState) {
			if state == http.StateNew {
				s.tally.connections.Add(1)
			}
		},
	}
	h.ServeTLS(l, s.cert, s.key) // until the listener is closed
}

func (s *server) handle(w http.ResponseWriter, r *http.Request) {
	io.Copy(io.Discard, r.Body)
	line := workload.Request{Method: []byte(r.Method), Path: []byte(r.URL.Path)}
	a := s.reply(line.Append(nil))
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(a.status)
	w.Write(a.body)
}
