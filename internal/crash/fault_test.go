//go:build unix

package crash

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"rollcall/internal/sandbox"
)

// calmly is a sandbox without limits.
var calmly = sandbox.Config{AelystPerContact: -1}

func TestFault_oneContact(t *testing.T) {
	t.Parallel()
	const short = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n"
	for name, tc := range map[string]struct {
		mishap   mishap
		outcome  string
		status   string
		message  string // a part of it
		attempts int
		flags    []string
	}{
		"reset for ever":                {mishap: reset, outcome: "unknown", message: "reset", attempts: 3},
		"reset twice":                   {mishap: times(2, reset), outcome: "updated", status: "200", attempts: 3},
		"hangs for ever":                {mishap: hang, outcome: "unknown", message: "no answer within 700ms", attempts: 2, flags: []string{"--timeout", "700ms", "--attempts", "2"}},
		"cut body":                      {mishap: raw("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{\"contactId\":1"), outcome: "unknown", message: "broke off", attempts: 3},
		"Content-Length too small":      {mishap: raw(short + `{"contactId":1000}`), outcome: "unknown", status: "200", attempts: 1},
		"Content-Length that is a word": {mishap: raw("HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n{}"), outcome: "unknown", attempts: 3},
		"no HTTP":                       {mishap: raw("220 mail.example.com ESMTP\r\n"), outcome: "unknown", attempts: 3},
		"closed without an answer":      {mishap: raw(""), outcome: "unknown", attempts: 3},
		"HTML that says 200":            {mishap: status(200), outcome: "unknown", status: "200", message: "HTML", attempts: 1},
		"HTML 502 for ever":             {mishap: status(502), outcome: "failed", status: "502", attempts: 3},
		"HTML 502 twice":                {mishap: times(2, status(502)), outcome: "updated", status: "200", attempts: 3},
		"500 for ever":                  {mishap: status(500), outcome: "failed", status: "500", attempts: 3},
		"501":                           {mishap: status(501), outcome: "failed", status: "501", attempts: 1},
		"449 for ever":                  {mishap: status(449), outcome: "deferred", status: "449", attempts: 3},
		"449 for a while":               {mishap: times(2, status(449)), outcome: "updated", status: "200", attempts: 3},
		"lost, then a 502":              {mishap: lostFirst(status(502)), outcome: "unknown", status: "502", message: "reset", attempts: 3},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			url, _ := serve(t, calmly, tc.mishap)
			dir, args := sheet(t, aelyst, 12)
			args = append(append(args, "--base-url", url, "--attempts", "3"), tc.flags...)
			end := call(t, args...)
			r := finished(t, end, dir, 12)
			l := r.lines[culprit-1]
			if l.Outcome != tc.outcome || l.Status != tc.status || !strings.Contains(l.Message, tc.message) || r.attempts[culprit-1] != tc.attempts {
				t.Errorf("%s, status %q, %q after %d attempts; want %s, %q, %q after %d",
					l.Outcome, l.Status, l.Message, r.attempts[culprit-1], tc.outcome, tc.status, tc.message, tc.attempts)
			}
			r.others(t, culprit, culprit)
		})
	}
}

// lostFirst resets the first request and leaves the later ones to m.
func lostFirst(m mishap) mishap {
	return func(n int, w http.ResponseWriter, r *http.Request) bool {
		if n == 1 {
			return reset(n, w, r)
		}
		return m(n, w, r)
	}
}

// finished reads what a run left that came to its end over so many rows, with
// the exit code that these deserve.
func finished(t testing.TB, end ended, dir string, rows int) rundir {
	t.Helper()
	r := read(t, dir)
	want := 0
	if r.summary.Outcomes["updated"] != rows {
		want = 1
	}
	if r.summary.State != "finished" || len(r.lines) != rows || end.code != want {
		t.Fatalf("%s after %d of %d rows, exit code %d, want %d: %s", r.summary.State, len(r.lines), rows, end.code, want, end.stderr)
	}
	return r
}

// others checks that the rows outside first to last were updated.
func (r rundir) others(t testing.TB, first, last int) {
	t.Helper()
	for i, l := range r.lines {
		if (i+1 < first || i+1 > last) && l.Outcome != "updated" {
			t.Errorf("row %s is %s (%s), though nothing was wrong with it", l.Row, l.Outcome, l.Message)
		}
	}
}

func TestFault_errorForOneOfABatch(t *testing.T) {
	t.Parallel()
	// The guilty batch is held back until the other worker has had two batches
	// of its own, so that nothing but the culprit can be to blame.
	var innocent atomic.Int64
	proven := make(chan struct{})
	url, _ := behind(t, calmly, func(guilty bool, w http.ResponseWriter, r *http.Request) bool {
		if !guilty {
			if innocent.Add(1) == 2 {
				close(proven)
			}
			return false
		}
		select {
		case <-proven:
		case <-r.Context().Done():
		}
		return status(500)(0, w, r)
	})
	dir, args := sheet(t, telecmi, 50)
	r := finished(t, call(t, append(args, "--base-url", url, "--batch", "10", "--concurrency", "2")...), dir, 50)
	if l := r.lines[culprit-1]; l.Outcome != "failed" || l.Status != "500" {
		t.Errorf("the contact that always gets 500 is %s (%s)", l.Outcome, l.Message)
	}
	r.others(t, culprit, culprit)
}

func TestFault_lostBatchIsNotTakenApart(t *testing.T) {
	t.Parallel()
	url, s := serve(t, calmly, reset)
	dir, args := sheet(t, telecmi, 50)
	r := finished(t, call(t, append(args, "--base-url", url, "--batch", "10", "--attempts", "3")...), dir, 50)
	for _, l := range r.lines[:10] {
		if l.Outcome != "unknown" {
			t.Errorf("row %s of the batch that was lost is %s (%s), want unknown", l.Row, l.Outcome, l.Message)
		}
	}
	r.others(t, 1, 10)
	if n := s.Stats().Requests; n != 4 {
		t.Errorf("the sandbox got %d requests beside the lost ones, want 4: the lost batch was taken apart", n)
	}
}

func TestFault_appliedButAnswerLost(t *testing.T) {
	t.Parallel()
	// Half of the resets come after the update was applied.
	s := sandbox.New(sandbox.Config{AelystPerContact: -1, Resets: 1})
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	dir, args := sheet(t, aelyst, 12)
	r := finished(t, call(t, append(args, "--base-url", server.URL, "--attempts", "2")...), dir, 12)
	r.only(t, "unknown")
	if s.Stats().Contacts == 0 {
		t.Error("no update was applied: the test shows nothing")
	}
}
