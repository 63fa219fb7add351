package sandbox

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestRateLimit(t *testing.T) {
	t.Parallel()
	clock := newClock()
	s := New(Config{RateLimit: 2, RetryAfter: 3 * time.Second, Clock: clock.now})
	must(t, s, updates["cellcast"])
	must(t, s, updates["callbell"])
	refused := func(retryAfter string) {
		t.Helper()
		if w := send(s, updates["cendyn"]); w.Code != 429 || w.Header().Get("Retry-After") != retryAfter {
			t.Errorf("%d requests a second: got %d, Retry-After %q, want 429 and %q", 3, w.Code, w.Header().Get("Retry-After"), retryAfter)
		}
	}
	refused("3")
	refused("3")
	if got := s.Stats().Early; got != 0 {
		t.Errorf("a request that was on its way counts as early (%d)", got)
	}
	clock.move(1500 * time.Millisecond)
	refused("2")
	if got := s.Stats().Early; got != 1 {
		t.Errorf("a request inside Retry-After is counted %d times", got)
	}
	clock.move(1500 * time.Millisecond)
	must(t, s, updates["cendyn"])
}

func TestRateLimit_date(t *testing.T) {
	t.Parallel()
	clock := newClock()
	s := New(Config{RateLimit: 1, RetryAfter: 90 * time.Second, RetryDate: true, Clock: clock.now})
	must(t, s, updates["cellcast"])
	w := send(s, updates["telecmi"])
	until, err := http.ParseTime(w.Header().Get("Retry-After"))
	if err != nil || !until.Equal(clock.now().Add(90*time.Second)) {
		t.Errorf("Retry-After is %q, want the time in 90 seconds", w.Header().Get("Retry-After"))
	}
	if w.Code != 429 {
		t.Errorf("TeleCMI's 429 has status %d", w.Code)
	}
}

func TestRateHeaders(t *testing.T) {
	t.Parallel()
	s := New(Config{RateHeaders: true, Clock: newClock().now})
	w := must(t, s, updates["aelyst"])
	if w.Header().Get("X-RateLimit-Limit") != "5" || w.Header().Get("X-RateLimit-Remaining") != "4" {
		t.Errorf("the headers are %v", w.Header())
	}
}

func TestLatency(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := New(Config{Latency: time.Second, Jitter: time.Second})
		start := time.Now()
		must(t, s, updates["cellcast"])
		if took := time.Since(start); took < time.Second || took > 2*time.Second {
			t.Errorf("a request took %v, want one to two seconds", took)
		}
	})
}

func TestStats(t *testing.T) {
	t.Parallel()
	s := New(Config{MissingIDs: []string{uuid2}})
	must(t, s, telecmiPost(`[{"contact_id":"`+uuid1+`"},{"contact_id":"`+uuid1[:35]+`a"}]`))
	must(t, s, telecmiPost(`[{"contact_id":"`+uuid2+`"}]`))
	must(t, s, updates["cellcast"])
	send(s, aelystPut(`{"x":1}`))
	send(s, get("/v1/auth/me"))
	send(s, put("/v1/contact/id:1?token="+DefaultToken, `{}`))
	want := Stats{
		Requests: 6, Updates: 5, MaxInFlight: 1, Contacts: 4, TokenInURL: 1,
		ByStatus: map[int]uint64{200: 5, 400: 1},
		Rows:     map[string]int{"updated": 4, "missing": 1, "rejected": 1},
	}
	if diff := cmp.Diff(want, s.Stats()); diff != "" {
		t.Errorf("the counts are wrong (-want +got):\n%s", diff)
	}
	if s.Stats().Violations() != 1 {
		t.Errorf("%d violations, want 1", s.Stats().Violations())
	}
}

func TestStats_overlap(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := New(Config{Latency: time.Second})
		var wait sync.WaitGroup
		for _, r := range []request{updates["cellcast"], updates["cellcast"], updates["aelyst"], updates["callbell"]} {
			wait.Go(func() { send(s, r) })
		}
		wait.Wait()
		if got := s.Stats(); got.Overlaps != 1 || got.MaxInFlight != 4 {
			t.Errorf("two requests for one contact count as %d, with %d in flight, want 1 and 4", got.Overlaps, got.MaxInFlight)
		}
		must(t, s, updates["cellcast"])
		if got := s.Stats().Overlaps; got != 1 {
			t.Errorf("a later request counts as overlapping")
		}
	})
}

func TestStats_order(t *testing.T) {
	t.Parallel()
	s := New(Config{SequenceField: "firstName"})
	for _, name := range []string{"A 1", "A 2", "A 2", "A 1", "A 9"} {
		must(t, s, aelystPut(`{"firstName":"`+name+`"}`))
	}
	if got := s.Stats().OutOfOrder; got != 1 {
		t.Errorf("%d updates are out of order, want 1", got)
	}
}

func TestConcurrentUse(t *testing.T) {
	t.Parallel()
	s := New(Config{Errors: 0.2, HTML: 0.1, Truncated: 0.1, RateLimit: 1e6})
	var wait sync.WaitGroup
	const workers, each = 8, 60
	for worker := range workers {
		wait.Go(func() {
			for i := range each {
				for _, r := range updates {
					send(s, r)
				}
				send(s, put(fmt.Sprintf("/v1/contact/id:%d", worker*each+i+1), `{"firstName":"A"}`))
				send(s, get("/_sandbox/state"))
				send(s, get("/_sandbox/log?n=10"))
			}
		})
	}
	wait.Wait()
	stats := s.Stats()
	total := uint64(0)
	for _, n := range stats.ByStatus {
		total += n
	}
	if want := uint64(workers * each * (len(updates) + 1)); total != want || stats.Requests != want {
		t.Errorf("%d requests, %d answers, want %d", stats.Requests, total, want)
	}
}

func TestOwnPages_state(t *testing.T) {
	t.Parallel()
	s := New(Config{})
	must(t, s, cellcastPut(`{"First Name":"A","Colour":"red"}`))
	want := `{"cellcast":{"contacts":{"` + hex24 + `":{"fields":{"First Name":"A"},"custom":{"Colour":"red"}}},"dynamic_fields":{"Colour":true}}}`
	if w := must(t, s, get("/_sandbox/state?provider=cellcast")); !equal(decode(t, want), decode(t, w.Body.String())) {
		t.Errorf("the state is %s", w.Body)
	}
	if w := must(t, s, get("/_sandbox/state")); !strings.Contains(w.Body.String(), `"telecmi"`) {
		t.Errorf("the state of all providers is %s", w.Body)
	}
}

func TestOwnPages_log(t *testing.T) {
	t.Parallel()
	s := New(Config{})
	for range 3 {
		must(t, s, updates["telecmi"])
	}
	send(s, put("/v1/contact/email:"+DefaultToken+"@b.co", `{}`))
	var last []entry
	w := must(t, s, get("/_sandbox/log?n=2"))
	if err := json.Unmarshal(w.Body.Bytes(), &last); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(w.Body.String(), DefaultToken) {
		t.Errorf("the log shows the secret: %s", w.Body)
	}
	want := []entry{
		{Number: 3, Provider: "telecmi", Method: "POST", Path: telecmiPath, Status: 200, Outcome: "updated", Contacts: []string{uuid1}},
		{Number: 4, Provider: "aelyst", Method: "PUT", Path: "/v1/contact/email:***@b.co", Status: 200, Outcome: "updated", Contacts: []string{"***"}},
	}
	if diff := cmp.Diff(want, last); diff != "" {
		t.Errorf("the log is wrong (-want +got):\n%s", diff)
	}
}

func TestOwnPages_logIsBounded(t *testing.T) {
	t.Parallel()
	s := New(Config{})
	for range logSize + 5 {
		send(s, get("/v1/auth/me"))
	}
	all := s.log.last(2 * logSize)
	if len(all) != logSize || all[0].Number != 6 {
		t.Errorf("the log holds %d requests from number %d", len(all), all[0].Number)
	}
}

func TestOwnPages_config(t *testing.T) {
	t.Parallel()
	s := New(Config{Seed: 1})
	must(t, s, post("/_sandbox/config", `{"html":1,"missing_ids":["x"]}`))
	if w := send(s, updates["aelyst"]); w.Code != 502 {
		t.Errorf("the changed config answers %d, want 502", w.Code)
	}
	must(t, s, post("/_sandbox/config", `{"html":0,"latency_ns":0}`))
	must(t, s, updates["aelyst"])
	for _, bad := range []string{`{"html":2}`, `{"resets":-1}`, `{"typo":1}`, `[]`, `{"telecmi_style":"x"}`, `{"fields":{"cellcast":[{"name":"a","type":"b"}]}}`, `{"fields":{"aelyst":[{"name":"a","type":"b"}]}}`, `{"fields":{"aelyst":[{"type":"text"}]}}`, `{"lists":["a"]}`, `{"teams":["a"]}`} {
		if w := send(s, post("/_sandbox/config", bad)); w.Code != 400 {
			t.Errorf("config %s answers %d, want 400", bad, w.Code)
		}
	}
	if got := s.settings.Load().MissingIDs; !cmp.Equal(got, []string{"x"}) {
		t.Errorf("the missing contacts are %q; what a change does not name must stay", got)
	}
}

func TestOwnPages_reset(t *testing.T) {
	t.Parallel()
	s := New(Config{RateLimit: 1, Clock: newClock().now})
	must(t, s, updates["cellcast"])
	if w := send(s, post("/_sandbox/reset", "")); w.Code != http.StatusNoContent {
		t.Errorf("reset answers %d", w.Code)
	}
	if diff := cmp.Diff(Stats{ByStatus: map[int]uint64{}, Rows: map[string]int{}}, s.Stats()); diff != "" {
		t.Errorf("counts are left after a reset:\n%s", diff)
	}
	must(t, s, updates["cellcast"])
	if w := send(s, get("/_sandbox/nothing")); w.Code != 404 {
		t.Errorf("an unknown page answers %d", w.Code)
	}
}

func TestGates_forgetIdlePaths(t *testing.T) {
	t.Parallel()
	g, clock := newGates(), newClock()
	for i := range 100000 {
		g.admit(fmt.Sprint(i), clock.now(), 5, time.Second)
		clock.move(time.Millisecond)
	}
	kept := 0
	for i := range g.shards {
		kept += len(g.shards[i].gates)
	}
	if kept > 20000 {
		t.Errorf("%d of 100000 paths are kept although all but 200 are idle", kept)
	}
}

func TestListen(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	url, stop, err := Listen(ctx, "localhost:0", Config{})
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.Get(url + "/_sandbox/stats")
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		t.Errorf("the stats page answers %d", resp.StatusCode)
	}
	cancel()
	stop()
	stop()
	if _, err := http.Get(url); err == nil {
		t.Error("the server answers after it was stopped")
	}
}

func TestListen_refuses(t *testing.T) {
	t.Parallel()
	for _, addr := range []string{"0.0.0.0:0", "192.0.2.1:0", "[::]:0", "example.com:80", "127.0.0.1"} {
		if _, stop, err := Listen(t.Context(), addr, Config{}); err == nil {
			stop()
			t.Errorf("it listens on %s", addr)
		}
	}
	if _, stop, err := Listen(t.Context(), ":0", Config{Missing: 2}); err == nil {
		stop()
		t.Error("a share of 2 is taken")
	}
}
