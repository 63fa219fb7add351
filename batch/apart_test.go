package batch

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"testing/synctest"

	"rollcall/contact"
	"rollcall/providers"
)

// What the culprits of a batch of 100 cost through all of the code, the refused
// request not counted.
func TestApart_requestsForABatchOf100(t *testing.T) {
	for _, tc := range []struct {
		culprits int
		mean     float64
	}{{1, 9}, {2, 16}, {5, 34}, {10, 57}, {50, 120}, {100, 117}} {
		t.Run(fmt.Sprint(tc.culprits), func(t *testing.T) {
			t.Parallel()
			const rounds = 50
			rng, total := rand.New(rand.NewPCG(3, 4)), 0
			for range rounds {
				bad := map[string]bool{}
				for _, i := range rng.Perm(100)[:tc.culprits] {
					bad[fmt.Sprintf("c%06d", i)] = true
				}
				total += split(t, bad)
			}
			if mean := float64(total) / rounds; mean > tc.mean {
				t.Errorf("%.2f more requests on average, not %.0f at most", mean, tc.mean)
			}
		})
	}
}

// Nobody tells a search how many culprits there are. It is compared with what
// could be done by one who knows.
func TestSearch_staysNearTheOptimum(t *testing.T) {
	for _, k := range []int{1, 2, 5, 10} {
		t.Run(fmt.Sprint(k), func(t *testing.T) {
			t.Parallel()
			best := newNested(100, only(100, k), anySize).mean()
			mean := newNested(100, only(100, k), search.next).mean()
			if mean > 1.15*best {
				t.Errorf("%.2f requests on average, where %.2f would do", mean, best)
			}
		})
	}
}

// atMost is the number of requests that a refused batch may cost whatever the
// answers, repeats aside.
func atMost(rows int) int { return rows * 5 / 3 }

// Answers may contradict each other. All that there are, to every request that
// may be made, are played here.
func TestSearch_endsWhateverTheAnswers(t *testing.T) {
	t.Parallel()
	for rows := 2; rows <= 100; rows++ {
		begin := search{rows: rows, left: rows, bad: rows}
		if most := 1 + (hostile{}).most(t, begin); most > atMost(rows) {
			t.Errorf("%d rows may cost %d requests, more than %d", rows, most, atMost(rows))
		}
	}
}

// hostile is the number of requests that the worst answers bring about.
type hostile map[search]int

func (h hostile) most(t *testing.T, s search) int {
	if n, known := h[s]; known || s.left == 0 {
		return n
	}
	sent := s.next()
	worst := h.after(t, s, sent, 0, true)
	for refused := range sent + 1 {
		if sent > 1 || refused == 0 { // alone a row is not refused in company
			worst = max(worst, h.after(t, s, sent, refused, false))
		}
	}
	h[s] = 1 + worst
	return 1 + worst
}

func (h hostile) after(t *testing.T, s search, sent, refused int, passed bool) int {
	was := s
	s.learn(sent, refused, passed)
	if s.left == was.left && was.bad > 0 && s.bad >= was.bad {
		t.Fatalf("a search stays at %+v", was)
	}
	return h.most(t, s)
}

// moods are providers that contradict themselves.
var moods = []struct {
	name   string
	answer func(rng *rand.Rand, us []contact.Update) Try
}{
	{"at random", func(rng *rand.Rand, us []contact.Update) Try {
		return say([]int{200, 400, 409, 422}[rng.IntN(4)], us)
	}},
	{"each row at random", func(rng *rand.Rand, us []contact.Update) Try {
		try := say(200, us)
		for i := range try.Verdicts {
			try.Verdicts[i] = providers.ByStatus([]int{200, 404, 409}[rng.IntN(3)])
		}
		return try
	}},
	{"refused in company, accepted alone", func(_ *rand.Rand, us []contact.Update) Try {
		if len(us) > 1 {
			return say(400, us)
		}
		return say(200, us)
	}},
	{"accepted in company, refused alone", func(rng *rand.Rand, us []contact.Update) Try {
		if len(us) == 1 || rng.IntN(8) == 0 {
			return say(409, us)
		}
		return say(200, us)
	}},
	{"seven at most", func(_ *rand.Rand, us []contact.Update) Try {
		if len(us) > 7 {
			return say(413, us)
		}
		return say(200, us)
	}},
}

func TestApart_anyAnswers(t *testing.T) {
	for _, mood := range moods {
		t.Run(mood.name, func(t *testing.T) {
			t.Parallel()
			for seed := range uint64(50) {
				synctest.Test(t, func(t *testing.T) {
					rng := rand.New(rand.NewPCG(seed, 7))
					endure(t, 2+rng.IntN(99), func(us []contact.Update) Try { return mood.answer(rng, us) })
				})
			}
		})
	}
}

// endure sends one batch and compares its outcomes with the answers: each row
// has one, from a request of its own or from one that settled it in company.
func endure(t *testing.T, size int, answer func([]contact.Update) Try) {
	t.Helper()
	type last struct {
		verdict providers.Verdict
		alone   bool
	}
	said := map[int]last{}
	p, l := &provider{t: t}, newLedger(t)
	p.answer = func(_ int, us []contact.Update) Try {
		try := answer(us)
		for i, u := range us {
			said[u.Row.Number] = last{try.Verdicts[i], len(us) == 1}
		}
		return try
	}
	cfg := config(p, l)
	cfg.Batch, cfg.KeepGoing = size, true
	if _, err := run(t, cfg, rows(names(size, 1)...)); err != nil {
		t.Fatal(err)
	}
	if len(l.outcomes) != size {
		t.Errorf("%d outcomes for %d rows", len(l.outcomes), size)
	}
	if len(p.requests) > atMost(size) {
		t.Errorf("%d requests for %d rows", len(p.requests), size)
	}
	for n, out := range l.outcomes {
		switch is := said[n]; {
		case out.Status != is.verdict.Status:
			t.Errorf("row %d is %s, where its last answer says %s", n, out.Status, is.verdict.Status)
		case is.verdict.Next == providers.Split && !is.alone:
			t.Errorf("row %d is %s, though it was refused in company only", n, out.Status)
		}
	}
}
