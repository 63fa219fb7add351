package sandbox

import (
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// An update of one contact at each provider, and how it shows that it was
// refused: by the HTTP status or by a code in the body.
var updates = map[string]request{
	"cellcast": cellcastPut(`{"First Name":"A"}`),
	"telecmi":  telecmiPost(`[{"contact_id":"` + uuid1 + `","first_name":"A"}]`),
	"cendyn":   cendynPut(`{"name_first":"A"}`),
	"aelyst":   aelystPut(`{"firstName":"A"}`),
	"callbell": callbellPatch(`{"name":"A"}`),
}

func kept(s *Server, provider string) bool { return len(s.accounts[provider].state().Contacts) > 0 }

func TestFaults_beforeTheUpdate(t *testing.T) {
	t.Parallel()
	for provider, r := range updates {
		inBody := provider == "telecmi"
		for name, tc := range map[string]struct {
			cfg    Config
			status int
			code   string // in TeleCMI's body
			body   string
		}{
			"missing":   {Config{Missing: 1}, map[bool]int{true: 200, false: 404}[inBody], `"code":400`, ""},
			"conflicts": {Config{Conflicts: 1}, map[bool]int{true: 200, false: 409}[inBody], `"code":409`, ""},
			"errors":    {Config{Errors: 1}, map[bool]int{true: 200, false: 500}[inBody], `"code":500`, ""},
			"queued":    {Config{Queued: 1}, map[bool]int{true: 449, false: 429}[provider == "aelyst"], `"code":429`, "in queue"},
			"html":      {Config{HTML: 1}, 502, "", "<html>"},
		} {
			t.Run(provider+"/"+name, func(t *testing.T) {
				t.Parallel()
				s := New(tc.cfg)
				w := send(s, r)
				if w.Code != tc.status || !strings.Contains(w.Body.String(), tc.body) || inBody && !strings.Contains(w.Body.String(), tc.code) {
					t.Errorf("the client gets %d %s", w.Code, w.Body)
				}
				if w.Header().Get("Retry-After") != "" {
					t.Errorf("the answer names a Retry-After")
				}
				if kept(s, provider) {
					t.Errorf("the update was applied")
				}
			})
		}
	}
}

func TestFaults_documentedBodies(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		cfg      Config
		provider string
		status   int
		body     string
	}{
		"Aelyst's error":  {Config{Errors: 1}, "aelyst", 500, `{"code":500,"message":"Unexpected error occurred"}`},
		"Aelyst's queue":  {Config{Queued: 1}, "aelyst", 449, `{"code":449,"message":"Your request cannot be processed at the moment as it is currently in queue. Please try again in a few minutes."}`},
		"TeleCMI's error": {Config{Errors: 1, TeleCMIStyle: "http"}, "telecmi", 500, `{"error":true,"code":500,"message":"Something went wrong!"}`},
	} {
		if w := send(New(tc.cfg), updates[tc.provider]); w.Code != tc.status || w.Body.String() != tc.body {
			t.Errorf("%s is %d %s, want %d %s", name, w.Code, w.Body, tc.status, tc.body)
		}
	}
}

func TestFaults_recoverAfterTries(t *testing.T) {
	t.Parallel()
	for name, cfg := range map[string]Config{"errors": {Errors: 1}, "queued": {Queued: 1}, "three": {Errors: 1, ErrorTries: 3}} {
		s := New(cfg)
		tries := 0
		for send(s, updates["callbell"]).Code != http.StatusOK {
			if tries++; tries > 10 {
				t.Fatalf("%s: the contact never recovers", name)
			}
		}
		if want := compile(cfg).ErrorTries; tries != want {
			t.Errorf("%s: the contact recovers after %d tries, want %d", name, tries, want)
		}
	}
	s := New(Config{Errors: 1, ErrorTries: -1})
	for range 10 {
		if w := send(s, updates["callbell"]); w.Code != 500 {
			t.Fatalf("a contact that must never recover answers %d", w.Code)
		}
	}
}

func TestFaults_onTheWire(t *testing.T) {
	t.Parallel()
	for provider, r := range updates {
		t.Run(provider, func(t *testing.T) {
			t.Parallel()
			applied := map[bool]bool{}
			for seed := range uint64(20) {
				s := New(Config{Resets: 1, Seed: seed})
				if _, err := overTheWire(t, s, r); err == nil {
					t.Fatal("a reset connection gives an answer")
				}
				applied[kept(s, provider)] = true
			}
			if !applied[true] || !applied[false] {
				t.Errorf("of 20 resets, applied or not: %v; want both", applied)
			}
			s := New(Config{Truncated: 1})
			if body, err := overTheWire(t, s, r); !errors.Is(err, io.ErrUnexpectedEOF) || body == "" {
				t.Errorf("a truncated answer reads as %q, %v", body, err)
			}
			if !kept(s, provider) {
				t.Error("the update behind the truncated answer was not applied")
			}
		})
	}
}

// overTheWire sends a request to a server of its own and reads the answer.
func overTheWire(t *testing.T, s *Server, r request) (string, error) {
	t.Helper()
	server := httptest.NewServer(s)
	defer server.Close()
	req := r.http()
	out, err := http.NewRequestWithContext(t.Context(), req.Method, server.URL+r.path, strings.NewReader(r.body))
	if err != nil {
		t.Fatal(err)
	}
	out.Header = req.Header
	resp, err := server.Client().Do(out)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	return string(body), err
}

func TestFaults_sharesAreKept(t *testing.T) {
	t.Parallel()
	const n = 20000
	s := compile(Config{Seed: 42, Missing: 0.03, Errors: 0.1, Resets: 0.2})
	missing, refused, resets := 0, 0, 0
	for i := range n {
		id := fmt.Sprintf("id:%d", i)
		if s.absent("aelyst", id) {
			missing++
		}
		if s.refuses("error", s.Errors, "aelyst", id, 0) {
			refused++
		}
		if f := s.choose("aelyst", []string{id}, []int{5}); f == cut || f == lost {
			resets++
		}
	}
	for name, got := range map[string][2]float64{
		"missing": {float64(missing) / n, 0.03}, "errors": {float64(refused) / n, 0.1}, "resets": {float64(resets) / n, 0.2},
	} {
		if math.Abs(got[0]-got[1]) > 0.01 {
			t.Errorf("%s: a share of %v is struck, want %v", name, got[0], got[1])
		}
	}
}

func TestFaults_dependOnSeedAndContactOnly(t *testing.T) {
	t.Parallel()
	cfg := Config{Seed: 7, Missing: 0.1, Conflicts: 0.1, Errors: 0.2, HTML: 0.2}
	run := func(cfg Config, backwards bool) map[int][]int {
		s, codes := New(cfg), map[int][]int{}
		for i := range 300 {
			n := i % 100
			if backwards {
				n = 99 - n
			}
			w := send(s, put(fmt.Sprintf("/v1/contact/id:%d", n+1), `{}`))
			codes[n] = append(codes[n], w.Code)
		}
		return codes
	}
	first := run(cfg, false)
	if diff := cmp.Diff(first, run(cfg, true)); diff != "" {
		t.Errorf("the same contacts in another order meet other faults:\n%s", diff)
	}
	cfg.Seed++
	if cmp.Equal(first, run(cfg, false)) {
		t.Error("another seed gives the same faults")
	}
}

func TestFaults_batchMeetsThoseOfItsContacts(t *testing.T) {
	t.Parallel()
	s := New(Config{Seed: 1, Errors: 0.05})
	answers := map[bool]int{}
	for i := range 200 {
		id := fmt.Sprintf("%s%04d", uuid1[:32], i)
		struck := s.settings.Load().refuses("error", 0.05, "telecmi", id, 0)
		w := send(s, telecmiPost(`[{"contact_id":"`+uuid2+`"},{"contact_id":"`+id+`"}]`))
		if got := strings.Contains(w.Body.String(), `"code":500`); got != struck {
			t.Fatalf("a batch whose contact is struck (%t) is answered %s", struck, w.Body)
		}
		answers[struck]++
	}
	if answers[true] == 0 || answers[false] == 0 {
		t.Errorf("all batches end alike: %v", answers)
	}
}

func TestFaults_stateless(t *testing.T) {
	t.Parallel()
	s := New(Config{Stateless: true, Errors: 0.5})
	codes := map[int]int{}
	for range 100 {
		codes[send(s, updates["cellcast"]).Code]++
	}
	if codes[200] == 0 || codes[500] == 0 {
		t.Errorf("a stateless server answers %v, want some of both", codes)
	}
	if kept(s, "cellcast") {
		t.Error("a stateless server keeps contacts")
	}
	w := must(t, New(Config{Stateless: true}), updates["cendyn"])
	if want := `{"id":"550aac3da096734ce5000001","name_first":"A"}`; w.Body.String() != want {
		t.Errorf("the contact is shown as %s, want %s", w.Body, want)
	}
}

func TestFaults_forgets(t *testing.T) {
	t.Parallel()
	for provider, r := range updates {
		s := New(Config{Forgets: 1})
		if w := send(s, r); w.Code != 200 || strings.Contains(w.Body.String(), "error") {
			t.Errorf("%s: the client gets %d %s, want a success", provider, w.Code, w.Body)
		}
		for id, c := range s.accounts[provider].state().Contacts {
			delete(c.Fields, "contact_id")
			if len(c.Fields)+len(c.Custom) > 0 {
				t.Errorf("%s: contact %s kept %v %v of one field", provider, id, c.Fields, c.Custom)
			}
		}
		if !kept(s, provider) {
			t.Errorf("%s: the contact is not there", provider)
		}
	}
}

func TestFaults_catalogNamesConfigFields(t *testing.T) {
	t.Parallel()
	known := must(t, New(Config{}), get("/_sandbox/config")).Body.String()
	for _, f := range Faults() {
		if !strings.Contains(known, `"`+f.Name+`"`) || f.Answer == "" || f.Scope == "" {
			t.Errorf("the catalog's %q is no field of the config, or says too little", f.Name)
		}
	}
}
