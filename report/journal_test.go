package report

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"rollcall/contact"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestEntryRoundTrip(t *testing.T) {
	t.Parallel()
	full := contact.Outcome{
		Row:     contact.Row{Number: 1 << 33, Line: 1 << 34, Record: []string{"", "a\nb", "\x00\xff"}},
		Contact: "+60 1", Status: contact.Rejected, HTTPStatus: 422, Code: "E", Message: "no: \"x\"", Field: "f",
		Attempts: 300, Duration: 3*time.Hour + 1, RequestID: "r", SentAt: time.Date(2026, 1, 2, 3, 4, 5, 6, time.UTC), Open: true,
	}
	raw := contact.Outcome{Row: contact.Row{Number: 1, Line: 1, Raw: []byte(`{"a":1}`)}, Status: contact.Failed}
	long := contact.Outcome{Row: contact.Row{Number: 1, Line: 1, Record: []string{strings.Repeat("x", 1<<14)}}, Status: contact.Invalid}
	good := outcome(7, "g", contact.Updated)
	bare := good
	bare.Row.Record = nil
	cells := Keep{Columns: []string{"A"}, Cells: func(contact.Row) []string { return []string{"k", ""} }}
	tests := map[string]struct {
		keep  Keep
		given contact.Outcome
		want  contact.Outcome
		kept  []string
	}{
		"every field":                {Keep{}, full, full, nil},
		"JSON line":                  {Keep{}, raw, raw, nil},
		"long":                       {Keep{}, long, long, nil},
		"good, without its record":   {Keep{}, good, bare, nil},
		"good, with kept cells":      {cells, good, bare, []string{"k", ""}},
		"good, with all of them":     {Keep{All: true}, good, good, nil},
		"not sent, without a record": {Keep{}, open(contact.Outcome{Row: full.Row, Status: contact.NotSent}), open(contact.Outcome{Row: contact.Row{Number: 1 << 33, Line: 1 << 34}, Status: contact.NotSent}), nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			before := []byte("before")
			buf := appendEntry(before, &test.given, &test.keep)
			f := frame{body: buf[len(before):]}
			for _, body := range f.entries() {
				got, kept, err := decodeEntry(body)
				if err != nil {
					t.Fatal(err)
				}
				equal(t, "outcome", got, test.want)
				equal(t, "kept", kept, test.kept)
			}
			for n := range len(buf) - len(before) {
				for _, body := range (frame{body: f.body[:n]}).entries() {
					if _, _, err := decodeEntry(body); err == nil {
						t.Fatalf("the first %d bytes of an entry pass for a whole one", n)
					}
				}
			}
		})
	}
}

func TestPast(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	first, second := csvStart("ID", "V"), csvStart("ID", "V")
	second.Version, second.StartedAt = "1.2.4", noon.Add(time.Hour)
	write(t, dir, first, readRows(1, 3), settle(outcome(1, "a", contact.Updated), open(outcome(2, "b", contact.Failed))), end(Stopped, 3))
	write(t, dir, second, readRows(2, 70), settle(outcome(2, "b", contact.Mismatch), outcome(70, "z", contact.Invalid)))
	p, err := Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "first start", p.First, first)
	equal(t, "latest start", p.Latest, second)
	equal(t, "state", p.State(), Unfinished)
	equal(t, "sessions, rows, accepted, torn", []int{p.Sessions, p.LastRow, p.Accepted, int(p.Torn)}, []int{2, 70, 2, 0})
	equal(t, "counts", []int{p.Count(contact.Updated), p.Count(contact.Mismatch), p.Count(contact.Invalid), p.Count(contact.Failed)}, []int{1, 1, 1, 0})
	equal(t, "settled", []bool{p.Settled(1), p.Settled(2), p.Settled(3), p.Settled(70), p.Settled(1000)}, []bool{true, true, false, true, false})
	var marks []RowMark
	for m, err := range p.Rows() {
		if err != nil {
			t.Fatal(err)
		}
		marks = append(marks, m)
	}
	var want []RowMark
	for _, r := range rowsTo(1, 70) {
		want = append(want, RowMark{r.Number, r.Line, r.Sum})
	}
	equal(t, "rows handed on", marks, want)
	for m := range p.Rows() {
		equal(t, "the first one alone", m, want[0])
		break
	}
}

func TestCreate(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "a", "run")
	write(t, dir, csvStart("ID"))
	for path, want := range map[string]fs.FileMode{dir: 0o700, filepath.Join(dir, journalName): 0o600} {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != want && runtime.GOOS != "windows" {
			t.Errorf("%s: mode %v, want %v (%v)", path, info.Mode(), want, err)
		}
	}
	if _, err := Create(dir, csvStart("ID")); !errors.Is(err, fs.ErrExist) {
		t.Errorf("a second journal in the directory: error is %v, want fs.ErrExist", err)
	}
	if _, _, err := Append(t.TempDir(), csvStart("ID")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a resume without a journal: error is %v, want fs.ErrNotExist", err)
	}
}

func TestLaws(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		broken session
		want   string
	}{
		"settled twice":           {settle(outcome(2, "b", contact.Updated), outcome(1, "a", contact.Updated)), "row 1 is settled already"},
		"open after settled":      {settle(outcome(2, "b", contact.Updated), open(outcome(1, "a", contact.Failed))), "row 1 is settled already"},
		"sent after settled":      {sendUpdates(update(2, "b"), update(1, "a")), "row 1 is settled already"},
		"settled, not handed on":  {settle(outcome(2, "b", contact.Updated), outcome(5, "e", contact.Updated)), "row 5 was not handed on"},
		"sent, not handed on":     {sendUpdates(update(2, "b"), update(0, "e")), "row 0 was not handed on"},
		"a gap in what is handed": {readRows(6, 7), "row 6 was handed on after row 4"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			j, err := Create(dir, csvStart("ID", "V"))
			if err != nil {
				t.Fatal(err)
			}
			if err := errors.Join(readRows(1, 4)(j), settle(outcome(1, "a", contact.Invalid))(j)); err != nil {
				t.Fatal(err)
			}
			err = test.broken(j)
			if err == nil || !strings.HasSuffix(err.Error(), test.want) {
				t.Errorf("error is %v, want %s", err, test.want)
			}
			if again := j.Rows(rowsTo(5, 5)); !errors.Is(again, err) {
				t.Errorf("the next call returns %v", again)
			}
			_ = j.Close()
			p, err := Load(dir)
			if err != nil || p.LastRow != 4 || !p.Settled(1) {
				t.Errorf("what was right is lost: %v, %+v", err, p)
			}
		})
	}
}

// A faultyFile takes so many bytes.
type faultyFile struct {
	mu      sync.Mutex
	text    []byte
	room    int
	syncErr error
	syncs   int
}

func (f *faultyFile) Write(b []byte) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	n := min(len(b), f.room-len(f.text))
	f.text = append(f.text, b[:n]...)
	if n < len(b) {
		return n, syscall.ENOSPC
	}
	return n, nil
}

func (f *faultyFile) Sync() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.syncs++
	return f.syncErr
}

func (f *faultyFile) Close() error { return nil }

// done returns how many bytes were written and how often they were synced.
func (f *faultyFile) done() (written, syncs int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.text), f.syncs
}

func TestFullDisk(t *testing.T) {
	t.Parallel()
	f := &faultyFile{room: 3000}
	j := &Journal{file: f, buf: []byte(magic)}
	if err := errors.Join(j.begin(csvStart("ID")), j.Rows(rowsTo(1, 100))); err != nil {
		t.Fatal(err)
	}
	var err error
	n := 0
	for err == nil && n < 100 {
		n++
		err = errors.Join(j.Settled([]contact.Outcome{outcome(n, "a", contact.Updated)}), j.Flush())
	}
	if !errors.Is(err, syscall.ENOSPC) {
		t.Fatalf("outcome %d on a full disk: error is %v", n, err)
	}
	f.room = 1 << 20
	for i, again := range []error{j.Rows(rowsTo(101, 101)), j.Sending(nil), j.Settled(nil), j.End(End{}), j.Close()} {
		if !errors.Is(again, syscall.ENOSPC) {
			t.Errorf("call %d after that returns %v", i, again)
		}
	}
	p := &Past{}
	if err := p.load(bytes.NewReader(f.text), int64(len(f.text))); err != nil || !p.settled.has(n-1) || p.settled.has(n) {
		t.Errorf("the disk was full at outcome %d; the journal holds up to 1..%d: %v (%v)", n, n-1, p.counts, err)
	}
}

func TestSyncedWithinASecond(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := &faultyFile{room: 1 << 20}
		j := &Journal{file: f}
		if err := j.Rows(rowsTo(1, 2)); err != nil {
			t.Fatal(err)
		}
		if written, _ := f.done(); written != 0 {
			t.Errorf("%d bytes are written at once", written)
		}
		<-time.After(syncEvery)
		synctest.Wait()
		if written, syncs := f.done(); written == 0 || syncs != 1 {
			t.Errorf("after a second %d bytes are written, %d times synced", written, syncs)
		}
		<-time.After(10 * syncEvery)
		synctest.Wait()
		if _, syncs := f.done(); syncs != 1 {
			t.Errorf("nothing was new, and there were %d syncs", syncs)
		}
		f.mu.Lock()
		f.syncErr = syscall.EIO
		f.mu.Unlock()
		if err := j.Rows(rowsTo(3, 3)); err != nil {
			t.Fatal(err)
		}
		<-time.After(syncEvery)
		synctest.Wait()
		if err := j.Rows(rowsTo(4, 4)); !errors.Is(err, syscall.EIO) {
			t.Errorf("the disk refused a sync: error is %v", err)
		}
		_ = j.Close()
	})
}

func TestClose(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	j, err := Create(dir, csvStart("ID"))
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(j.Rows(rowsTo(1, 2)), j.Close(), j.Close()); err != nil {
		t.Fatal(err)
	}
	if err := j.Rows(rowsTo(3, 3)); !errors.Is(err, os.ErrClosed) {
		t.Errorf("a row after the end: error is %v", err)
	}
	if p, err := Load(dir); err != nil || p.LastRow != 2 {
		t.Errorf("rows in memory are lost: %v, %+v", err, p)
	}
}

func TestManyGoroutines(t *testing.T) {
	t.Parallel()
	const workers, each = 8, 200
	dir := t.TempDir()
	j, err := Create(dir, csvStart("ID", "V"))
	if err != nil {
		t.Fatal(err)
	}
	if err := j.Rows(rowsTo(1, workers*each)); err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			for i := range each {
				n := i*workers + w + 1
				u, o := update(n, itoa(n)), outcome(n, itoa(n), contact.Statuses()[n%14])
				if err := errors.Join(j.Sending([]contact.Update{u}), j.Settled([]contact.Outcome{o})); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if err := errors.Join(j.End(End{State: Finished}), j.Close()); err != nil {
		t.Fatal(err)
	}
	equal(t, "rows", render(t, dir).Rows, workers*each)
	for i, cells := range table(t, dir, reconciliationName, "row", "contact", "outcome") {
		equal(t, "line", cells, []string{itoa(i + 1), itoa(i + 1), contact.Statuses()[(i+1)%14].String()})
	}
}
