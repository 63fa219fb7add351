package source

import (
	"bufio"
	"bytes"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// in returns the text in an encoding.
func in(t testing.TB, name, text string) string {
	t.Helper()
	e, err := htmlindex.Get(name)
	if err != nil {
		t.Fatal(err)
	}
	encoded, err := e.NewEncoder().String(text)
	if err != nil {
		t.Fatalf("%q in %s: %v", text, name, err)
	}
	return encoded
}

// The same text must give the same rows, with the same hashes, however it is
// encoded.
func TestEncodings(t *testing.T) {
	t.Parallel()
	const text = "id,name\r\n1,Ann\r\n2,\"Bo,\r\nb\"\r\n"
	tests := []struct{ name, encoding, input string }{
		{"UTF-8 with mark", "", "\ufeff" + text},
		{"UTF-16LE with mark", "", "\xff\xfe" + in(t, "utf-16le", text)},
		{"UTF-16BE with mark", "", "\xfe\xff" + in(t, "utf-16be", text)},
		{"UTF-16LE without mark", "", in(t, "utf-16le", text)},
		{"UTF-16BE without mark", "", in(t, "utf-16be", text)},
		{"UTF-16LE as told", "utf-16le", in(t, "utf-16le", text)},
		{"a mark goes before what is told", "windows-1252", "\xff\xfe" + in(t, "utf-16le", text)},
		{"windows-1252", "cp1252", text},
		{"UTF-8 as told", "UTF-8", text},
		{"Shift_JIS", "shift_jis", text},
		{"GB18030", "gb18030", text},
		{"ISO-2022-JP", "iso-2022-jp", text},
	}
	want, err := read(open(t, CSV, text))
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range tests {
		for way, wrap := range map[string]func(io.Reader) io.Reader{
			"whole": func(r io.Reader) io.Reader { return r }, "byte by byte": iotest.OneByteReader,
		} {
			s, err := Open(Config{Path: "-", Stdin: wrap(strings.NewReader(tc.input)), Encoding: tc.encoding})
			if err != nil {
				t.Errorf("%s, %s: %v", tc.name, way, err)
				continue
			}
			rows, err := read(s)
			if diff := cmp.Diff(want, rows, cmpopts.EquateEmpty()); diff != "" || err != nil {
				t.Errorf("%s, %s: error %v, rows (-in UTF-8 +got):\n%s", tc.name, way, err, diff)
			}
			if s.Offset() != int64(len(tc.input)) || s.SHA256() == "" {
				t.Errorf("%s, %s: %d of %d bytes were read", tc.name, way, s.Offset(), len(tc.input))
			}
		}
	}
}

func TestLetters(t *testing.T) {
	t.Parallel()
	for encoding, letters := range map[string]string{
		"windows-1252": "Müller €œ",
		"latin1":       "Müller €œ",
		"windows-1251": "Иванов",
		"windows-1253": "Παπαδόπουλος",
		"iso-8859-2":   "Dvořák",
		"macintosh":    "Müller œ",
		"koi8-r":       "Иванов",
		"shift_jis":    "山田",
		"euc-kr":       "김",
		"gbk":          "王",
		"gb18030":      "王😀",
		"big5":         "陳",
		"utf-16be":     "Müller 山😀\ufffd",
		"utf-8":        "Müller 山😀\ufffd",
	} {
		s, err := Open(Config{Path: "-", Stdin: strings.NewReader(in(t, encoding, "name\n"+letters+"\n")), Encoding: encoding})
		if err != nil {
			t.Errorf("%s: %v", encoding, err)
			continue
		}
		if rows, err := read(s); err != nil || len(rows) != 1 || rows[0].Err != nil || rows[0].Record[0] != letters {
			t.Errorf("%s: %q is read as %+v, error %v", encoding, letters, rows, err)
		}
	}
}

// Nothing that cannot be decoded may be taken for text, and it costs its row only.
func TestUndecodable(t *testing.T) {
	t.Parallel()
	const other = ": remove them, or name the file's encoding with --encoding"
	tests := []struct{ name, encoding, bad, err string }{
		{"a byte without a meaning", "windows-1252", "M\x81ller", "windows-1252" + other},
		{"two of them", "windows-1252", "M\x81\x9dller", "windows-1252" + other},
		{"half a character", "shift_jis", "\x93", "shift_jis" + other},
		{"a control character in the place of a letter", "iso-8859-2", "\x80", "iso-8859-2" + other},
		{"a lone surrogate", "utf-16le", "\x00\xd8", "utf-16le" + other},
		{"a surrogate behind none", "utf-16be", "\xdc\x00", "utf-16be" + other},
		{"not UTF-8", "", "M\xfcller", "UTF-8: if the file is in Windows-1252, as many exports are, add --encoding windows-1252"},
		{"not UTF-8 and hardly Windows-1252", "", "\xc8\xe2\xe0\xed", "UTF-8: name the file's encoding with --encoding, or save it as UTF-8"},
		{"UTF-8, cut", "utf-8", "\xe2\x82", "UTF-8: if the file is in Windows-1252, as many exports are, add --encoding windows-1252"},
	}
	for _, tc := range tests {
		encoding := tc.encoding
		if encoding == "" {
			encoding = "utf-8"
		}
		cell := func(text string) string { return in(t, encoding, text) }
		text := cell("id,name\n1,\"x\n") + tc.bad + cell("\"\n2,Ann\n")
		s, err := Open(Config{Path: "-", Stdin: strings.NewReader(text), Encoding: tc.encoding})
		if err != nil {
			t.Errorf("%s: %v", tc.name, err)
			continue
		}
		rows, err := read(s)
		if err != nil || len(rows) != 2 {
			t.Errorf("%s: %d rows, error %v, want 2 rows", tc.name, len(rows), err)
			continue
		}
		want := `line 3: column "name" holds bytes that are not ` + tc.err
		if message(rows[0].Err) != want || utf8.ValidString(rows[0].Record[1]) {
			t.Errorf("%s: the row holds %q, error %v\nwant %s", tc.name, rows[0].Record, rows[0].Err, want)
		}
		if rows[1].Err != nil || rows[1].Record[1] != "Ann" || rows[1].Line != 4 {
			t.Errorf("%s: the row behind it is %+v, want it unharmed", tc.name, rows[1])
		}
	}
}

func TestOddLength(t *testing.T) {
	t.Parallel()
	rows, err := read(open(t, CSV, "\xff\xfe"+in(t, "utf-16le", "a\n1\n2")+"x"))
	if err != nil || len(rows) != 2 || rows[0].Err != nil || rows[1].Err == nil {
		t.Errorf("half a character at the end gives %+v, error %v; want the last of 2 rows invalid", rows, err)
	}
}

func TestUndecodableHeader(t *testing.T) {
	t.Parallel()
	_, err := Open(Config{Path: "-", Stdin: strings.NewReader("id,Stra\x81e\n"), Encoding: "windows-1252"})
	want := "standard input:1: the header cannot be read: column 2 holds bytes that are not windows-1252: remove them, or name the file's encoding with --encoding"
	if message(err) != want {
		t.Errorf("a header with a byte that cannot be decoded gives\n%v\nwant\n%s", err, want)
	}
}

func TestUnknownEncoding(t *testing.T) {
	t.Parallel()
	_, err := Open(Config{Path: "-", Stdin: strings.NewReader("a\n"), Encoding: "ebcdic"})
	want := `standard input: unknown encoding "ebcdic": use a name such as utf-8, utf-16le, windows-1252, iso-8859-2, shift_jis or gb18030`
	if message(err) != want {
		t.Errorf("--encoding ebcdic gives %v, want %s", err, want)
	}
}

func TestByNULs(t *testing.T) {
	t.Parallel()
	cyrillic := strings.Repeat("Имя\tТел\n", 5)
	for text, want := range map[string]charset{
		"a,b\n":                             utf8Charset,
		"a\x00,b\n":                         utf8Charset,
		"\x00\x00\x00\x00":                  utf8Charset,
		"a\x00b\x00":                        utf16LE,
		"\x00a\x00b":                        utf16BE,
		in(t, "utf-16le", cyrillic):         utf16LE,
		in(t, "utf-16be", cyrillic):         utf16BE,
		strings.Repeat("a,b\n", 9) + "\x00": utf8Charset,
	} {
		if got := byNULs(bufio.NewReader(strings.NewReader(text))); got != want {
			t.Errorf("%.20q is taken for %s, want %s", text, got, want)
		}
	}
}

// What can be decoded comes out as the decoder alone has it, and what cannot is
// never passed off as text.
func FuzzDecode(f *testing.F) {
	for _, seed := range []string{"a,b\n", "M\xfcller\x81", "\x93\xfa\x96", "\x84\x31\xa4\x37", "\x1b$B;3\x1b(B", "a\x00\x00\xd8\x00\xdc", strings.Repeat("\xe9", 3000)} {
		for i := range decodings {
			f.Add([]byte(seed), i)
		}
	}
	f.Fuzz(func(t *testing.T, text []byte, which int) {
		c := decodings[uint(which)%uint(len(decodings))]
		decoder, err := c.decoder()
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(newDecoded(bufio.NewReaderSize(bytes.NewReader(text), 16), decoder))
		if err != nil {
			t.Fatalf("%s: %v", c, err)
		}
		decoder, _ = c.decoder()
		slow, err := io.ReadAll(newDecoded(bufio.NewReader(iotest.OneByteReader(bytes.NewReader(text))), decoder))
		if err != nil || !bytes.Equal(got, slow) {
			t.Errorf("%s: %q becomes %q, and %q byte by byte, error %v", c, text, got, slow, err)
		}
		if want := lossy(t, c, text); !bytes.Equal(bytes.ToValidUTF8(got, replacement), want) {
			t.Errorf("%s: %q becomes %q, want %q", c, text, got, want)
		}
	})
}

var decodings = []charset{"windows-1252", "windows-1251", "iso-8859-2", "macintosh", "shift_jis", "euc-jp", "iso-2022-jp", "gb18030", "big5", "euc-kr", utf16LE, utf16BE}

// lossy decodes with U+FFFD for each run of what cannot be decoded.
func lossy(t *testing.T, c charset, text []byte) []byte {
	t.Helper()
	var decoder transform.Transformer
	switch c {
	case utf16LE:
		decoder = unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewDecoder()
	case utf16BE:
		decoder = unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewDecoder()
	default:
		e, err := htmlindex.Get(string(c))
		if err != nil {
			t.Fatal(err)
		}
		decoder = e.NewDecoder()
	}
	out, _, err := transform.Bytes(decoder, text)
	if err != nil {
		t.Fatal(err)
	}
	control := func(r rune) rune {
		if r >= 0x80 && r < 0xA0 && c != utf16LE && c != utf16BE {
			return utf8.RuneError
		}
		return r
	}
	var one []byte // a run of U+FFFD becomes a single one
	for _, r := range string(bytes.Map(control, out)) {
		if r != utf8.RuneError || !bytes.HasSuffix(one, replacement) {
			one = utf8.AppendRune(one, r)
		}
	}
	return one
}
