package cli

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func mustAcquire(t *testing.T, dir string) *lock {
	t.Helper()
	l, err := acquire(dir)
	if err != nil {
		t.Fatalf("the run directory cannot be locked: %v", err)
	}
	t.Cleanup(l.release)
	return l
}

func TestAcquire_busy(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "deep", "contacts.rollcall")
	l := mustAcquire(t, dir)
	_, err := acquire(dir)
	if exitCode(err) != codeBusy || !strings.Contains(err.Error(), dir+" is in use by ") {
		t.Errorf("two runs in one directory: the second one ends with %d (%v), want %d", exitCode(err), err, codeBusy)
	}
	l.release()
	mustAcquire(t, dir)
}

// TestAcquire_anotherName: the directory is the same however it is written.
func TestAcquire_anotherName(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "contacts.rollcall")
	mustAcquire(t, dir)
	for _, name := range []string{dir + "/", filepath.ToSlash(dir), filepath.Dir(dir) + "/./contacts.rollcall"} {
		if _, err := acquire(name); exitCode(err) != codeBusy {
			t.Errorf("by the name %s a second run gets in: %v", name, err)
		}
	}
}

// TestDiscard: a run that never began leaves nothing behind, and nothing of
// anybody else's away.
func TestDiscard(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "contacts.rollcall")
	mustAcquire(t, dir).discard()
	if _, err := os.Lstat(dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the directory of a run that never began is still there: %v", err)
	}
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	mustAcquire(t, dir).discard()
	if _, err := os.Lstat(dir); err != nil {
		t.Errorf("the directory that was there before is gone: %v", err)
	}
	mustAcquire(t, dir)
}

// TestVacate starts a run over: the old directory is moved aside with all that is
// in it, and the new one is locked.
func TestVacate(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "contacts.rollcall")
	l := mustAcquire(t, dir)
	if err := os.WriteFile(filepath.Join(dir, "journal"), []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	next, err := newApp(World{Stderr: &bytes.Buffer{}}).vacate(&job{dir: dir}, l)
	if err != nil {
		t.Fatalf("the old directory cannot be moved aside: %v", err)
	}
	t.Cleanup(next.release)
	if files, err := contents(dir); err != nil || len(files) != 0 {
		t.Errorf("the new directory holds %q (%v), want nothing", files, err)
	}
	if _, err := acquire(dir); exitCode(err) != codeBusy {
		t.Errorf("the new directory is not locked: %v", err)
	}
	old, err := filepath.Glob(dir + ".*Z/journal")
	if err != nil || len(old) != 1 {
		t.Errorf("the old journal is in %q, want one directory beside the new one (%v)", old, err)
	}
}
