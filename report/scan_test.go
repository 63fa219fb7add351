package report

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rollcall/contact"
)

// journalText returns a small journal of two sessions.
func journalText(t testing.TB) []byte {
	dir := filepath.Join(t.TempDir(), "run")
	write(t, dir, csvStart("ID", "V"), readRows(1, 3), sendUpdates(update(1, "a"), update(2, "b")),
		settle(outcome(1, "a", contact.Updated), outcome(2, "b", contact.Rejected)), end(Stopped, 3))
	write(t, dir, csvStart("ID", "V"), sendUpdates(update(3, "c")), settle(outcome(3, "c", contact.Updated)), end(Finished, 1))
	return []byte(read(t, dir, journalName))
}

func journalDir(t testing.TB, text []byte) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, journalName), text, 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

// withFrames returns the folder of a journal that goes on with sound frames of
// any payload.
func withFrames(t testing.TB, dir string, frames ...[]byte) string {
	t.Helper()
	text := []byte(read(t, dir, journalName))
	for _, f := range frames {
		if err := closeFrame(f, 0); err != nil {
			t.Fatal(err)
		}
		text = append(text, f...)
	}
	return journalDir(t, text)
}

// isDamaged checks that a journal is neither loaded nor rendered.
func isDamaged(t *testing.T, dir, want string) {
	t.Helper()
	_, err := Load(dir)
	if _, ok := errors.AsType[*DamagedError](err); !ok || !strings.Contains(err.Error(), want) {
		t.Errorf("error is %v, want %s", err, want)
	}
	if _, err := Render(dir); err == nil {
		t.Error("it was rendered")
	}
}

func TestTornAtEveryByte(t *testing.T) {
	t.Parallel()
	text := journalText(t)
	settled := 0
	for n := range len(text) + 1 {
		p := &Past{}
		if err := p.load(bytes.NewReader(text), int64(n)); err != nil {
			t.Fatalf("cut at byte %d of %d: %v", n, len(text), err)
		}
		if p.settledRows() < settled || p.size+p.Torn != int64(n) {
			t.Fatalf("cut at byte %d: %d rows are settled, one byte less held %d; torn: %d", n, p.settledRows(), settled, p.Torn)
		}
		settled = p.settledRows()
	}
	equal(t, "settled in the whole journal", settled, 3)
}

func TestAppendToATornJournal(t *testing.T) {
	t.Parallel()
	text := journalText(t)
	for n := 0; n <= len(text); n += 17 {
		dir := journalDir(t, text[:n])
		j, p, err := Append(dir, csvStart("ID", "V"))
		if err != nil {
			t.Fatalf("cut at byte %d: %v", n, err)
		}
		if err := errors.Join(j.Rows(rowsTo(p.LastRow+1, 4)), j.Close()); err != nil {
			t.Fatal(err)
		}
		again, err := Load(dir)
		if err != nil || again.LastRow != 4 || again.settledRows() != p.settledRows() || again.Sessions != p.Sessions+1 || again.Torn != 0 {
			t.Fatalf("cut at byte %d and resumed: %v, %+v", n, err, again)
		}
	}
}

func TestDamage(t *testing.T) {
	t.Parallel()
	text := journalText(t)
	size := int64(len(text))
	for i := range text {
		bad := bytes.Clone(text)
		bad[i] ^= 0x10
		p := &Past{}
		err := p.load(bytes.NewReader(bad), size)
		if i >= len(text)-frameHead-9 {
			if err != nil || p.settledRows() != 3 {
				t.Errorf("byte %d of the last mark: %v, %d settled", i, err, p.settledRows())
			}
			continue
		}
		if err == nil {
			t.Errorf("byte %d is another, and nobody noticed", i)
		}
	}
	bad := bytes.Clone(text)
	bad[size/2] ^= 1
	dir := journalDir(t, bad)
	_, _, err := Append(dir, csvStart("ID"))
	if damaged, ok := errors.AsType[*DamagedError](err); !ok || damaged.Offset > size/2 {
		t.Errorf("a resume of a damaged journal: error is %v", err)
	}
	if got := read(t, dir, journalName); got != string(bad) {
		t.Error("the damaged journal was overwritten")
	}
	if _, err := Render(dir); err == nil {
		t.Error("a damaged journal was rendered")
	}
}

// TestHoleOfAPowerCut loses a block that had not been synced, though a later
// one reached the disk.
func TestHoleOfAPowerCut(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, csvStart("ID", "V"), readRows(1, 3), settle(outcome(1, "a", contact.Updated)), settle(outcome(2, "b", contact.Updated)), settle(outcome(3, "c", contact.Updated)))
	text := []byte(read(t, dir, journalName))
	at := bytes.LastIndex(text, []byte("b"))
	text[at] = 0
	p, err := Load(journalDir(t, text))
	if err != nil || !p.Settled(1) || p.Settled(2) || p.Settled(3) || p.Torn == 0 {
		t.Errorf("a hole in what was never synced must count as a torn end: %v, %+v", err, p)
	}
}

func TestForeignFiles(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"rollcall journal 2\nxxxx":     `another version of rollcall: its form is "rollcall journal 2"`,
		"row,line,contact,outcome\n1,": "which is no journal",
	} {
		if _, err := Load(journalDir(t, []byte(text))); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error is %v, want %s", text, err, want)
		}
	}
}

// TestLawsOfAJournal reads journals that no writer of ours leaves behind.
func TestLawsOfAJournal(t *testing.T) {
	t.Parallel()
	entry := func(k kind, o contact.Outcome) []byte {
		return appendEntry(openFrame(nil, k), &o, &Keep{})
	}
	tests := map[string]struct {
		frames [][]byte
		want   string
	}{
		"two outcomes":        {[][]byte{entry(kindOutcomes, outcome(1, "a", contact.Failed)), entry(kindOutcomes, outcome(1, "a", contact.Failed))}, "row 1 has two outcomes"},
		"sent when settled":   {[][]byte{entry(kindOutcomes, outcome(1, "a", contact.Failed)), entry(kindSending, outcome(1, "a", contact.Failed))}, "row 1 was sent after it was settled"},
		"never read":          {[][]byte{entry(kindOutcomes, outcome(9, "a", contact.Failed))}, "row 9 was never handed on"},
		"a gap":               {[][]byte{append(openFrame(nil, kindRows), 7, 2, 0, 0, 0, 0, 0, 0, 0, 0)}, "row 7 follows row 2"},
		"half a row":          {[][]byte{append(openFrame(nil, kindRows), 3, 2, 0, 0)}, "row 3 follows row 2"},
		"no such status":      {[][]byte{entry(kindOutcomes, outcome(1, "a", 77))}, "malformed"},
		"half an entry":       {[][]byte{append(openFrame(nil, kindOutcomes), 40, 1, 1)}, "malformed"},
		"a kind not known":    {[][]byte{openFrame(nil, '?')}, `unknown kind '?'`},
		"a start without one": {[][]byte{openFrame(nil, kindStart)}, "JSON"},
		"an end without one":  {[][]byte{openFrame(nil, kindEnd)}, "JSON"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			write(t, dir, csvStart("ID", "V"), readRows(1, 2))
			isDamaged(t, withFrames(t, dir, test.frames...), test.want)
		})
	}
}

// FuzzScan reads any bytes, and as any payloads in sound frames.
func FuzzScan(f *testing.F) {
	text := journalText(f)
	f.Add(text)
	f.Add(text[:len(text)/2])
	f.Add(checkText(f))
	f.Add([]byte("S\x02{}V\x08\x01\x02\x04\x01a\x02\x01bR\x0b\x03\x0200000000"))
	f.Add([]byte("S\x02{}N\x38{\"at\":\"2026-03-01T12:00:00Z\",\"for\":9000000000,\"why\":\"a\"}"))
	f.Add([]byte(magic + "\xff\xff\xff\xff0000S"))
	f.Add([]byte("S\x02{}R\x13\x01\x02000000000\x0200000000>\x05\x04\x01\x08\x01\x01O\x0c\x0b\x00\x01\x02\x00\x01a\x00\x00\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, text []byte) {
		listsEveryRow(t, text)
		listsEveryRow(t, soundFrames(text))
	})
}

// soundFrames makes a journal of frames, each a kind, a length and a payload.
func soundFrames(spec []byte) []byte {
	text := []byte(magic)
	for len(spec) >= 2 {
		n := min(int(spec[1]), len(spec)-2)
		start := len(text)
		text = append(openFrame(text, kind(spec[0])), spec[2:2+n]...)
		if err := closeFrame(text, start); err != nil {
			return text[:start]
		}
		spec = spec[2+n:]
	}
	return text
}

func listsEveryRow(t *testing.T, text []byte) {
	p := &Past{}
	err := p.load(bytes.NewReader(text), int64(len(text)))
	x, indexErr := indexJournal(bytes.NewReader(text), int64(len(text)))
	if err != nil || indexErr != nil {
		return
	}
	rows := 0
	err = inOrder(x, bytes.NewReader(text), func(o *contact.Outcome, _ []string) error {
		rows++
		if o.Row.Number != rows {
			t.Fatalf("row %d is handed out as number %d", o.Row.Number, rows)
		}
		return nil
	})
	if err == nil && rows != p.LastRow {
		t.Fatalf("%d rows were read, %d are listed", p.LastRow, rows)
	}
}
