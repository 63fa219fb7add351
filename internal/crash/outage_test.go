//go:build unix

package crash

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"rollcall/internal/sandbox"
)

// inFlight is how many requests these runs have in flight at most.
const inFlight = 4

// burnt is how many rows an outage may cost: those by which it is noticed, and
// those in flight then.
const burnt = 20 + inFlight

// accepted is how many requests are answered before the provider leaves.
const accepted = 30

// leaves starts a sandbox that leaves after a while: it resets every connection
// until back says of the number of the request, from 1, that it is back. The
// first resets wait until every worker is there to get one, so that no row is
// accepted between the rows that fail.
func leaves(t testing.TB, back func(n int64) bool) (url string) {
	t.Helper()
	s := sandbox.New(calmly)
	var count atomic.Int64
	var workers sync.WaitGroup
	workers.Add(inFlight)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n := count.Add(1)
		if n > accepted && n <= accepted+inFlight {
			workers.Done()
			workers.Wait()
		}
		if n > accepted && !back(n) {
			reset(0, w, r)
			return
		}
		s.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

func TestOutage_isWaitedFor(t *testing.T) {
	t.Parallel()
	url := leaves(t, func(n int64) bool { return n > 100 })
	dir, args := sheet(t, platforms[2], 200)
	end := call(t, append(args, "--base-url", url, "--concurrency", fmt.Sprint(inFlight), "--attempts", "1")...)
	r := finished(t, end, dir, 200)
	r.only(t, "updated", "unknown")
	if n := r.summary.Outcomes["unknown"]; n > burnt {
		t.Errorf("%d rows were burnt while the provider was away for 70 requests", n)
	}
}

func TestOutage_isGivenUp(t *testing.T) {
	t.Parallel()
	var back atomic.Bool
	url := leaves(t, func(int64) bool { return back.Load() })
	dir, args := sheet(t, platforms[2], 200)
	args = append(args, "--base-url", url, "--concurrency", fmt.Sprint(inFlight), "--attempts", "1")
	end := call(t, append(args, "--outage-wait", "100ms")...)
	r := read(t, dir)
	if end.code != 3 || r.summary.State != "stopped" || !strings.Contains(end.stderr, "--outage-wait") {
		t.Fatalf("the provider stays away: exit code %d, %s, want 3 and stopped: %s", end.code, r.summary.State, end.stderr)
	}
	r.only(t, "updated", "unknown", "not_sent")
	if n := r.summary.Outcomes["unknown"]; n > burnt+inFlight {
		t.Errorf("%d rows are unknown, those that the stop cut off among them", n)
	}
	back.Store(true)
	end = call(t, append(args, "--resume")...)
	r = finished(t, end, dir, 200)
	r.only(t, "updated", "unknown")
	if n := r.summary.Outcomes["unknown"]; n > burnt {
		t.Errorf("%d rows were burnt before the run stopped", n)
	}
}
