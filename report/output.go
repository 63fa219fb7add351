package report

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/natefinch/atomic"
	"golang.org/x/sync/errgroup"
)

// syncBytes is how much of an output is written before it is synced on the way.
const syncBytes = 8 << 20

// An output is a file that replaces the one of its name when all is written.
// A file of that name is whole at any time, whatever happens to the process.
// While it is written the disk works already, so that little is left to be
// synced at the end. It belongs to one goroutine.
type output struct {
	*os.File
	name     string
	unsynced int
	syncing  errgroup.Group
}

// create makes a temporary file (0600) beside the one that it will replace.
func create(dir, name string) (*output, error) {
	f, err := os.CreateTemp(dir, name+".*.part")
	if err != nil {
		return nil, err
	}
	o := &output{File: f, name: filepath.Join(dir, name)}
	o.syncing.SetLimit(1)
	return o, nil
}

func (o *output) Write(p []byte) (int, error) {
	n, err := o.File.Write(p)
	if o.unsynced += n; o.unsynced >= syncBytes && o.syncing.TryGo(o.Sync) {
		o.unsynced = 0
	}
	return n, err
}

// commit syncs the file and gives it its name. ReplaceFile is os.Rename, and on
// Windows the call that replaces a file there.
func (o *output) commit() error {
	if err := errors.Join(o.syncing.Wait(), o.Sync(), o.Close()); err != nil {
		return errors.Join(err, os.Remove(o.Name()))
	}
	if err := atomic.ReplaceFile(o.Name(), o.name); err != nil {
		return errors.Join(fmt.Errorf("%s: %w", o.name, err), os.Remove(o.Name()))
	}
	return nil
}

func (o *output) discard() error {
	_ = o.syncing.Wait()
	return errors.Join(o.Close(), os.Remove(o.Name()))
}

func removeIfThere(path string) error {
	if err := os.Remove(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
