package source

import (
	"errors"
	"io/fs"
	"os"
	"strings"
	"testing"
)

// A disk without room for the texts of a workbook must not empty its cells.
func TestReserve(t *testing.T) {
	t.Parallel()
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Skip("this system has no disk that is always full")
	}
	b := &book{dir: t.TempDir()}
	if err := os.Symlink("/dev/full", b.reserved()); err != nil {
		t.Fatal(err)
	}
	if err := b.reserve(heldPart + 1); err == nil || !strings.Contains(err.Error(), "no space left on device: make room there") {
		t.Errorf("texts that do not fit on the disk give %v", err)
	}
	if err := b.reserve(heldPart); err != nil {
		t.Errorf("texts that are held in memory give %v", err)
	}
}

func TestRelease(t *testing.T) {
	t.Parallel()
	w := one(row(1, shared(0)) + row(2, shared(1)))
	w.texts = []string{"<t>a</t>", "<t>" + strings.Repeat("x", heldPart) + "</t>"}
	s := openBytes(t, w.bytes(t), Config{})
	if _, err := os.Stat(s.book.reserved()); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the room for the texts is still taken when they are written: %v", err)
	}
	if rows, err := read(s); err != nil || len(rows) != 1 || len(rows[0].Record[0]) != heldPart {
		t.Errorf("%d rows, error %v, want one with a long cell", len(rows), err)
	}
}
