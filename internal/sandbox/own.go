package sandbox

import (
	"encoding/json"
	"io"
	"net/http"
	"strconv"
)

// serveOwn answers the sandbox's own pages. They are not counted or logged.
//
//	GET  /_sandbox/state?provider=NAME  the contacts and the fields that were made
//	GET  /_sandbox/stats                the counts
//	GET  /_sandbox/log?n=N              the last requests
//	GET  /_sandbox/config               what can be changed while running
//	POST /_sandbox/config               changes what the body names
//	POST /_sandbox/reset                forgets contacts, counts and requests
func (s *Server) serveOwn(w http.ResponseWriter, r *http.Request, page string) {
	switch r.Method + " " + page {
	case "GET state":
		s.serveState(w, r.URL.Query().Get("provider"))
	case "GET stats":
		show(w, s.Stats())
	case "GET log":
		s.serveLog(w, r.URL.Query().Get("n"))
	case "GET config":
		show(w, s.settings.Load().Config)
	case "POST config":
		s.serveConfig(w, r.Body)
	case "POST reset":
		s.Reset()
		w.WriteHeader(http.StatusNoContent)
	default:
		http.Error(w, "the sandbox has state, stats, log, config and reset", http.StatusNotFound)
	}
}

func (s *Server) serveState(w http.ResponseWriter, provider string) {
	all := map[string]accountState{}
	for name, a := range s.accounts {
		if provider == "" || provider == name {
			all[name] = a.state()
		}
	}
	show(w, all)
}

func (s *Server) serveLog(w http.ResponseWriter, n string) {
	last := logSize
	if n != "" {
		var err error
		if last, err = strconv.Atoi(n); err != nil {
			http.Error(w, "n must be a number", http.StatusBadRequest)
			return
		}
	}
	show(w, s.log.last(last))
}

func (s *Server) serveConfig(w http.ResponseWriter, body io.Reader) {
	d := json.NewDecoder(io.LimitReader(body, maxBody))
	d.DisallowUnknownFields()
	cfg := s.settings.Load().clone()
	err := d.Decode(&cfg)
	if err == nil {
		err = cfg.Check()
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	s.settings.Store(compile(cfg))
	show(w, cfg)
}

// Reset forgets contacts, counts and requests. What the config says stays.
func (s *Server) Reset() {
	for _, a := range s.accounts {
		a.clear()
	}
	s.gate.clear()
	s.gates.clear()
	s.stats.reset()
	s.log.clear()
}

func show(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	_ = e.Encode(v)
}
