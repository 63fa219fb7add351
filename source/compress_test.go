package source

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// packed returns the text as each of the compressions has it.
func packed(t testing.TB, text string) map[string][]byte {
	t.Helper()
	var gz, zs bytes.Buffer
	g := gzip.NewWriter(&gz)
	z, err := zstd.NewWriter(&zs)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range []io.WriteCloser{g, z} {
		if _, err := io.WriteString(w, text); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return map[string][]byte{"gzip": gz.Bytes(), "zstd": zs.Bytes()}
}

// manyRows is more than the buffers of a reader hold.
func manyRows(n int) string {
	var text strings.Builder
	text.WriteString("id,name\n")
	for i := range n {
		fmt.Fprintf(&text, "%d,Name %x\n", i, sha256.Sum256([]byte{byte(i), byte(i >> 8)}))
	}
	return text.String()
}

func TestCompressed(t *testing.T) {
	t.Parallel()
	const rows = 3000
	text := manyRows(rows)
	want, err := read(open(t, CSV, text))
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range packed(t, text) {
		path := write(t, "contacts.csv.gz", string(data))
		s, err := Open(Config{Path: path})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		defer s.Close()
		before := s.Offset()
		got, err := read(s)
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" || err != nil {
			t.Errorf("%s: error %v, rows (-plain +got):\n%s", name, err, diff)
		}
		if s.Size() != int64(len(data)) || s.Offset() != s.Size() || before <= 0 || before >= s.Size() {
			t.Errorf("%s: progress goes from %d to %d of %d, want the %d bytes of the file", name, before, s.Offset(), s.Size(), len(data))
		}
		if digest := sha256.Sum256(data); s.SHA256() != hex.EncodeToString(digest[:]) {
			t.Errorf("%s: the digest is not that of the file", name)
		}
	}
}

// What is in the archive counts, and what its name says about that.
func TestCompressedFormats(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text string
		want       Format
	}{
		{"-", "a;b\n1;2\n", CSV},
		{"-", "a\tb\n1\t2\n", TSV},
		{"-", `{"a":1}`, JSONL},
		{"a.tsv.gz", "a,b\n", TSV},
		{"a.jsonl.zst", "\n{}", JSONL},
		{"a.csv", "a\tb\n", CSV},
		{"-", string(one(row(1, text("a")) + row(2, text("1"))).bytes(t)), XLSX},
		{"a.xlsx.gz", string(one(row(1, text("a")) + row(2, text("1"))).bytes(t)), XLSX},
	}
	for _, tc := range tests {
		for name, data := range packed(t, tc.text) {
			cfg := Config{Path: "-", Stdin: bytes.NewReader(data)}
			if tc.name != "-" {
				cfg = Config{Path: write(t, tc.name, string(data))}
			}
			s, err := Open(cfg)
			if err != nil {
				t.Errorf("%s of %q: %v", name, tc.name, err)
				continue
			}
			if s.Format() != tc.want {
				t.Errorf("%s of %q is read as %s, want %s", name, tc.name, s.Format(), tc.want)
			}
			s.Close()
		}
	}
}

// An archive that is cut off must not look like one that ended.
func TestTruncatedArchive(t *testing.T) {
	t.Parallel()
	text := manyRows(20_000)
	for name, data := range packed(t, text) {
		for _, length := range []int{len(data) / 2, len(data) - 1} {
			s, err := Open(Config{Path: "-", Stdin: bytes.NewReader(data[:length])})
			if err != nil {
				t.Errorf("%s cut to %d bytes: %v, want the good rows first", name, length, err)
				continue
			}
			rows, err := read(s)
			e, ok := errors.AsType[*Error](err)
			if !ok || !errors.Is(err, io.ErrUnexpectedEOF) || e.Line != len(rows)+2 || s.SHA256() != "" {
				t.Errorf("%s cut to %d bytes ends after %d rows with %v, digest %q", name, length, len(rows), err, s.SHA256())
			}
			if len(rows) < 1000 {
				t.Errorf("%s cut to %d bytes: only %d rows came before the damage", name, length, len(rows))
			}
		}
	}
	_, err := Open(Config{Path: "-", Stdin: strings.NewReader("\x1f\x8b\x08")})
	if want := "standard input: the gzip data is cut off or damaged: unexpected EOF"; message(err) != want {
		t.Errorf("the start of an archive gives %v, want %s", err, want)
	}
}

// A small archive of very much text is read like any other, as far as it goes.
func TestBomb(t *testing.T) {
	t.Parallel()
	var gz bytes.Buffer
	g := gzip.NewWriter(&gz)
	io.WriteString(g, "a,b\n1,2\n3,")
	for range 400 {
		g.Write(bytes.Repeat([]byte{'x'}, 1<<20))
	}
	g.Close()
	s, err := Open(Config{Path: "-", Stdin: &gz})
	if err != nil {
		t.Fatal(err)
	}
	rows, err := read(s)
	if want := "standard input:3: record is longer than 16 MiB: are its line ends missing?"; len(rows) != 1 || message(err) != want {
		t.Errorf("%d rows, error %v, want 1 row and %s", len(rows), err, want)
	}
}

func TestEmptyArchive(t *testing.T) {
	t.Parallel()
	for name, data := range packed(t, "") {
		_, err := Open(Config{Path: "-", Stdin: bytes.NewReader(data)})
		if want := "standard input: is empty: 0 bytes: check the export that wrote it"; message(err) != want && name == "gzip" {
			t.Errorf("%s of nothing gives %v, want %s", name, err, want)
		}
	}
}

// A frame that asks for more memory than is given to it is refused.
func TestWindow(t *testing.T) {
	t.Parallel()
	frame := []byte("\x28\xb5\x2f\xfd\x00\xa0\x01\x00\x00") // a window of 1 GiB, an empty block
	_, err := Open(Config{Path: "-", Stdin: bytes.NewReader(frame)})
	if !errors.Is(err, zstd.ErrWindowSizeExceeded) {
		t.Errorf("a window of 1 GiB gives %v, want it refused", err)
	}
}
