package source

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"io"

	htmlcharset "golang.org/x/net/html/charset"
)

// maxDepth is how deep the elements of a part may be nested.
const maxDepth = 64

// A walk goes through the XML of a part. It takes no more memory than maxRecord
// between two restarts, and finds what excelize passes over: damage.
type walk struct {
	part  io.ReadCloser
	size  int64
	since int64 // bytes read since the last restart
	xml   *xml.Decoder
	depth int
}

func newWalk(part *zip.File) (*walk, error) {
	r, err := part.Open()
	if err != nil {
		return nil, err
	}
	w := &walk{part: r, size: int64(part.UncompressedSize64)}
	w.xml = xml.NewDecoder(w)
	w.xml.CharsetReader = htmlcharset.NewReaderLabel
	return w, nil
}

func (w *walk) close() error { return w.part.Close() }

func (w *walk) restart() { w.since = 0 }

// Read is for the decoder.
func (w *walk) Read(p []byte) (int, error) {
	if w.since > maxRecord {
		return 0, errTooLong
	}
	n, err := w.part.Read(p)
	w.since += int64(n)
	return n, err
}

// token returns the next start or end of an element; io.EOF at the end of a part
// that is sound.
func (w *walk) token() (xml.Token, error) {
	for {
		token, err := w.next()
		if err != nil {
			return nil, err
		}
		switch token.(type) {
		case xml.StartElement, xml.EndElement:
			return token, nil
		}
	}
}

// next returns the next token of any kind. A text is good until the next one.
func (w *walk) next() (xml.Token, error) {
	token, err := w.xml.Token()
	switch token.(type) {
	case xml.StartElement:
		w.depth++
	case xml.EndElement:
		w.depth--
	}
	if w.depth > maxDepth {
		return nil, errors.New("its elements are nested too deep")
	}
	return token, err
}

// sound reads a part to its end, and returns how many texts it is a table of. Each
// of them may be as long as a record.
func sound(part *zip.File) (texts int, err error) {
	w, err := newWalk(part)
	if err != nil {
		return 0, err
	}
	defer w.close()
	for {
		token, err := w.token()
		if err == io.EOF {
			return texts, nil
		}
		if err != nil {
			return 0, err
		}
		if start, ok := token.(xml.StartElement); ok && start.Name.Local == "si" {
			texts++
			w.restart()
		}
	}
}
