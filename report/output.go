package report

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/natefinch/atomic"
)

// An output is a file that replaces the one of its name when all is written.
// A file of that name is whole at any time, whatever happens to the process.
type output struct {
	*os.File
	name string
}

// create makes a temporary file (0600) beside the one that it will replace.
func create(dir, name string) (*output, error) {
	f, err := os.CreateTemp(dir, name+".*.part")
	if err != nil {
		return nil, err
	}
	return &output{f, filepath.Join(dir, name)}, nil
}

// commit syncs the file and gives it its name. ReplaceFile is os.Rename, and on
// Windows the call that replaces a file there.
func (o *output) commit() error {
	if err := errors.Join(o.Sync(), o.Close()); err != nil {
		return errors.Join(err, os.Remove(o.Name()))
	}
	if err := atomic.ReplaceFile(o.Name(), o.name); err != nil {
		return errors.Join(fmt.Errorf("%s: %w", o.name, err), os.Remove(o.Name()))
	}
	return nil
}

func (o *output) discard() error {
	return errors.Join(o.Close(), os.Remove(o.Name()))
}

func removeIfThere(path string) error {
	if err := os.Remove(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
