package source

import (
	"bufio"
	"fmt"
	"io"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// maxWindow bounds the memory that a zstd stream may ask for, in bytes. The
// highest level of the zstd command without --ultra takes 8 MiB.
const maxWindow = 64 << 20

// decompress returns what reads the text if the bytes begin as those of gzip or
// zstd do; else nil. It holds memory only, and no goroutine.
func decompress(head *bufio.Reader) (io.Reader, error) {
	switch {
	case begins(head, "\x1f\x8b"):
		z, err := gzip.NewReader(head)
		if err != nil {
			return nil, damaged("gzip", err)
		}
		return &decompressor{"gzip", z}, nil
	case begins(head, "\x28\xb5\x2f\xfd"):
		z, err := zstd.NewReader(head, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxMemory(maxWindow))
		if err != nil {
			return nil, damaged("zstd", err)
		}
		return &decompressor{"zstd", z}, nil
	}
	return nil, nil
}

// A decompressor says of which data its errors speak.
type decompressor struct {
	name string
	r    io.Reader
}

func (d *decompressor) Read(p []byte) (int, error) {
	n, err := d.r.Read(p)
	if err != nil && err != io.EOF {
		err = damaged(d.name, err)
	}
	return n, err
}

func damaged(name string, err error) error {
	return fmt.Errorf("the %s data is cut off or damaged: %w", name, err)
}
