package state

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// A volatile file loses in a power cut what was not synced.
type volatile struct {
	file
	mu       sync.Mutex
	unsynced []write
	syncs    atomic.Int64
	failing  error        // of writes and syncs
	slow     atomic.Int64 // nanoseconds that a sync takes
}

// A write remembers what it overwrote.
type write struct {
	before []byte
	at     int64
}

// makeVolatile puts a power switch on the file of an open store.
func makeVolatile(s *Store) *volatile {
	v := &volatile{file: s.table.file}
	s.table.file = v
	return v
}

// fail has every later write and sync fail; nil has them work again.
func (v *volatile) fail(err error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.failing = err
}

func (v *volatile) WriteAt(p []byte, at int64) (int, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.failing != nil {
		return 0, v.failing
	}
	before := make([]byte, len(p))
	if _, err := v.ReadAt(before, at); err != nil {
		return 0, err
	}
	v.unsynced = append(v.unsynced, write{before, at})
	return v.file.WriteAt(p, at)
}

func (v *volatile) Sync() error {
	time.Sleep(time.Duration(v.slow.Load()))
	v.mu.Lock()
	defer v.mu.Unlock()
	v.syncs.Add(1)
	v.unsynced = nil
	if v.failing != nil {
		return v.failing
	}
	_, err := v.ReadAt(make([]byte, 1), 0) // fails if it is closed; a true sync would be slow
	return err
}

// cut takes back a part of what was not synced, as a power cut does, and leaves
// the store as a dead process does.
func (v *volatile) cut(t *testing.T, s *Store, lost func() bool) {
	t.Helper()
	v.mu.Lock()
	defer v.mu.Unlock()
	for i := len(v.unsynced) - 1; i >= 0; i-- {
		if w := v.unsynced[i]; lost() {
			_, err := v.file.WriteAt(w.before, w.at)
			must(t, err)
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.timer != nil {
		s.timer.Stop()
	}
	s.closed = true
	must(t, v.file.Close())
	must(t, s.lock.Close())
}

func everything() bool { return true }
