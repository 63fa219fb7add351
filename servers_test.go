//go:build unix

package main

import (
	"encoding/json"
	"encoding/pem"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/spf13/pflag"

	"rollcall/internal/cli"
	"rollcall/internal/sandbox"
)

// sandbox [FLAG…] starts a sandbox of the script's own and sets URL to its
// address. The flags are those of rollcall sandbox, and --tls: then ca.pem is the
// authority to trust.
func startSandbox(ts *testscript.TestScript, neg bool, args []string) {
	cfg, secure, err := sandboxConfig(args)
	ts.Check(err)
	arity(ts, neg, cfg.Check() == nil, "sandbox [FLAG…]")
	arrive := arrivals(ts)
	cfg.Clock = func() time.Time { // asked once a request, which is beyond a change of the settings then
		arrive()
		return time.Now()
	}
	fixtureOf(ts).sandbox = sandbox.New(cfg)
	server := serve(ts, fixtureOf(ts).sandbox)
	if !secure {
		server.Start()
		ts.Setenv("URL", server.URL)
		return
	}
	server.StartTLS()
	ts.Setenv("URL", server.URL)
	ca := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	ts.Check(os.WriteFile(ts.MkAbs("ca.pem"), ca, 0o600))
}

func sandboxConfig(args []string) (cfg sandbox.Config, secure bool, err error) {
	fs := pflag.NewFlagSet("sandbox", pflag.ContinueOnError)
	cli.SandboxFlags(fs, &cfg)
	fs.StringVar(&cfg.SequenceField, "sequence-field", "", "")
	fs.BoolVar(&secure, "tls", false, "")
	err = fs.Parse(append([]string{"--aelyst-per-contact", "-1"}, args...))
	return cfg, secure, err
}

// httpd KIND starts a server that does not speak any provider's language and
// sets URL to its address.
func startHTTPD(ts *testscript.TestScript, neg bool, args []string) {
	arity(ts, neg, len(args) == 1, "httpd half|html|huge|redirect|down|STATUS")
	arrive, h := arrivals(ts), answer(ts, args[0])
	server := serve(ts, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		arrive()
		h(w, r)
	}))
	server.Start()
	ts.Setenv("URL", server.URL)
	if args[0] == "down" {
		server.Close()
	}
}

func answer(ts *testscript.TestScript, kind string) http.HandlerFunc {
	const accepted = `{"contactId":1}`
	switch kind {
	case "down":
		return nil
	case "html":
		return func(w http.ResponseWriter, _ *http.Request) {
			_, _ = w.Write([]byte("<html><body>Welcome to the hotel's network</body></html>"))
		}
	case "half": // it takes every update, and shows nobody
		return func(w http.ResponseWriter, r *http.Request) {
			if r.Method == http.MethodGet {
				http.Error(w, `{"message":"no"}`, http.StatusInternalServerError)
				return
			}
			_, _ = w.Write([]byte(accepted))
		}
	case "huge":
		padding := strings.Repeat(" ", 8<<20)
		return func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(padding + accepted)) }
	case "redirect":
		return func(w http.ResponseWriter, r *http.Request) {
			if _, port, _ := strings.Cut(r.Host, ":"); r.URL.Path != "/followed" {
				http.Redirect(w, r, "http://localhost:"+port+"/followed", http.StatusTemporaryRedirect)
				return
			}
			_, _ = w.Write([]byte(accepted))
		}
	}
	status := number(ts, kind)
	return func(w http.ResponseWriter, _ *http.Request) { http.Error(w, `{"message":"no"}`, status) }
}

// serve returns a server, not yet started, that lives as long as the script.
func serve(ts *testscript.TestScript, h http.Handler) *httptest.Server {
	server := httptest.NewUnstartedServer(h)
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	ts.Defer(server.Close)
	return server
}

// arrivals returns what a server calls for each request, for those who wait for one.
func arrivals(ts *testscript.TestScript) (arrive func()) {
	arrived := make(chan struct{}, 10_000)
	fixtureOf(ts).arrived = arrived
	return func() {
		select {
		case arrived <- struct{}{}:
		default:
		}
	}
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
	expect(ts, ask(ts, http.MethodGet, "state", ""), args[0], args[1])
}

// snapshot PROVIDER FILE writes what all contacts of a provider hold at the sandbox
// to a file.
func snapshot(ts *testscript.TestScript, neg bool, args []string) {
	arity(ts, neg, len(args) == 2, "snapshot PROVIDER FILE")
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), ask(ts, http.MethodGet, "state?provider="+args[0], ""), 0o600))
}

// sent FILE compares the contacts of the updates that the sandbox accepted, in
// their order, one a line, with a file.
func sent(ts *testscript.TestScript, neg bool, args []string) {
	arity(ts, neg, len(args) == 1, "sent FILE")
	var entries []struct {
		Outcome  string
		Contacts []string
	}
	ts.Check(json.Unmarshal(ask(ts, http.MethodGet, "log", ""), &entries))
	var b strings.Builder
	for _, entry := range entries {
		if entry.Outcome == "updated" {
			b.WriteString(strings.Join(entry.Contacts, "\n") + "\n")
		}
	}
	if want := ts.ReadFile(args[0]); b.String() != want {
		ts.Fatalf("the sandbox accepted, in this order:\n%swant:\n%s", b.String(), want)
	}
}

// config JSON changes what the sandbox does while it runs.
func config(ts *testscript.TestScript, neg bool, args []string) {
	arity(ts, neg, len(args) == 1, "config JSON")
	ask(ts, http.MethodPost, "config", args[0])
}

// ask returns a page of the sandbox's own.
func ask(ts *testscript.TestScript, method, page, body string) []byte {
	w := httptest.NewRecorder()
	r := httptest.NewRequest(method, "/_sandbox/"+page, strings.NewReader(body))
	fixtureOf(ts).sandbox.ServeHTTP(w, r)
	if w.Code != http.StatusOK {
		ts.Fatalf("%s: %s", page, w.Body)
	}
	return w.Body.Bytes()
}
