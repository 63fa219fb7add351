package state

import (
	"errors"
	"io/fs"
	"os"

	"github.com/gofrs/flock"
)

// acquire locks a state file for this process. The lock is on a file of its
// own, since the state file itself is replaced now and then; it stays behind,
// since to remove it would let two processes lock two files.
func acquire(path string) (*flock.Flock, error) {
	l := flock.New(path+".lock", flock.SetFlag(os.O_CREATE|os.O_RDWR), flock.SetPermissions(0o600))
	return held(l, l.TryLock)
}

// share locks a state file against those who write. Where there is no lock file
// nobody has it open, and none is made, so a copy on a disk that cannot be
// written to can be read.
func share(path string) (*flock.Flock, error) {
	l := flock.New(path+".lock", flock.SetFlag(os.O_RDONLY))
	l, err := held(l, l.TryRLock)
	if errors.Is(err, fs.ErrNotExist) {
		return flock.New(path), nil
	}
	return l, err
}

func held(l *flock.Flock, try func() (bool, error)) (*flock.Flock, error) {
	got, err := try()
	switch {
	case err != nil:
		return nil, err
	case !got:
		return nil, errors.Join(ErrBusy, l.Close())
	}
	return l, nil
}
