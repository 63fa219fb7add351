//go:build unix

package crash

import (
	"io"
	"net/http/httptest"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rollcall/internal/sandbox"
)

// The first 24 seeds are all kinds of drill there are; these are of each
// provider, format and way in, half of them faulty.
func TestKill(t *testing.T) {
	t.Parallel()
	for _, seed := range []uint64{0, 1, 8, 10, 15, 17, 18, 19} {
		d := newDrill(seed)
		t.Run(d.String(), func(t *testing.T) {
			t.Parallel()
			d.survive(t)
		})
	}
}

// A toll is what drills have cost so far.
type toll struct {
	drills, kills, rows, again int
	requests, faults           int
}

func (t *toll) add(more toll) {
	t.drills += more.drills
	t.kills += more.kills
	t.rows += more.rows
	t.again += more.again
	t.requests += more.requests
	t.faults += more.faults
}

// survive kills a run again and again, resumes it each time, and compares what
// is left in the end with a run that nobody disturbed.
func (d drill) survive(t testing.TB) toll {
	k := d.desk(t)
	calm := d.undisturbed(t, k)
	s := &siege{t: t, drill: d, desk: k, tap: newTap(t, d.provider()), settled: map[int]string{}}
	s.done(s.lay(calm.requests), calm)
	stats := s.tap.sandbox.Stats()
	return toll{
		drills: 1, kills: s.kills, rows: len(calm.lines), again: s.tap.again,
		requests: int(stats.Requests), faults: faults(stats),
	}
}

func faults(s sandbox.Stats) int {
	return s.Rows["error"] + s.Rows["queued"] + s.Rows["reset"] + s.Rows["truncated"] + s.Rows["html"]
}

// A calm is what an undisturbed run left.
type calm struct {
	rundir
	code     int
	state    string // of the sandbox
	requests int
}

func (d drill) undisturbed(t testing.TB, k desk) calm {
	t.Helper()
	s := sandbox.New(d.provider())
	server := httptest.NewServer(s)
	defer server.Close()
	end := invoke(t, k.stdin(), io.Discard, k.run(server.URL, "calm")...)
	c := calm{read(t, filepath.Join(k.dir, "calm")), end.code, state(s), int(s.Stats().Requests)}
	if c.summary.State != "finished" || len(c.lines) != d.rows {
		t.Fatalf("the undisturbed run is %s after %d of %d rows: %s", c.summary.State, len(c.lines), d.rows, end.stderr)
	}
	return c
}

// A siege is a run that is killed and resumed.
type siege struct {
	t       testing.TB
	drill   drill
	desk    desk
	tap     *tap
	kills   int
	settled map[int]string // row -> outcome that was reported after a kill
}

func (s *siege) dir() string { return filepath.Join(s.desk.dir, "killed") }

// lay kills and resumes until the run ends by itself, and returns that end.
func (s *siege) lay(requests int) ended {
	for {
		end := s.session(s.drill.moment(s.kills, requests))
		if end.code >= 0 {
			return end
		}
		s.kills++
		s.look()
	}
}

// moment draws when the program is killed next, in a run that takes so many
// requests; never once it was killed often enough.
func (d drill) moment(kills, requests int) moment {
	if kills == d.kills {
		return moment{when: never}
	}
	return moment{when(d.chance.IntN(int(never))), 1 + d.chance.IntN(max(2*requests/d.kills, 1))}
}

// session runs the program once, until it ends or its moment comes.
func (s *siege) session(m moment) ended {
	s.t.Helper()
	args := s.desk.run(s.tap.url(), "killed")
	if s.kills > 0 {
		args = append(args, "--resume")
	}
	shift := s.tap.open(m)
	c := spawn(s.t, s.desk.stdin(), args...)
	shift.victim <- c
	end := c.wait()
	shift.close()
	for row := range shift.rows {
		if outcome, ok := s.settled[row]; ok {
			s.t.Errorf("row %d was reported %s before the resume, yet it was sent again", row, outcome)
		}
	}
	return end
}

// look renders the report of a run that was killed.
func (s *siege) look() {
	s.t.Helper()
	if end := call(s.t, "report", s.dir(), "-q"); end.code != 0 {
		s.t.Fatalf("rollcall report ended with %d after a kill: %s", end.code, end.stderr)
	}
	r := read(s.t, s.dir())
	s.listed(r)
	open := 0
	for i, l := range r.lines {
		if l.Outcome == "unknown" || l.Outcome == "not_sent" {
			open++
			continue
		}
		if before, ok := s.settled[i+1]; ok && before != l.Outcome {
			s.t.Errorf("row %d was reported %s after one kill and %s after the next", i+1, before, l.Outcome)
		}
		s.settled[i+1] = l.Outcome
	}
	s.unfinished(r, open)
}

// listed checks that no row is missing or not_sent that the provider has seen.
func (s *siege) listed(r rundir) {
	s.t.Helper()
	for row := range s.tap.rows {
		switch {
		case row > len(r.lines):
			s.t.Errorf("row %d reached the provider and is not in the report of %d rows", row, len(r.lines))
		case r.lines[row-1].Outcome == "not_sent":
			s.t.Errorf("row %d reached the provider and is reported not_sent", row)
		}
	}
}

// unfinished checks what the report says of the run as a whole. One that was
// killed while it put its files in order is finished all the same.
func (s *siege) unfinished(r rundir, open int) {
	s.t.Helper()
	switch sum := r.summary; {
	case sum.State == "finished" && sum.ExitCode != nil && open == 0:
	case sum.State != "unfinished" || sum.ExitCode != nil:
		s.t.Errorf("after a kill the state is %s and there are %d open rows", sum.State, open)
	case !s.waits() && sum.Outcomes["unknown"] > s.kills*s.drill.atOnce():
		s.t.Errorf("%d rows are unknown after %d kills, yet only %d can have been under way at each",
			sum.Outcomes["unknown"], s.kills, s.drill.atOnce())
	}
}

// waits reports whether any number of rows may wait apart, neither in flight nor
// settled.
func (s *siege) waits() bool { return s.drill.faulty && s.drill.platform.queues }

// done compares the run that was killed with the one that was not.
func (s *siege) done(end ended, want calm) {
	s.t.Helper()
	if end.code != want.code {
		s.t.Errorf("exit code %d after %d kills, %d without: %s", end.code, s.kills, want.code, end.stderr)
	}
	got := read(s.t, s.dir())
	got.attempts, want.attempts = nil, nil
	if diff := cmp.Diff(want.rundir, got, cmp.AllowUnexported(rundir{})); diff != "" {
		s.t.Errorf("the run that was killed %d times reports otherwise (-undisturbed +killed):\n%s", s.kills, diff)
	}
	if diff := cmp.Diff(want.state, state(s.tap.sandbox)); diff != "" {
		s.t.Errorf("the provider's contacts differ (-undisturbed +killed):\n%s", diff)
	}
	if n := s.tap.sandbox.Stats().Violations(); n > 0 {
		s.t.Errorf("the provider counts %d violations: %+v", n, s.tap.sandbox.Stats())
	}
	if most := s.kills * s.drill.atOnce(); !s.waits() && s.tap.again > most {
		s.t.Errorf("%d rows were sent again after %d kills, %d at most may have been under way", s.tap.again, s.kills, most)
	}
	s.settledRun(want.code)
}

// settledRun resumes once more: nothing is left to send.
func (s *siege) settledRun(code int) {
	s.t.Helper()
	shift := s.tap.open(moment{when: never})
	end := invoke(s.t, s.desk.stdin(), io.Discard, s.desk.run(s.tap.url(), "killed", "--resume")...)
	shift.close()
	if end.code != code || shift.count > 0 {
		s.t.Errorf("the resume of the finished run ended with %d after %d requests, want %d after none: %s", end.code, shift.count, code, end.stderr)
	}
}
