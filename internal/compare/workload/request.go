package workload

import (
	"bytes"
	"errors"
)

// A Request is one that rollcall made, for others to send again.
type Request struct {
	Method, Path, Body []byte
}

// Append appends the request as a line that every language can take apart:
// method, path and body with tabs between them. A JSON body on one line holds
// neither a tab nor a line feed.
func (r Request) Append(line []byte) []byte {
	line = append(append(line, r.Method...), '\t')
	line = append(append(line, r.Path...), '\t')
	return append(append(line, r.Body...), '\n')
}

var errLine = errors.New("not a line of method, path and body with tabs between them")

// ParseRequest takes a line apart. The request shares its bytes.
func ParseRequest(line []byte) (Request, error) {
	line, ended := bytes.CutSuffix(line, []byte{'\n'})
	parts := bytes.Split(line, []byte{'\t'})
	if !ended || len(parts) != 3 || bytes.IndexByte(line, '\n') >= 0 {
		return Request{}, errLine
	}
	return Request{Method: parts[0], Path: parts[1], Body: parts[2]}, nil
}
