package source

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"unicode/utf8"

	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/transform"
)

// A charset is the name of the encoding of an input.
type charset string

// The charsets that are found without being told.
const (
	utf8Charset charset = "utf-8"
	utf16LE     charset = "utf-16le"
	utf16BE     charset = "utf-16be"
)

var marks = []struct {
	mark string
	is   charset
}{
	{"\xef\xbb\xbf", utf8Charset}, {"\xff\xfe", utf16LE}, {"\xfe\xff", utf16BE},
}

// findCharset skips a byte order mark and returns its length, and the charset:
// that of the mark, else the one that was given, else UTF-16 where the pattern of
// NUL bytes shows it, else UTF-8.
func findCharset(given string, head *bufio.Reader) (charset, int64, error) {
	named, err := namedCharset(given)
	if err != nil {
		return "", 0, err
	}
	switch _, err := head.Peek(1); {
	case err == io.EOF:
		return "", 0, errors.New("is empty: 0 bytes: check the export that wrote it")
	case err != nil:
		return "", 0, unreadable(1, err)
	}
	for _, m := range marks {
		if begins(head, m.mark) {
			n, err := head.Discard(len(m.mark))
			return m.is, int64(n), err
		}
	}
	if named == "" {
		named = byNULs(head)
	}
	return named, 0, nil
}

func namedCharset(name string) (charset, error) {
	if name == "" {
		return "", nil
	}
	e, err := htmlindex.Get(name)
	if err != nil {
		return "", fmt.Errorf("unknown encoding %s: use a name such as utf-8, utf-16le, windows-1252, iso-8859-2, shift_jis or gb18030", cut(name))
	}
	canonical, err := htmlindex.Name(e)
	return charset(canonical), err
}

// byNULs tells UTF-16 without a mark: a text that begins with two ASCII letters
// has a NUL in every other byte, and a longer one has many of them, at odd places
// only or at even places only.
func byNULs(head *bufio.Reader) charset {
	const enough, share = 32, 16
	if start, _ := head.Peek(2); bytes.IndexByte(start, 0) >= 0 {
		head.Peek(4)
	}
	sample, _ := head.Peek(head.Buffered())
	even, odd := countNULs(sample[:min(len(sample), 4)])
	if even+odd != 2 {
		if even, odd = countNULs(sample); len(sample) < enough || (even+odd)*share < len(sample) {
			return utf8Charset
		}
	}
	switch {
	case even == 0:
		return utf16LE
	case odd == 0:
		return utf16BE
	}
	return utf8Charset
}

func countNULs(text []byte) (even, odd int) {
	for i, b := range text {
		switch {
		case b != 0:
		case i%2 == 0:
			even++
		default:
			odd++
		}
	}
	return even, odd
}

// decoder returns what turns the charset into UTF-8 and what it cannot decode
// into the byte 0xFF, which is no UTF-8; nil for UTF-8.
func (c charset) decoder() (transform.Transformer, error) {
	switch c {
	case utf8Charset:
		return nil, nil
	case utf16LE:
		return wide{binary.LittleEndian}, nil
	case utf16BE:
		return wide{binary.BigEndian}, nil
	}
	e, err := htmlindex.Get(string(c))
	if err != nil {
		return nil, err
	}
	return strict{e.NewDecoder().Transformer}, nil
}

// refuse says why a cell is no text.
func (c charset) refuse(cell string) error {
	switch {
	case utf8.ValidString(cell):
		return errors.New("holds a NUL byte: remove it")
	case c != utf8Charset:
		return fmt.Errorf("holds bytes that are not %s: remove them, or name the file's encoding with --encoding", c)
	case likeWindows1252([]byte(cell)):
		return errors.New("holds bytes that are not UTF-8: if the file is in Windows-1252, as many exports are, add --encoding windows-1252")
	}
	return errors.New("holds bytes that are not UTF-8: name the file's encoding with --encoding, or save it as UTF-8")
}

// likeWindows1252 reports whether accented letters stand here and there in the
// text, as they do in the languages of western Europe.
func likeWindows1252(text []byte) bool {
	run := 0
	for _, b := range text {
		if run++; b < utf8.RuneSelf {
			run = 0
		}
		if run > 2 || slices.Contains([]byte{0x81, 0x8D, 0x8F, 0x90, 0x9D}, b) {
			return false
		}
	}
	return true
}

// notText returns where the first byte stands that is no UTF-8, or the first NUL;
// the length of the text without one.
func notText(text []byte) int {
	end := len(text)
	if nul := bytes.IndexByte(text, 0); nul >= 0 {
		end = nul
	}
	for i := 0; i < end; {
		r, size := utf8.DecodeRune(text[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return end
}
