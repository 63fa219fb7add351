package state

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestForget_fails has a disk that takes no more.
func TestForget_fails(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	filled(t, path, 10)
	s, c := openAt(t, path, noon)
	v := makeVolatile(s)
	v.failing = syscall.EIO
	for range 2 {
		if err := c.Forget(update(numbered(1), 2)); !errors.Is(err, syscall.EIO) || !strings.Contains(err.Error(), path) {
			t.Errorf("a row may be sent whose contact cannot be forgotten: error is %v", err)
		}
		v.failing = nil // it seems to work again; what was lost meanwhile nobody knows
	}
	if err := c.Accept(update("new", 1)); !errors.Is(err, syscall.EIO) {
		t.Errorf("accept: error is %v", err)
	}
	if n := same(c, 10, 1); n != 0 {
		t.Errorf("%d contacts are the same by a file that cannot be relied on", n)
	}
	if err := s.Close(); !errors.Is(err, syscall.EIO) {
		t.Errorf("close: error is %v", err)
	}
}

// TestAccept_fails has a disk that is full: nothing new is remembered, all else
// goes on.
func TestAccept_fails(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	filled(t, path, 10)
	s, c := openAt(t, path, noon)
	v := makeVolatile(s)
	v.failing = syscall.ENOSPC
	for range 2 {
		if err := c.Accept(update("new", 1)); !errors.Is(err, syscall.ENOSPC) || !strings.Contains(err.Error(), path) {
			t.Errorf("accept: error is %v", err)
		}
		v.failing = nil
	}
	must(t, c.Forget(update(numbered(1), 2)))
	if n := same(c, 10, 1); n != 9 {
		t.Errorf("%d of 10 contacts are the same, one was forgotten", n)
	}
	if err := s.Close(); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("close does not say that contacts are not remembered: %v", err)
	}
	_, c = openAt(t, path, noon)
	if n := same(c, 10, 1); n != 9 {
		t.Errorf("later %d of 10 contacts are the same, one was forgotten", n)
	}
}

// TestGrowth_fails has no room for a larger file: the one that is there stays.
func TestGrowth_fails(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	s, c := openAt(t, path, noon)
	must(t, os.MkdirAll(filepath.Join(path+".new", "in the way"), 0o700))
	accepted, err := 0, error(nil)
	for ; err == nil && accepted < 4000; accepted++ {
		err = c.Accept(update(numbered(accepted), 1))
	}
	if err == nil || strings.Count(err.Error(), path+":") != 1 {
		t.Fatalf("the file grew where it cannot, or the error does not say which: %v", err)
	}
	must(t, c.Forget(update(numbered(0), 2)))
	if n := same(c, accepted, 1); n != accepted-2 {
		t.Errorf("%d of %d contacts are the same", n, accepted-2)
	}
	if err := s.Close(); err == nil {
		t.Error("close does not say that contacts are not remembered")
	}
	must(t, os.RemoveAll(path+".new"))
	_, c = openAt(t, path, noon)
	if n := same(c, accepted, 1); n != accepted-2 {
		t.Errorf("%d of %d contacts are left", n, accepted-2)
	}
}

// TestLeftovers opens a state whose process was killed while the file grew.
func TestLeftovers(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	filled(t, path, 10)
	must(t, os.WriteFile(path+".new", []byte("half a file"), 0o600))
	s, c := openAt(t, path, noon)
	of(t, s, other)
	if n := same(c, 10, 1); n != 10 {
		t.Errorf("%d of 10 contacts are left", n)
	}
	if _, err := os.Stat(path + ".new"); err == nil {
		t.Error("the leftover is still there")
	}
}

func TestClosed(t *testing.T) {
	t.Parallel()
	s, c := openAt(t, newPath(t), noon)
	must(t, c.Accept(update("ann", 1)))
	for range 2 {
		must(t, s.Close())
	}
	ann := update("ann", 1)
	_, summary := s.Summary()
	_, prune := s.Prune(1)
	for what, err := range map[string]error{
		"accept": c.Accept(ann), "forget": c.Forget(ann), "rows": c.SetLastRows("a", 1),
		"account": s.SetAccount("a", "b"), "summary": summary, "prune": prune,
	} {
		if !errors.Is(err, os.ErrClosed) {
			t.Errorf("%s after close: error is %v, want os.ErrClosed", what, err)
		}
	}
	if c.Same(&ann) {
		t.Error("something is the same after close")
	}
}
