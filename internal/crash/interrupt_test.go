//go:build unix

package crash

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"syscall"
	"testing"

	"rollcall/internal/sandbox"
)

// aloud undoes -q: these tests wait for what the program says.
const aloud = "--quiet=false"

// interrupted reads what a run left that a signal ended.
func interrupted(t testing.TB, end ended, dir string, outcomes ...string) rundir {
	t.Helper()
	r := read(t, dir)
	if end.code != 130 || r.summary.State != "interrupted" || r.summary.ExitCode == nil || *r.summary.ExitCode != 130 {
		t.Fatalf("exit code %d, state %s, want 130 and interrupted: %s", end.code, r.summary.State, end.stderr)
	}
	r.only(t, outcomes...)
	return r
}

func TestInterrupt_everyWorkerPaused(t *testing.T) {
	t.Parallel()
	for _, s := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
		t.Run(s.String(), func(t *testing.T) {
			t.Parallel()
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Retry-After", "3600")
				http.Error(w, "slow down", http.StatusTooManyRequests)
			}))
			t.Cleanup(server.Close)
			dir, args := sheet(t, platforms[2], 30)
			c := spawn(t, nil, append(args, aloud, "--base-url", server.URL, "--max-pause", "2h", "--concurrency", "4")...)
			c.await("waiting 1h0m0s")
			c.signal(s)
			r := interrupted(t, c.wait(), dir, "deferred", "not_sent")
			if r.summary.Outcomes["deferred"] == 0 {
				t.Error("no row shows that it was tried")
			}
		})
	}
}

func TestInterrupt_standardInputStaysOpen(t *testing.T) {
	t.Parallel()
	arrived := make(chan struct{}, 3)
	s := sandbox.New(calmly)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.ServeHTTP(w, r)
		arrived <- struct{}{}
	}))
	t.Cleanup(server.Close)
	stdin, feed, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer feed.Close()
	dir, args := sheet(t, aelyst, 0)
	args[1] = "-"
	c := spawn(t, stdin, append(args, aloud, "--base-url", server.URL, "--dir", dir, "--input-format", "csv")...)
	_ = stdin.Close()
	fmt.Fprint(feed, "id,name\n1,v1\n2,v2\n3,v3\n")
	for range 3 {
		select {
		case <-arrived:
		case <-c.ctx.Done():
			t.Fatal("the rows that were read are not sent before the input ends")
		}
	}
	c.signal(syscall.SIGINT)
	r := interrupted(t, c.wait(), dir, "updated")
	if len(r.lines) != 3 {
		t.Errorf("%d rows are reported of the 3 that were read", len(r.lines))
	}
}

func TestInterrupt_twiceWhileTheProviderHangs(t *testing.T) {
	t.Parallel()
	const concurrency = 4
	arrived := make(chan struct{}, concurrency)
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		arrived <- struct{}{}
		<-r.Context().Done()
	}))
	t.Cleanup(server.Close)
	dir, args := sheet(t, platforms[2], 30)
	c := spawn(t, nil, append(args, aloud, "--base-url", server.URL, "--timeout", "1h", "--concurrency", fmt.Sprint(concurrency))...)
	for range concurrency {
		select {
		case <-arrived:
		case <-c.ctx.Done():
			t.Fatal("fewer requests than may be in flight")
		}
	}
	c.signal(syscall.SIGINT)
	c.await("once more to cut them off")
	c.signal(syscall.SIGINT)
	r := interrupted(t, c.wait(), dir, "unknown", "not_sent")
	if n := r.summary.Outcomes["unknown"]; n != concurrency {
		t.Errorf("%d rows are unknown, but %d were in flight", n, concurrency)
	}
}
