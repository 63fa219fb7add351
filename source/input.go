package source

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
)

// An input is the raw bytes of what is read, hashed on their way. Its first
// error stays, so that no layer above can read past it.
type input struct {
	bytes io.Reader
	file  *os.File // nil for standard input
	size  int64
	taken int64 // bytes read
	hash  hash.Hash
	err   error
}

func openInput(cfg Config) (*input, error) {
	in := &input{bytes: cfg.Stdin, size: -1, hash: sha256.New()}
	if cfg.Path == "-" {
		return in, nil
	}
	file, err := os.Open(cfg.Path)
	if err != nil {
		return nil, fmt.Errorf("cannot be opened: %w: check the path and its permissions", reason(err))
	}
	in.file, in.bytes = file, file
	info, err := file.Stat()
	switch {
	case err != nil:
		file.Close()
		return nil, fmt.Errorf("cannot be opened: %w", reason(err))
	case info.IsDir():
		file.Close()
		return nil, errors.New("is a directory: give one of its files")
	case info.Mode().IsRegular():
		in.size = info.Size()
	}
	return in, nil
}

// reason takes the path out of a file error, since the message names it already.
func reason(err error) error {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return e.Err
	}
	return err
}

func (in *input) Read(p []byte) (int, error) {
	if in.err != nil {
		return 0, in.err
	}
	n, err := in.bytes.Read(p)
	in.hash.Write(p[:n])
	in.taken += int64(n)
	if err != nil && err != io.EOF {
		err = reason(err)
	}
	in.err = err
	return n, err
}

func (in *input) sum() string { return hex.EncodeToString(in.hash.Sum(nil)) }

func (in *input) close() error {
	if in.file == nil {
		return nil
	}
	return in.file.Close()
}
