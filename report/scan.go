package report

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// A DamagedError says that a journal does not hold what was written to it, in a
// place that a crash cannot explain. Nothing is overwritten then.
type DamagedError struct {
	Offset int64 // in bytes, from the beginning of the file
	Reason string
}

func (e *DamagedError) Error() string {
	return fmt.Sprintf("journal is damaged at byte %d: %s", e.Offset, e.Reason)
}

// A frame is one frame of a journal.
type frame struct {
	kind   kind
	offset int64  // of the body
	body   []byte // valid until the next frame is asked for
}

// A scanner reads the frames of a journal in order.
type scanner struct {
	r    *bufio.Reader
	at   io.ReaderAt
	size int64
	next int64 // offset of the next frame
	torn int64 // set at the end: so many bytes there are no whole frame
}

// scan begins at the first frame. A file that is shorter than the magic is the
// torn beginning of a journal.
func scan(at io.ReaderAt, size int64) (*scanner, error) {
	s := &scanner{at: at, size: size}
	s.r = bufio.NewReaderSize(io.NewSectionReader(at, 0, size), 256<<10)
	head := make([]byte, min(size, int64(len(magic))))
	if _, err := io.ReadFull(s.r, head); err != nil {
		return nil, err
	}
	if !strings.HasPrefix(magic, string(head)) {
		return nil, unknownForm(head)
	}
	if len(head) < len(magic) {
		s.torn = size
		s.r.Reset(strings.NewReader(""))
		return s, nil
	}
	s.next = int64(len(magic))
	return s, nil
}

func unknownForm(head []byte) error {
	if word := strings.TrimRight(magic, "1\n"); strings.HasPrefix(string(head), word) {
		return fmt.Errorf("the journal was written by another version of rollcall: its form is %q, this version reads %q", strings.TrimSpace(string(head)), strings.TrimSpace(magic))
	}
	return &DamagedError{0, fmt.Sprintf("it begins with %q, which is no journal", head)}
}

// frame reads the next frame, to the end of buf. The error is io.EOF at the end,
// torn or not, and a *DamagedError if what is not readable had been synced to the
// disk.
func (s *scanner) frame(buf *[]byte) (frame, error) {
	if s.torn > 0 || s.next == s.size {
		return frame{}, io.EOF
	}
	body, reason, err := s.read(buf)
	if err != nil {
		return frame{}, err
	}
	if reason != "" {
		return frame{}, s.tail(reason)
	}
	f := frame{kind: kind(body[0]), offset: s.next + frameHead + 1, body: body[1:]}
	s.next += frameHead + int64(len(body))
	return f, nil
}

// each calls take for the frames that are left. An error that take returns is
// one of what the frame says.
func (s *scanner) each(take func(frame) error) error {
	for f, err := range s.frames() {
		if err != nil {
			return err
		}
		if err := take(f); err != nil {
			return &DamagedError{f.offset, err.Error()}
		}
	}
	return nil
}

// read returns the payload at next, or the reason why there is none.
func (s *scanner) read(buf *[]byte) (payload []byte, reason string, err error) {
	left := s.size - s.next
	if left < frameHead {
		return nil, "a frame's head is cut short", nil
	}
	var head [frameHead]byte
	if _, err := io.ReadFull(s.r, head[:]); err != nil {
		return nil, "", err
	}
	n := int64(binary.LittleEndian.Uint32(head[:]))
	if n == 0 || n > maxFrame || n > left-frameHead {
		return nil, fmt.Sprintf("a frame of %d bytes", n), nil
	}
	start := len(*buf)
	*buf = slices.Grow(*buf, int(n))[:start+int(n)]
	payload = (*buf)[start:]
	if _, err := io.ReadFull(s.r, payload); err != nil {
		return nil, "", err
	}
	if checksum(head[:4], payload) != binary.LittleEndian.Uint32(head[4:]) {
		return nil, "a frame's checksum is wrong", nil
	}
	return payload, "", nil
}

// tail decides what an unreadable frame is: the end of what reached the disk,
// or damage, if a mark behind it says that it had been synced.
func (s *scanner) tail(reason string) error {
	safe, err := lastSynced(s.at, s.next, s.size)
	if err != nil {
		return err
	}
	if safe > s.next {
		return &DamagedError{s.next, reason}
	}
	s.torn = s.size - s.next
	return io.EOF
}

// markSize is the size of a synced frame: its head, the kind and a u64.
const markSize = frameHead + 1 + 8

// lastSynced returns the highest number of bytes that a mark between from and
// size says are on the disk.
func lastSynced(at io.ReaderAt, from, size int64) (int64, error) {
	block := make([]byte, min(size-from, 1<<20))
	var highest int64
	for ; size-from >= markSize; from += int64(len(block) - markSize + 1) {
		n, err := at.ReadAt(block[:min(size-from, int64(len(block)))], from)
		if err != nil && !errors.Is(err, io.EOF) {
			return 0, err
		}
		for i := range max(n-markSize+1, 0) {
			highest = max(highest, mark(block[i:i+markSize]))
		}
	}
	return highest, nil
}

// mark returns what a synced frame says, or 0 if b is none.
func mark(b []byte) int64 {
	if kind(b[frameHead]) != kindSynced || binary.LittleEndian.Uint32(b) != markSize-frameHead ||
		binary.LittleEndian.Uint32(b[4:]) != checksum(b[:4], b[frameHead:]) {
		return 0
	}
	return int64(binary.LittleEndian.Uint64(b[frameHead+1:]))
}
