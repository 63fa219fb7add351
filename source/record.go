package source

import "io"

// A recorder keeps the bytes that pass until they are taken, so that the text
// of a record is at hand once its parser has found its end.
type recorder struct {
	r       io.Reader
	kept    []byte
	start   int   // kept[start:] is not taken yet
	failure error // the first error but io.EOF
}

// Read reads on. When more than a record may be long was read and not taken,
// it fails with errTooLong.
func (r *recorder) Read(p []byte) (int, error) {
	if len(r.kept)-r.start > maxRecord {
		r.failure = errTooLong
		return 0, errTooLong
	}
	n, err := r.r.Read(p)
	r.kept = append(r.kept[:copy(r.kept, r.rest())], p[:n]...)
	r.start = 0
	if err != nil && err != io.EOF {
		r.failure = err
	}
	return n, err
}

// take returns the next n bytes; they are good until the next Read.
func (r *recorder) take(n int64) []byte {
	taken := r.kept[r.start : r.start+int(n)]
	r.start += int(n)
	return taken
}

// rest returns what was read and not taken.
func (r *recorder) rest() []byte { return r.kept[r.start:] }
