package batch

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"rollcall/contact"
	"rollcall/providers"
)

// The laws hold as well where contacts are read: every update read has exactly
// one outcome, one that was accepted never ends as if it had not been, and the
// memory never knows what is not so. The fakes watch the order for themselves.
func TestConservation_withContacts(t *testing.T) {
	for seed := range uint64(300) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t, seed)
				w.run()
				w.judge()
			})
		})
	}
}

// A world is one run among random answers.
type world struct {
	*testing.T
	rng  *rand.Rand
	a    *account
	l    *ledger
	m    *notebook
	cfg  Config
	rows []contact.Update

	honest   bool // what is shown is so
	mu       sync.Mutex
	accepted map[int]bool // rows that were accepted
	sent     map[int]bool
	kept     map[int]string // what was kept of a row's contact

	read int
	err  error
}

func newWorld(t *testing.T, seed uint64) *world {
	rng := rand.New(rand.NewPCG(seed, 7))
	all := names(1+rng.IntN(40), 1)
	w := &world{T: t, rng: rng, a: newAccount(t, all...), l: newLedger(t), m: newNotebook(t)}
	w.accepted, w.sent, w.kept = map[int]bool{}, map[int]bool{}, map[int]string{}
	w.a.latency, w.a.page = time.Duration(rng.IntN(50))*time.Millisecond, 1+rng.IntN(50)
	w.a.apply = rng.IntN(2) == 0
	w.honest = w.chance(2)
	w.a.answer, w.a.read = w.answers(randomAnswers(seed)), w.readings(seed)
	w.configure()
	for range rng.IntN(200) {
		w.rows = append(w.rows, w.update(all[rng.IntN(len(all))]))
	}
	return w
}

func (w *world) configure() {
	w.cfg = reading(w.a, w.l)
	c := w.cfg.Contacts
	if w.chance(3) {
		c.Reader, c.Walker = nil, reader{}
	} else if w.chance(4) {
		w.cfg.PerContact = 5
	}
	c.Verify = !w.chance(4)
	if w.chance(2) {
		c.Before = w.keep
	}
	if !w.chance(4) {
		w.cfg.Memory, w.m.holds = w.m, w.holds
	}
	w.cfg.Concurrency, w.cfg.Attempts = 1+w.rng.IntN(8), 1+w.rng.IntN(5)
	if w.cfg.PerContact == 0 {
		w.cfg.Batch = 1 + w.rng.IntN(20)
	}
	w.cfg.KeepGoing = w.chance(2)
}

func (w *world) chance(n int) bool { return w.rng.IntN(n) == 0 }

func (w *world) update(name string) contact.Update {
	if w.cfg.Contacts.Reader != nil && w.chance(3) {
		return tag(name, contact.Mode(1+w.rng.IntN(2)), fmt.Sprintf(`["%d"]`, w.rng.IntN(3)))
	}
	return set(name, fmt.Sprint(w.rng.IntN(2)))
}

// answers watches what is sent.
func (w *world) answers(answer func(int, []contact.Update) Try) func(int, []contact.Update) Try {
	return func(n int, us []contact.Update) Try {
		w.mu.Lock()
		defer w.mu.Unlock()
		for _, u := range us {
			if !w.sent[u.Row.Number] && w.keeps() {
				w.isKept(u)
			}
			w.sent[u.Row.Number] = true
		}
		try := answer(n, us)
		for i, v := range try.Verdicts {
			w.accepted[us[i].Row.Number] = w.accepted[us[i].Row.Number] || v.Status.Accepted()
		}
		return try
	}
}

// keeps reports whether the contact of each row is read before.
func (w *world) keeps() bool { return w.cfg.Contacts.Before != nil && w.cfg.Contacts.Reader != nil }

// isKept complains unless what a contact holds was kept before it is updated.
func (w *world) isKept(u contact.Update) {
	kept, ok := w.kept[u.Row.Number]
	if held := w.a.value(u.Contact, "v"); !ok || w.honest && kept != held {
		w.Errorf("row %d is sent; of its contact %q is kept (%t), but it holds %q", u.Row.Number, kept, ok, held)
	}
}

func (w *world) keep(row contact.Row, _ string, shown providers.Snapshot) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if _, twice := w.kept[row.Number]; twice && row.Number > 0 {
		w.Errorf("the contact of row %d is kept twice", row.Number)
	}
	if row.Number == 0 && len(w.sent) > 0 {
		w.Error("the list is kept after the first update")
	}
	w.kept[row.Number] = string(shown.Value("v", false))
	return nil
}

// holds reports whether the account holds what an update says.
func (w *world) holds(u contact.Update) bool {
	f := u.Fields[0]
	held := w.a.value(u.Contact, f.Name)
	switch f.Mode {
	case contact.Add:
		return strings.Contains(held, string(f.Value[1:len(f.Value)-1]))
	case contact.Remove:
		return !strings.Contains(held, string(f.Value[1:len(f.Value)-1]))
	}
	return held == string(f.Value)
}

func (w *world) run() {
	stop, interrupt := context.WithCancel(w.Context())
	cut, cutOff := context.WithCancel(w.Context())
	defer interrupt()
	defer cutOff()
	if w.chance(2) {
		time.AfterFunc(time.Duration(w.rng.IntN(20_000))*time.Millisecond, interrupt)
		time.AfterFunc(time.Duration(20_000+w.rng.IntN(1000))*time.Millisecond, cutOff)
	}
	r := New(w.cfg)
	r.list.most = 1 + w.rng.IntN(20)
	w.err = r.Run(stop, cut, func(yield func(contact.Update, error) bool) {
		for u, err := range feed(w.rows...) {
			w.read++
			if !yield(u, err) {
				return
			}
		}
	})
}

func (w *world) judge() {
	if len(w.l.outcomes) != w.read || w.err == nil && w.read != len(w.rows) {
		w.Errorf("%d of %d rows read, %d outcomes (run ended with %v)", w.read, len(w.rows), len(w.l.outcomes), w.err)
	}
	for n, out := range w.l.outcomes {
		if why := w.wrong(n, out); why != "" {
			w.Errorf("row %d is %s (open: %t, %d attempts, %q), though %s", n, out.Status, out.Open, out.Attempts, out.Message, why)
		}
	}
	for i := range w.rows {
		if u := w.rows[i]; w.m.knows(u) && !w.holds(u) {
			w.Errorf("the memory knows row %d, but the account holds something else", i+1)
		}
	}
}

// wrong says what speaks against an outcome; empty for nothing.
func (w *world) wrong(n int, out contact.Outcome) string {
	switch {
	case w.err == nil && out.Open:
		return "the run finished"
	case w.accepted[n] && (!out.Status.Accepted() || out.Open):
		return "it was accepted"
	case !w.accepted[n] && out.Status.Accepted():
		return "it was never accepted"
	case w.accepted[n] && w.cfg.Contacts.Verify && out.Status == contact.Updated && out.Message == "":
		return "nothing says why it was not read back"
	case w.sent[n] && (out.Status == contact.Unchanged || out.Status == contact.NotSent && out.HTTPStatus != 401):
		return "it was sent"
	case w.sent[n] && !w.l.sending[n]:
		return "it was sent before that was recorded"
	case w.sent[n] && w.cfg.Memory != nil && !w.m.told[n]:
		return "it was sent before its contact was forgotten"
	case !w.sent[n] && (out.Attempts > 0 || out.Status == contact.Unknown):
		return "it was never sent"
	}
	return ""
}

// readings plays a provider in a bad mood, the same for each seed.
func (w *world) readings(seed uint64) func(int, string) string {
	moods := strings.Fields("200 200 200 200 200 200 other html 404 400 429 429/3 449 503/2 500 503 lost away")
	if !w.honest {
		moods = append(moods, "stale", "mute")
	}
	return func(n int, name string) string {
		rng := rand.New(rand.NewPCG(seed, uint64(n)<<32))
		if !w.honest && strings.HasSuffix(name, "3") {
			return "stale"
		}
		if rng.IntN(1000) == 0 {
			return "401"
		}
		return moods[rng.IntN(len(moods))]
	}
}
