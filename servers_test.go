package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"rollcall/internal/sandbox"
)

// sandbox [FLAG…] starts a sandbox of the script's own and sets URL to its
// address. The flags are those of rollcall sandbox.
func startSandbox(ts *testscript.TestScript, neg bool, args []string) {
	cfg, err := sandboxConfig(args)
	ts.Check(err)
	arity(ts, neg, cfg.Check() == nil, "sandbox [FLAG…]")
	fixtureOf(ts).sandbox = sandbox.New(cfg)
	serve(ts, fixtureOf(ts).sandbox)
}

func sandboxConfig(args []string) (cfg sandbox.Config, err error) {
	cfg.AelystPerContact = -1
	fs := flag.NewFlagSet("sandbox", flag.ContinueOnError)
	fs.Uint64Var(&cfg.Seed, "seed", 0, "")
	fs.StringVar(&cfg.Token, "token", sandbox.DefaultToken, "")
	fs.StringVar(&cfg.Account, "account", "", "")
	fs.Func("missing-id", "", func(id string) error { cfg.MissingIDs = append(cfg.MissingIDs, id); return nil })
	fs.Float64Var(&cfg.Conflicts, "conflicts", 0, "")
	fs.Float64Var(&cfg.Errors, "errors", 0, "")
	fs.Float64Var(&cfg.Queued, "queued", 0, "")
	fs.IntVar(&cfg.ErrorTries, "error-tries", 2, "")
	fs.Float64Var(&cfg.Resets, "resets", 0, "")
	fs.Float64Var(&cfg.Truncated, "truncated", 0, "")
	fs.Float64Var(&cfg.HTML, "html", 0, "")
	fs.DurationVar(&cfg.Latency, "latency", 0, "")
	fs.StringVar(&cfg.SequenceField, "sequence-field", "", "")
	fs.BoolVar(&cfg.EchoToken, "echo-token", false, "")
	return cfg, fs.Parse(args)
}

// httpd KIND starts a server that does not speak any provider's language and
// sets URL to its address.
func startHTTPD(ts *testscript.TestScript, neg bool, args []string) {
	arity(ts, neg, len(args) == 1, "httpd html|huge|redirect|down|STATUS")
	kind := args[0]
	url := serve(ts, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch kind {
		case "html":
			w.Write([]byte("<html><body>Welcome to the hotel's network</body></html>"))
		case "huge":
			w.Write([]byte(`{"contactId":1,"padding":"` + strings.Repeat("x", 8<<20) + `"}`))
		case "redirect":
			http.Redirect(w, r, "http://elsewhere.example.com/", http.StatusTemporaryRedirect)
		default:
			http.Error(w, `{"message":"no"}`, number(ts, kind))
		}
	}))
	if kind == "down" {
		url.Close()
	}
}

// serve starts a server for the rest of the script.
func serve(ts *testscript.TestScript, h http.Handler) *httptest.Server {
	arrived := fixtureOf(ts).arrived
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		select {
		case arrived <- struct{}{}:
		default:
		}
		h.ServeHTTP(w, r)
	}))
	ts.Defer(server.Close)
	ts.Setenv("URL", server.URL)
	return server
}

// stats PATH VALUE compares what the sandbox counted; violations is the number
// of times the client did what it must never do.
func stats(ts *testscript.TestScript, neg bool, args []string) {
	arity(ts, neg, len(args) == 2, "stats PATH VALUE")
	got := fixtureOf(ts).sandbox.Stats()
	text, err := json.Marshal(struct {
		sandbox.Stats
		Violations uint64 `json:"violations"`
	}{got, got.Violations()})
	ts.Check(err)
	expect(ts, text, args[0], args[1])
}

// state PROVIDER/PATH VALUE compares what a contact holds at the sandbox.
func state(ts *testscript.TestScript, neg bool, args []string) {
	arity(ts, neg, len(args) == 2, "state PROVIDER/PATH VALUE")
	expect(ts, ask(ts, "/_sandbox/state"), args[0], args[1])
}

// sent FILE compares the contacts of the updates that the sandbox accepted, in
// their order, one a line, with a file; with -sorted in the order of the text.
func sent(ts *testscript.TestScript, neg bool, args []string) {
	arity(ts, neg, len(args) == 1, "sent FILE")
	var log []struct {
		Outcome  string
		Contacts []string
	}
	ts.Check(json.Unmarshal(ask(ts, "/_sandbox/log"), &log))
	var b strings.Builder
	for _, entry := range log {
		if entry.Outcome == "updated" {
			b.WriteString(strings.Join(entry.Contacts, "\n") + "\n")
		}
	}
	if want := ts.ReadFile(args[0]); b.String() != want {
		ts.Fatalf("the sandbox accepted, in this order:\n%swant:\n%s", b.String(), want)
	}
}

// ask returns a page of the sandbox's own.
func ask(ts *testscript.TestScript, page string) []byte {
	w := httptest.NewRecorder()
	fixtureOf(ts).sandbox.ServeHTTP(w, httptest.NewRequest(http.MethodGet, page, nil))
	if w.Code != http.StatusOK {
		ts.Fatalf("%s: %s", page, w.Body)
	}
	return bytes.Clone(w.Body.Bytes())
}
