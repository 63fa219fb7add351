package source

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// heldPart is how large a part may be, in bytes, for excelize to keep it in
// memory, if it can be elsewhere at all.
const heldPart = 1 << 20

// reserve makes sure that there is room for the texts of a workbook, size bytes
// at most. excelize writes those that it does not hold in memory to a file when
// the first row is read; where that fails it says nothing, and cells are empty.
func (b *book) reserve(size int64) error {
	if size <= heldPart {
		return nil
	}
	file, err := os.OpenFile(b.reserved(), os.O_CREATE|os.O_WRONLY, 0o600)
	if err == nil {
		_, err = io.CopyN(file, zeros{}, size)
		if closed := file.Close(); err == nil {
			err = closed
		}
	}
	if err != nil {
		return fmt.Errorf("its texts do not fit into the directory for temporary files, %s: %w: make room there, or name another in TMPDIR", os.TempDir(), reason(err))
	}
	return nil
}

// release gives the room back, right before it is needed.
func (b *book) release() { _ = os.Remove(b.reserved()) }

func (b *book) reserved() string { return filepath.Join(b.dir, "reserved") }

// zeros yields zeros without end.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}
