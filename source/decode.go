package source

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"io"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/transform"
)

// bad stands in decoded text for what could not be decoded. It occurs in no
// UTF-8, so whoever looks at the text finds it.
const bad = 0xFF

// A decoded reader reads text as UTF-8.
type decoded struct {
	encoded *bufio.Reader
	decoder transform.Transformer
	out     []byte
	rest    []byte // of out: not read yet
}

func newDecoded(encoded *bufio.Reader, decoder transform.Transformer) *decoded {
	return &decoded{encoded: encoded, decoder: decoder, out: make([]byte, bufferSize)}
}

func (d *decoded) Read(p []byte) (int, error) {
	if len(d.rest) == 0 {
		if err := d.decode(); err != nil {
			return 0, err
		}
	}
	n := copy(p, d.rest)
	d.rest = d.rest[n:]
	return n, nil
}

// decode decodes what is at hand; it reads on only if that makes no character.
func (d *decoded) decode() error {
	for want := 1; ; {
		_, err := d.encoded.Peek(want)
		src, _ := d.encoded.Peek(d.encoded.Buffered())
		if err != nil && (err != io.EOF || len(src) == 0) {
			return err
		}
		n, used, _ := d.decoder.Transform(d.out, src, err == io.EOF)
		d.encoded.Discard(used)
		d.rest = d.out[:n]
		switch {
		case n > 0:
			return nil
		case used == 0 && err == io.EOF:
			return io.ErrUnexpectedEOF
		case used == 0:
			want = len(src) + 1
		default:
			want = 1
		}
	}
}

// strict decodes with a decoder that writes U+FFFD where it cannot. That and the
// control characters from U+0080 on, which stand for bytes without a meaning,
// become bad.
type strict struct{ transform.Transformer }

// Transform implements transform.Transformer.
func (s strict) Transform(dst, src []byte, atEOF bool) (nDst, nSrc int, err error) {
	nDst, nSrc, err = s.Transformer.Transform(dst, src, atEOF)
	return len(markBad(dst[:nDst])), nSrc, err
}

var replacement = []byte("\ufffd")

// markBad works in the place of the text.
func markBad(text []byte) []byte {
	if bytes.IndexByte(text, replacement[0]) < 0 && bytes.IndexByte(text, 0xC2) < 0 {
		return text
	}
	kept := text[:0]
	for len(text) > 0 {
		r, size := utf8.DecodeRune(text)
		if r == utf8.RuneError || r >= 0x80 && r < 0xA0 {
			kept = append(kept, bad)
		} else {
			kept = append(kept, text[:size]...)
		}
		text = text[size:]
	}
	return kept
}

// wide decodes UTF-16. Half a surrogate pair and half a character become bad.
type wide struct{ order binary.ByteOrder }

// Reset implements transform.Transformer.
func (wide) Reset() {}

// Transform implements transform.Transformer.
func (w wide) Transform(dst, src []byte, atEOF bool) (nDst, nSrc int, err error) {
	for nSrc < len(src) {
		if nDst+utf8.UTFMax > len(dst) {
			return nDst, nSrc, transform.ErrShortDst
		}
		r, size := w.rune(src[nSrc:], atEOF)
		switch {
		case size == 0:
			return nDst, nSrc, transform.ErrShortSrc
		case r < 0:
			dst[nDst] = bad
			nDst++
		default:
			nDst += utf8.EncodeRune(dst[nDst:], r)
		}
		nSrc += size
	}
	return nDst, nSrc, nil
}

// rune returns the first character, -1 if it is none; of size 0 if more bytes
// must be seen.
func (w wide) rune(src []byte, atEOF bool) (r rune, size int) {
	switch {
	case len(src) < 2 && atEOF:
		return -1, len(src)
	case len(src) < 2:
		return 0, 0
	}
	r = rune(w.order.Uint16(src))
	switch {
	case !utf16.IsSurrogate(r):
		return r, 2
	case len(src) < 4 && !atEOF:
		return 0, 0
	case len(src) < 4:
		return -1, 2
	}
	pair := utf16.DecodeRune(r, rune(w.order.Uint16(src[2:])))
	if pair == utf8.RuneError {
		return -1, 2
	}
	return pair, 4
}
