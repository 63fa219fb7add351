package state

import (
	"errors"
	"math/rand/v2"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

func TestForget_isDurable(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	filled(t, path, 100)
	s, c := openAt(t, path, noon)
	v := makeVolatile(s)
	for n := 0; n < 100; n += 2 {
		must(t, c.Forget(update(numbered(n), 2)))
	}
	syncs := v.syncs.Load()
	must(t, c.Forget(update(numbered(0), 2), update("nobody", 2)))
	if v.syncs.Load() != syncs {
		t.Error("to forget what is not there waits for the disk")
	}
	v.cut(t, s, everything)
	_, c = openAt(t, path, noon)
	if n := same(c, 100, 1); n != 50 {
		t.Errorf("after a power cut %d of 100 contacts are the same, 50 were not forgotten", n)
	}
}

// TestForget_waitsForOthers forgets what another goroutine has erased, and not
// yet brought to the disk.
func TestForget_waitsForOthers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, c := openAt(t, newPath(t), noon)
		must(t, c.Accept(update("ann", 1)))
		v := makeVolatile(s)
		v.slow.Store(int64(time.Minute))
		start := time.Now()
		var took [2]time.Duration
		var wg sync.WaitGroup
		for i := range took {
			wg.Go(func() {
				time.Sleep(time.Duration(i) * time.Second)
				if err := c.Forget(update("ann", 2)); err != nil {
					t.Error(err)
				}
				took[i] = time.Since(start)
			})
		}
		wg.Wait()
		time.Sleep(time.Hour) // what was accepted is synced by then
		v.slow.Store(0)
		if took[1] < time.Minute {
			t.Errorf("a contact counts as forgotten after %s; the disk needs a minute", took[1])
		}
	})
}

// TestForget_whileTheFileGrows forgets in a file that is replaced before the disk
// has answered.
func TestForget_whileTheFileGrows(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		path := newPath(t)
		filled(t, path, 10)
		s, c := openAt(t, path, noon)
		makeVolatile(s).slow.Store(int64(time.Minute))
		forgotten := make(chan error)
		go func() { forgotten <- c.Forget(update(numbered(1), 2)) }()
		time.Sleep(time.Second)
		of(t, s, other)
		if err := <-forgotten; err != nil {
			t.Errorf("what is forgotten cannot be sent: %v", err)
		}
		must(t, s.Close())
		_, c = openAt(t, path, noon)
		if n := same(c, 10, 1); n != 9 {
			t.Errorf("%d of 10 contacts are the same, one was forgotten", n)
		}
	})
}

// TestForget_whileTheFileCloses forgets in a file that is closed before the disk
// has answered, and that could not be brought to the disk then.
func TestForget_whileTheFileCloses(t *testing.T) {
	t.Parallel()
	for _, broken := range []error{nil, syscall.EIO} {
		synctest.Test(t, func(t *testing.T) {
			s, c := openAt(t, newPath(t), noon)
			must(t, c.Accept(update("ann", 1)))
			v := makeVolatile(s)
			v.slow.Store(int64(time.Minute))
			forgotten := make(chan error)
			go func() { forgotten <- c.Forget(update("ann", 2)) }()
			time.Sleep(time.Second / 2)
			v.slow.Store(0)
			v.fail(broken)
			if err := s.Close(); !errors.Is(err, broken) {
				t.Errorf("close: error is %v, want %v", err, broken)
			}
			v.fail(nil)
			if err := <-forgotten; (err == nil) != (broken == nil) {
				t.Errorf("the disk said %v, and a row may be sent if this is nil: %v", broken, err)
			}
		})
	}
}

func TestAccept_isDurable(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		path := newPath(t)
		s, c := openAt(t, path, noon)
		v := makeVolatile(s)
		must(t, c.Accept(update("ann", 1)))
		if v.syncs.Load() != 0 {
			t.Error("each row that is accepted waits for the disk")
		}
		time.Sleep(syncEvery)
		synctest.Wait()
		must(t, c.Accept(update("ben", 1)))
		v.cut(t, s, everything)
		_, c = openAt(t, path, noon)
		ann, ben := update("ann", 1), update("ben", 1)
		if !c.Same(&ann) || c.Same(&ben) {
			t.Errorf("after a power cut the contact accepted a second before is the same: %t, the one just accepted: %t", c.Same(&ann), c.Same(&ben))
		}
	})
}

// TestPowerCut plays runs that end in a power cut at any moment, and asks after
// each whether anything that the provider does not have counts as the same.
func TestPowerCut(t *testing.T) {
	t.Parallel()
	const contacts, editions = 60, 4
	for seed := range uint64(30) {
		random := rand.New(rand.NewPCG(seed, 0))
		path := newPath(t)
		var provider [contacts]int // what the provider has
		for range 12 {
			s, c := openAt(t, path, noon)
			v := makeVolatile(s)
			for range random.IntN(80) {
				n, edition := random.IntN(contacts), 1+random.IntN(editions)
				u := update(numbered(n), edition)
				if c.Same(&u) {
					continue
				}
				must(t, c.Forget(u))
				if random.IntN(4) == 0 {
					continue // it was cut before it was sent
				}
				provider[n] = edition
				if random.IntN(4) > 0 {
					must(t, c.Accept(u))
				}
			}
			v.cut(t, s, func() bool { return random.IntN(2) == 0 })
			s, c = openAt(t, path, noon)
			for n, has := range provider {
				for edition := 1; edition <= editions; edition++ {
					if u := update(numbered(n), edition); edition != has && c.Same(&u) {
						t.Fatalf("seed %d: the provider has edition %d of contact %d, and edition %d counts as the same", seed, has, n, edition)
					}
				}
			}
			must(t, s.Close())
		}
	}
}
