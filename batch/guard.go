package batch

import (
	"fmt"
	"strconv"
	"strings"
	"sync"

	"rollcall/contact"
)

// firstRows is how many rows must be refused alike for a run to stop at once.
const firstRows = 20

// MaxErrors is how many rows may end badly before the run stops. The zero value
// sets no limit.
type MaxErrors struct {
	Rows    int
	Percent float64 // of at least 100 settled rows, the skipped ones left out
}

// ParseMaxErrors reads N or N%.
func ParseMaxErrors(s string) (MaxErrors, error) {
	if share, ok := strings.CutSuffix(s, "%"); ok {
		p, err := strconv.ParseFloat(strings.TrimSpace(share), 64)
		if err != nil || !(p > 0 && p <= 100) {
			return MaxErrors{}, fmt.Errorf("%q is no share: write a number above 0 and up to 100 and a percent sign, such as 5%%", s)
		}
		return MaxErrors{Percent: p}, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 {
		return MaxErrors{}, fmt.Errorf("%q is no limit: write a number of rows from 1, or a share such as 5%%", s)
	}
	return MaxErrors{Rows: n}, nil
}

// A guard looks at the outcomes as they come and says when to stop.
type guard struct {
	max MaxErrors

	mu           sync.Mutex
	settled, bad int
	frontier     int   // the highest row that was sent and settled
	ahead        []int // invalid rows behind it, which were read ahead of what is sent
	first        int   // rows refused alike so far; -1 once the rule is met or off
	alike        likeness
	verifies     bool // a row that was accepted is told of twice: open, and once it was read back
	accepted     bool // one of these is known of
}

// likeness is what rows have in common that were refused for the same cause.
type likeness struct {
	status contact.Status
	http   int
	code   string
}

func newGuard(cfg Config) *guard {
	g := &guard{max: cfg.MaxErrors, verifies: cfg.Contacts != nil && cfg.Contacts.Verify}
	if cfg.KeepGoing || cfg.Accepted {
		g.first = -1
	}
	return g
}

// look counts outcomes and returns why the run must stop, or nil. Idle says that
// no row is waiting for its outcome.
func (g *guard) look(outcomes []contact.Outcome, idle func() bool) *StopError {
	counts := g.max.Percent > 0 && idle()
	g.mu.Lock()
	defer g.mu.Unlock()
	for i := range outcomes {
		out := &outcomes[i]
		if out.Open && !out.Status.Accepted() {
			continue // a stop cut it off
		}
		if why := g.alikeFirst(out); why != nil {
			return why
		}
		if g.waits(out) {
			continue
		}
		if why := g.tooMany(out); why != nil {
			return why
		}
	}
	return g.caughtUp(counts)
}

// maxAhead is how many invalid rows wait to be counted at most.
const maxAhead = 1 << 16

// waits puts an invalid row aside until the rows before it are settled: rows are
// read faster than sent, and a share of what was read would say little.
func (g *guard) waits(out *contact.Outcome) bool {
	if asked(out) {
		g.frontier = max(g.frontier, out.Row.Number)
	}
	if g.max.Percent == 0 || out.Status != contact.Invalid || out.Row.Number < g.frontier || len(g.ahead) >= maxAhead {
		return false
	}
	g.ahead = append(g.ahead, out.Row.Number)
	return true
}

// caughtUp counts the rows that no longer wait: all of them, if nothing is under
// way.
func (g *guard) caughtUp(idle bool) *StopError {
	for len(g.ahead) > 0 && (idle || g.ahead[0] < g.frontier) {
		g.ahead = g.ahead[1:]
		if why := g.tooMany(&contact.Outcome{Status: contact.Invalid}); why != nil {
			return why
		}
	}
	return nil
}

// alikeFirst stops a run in which the first rows all ended the same bad way:
// then the mapping, the token or the address is wrong, not the rows.
func (g *guard) alikeFirst(out *contact.Outcome) *StopError {
	if g.first < 0 || !asked(out) || out.Status == contact.Unknown && out.HTTPStatus == 0 {
		return nil
	}
	if out.Open {
		g.accepted = true
		return nil
	}
	like := likeness{out.Status, out.HTTPStatus, out.Code}
	if out.Status.EndsWell() || g.accepted && !out.Status.Accepted() || g.first > 0 && like != g.alike {
		g.first = -1
		return nil
	}
	g.alike = like
	if g.first++; g.first < firstRows {
		return nil
	}
	g.first = -1
	return &StopError{Kind: FirstRows, Reason: fmt.Sprintf(
		"the first %d rows all ended %s (%s): the cause is hardly in the rows; if it is, add --keep-going",
		firstRows, out.Status, reason(out))}
}

// asked reports whether the provider was asked about a row, be it only what its
// contact holds.
func asked(out *contact.Outcome) bool {
	return out.Attempts > 0 || out.HTTPStatus > 0 || out.Status == contact.Failed
}

// reason says why a row ended badly, without the values that a mismatch tells.
func reason(out *contact.Outcome) string {
	if out.Status == contact.Mismatch && out.Field != "" {
		return "in the field " + out.Field
	}
	return out.Message
}

func (g *guard) tooMany(out *contact.Outcome) *StopError {
	if out.Status == contact.Skipped {
		return nil
	}
	if known := g.verifies && out.Status.Accepted() && !out.Open; !known {
		g.settled++
	}
	if !out.Status.EndsWell() {
		g.bad++
	}
	m := g.max
	switch {
	case m.Rows > 0 && g.bad >= m.Rows:
		return &StopError{Kind: TooManyErrors, Reason: fmt.Sprintf("%d rows ended badly: --max-errors %d is reached", g.bad, m.Rows)}
	case m.Percent > 0 && g.settled >= 100 && 100*float64(g.bad) >= m.Percent*float64(g.settled):
		return &StopError{Kind: TooManyErrors, Reason: fmt.Sprintf(
			"%d of %d rows ended badly: --max-errors %s%% is reached", g.bad, g.settled, strconv.FormatFloat(m.Percent, 'f', -1, 64))}
	}
	return nil
}
